"""The kinds of the columns of a table that was not read from a person's file, by the rules of the reader."""

import pandas
import pyarrow
from pandas.api import types

from playground.datasets.pipeline.columns import missing, words
from playground.datasets.reading.columns.decide import decide
from playground.datasets.reading.reading import Kind


def kinds_of(frame: pandas.DataFrame) -> tuple[Kind, ...]:
    """The kind of each column, which the reader would find for a file with these cells."""
    return tuple(_kind(str(name), frame.iloc[:, index]) for index, name in enumerate(frame.columns))


def _kind(name: str, column: pandas.Series) -> Kind:
    if types.is_bool_dtype(column):
        return Kind.YES_NO
    if types.is_datetime64_any_dtype(column):
        return Kind.DATE
    present = column[~missing(column)]
    cells = pyarrow.table({"0": pyarrow.array(words(present).tolist(), pyarrow.string())})
    return decide(cells, [name], decimal=".").columns[0].kind
