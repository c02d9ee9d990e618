"""Marks: removes the apostrophes that this app's own files have before cells that a spreadsheet would compute."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow
from pyarrow import compute

from playground.cells import harmless, without_mark
from playground.datasets.reading import Kind, Reading
from playground.datasets.reading.columns.decide import decide
from playground.datasets.reading.frame import unique_names


def has_columns(reading: Reading, names: Iterable[str]) -> bool:
    """Whether a file has columns with these names, with or without marks."""
    as_written = [column.name for column in reading.columns]
    return any(
        set(names) <= set(unique_names(found)) for found in (as_written, list(map(without_mark, as_written)))
    )


def without_marks(
    reading: Reading, kinds: Mapping[str, Kind], known: Mapping[str, Collection[str]]
) -> Reading:
    """The reading with its marks removed.

    The names of the columns have marks if a needed column is missing among them. A column of text has marks if the
    network knows more of its words without them. In columns of numbers and dates every leading apostrophe is a mark.

    Args:
        reading: the reading of the file.
        kinds: the kind of each needed column, by name.
        known: the words of each categorical column that the network has learned.
    """
    names = [column.name for column in reading.columns]
    if not set(kinds) <= set(unique_names(names)):
        names = list(map(without_mark, names))
    called = unique_names(names)
    tables, changed = list(reading.cells.columns), []
    for index, name in enumerate(called):
        if name in kinds and (plain := _plain(tables[index], kinds[name], known.get(name, ()))) is not None:
            tables[index] = plain
            changed.append(index)
    columns = [replace(column, name=name) for column, name in zip(reading.columns, names, strict=True)]
    cells = pyarrow.table({str(index): column for index, column in enumerate(tables)})
    for index in changed:
        again = decide(cells.select([index]), [names[index]], reading.dialect.decimal)
        columns[index] = again.columns[0]
    before = {reading.columns[index].name for index in changed}
    doubts = tuple(doubt for doubt in reading.doubts if doubt.column not in before)
    return replace(reading, columns=tuple(columns), cells=cells, doubts=doubts)


def _plain(cells: pyarrow.ChunkedArray, kind: Kind, known: Collection[str]) -> pyarrow.ChunkedArray | None:
    """The cells without marks; None if they have none."""
    if not compute.any(compute.starts_with(cells, "'")).as_py():
        return None
    written: list[str] = cells.to_pylist()
    words = dict.fromkeys(written)
    plain = {word: without_mark(word) for word in words}
    if all(word == without for word, without in plain.items()):
        return None
    if kind is Kind.CATEGORY and not _has_marks(list(words), list(plain.values()), known):
        return None
    return pyarrow.chunked_array([pyarrow.array([plain[word] for word in written], pyarrow.string())])


def _has_marks(words: Sequence[str], plain: Sequence[str], known: Collection[str]) -> bool:
    """Whether a column has marks: a spreadsheet would compute none of its words, and more are known without marks."""
    if not all(word.startswith("'") or harmless(word) == word for word in words):
        return False
    return not known or sum(word.strip() in known for word in plain) > sum(
        word.strip() in known for word in words
    )
