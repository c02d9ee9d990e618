"""Shapes: cells with every digit replaced by 9, so that a long column has only a few distinct shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy
import numpy.typing
import pyarrow
from pyarrow import compute

_DIGITS = bytes.maketrans(b"012345678", b"999999999")
_MOST = 20_000  # most distinct shapes; a column with more has words

Bytes = numpy.typing.NDArray[numpy.uint8]
Mask = numpy.typing.NDArray[numpy.bool_]


@dataclass(frozen=True)
class Cells:
    """The cells of a column as text: `data[offsets[i]:offsets[i + 1]]` is cell i in UTF-8."""

    array: pyarrow.StringArray
    data: Bytes
    offsets: numpy.typing.NDArray[numpy.int32]
    _bytes: dict[int, Bytes] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.array)

    def byte(self, index: int) -> Bytes:
        """The byte with an index of each cell, uint8 (rows,), from the end if negative; 0 if the cell is shorter."""
        known = self._bytes.get(index)
        if known is None:
            known = numpy.zeros(len(self), numpy.uint8)
            if len(self.data):
                at = self.offsets[:-1] + index if index >= 0 else self.offsets[1:] + index
                there = self.lengths > index if index >= 0 else self.lengths >= -index
                # A cell that is too short takes a byte of its neighbour, which becomes 0.
                known = self.data.take(at, mode="clip") * there
            self._bytes[index] = known
        return known

    def let_go(self) -> None:
        """Clears the cache of `byte`."""
        self._bytes.clear()

    @property
    def lengths(self) -> numpy.typing.NDArray[numpy.int32]:
        """The length of each cell in bytes, int32 (rows,)."""
        return self.offsets[1:] - self.offsets[:-1]


def cells_of(column: pyarrow.ChunkedArray | pyarrow.Array) -> Cells:
    """The cells of a column of text without nulls, in one contiguous array."""
    array = column.combine_chunks() if isinstance(column, pyarrow.ChunkedArray) else column
    if isinstance(array, pyarrow.ChunkedArray):  # an empty one comes back as it was
        array = pyarrow.concat_arrays(array.chunks) if array.chunks else pyarrow.array([], pyarrow.string())
    _, offsets, data = array.buffers()
    bounds = (
        numpy.frombuffer(offsets, numpy.int32)[array.offset : array.offset + len(array) + 1]
        if offsets is not None and len(array)
        else numpy.zeros(1, numpy.int32)
    )
    whole = numpy.frombuffer(data, numpy.uint8) if data is not None else numpy.zeros(0, numpy.uint8)
    # Copies the offsets only if necessary, because there is one for each cell of the file.
    return Cells(array, whole[bounds[0] : bounds[-1]], bounds - bounds[0] if bounds[0] else bounds)


def trimmed(cells: Cells) -> Cells:
    """The cells without surrounding spaces."""
    first, last = cells.byte(0), cells.byte(-1)
    # Spaces beyond ASCII begin and end with bytes above 127.
    if not (((first <= 32) & (first > 0)) | (first > 127) | ((last <= 32) & (last > 0)) | (last > 127)).any():
        return cells
    return cells_of(compute.utf8_trim_whitespace(cells.array))


@dataclass(frozen=True)
class Shapes:
    """The distinct shapes of a column.

    Attributes:
        words: the shapes.
        counts: the number of cells with each shape.
        of_cell: the index of each cell's shape, uint16 (rows,).
    """

    words: Sequence[str]
    counts: Sequence[int]
    of_cell: numpy.typing.NDArray[numpy.uint16]


def shapes_of(cells: Cells) -> Shapes | None:
    """The shapes of a column; None if there are too many."""
    data = cells.data.tobytes().translate(_DIGITS)
    masked = pyarrow.StringArray.from_buffers(
        len(cells), pyarrow.py_buffer(cells.offsets), pyarrow.py_buffer(data)
    )
    coded = masked.dictionary_encode()
    if len(coded.dictionary) > _MOST:
        return None
    codes = numpy.asarray(coded.indices).astype(numpy.uint16)
    counts = numpy.bincount(codes, minlength=len(coded.dictionary))
    return Shapes(coded.dictionary.to_pylist(), counts.tolist(), codes)
