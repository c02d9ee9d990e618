"""The catalogue: every data set by name, its card and its table."""

from difflib import get_close_matches
from typing import Any

import pandas

from playground import experiment
from playground.datasets.card import Card, table_cards
from playground.datasets.error import DataError
from playground.datasets.tables import read_table
from playground.datasets.toys.catalogue import TOYS, generate, toy_card
from playground.datasets.toys.options import table_options, toy_options


def names() -> list[str]:
    """Names of all data sets: bundled tables, scikit-learn's, then toys."""
    return [*table_cards(), *TOYS]


def card(name: str) -> Card:
    """The card of a data set.

    Raises:
        DataError: when there is no such data set, naming the nearest.
    """
    if name in TOYS:
        return toy_card(name)
    if name in table_cards():
        return table_cards()[name]
    near = get_close_matches(name.lower(), names(), n=3) or names()
    raise DataError("data.dataset", f"There is no data set “{name}”. Try {_or(near)}.")


def load(data: experiment.Data) -> pandas.DataFrame:
    """The table of a data set in its published order; a toy is generated from `data.options`.

    Points that a person added to a toy stand last; those removed stand there still, and are left out by `prepare`.
    Tables are kept in memory. What is returned shares their memory but is copied as soon as it is written to
    (pandas' copy-on-write), so a caller may change it without harm.

    Raises:
        DataError: for an unknown data set or option.
    """
    found = card(data.dataset)
    if found.is_toy:
        frame = generate(found.name, toy_options(found, data.options))
    else:
        table_options(found, data.options)
        frame = read_table(found.name)
    return frame.copy(deep=False)


def all_options(data: experiment.Data) -> dict[str, Any]:
    """The options of a data set, those of a toy that were left out too, as JSON has them.

    Raises:
        DataError: there is no such data set, or it has no such option.
    """
    known = card(data.dataset)
    return toy_options(known, data.options).model_dump(mode="json") if known.is_toy else dict(data.options)


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
