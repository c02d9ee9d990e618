"""The catalogue: every data set by name, its card and its table."""

from difflib import get_close_matches

import pandas

from playground import experiment
from playground.datasets.card import Card, table_cards
from playground.datasets.error import DataError
from playground.datasets.tables import read_table
from playground.datasets.toys.catalogue import TOYS, generate, toy_card
from playground.datasets.toys.options import table_options, toy_options
from playground.experiment.complete import CompleteData
from playground.experiment.options import Options


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


def complete_data(data: experiment.Data) -> CompleteData:
    """The data with its target, and of a toy with all its options, where they were left out.

    Raises:
        DataError: there is no such data set, or the toy has no such option.
    """
    known = card(data.dataset)
    options = data.options
    if known.is_toy:
        options = Options(toy_options(known, options).model_dump(mode="json"))
    target = known.target if data.target is None else data.target
    # Not checked again: whether the features fit the target is said with the columns at hand.
    return CompleteData.model_construct(**{**dict(data), "target": target, "options": options})


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
