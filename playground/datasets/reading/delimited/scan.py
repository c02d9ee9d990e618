"""A fast scan of all lines of a file: the number of fields of each, and the lines that need the parser."""

import numpy
import numpy.typing

from playground.datasets.reading.delimited.lines import Lines
from playground.datasets.reading.delimited.strict import Marks

Counts = numpy.typing.NDArray[numpy.int32]
Mask = numpy.typing.NDArray[numpy.bool_]

_CHUNK = 8_000_000  # bytes of a chunk; the positions in a chunk take several times its memory


def scannable(marks: Marks) -> bool:
    """Whether each mark is one ASCII character, so that bytes can be compared."""
    words = (marks.delimiter, marks.quote, marks.escape)
    return all(len(word) <= 1 and word.isascii() for word in words)


def scan(lines: Lines, marks: Marks) -> tuple[Counts, Mask]:
    """Counts the fields of each line.

    Returns:
        The counts, (lines,), 0 for an empty line, and a mask of the lines that the parser must read, (lines,), because
        they have quotes at unusual positions or an escape.
    """
    counts = numpy.zeros(len(lines), numpy.int32)
    unclear = numpy.zeros(len(lines), bool)
    first = 0
    while first < len(lines):
        last = int(numpy.searchsorted(lines.starts, lines.starts[first] + _CHUNK, "left"))
        last = max(last, first + 1)
        part = slice(first, last)
        counts[part], unclear[part] = _scan_part(lines, marks, first, last)
        first = last
    return counts, unclear


def _scan_part(lines: Lines, marks: Marks, first: int, last: int) -> tuple[Counts, Mask]:
    base = lines.starts[first]
    starts, stops = lines.starts[first:last] - base, lines.stops[first:last] - base
    array = numpy.frombuffer(lines.buffer, numpy.uint8)[base : lines.stops[last - 1]]
    unclear = numpy.zeros(last - first, bool)
    delimiters = _positions(array, marks.delimiter)
    quotes = _positions(array, marks.quote)
    if marks.delimiter in ("\r", "\n") or marks.quote in ("\r", "\n"):
        delimiters, quotes = _within(delimiters, starts, stops), _within(quotes, starts, stops)
    if len(quotes):
        delimiters = _outside_quotes(array, starts, stops, delimiters, quotes, marks, unclear)
    counts = _in_each(delimiters, starts, stops) + 1
    counts[starts == stops] = 0
    if marks.escape and marks.escape != marks.quote:
        unclear |= _in_each(_positions(array, marks.escape), starts, stops) > 0
    return counts.astype(numpy.int32), unclear


def _positions(array: numpy.typing.NDArray[numpy.uint8], word: str) -> numpy.typing.NDArray[numpy.int64]:
    return numpy.flatnonzero(array == ord(word)) if word else numpy.zeros(0, numpy.int64)


def _within(
    positions: numpy.typing.NDArray[numpy.int64],
    starts: numpy.typing.NDArray[numpy.int64],
    stops: numpy.typing.NDArray[numpy.int64],
) -> numpy.typing.NDArray[numpy.int64]:
    """The positions within lines, without those in line ends."""
    line = numpy.searchsorted(starts, positions, "right") - 1
    inside: numpy.typing.NDArray[numpy.int64] = positions[positions < stops[line]]
    return inside


def _in_each(
    positions: numpy.typing.NDArray[numpy.int64],
    starts: numpy.typing.NDArray[numpy.int64],
    stops: numpy.typing.NDArray[numpy.int64],
) -> numpy.typing.NDArray[numpy.int64]:
    """The number of positions in each line."""
    return numpy.searchsorted(positions, stops) - numpy.searchsorted(positions, starts)


def _outside_quotes(
    array: numpy.typing.NDArray[numpy.uint8],
    starts: numpy.typing.NDArray[numpy.int64],
    stops: numpy.typing.NDArray[numpy.int64],
    delimiters: numpy.typing.NDArray[numpy.int64],
    quotes: numpy.typing.NDArray[numpy.int64],
    marks: Marks,
    unclear: Mask,
) -> numpy.typing.NDArray[numpy.int64]:
    """The positions of delimiters outside quotes; sets `unclear` for lines with quotes at unusual positions.

    Each line begins outside quotes. The first, third, … quote of a line opens, so it must be at the beginning of the
    line, after a delimiter, or directly after a closing quote (the two are then one doubled quote). The second, fourth,
    … quote closes, so a delimiter, the end of the line or a quote must follow.
    """
    in_line = _in_each(quotes, starts, stops)
    first_quote = numpy.cumsum(in_line) - in_line
    opens = ((numpy.arange(len(quotes)) - numpy.repeat(first_quote, in_line)) & 1) == 0
    quote, delimiter = ord(marks.quote), ord(marks.delimiter) if marks.delimiter else -1

    before, after = array.take(quotes - 1, mode="clip"), array.take(quotes + 1, mode="clip")
    at_start, at_stop = quotes == numpy.repeat(starts, in_line), quotes + 1 == numpy.repeat(stops, in_line)
    sound_open = at_start | (before == delimiter)
    sound_close = at_stop | (after == delimiter)
    if marks.doubled:
        # If a quote is directly before an opening quote, that is a closing quote.
        sound_open |= (before == quote) & ~at_start
        sound_close |= (after == quote) & ~at_stop
    odd = numpy.flatnonzero(~numpy.where(opens, sound_open, sound_close))
    if len(odd):
        unclear[numpy.searchsorted(starts, quotes[odd], "right") - 1] = True
    unclear |= (in_line & 1) == 1

    # A position is within quotes if an odd number of quotes precede it in its line.
    within = numpy.zeros(len(array), numpy.uint8)
    within[quotes] = 1
    within = numpy.bitwise_xor.accumulate(within)
    inside = within[delimiters]
    if unclear.any():
        at_line_start = numpy.where(starts > 0, within[numpy.maximum(starts - 1, 0)], 0).astype(numpy.uint8)
        inside = inside ^ numpy.repeat(at_line_start, _in_each(delimiters, starts, stops))
    outside: numpy.typing.NDArray[numpy.int64] = delimiters[inside == 0]
    return outside
