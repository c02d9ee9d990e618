"""The catalogue: the card and the table of every data set by name, also of people's own tables."""

from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

import pandas

from playground import experiment
from playground.datasets.alike import merge
from playground.datasets.card import Card, table_cards
from playground.datasets.error import DataError
from playground.datasets.own.card import card_of, guess_positive, is_zero_or_one
from playground.datasets.own.contents import on_removal, title_of
from playground.datasets.own.table import OwnTable, own_table
from playground.datasets.reading.reading import Column
from playground.datasets.tables import read_table
from playground.datasets.toys.catalogue import TOYS, generate, toy_card
from playground.datasets.toys.options import table_options, toy_options
from playground.experiment.complete import CompleteData
from playground.experiment.options import Options
from playground.experiment.uploads import digest_in, is_own


def names() -> list[str]:
    """The names of all public data sets: bundled tables, scikit-learn's tables, then toys."""
    return [*table_cards(), *TOYS]


def card(name: str) -> Card:
    """The card of a public data set, or of an own table with a guessed reading.

    Raises:
        DataError: there is no such data set; the sentence names similar ones.
    """
    if is_own(name):
        return card_for(experiment.Data(dataset=name))
    if name in TOYS:
        return toy_card(name)
    if name in table_cards():
        return table_cards()[name]
    if name == experiment.ELSEWHERE:
        raise DataError("data.dataset", "This run was trained elsewhere: its rows are not known here.")
    near = get_close_matches(name.lower(), names(), n=3) or names()
    raise DataError("data.dataset", f"There is no data set “{name}”. Try {_or(near)}.")


def card_for(data: experiment.Data) -> Card:
    """The card of an experiment's data set; the card of an own table depends on `data.target` and `data.reading`.

    Raises:
        DataError: there is no such data set, or it cannot be read.
    """
    if not is_own(data.dataset):
        return card(data.dataset)
    return _own_card(data.dataset, data.reading, data.kinds, data.target, data.alike)


def title(name: str) -> str:
    """The title of a data set, without reading the table; its name if there is no such data set."""
    digest = digest_in(name)
    if digest is not None:
        return title_of(digest)
    try:
        return card(name).title
    except DataError:
        return "rows unknown" if name == experiment.ELSEWHERE else name


def load(data: experiment.Data) -> pandas.DataFrame:
    """The table of a data set in its published order; a toy is generated from `data.options`.

    The last rows of a toy are the points that a person added. The removed points are still in the table; `prepare`
    drops them. The result shares memory with a cached table, but pandas copies it when it is changed (copy-on-write),
    so a caller may change it.

    Raises:
        DataError: the data set or an option is unknown, or an own table cannot be read.
    """
    found = card_for(data)
    if is_own(data.dataset):
        table_options(found, data.options)
        frame = _own(data.dataset, data).frame
    elif found.is_toy:
        frame = generate(found.name, toy_options(found, data.options))
    else:
        table_options(found, data.options)
        frame = read_table(found.name)
    frame = frame.copy(deep=False)
    target = data.target or found.target
    if data.alike == "merge" and target in frame.columns:
        frame[target] = merge(frame[target])
    return frame


def read_columns(data: experiment.Data) -> tuple[Column, ...] | None:
    """The reader's description of each column of an own table; None for a public data set.

    Raises:
        DataError: the own table cannot be read.
    """
    return _own(data.dataset, data).columns if is_own(data.dataset) else None


def complete_data(data: experiment.Data) -> CompleteData:
    """Completes the data with its target, and for a toy with all options.

    For an own table it also adds the reading of the file, the positive class, and whether 0 and 1 are classes.

    Raises:
        DataError: there is no such data set, the toy has no such option, or an own table cannot be read.
    """
    known = card_for(data)
    options = data.options
    if known.is_toy:
        options = Options(toy_options(known, options).model_dump(mode="json"))
    found: dict[str, object] = {
        "target": known.target if data.target is None else data.target,
        "options": options,
    }
    if is_own(data.dataset):
        found |= _own_choices(data, str(found["target"]))
    # Without validation: whether the features fit the target is checked later, with the columns.
    return CompleteData.model_construct(**{**dict(data), **found})


def _own_choices(data: experiment.Data, target: str) -> dict[str, object]:
    table = _own(data.dataset, data.model_copy(update={"target": target}))
    doubtful = data.reading.doubtful if data.reading is not None else None
    found: dict[str, object] = {"reading": table.reading(doubtful)}
    if target not in table.by_name:
        return found  # the error is raised later, with the columns
    if data.positive is None:
        found["positive"] = guess_positive(table, target)
    if "task" not in data.options and is_zero_or_one(table, target):
        found["options"] = Options({**data.options, "task": "classes"})
    return found


def _own(name: str, data: experiment.Data) -> OwnTable:
    digest = digest_in(name)
    if digest is None:
        raise DataError(
            "data.dataset", f"“{name}” is no name of a table: upload: and 64 hexadecimal digits are."
        )
    # Without a target, `alike` applies to the guessed target, and the table of the card is read without it.
    alike = None if data.alike is None or data.target is None else (data.target, data.alike)
    return own_table(digest, data.reading, data.kinds, alike)


@lru_cache(maxsize=256)
def _own_card(
    name: str,
    reading: experiment.FileReading | None,
    kinds: Options | None,
    target: str | None,
    alike: Literal["merge", "apart"] | None,
) -> Card:
    data = experiment.Data(dataset=name, reading=reading, kinds=kinds, target=target, alike=alike)
    digest = digest_in(name)
    return card_of(digest or "", _own(name, data), target)


on_removal(_own_card.cache_clear)


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
