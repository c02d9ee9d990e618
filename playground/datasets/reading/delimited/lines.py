"""Lines: the beginnings and ends of a file's lines, for all line ends."""

from dataclasses import dataclass

import numpy
import numpy.typing

Positions = numpy.typing.NDArray[numpy.int64]


@dataclass(frozen=True)
class Lines:
    """The lines of a file. An empty last line does not count.

    Attributes:
        buffer: the file in UTF-8; `buffer[starts[i]:stops[i]]` is line i + 1 without its line end.
        starts, stops: the positions of the beginning and the end of each line, (lines,).
        mixed: the indices of lines that contain another kind of line end.
        ends_with_line_end: whether the file ends with a line end.
    """

    buffer: bytes
    starts: Positions
    stops: Positions
    mixed: Positions
    ends_with_line_end: bool

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, first: int, last: int | None = None) -> str:
        """The text of a line, or of the lines from `first` to `last` (inclusive) with their line ends."""
        return self.buffer[self.starts[first] : self.stops[first if last is None else last]].decode(
            "utf-8", "replace"
        )

    def line_of(self, position: int) -> int:
        """The line with a position of the buffer, counted from 1."""
        return int(numpy.searchsorted(self.starts, position, "right"))


def find_lines(buffer: bytes, line_end: str | None = None) -> Lines:
    """Finds the lines; None means the most frequent line end."""
    array = numpy.frombuffer(buffer, numpy.uint8)
    if line_end is None:
        stops, nexts, mixed = _any_end(buffer, array)
    else:
        mark = array == ord(line_end[-1])
        nexts = numpy.flatnonzero(mark) + 1
        if line_end == "\r\n":
            nexts = nexts[(nexts >= 2) & (array[numpy.maximum(nexts - 2, 0)] == 13)]
        stops = nexts - len(line_end)
        mixed = numpy.zeros(0, numpy.int64)
    whole = len(nexts) > 0 and nexts[-1] == len(buffer)
    starts = numpy.concatenate([[0], nexts]).astype(numpy.int64)
    stops = numpy.concatenate([stops, [len(buffer)]]).astype(numpy.int64)
    if whole or not buffer:
        starts, stops = starts[:-1], stops[:-1]
    return Lines(buffer, starts, stops, mixed, whole)


def _any_end(
    buffer: bytes, array: numpy.typing.NDArray[numpy.uint8]
) -> tuple[Positions, Positions, Positions]:
    """The ends of lines, the beginnings of the next lines, and the lines that contain an end of another kind.

    Lines end with "\\n" or "\\r\\n", or with "\\r" if it alone is more frequent.
    """
    feeds = numpy.flatnonzero(array == 10)
    if b"\r" not in buffer:
        return feeds, feeds + 1, numpy.zeros(0, numpy.int64)
    returns = numpy.flatnonzero(array == 13)
    paired = numpy.append(array, 0)[returns + 1] == 10
    alone = returns[~paired]
    before = _before(array, feeds, 1) == 13
    if buffer.count(b"\r\r\n") > 0.9 * len(feeds) > 0:
        # "\r\r\n": a program wrote "\r\n", and another one replaced its "\n" by "\r\n".
        twice = before & (_before(array, feeds, 2) == 13)
        return feeds - before - twice, feeds + 1, numpy.zeros(0, numpy.int64)
    if len(alone) > len(feeds):
        return returns, returns + 1 + paired, _lines_of(feeds[~before], returns + 1)
    return feeds - before, feeds + 1, _lines_of(alone, feeds + 1)


def _before(array: numpy.typing.NDArray[numpy.uint8], positions: Positions, count: int) -> Positions:
    """The byte `count` bytes before each position; 0 before the beginning."""
    return numpy.where(positions >= count, array[numpy.maximum(positions - count, 0)], 0)


def _lines_of(positions: Positions, nexts: Positions) -> Positions:
    """The indices of the lines with the positions."""
    return numpy.unique(numpy.searchsorted(nexts, positions, "right")).astype(numpy.int64)
