"""The data of an experiment as a CSV file, and how pandas reads it."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas

from playground.datasets.card import DATA_FOLDER
from playground.datasets.catalogue import load
from playground.datasets.pipeline.columns import Kind, kind
from playground.experiment.complete import CompleteData
from playground.experiment.uploads import is_own
from playground.python_code import Code, call

# Only empty cells are missing: the cereals' "none" and a manufacturer "N" are values.
_ALWAYS: Mapping[str, Any] = {"keep_default_na": False, "na_values": [""]}


@dataclass(frozen=True)
class DataFile:
    """A table as CSV.

    Attributes:
        name: of the file.
        content: its bytes.
        settings: those of `pandas.read_csv` with which it is read as the run has read it.
        frame: the table that pandas reads.
    """

    name: str
    content: bytes
    settings: Mapping[str, Any]
    frame: pandas.DataFrame = field(compare=False, repr=False)

    @property
    def reading(self) -> Code:
        """The arguments of `read_csv` as code."""
        whole = call("", self.name, **self.settings)
        return Code(whole[1:-1])


def data_file(data: CompleteData, columns: Sequence[str]) -> DataFile:
    """The table of an experiment as a CSV file: the bundled one as it is, any other as pandas writes it.

    Args:
        data: of the experiment.
        columns: those that are used; text in them stays text, even if it looks like numbers.

    Raises:
        DataError: there is no such data set.
    """
    bundled = DATA_FOLDER / f"{data.dataset}.csv"
    if not is_own(data.dataset) and bundled.is_file():
        content = bundled.read_bytes()
        return DataFile(bundled.name, content, _ALWAYS, _read(content, _ALWAYS))
    frame = load(data)
    for name in columns:
        # Gaps among true and false would make text of them.
        if pandas.api.types.is_bool_dtype(frame[name]) and frame[name].isna().any():
            frame[name] = frame[name].astype("float64")
    # All text is quoted: of what pandas would quote, it forgets a lone carriage return.
    content = frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode()
    settings = dict(_ALWAYS)
    read = _read(content, settings)
    if texts := [
        name for name in columns if kind(frame[name]) is Kind.TEXT and kind(read[name]) is not Kind.TEXT
    ]:
        settings["dtype"] = dict.fromkeys(texts, "str")
        read = _read(content, settings)
    name = "table" if is_own(data.dataset) else data.dataset
    return DataFile(f"{name}.csv", content, settings, read)


def _read(content: bytes, settings: Mapping[str, Any]) -> pandas.DataFrame:
    frame: pandas.DataFrame = pandas.read_csv(io.BytesIO(content), **settings)
    return frame
