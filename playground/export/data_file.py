"""The data of an experiment as a CSV file, and the arguments with which pandas reads it."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas

from playground.cells import harmless
from playground.datasets.card import DATA_FOLDER
from playground.datasets.catalogue import load
from playground.datasets.pipeline.columns import Kind, kind
from playground.experiment.complete import CompleteData
from playground.experiment.uploads import is_own
from playground.python_code import Code, call

# Only empty cells are missing; the cereals' "none" and a manufacturer "N" are values.
_ALWAYS: Mapping[str, Any] = {"keep_default_na": False, "na_values": [""]}


@dataclass(frozen=True)
class DataFile:
    """A table as CSV.

    Attributes:
        name: the name of the file.
        settings: the arguments of `pandas.read_csv` that give the table of the run.
        frame: the table of a script after it has read the file and removed the apostrophes.
        marked: the columns of a script with an apostrophe before text that a spreadsheet would compute.
        marked_too: other columns with such an apostrophe.
        has_marks: whether the file has such an apostrophe, in one of these columns or before a column's name.
    """

    name: str
    settings: Mapping[str, Any]
    frame: pandas.DataFrame = field(compare=False, repr=False)
    marked: Sequence[str] = ()
    marked_too: Sequence[str] = ()
    has_marks: bool = False

    @property
    def reading(self) -> Code:
        """The arguments of `read_csv` as code."""
        whole = call("", self.name, **self.settings)
        return Code(whole[1:-1])

    def content(self) -> bytes:
        """The bytes of the file: the original ones of a bundled table, those of pandas for any other table."""
        bundled = DATA_FOLDER / self.name
        if bundled.is_file():
            return bundled.read_bytes()
        frame = self.frame.copy(deep=False)
        for name in (*self.marked, *self.marked_too):
            frame[name] = frame[name].map(harmless, na_action="ignore")
        # All text is quoted, because pandas does not quote a lone carriage return.
        written = frame.rename(columns=harmless).to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
        return str(written).encode()


def data_file(data: CompleteData, columns: Sequence[str]) -> DataFile:
    """The table of an experiment as a CSV file.

    Args:
        data: the data of the experiment.
        columns: the used columns; text in them stays text even if it looks like numbers.

    Raises:
        DataError: there is no such data set.
    """
    bundled = DATA_FOLDER / f"{data.dataset}.csv"
    if not is_own(data.dataset) and bundled.is_file():
        return DataFile(bundled.name, _ALWAYS, pandas.read_csv(bundled, **_ALWAYS))
    frame = load(data)
    for name in columns:
        # Gaps among true and false would turn them into text.
        if pandas.api.types.is_bool_dtype(frame[name]) and frame[name].isna().any():
            frame[name] = frame[name].astype("float64")
    texts = {name: _values(frame[name]) for name in frame.columns if kind(frame[name]) is Kind.TEXT}
    marked = [
        name for name, values in texts.items() if any(harmless(value) != value for value in values.array)
    ]
    settings = dict(_ALWAYS)
    if like_numbers := [name for name in columns if name in texts and not _stays_text(texts[name])]:
        settings["dtype"] = {harmless(name): "str" for name in like_numbers}
    name = "table" if is_own(data.dataset) else data.dataset
    has_marks = bool(marked) or any(harmless(name) != name for name in frame.columns)
    read = [name for name in marked if name in columns]
    others = [name for name in marked if name not in columns]
    return DataFile(f"{name}.csv", settings, frame, read, others, has_marks)


def _values(column: pandas.Series) -> pandas.Series:
    return pandas.Series(column.dropna().astype(str).unique(), dtype="str")


def _stays_text(values: pandas.Series) -> bool:
    """Whether pandas takes none of the values for a number, even if it reads only a part of a long column at a time."""
    is_number = pandas.to_numeric(values, errors="coerce").notna()
    is_word = values.str.strip().str.lower().isin(("true", "false"))
    return bool(len(values)) and not (is_number | is_word).any()
