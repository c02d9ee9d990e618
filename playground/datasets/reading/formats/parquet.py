"""Parquet: typed cells, read as texts that represent their values exactly."""

import io
import json

import pyarrow
from pyarrow import compute, parquet, types

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.formats.rows import counted, reading_of
from playground.datasets.reading.reading import Dialect, Doubt, Reading, ReadingError

_DAMAGED = "This Parquet file is damaged or cut off."
_ROWS_AT_ONCE = 50_000


def read_parquet(data: bytes, bounds: Bounds) -> Reading:
    """Reads a Parquet file; `Reading.lines` has the number of each row, counted from 1.

    Raises:
        ReadingError: the file is damaged, or too large after unpacking.
    """
    try:
        about = parquet.read_metadata(io.BytesIO(data))
        schema = about.schema.to_arrow_schema()
        bounds.check_table(about.num_rows, len(schema))
        bounds.check_unpacked(
            sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
        )
        return _read(data, schema, bounds)
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, OverflowError, UnicodeError) as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError(_DAMAGED) from None


def _read(data: bytes, schema: pyarrow.Schema, bounds: Bounds) -> Reading:
    names = [str(name) for name in schema.names]
    if not names:
        raise ReadingError("This Parquet file has no columns.")
    # Words stay dictionary-encoded until their total length is known.
    words = [field.name for field in schema if _is_words(field.type)]
    file = parquet.ParquetFile(io.BytesIO(data), read_dictionary=words)
    doubts: list[Doubt] = []
    chunks: list[list[pyarrow.Array]] = [[] for _ in names]
    size = rows = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        size += sum(_length(column) for column in batch.columns)
        bounds.check_unpacked(size)
        for index, column in enumerate(batch.columns):
            chunks[index].append(_text(column, names[index], rows, doubts))
        rows += batch.num_rows
    bounds.check_table(rows, len(names))
    table = pyarrow.table(
        [pyarrow.chunked_array(chunk, pyarrow.string()) for chunk in chunks],
        names=[str(index) for index in range(len(names))],
    )
    return reading_of(table, names, counted(1, rows), Dialect(), doubts)


def _is_words(kind: pyarrow.DataType) -> bool:
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_dictionary(kind))


def _length(column: pyarrow.Array) -> int:
    """The bytes of a column's texts; for a column without texts, such as numbers, the bytes of its values."""
    if types.is_dictionary(column.type) and _is_words(column.type.value_type):
        lengths = compute.binary_length(column.dictionary)
        return int(compute.sum(compute.take(lengths, column.indices)).as_py() or 0)
    return int(column.nbytes)


def _text(column: pyarrow.Array, name: str, before: int, doubts: list[Doubt]) -> pyarrow.Array:
    """A column as texts; null becomes an empty cell."""
    kind = column.type
    if types.is_nested(kind) and not types.is_dictionary(kind):
        if not before:
            doubts.append(Doubt(None, name, "this column holds lists or the like, shown as JSON"))
        values = ["" if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pyarrow.array(values, pyarrow.string())
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return _bytes(column, name, before, doubts)
    text = compute.cast(column, pyarrow.string())
    if types.is_floating(kind):
        text = compute.replace_substring_regex(text, r"^(-?[0-9]+)$", r"\1.0")
    elif types.is_timestamp(kind) or types.is_time(kind):
        text = compute.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
    return compute.fill_null(text, "")


def _bytes(column: pyarrow.Array, name: str, before: int, doubts: list[Doubt]) -> pyarrow.Array:
    """A column of bytes as UTF-8, or else as hexadecimal digits with a doubt."""
    values = []
    for row, value in enumerate(column.to_pylist()):
        try:
            values.append("" if value is None else value.decode())
        except UnicodeDecodeError:
            values.append(value.hex())
            doubts.append(Doubt(before + row + 1, name, "this cell holds bytes that are no text"))
    return pyarrow.array(values, pyarrow.string())
