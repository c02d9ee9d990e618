"""A reading as a pandas table with typed columns, for training."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy
import numpy.typing
import pandas
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import DateFormat, parse_date
from playground.datasets.reading.columns.numbers import MINUS, MISSING_WORDS, NumberFormat, between_thousands
from playground.datasets.reading.reading import Column, Kind, Reading


def frame_of(reading: Reading, as_written: Collection[str] = ()) -> pandas.DataFrame:
    """The rows of a reading as a table.

    Numbers are float64, dates datetime64, and other columns have pandas' type category. Surrounding spaces are removed,
    except in the columns `as_written`. Empty cells, the column's words for missing values, and cells that contradict
    the column's kind become NaN, NaT or None. The names are those of `unique_names`.
    """
    names = unique_names(column.name for column in reading.columns)
    columns = [
        _values(cells, column, trims=name not in as_written)
        for cells, column, name in zip(reading.cells.columns, reading.columns, names, strict=True)
    ]
    return pandas.DataFrame(dict(zip(names, columns, strict=True)), columns=pandas.Index(names, dtype=object))


def unique_names(names: Iterable[str]) -> list[str]:
    """Unique names of columns: an empty name becomes "column 3", a repeated name "name (2)"."""
    named = [name.strip() or f"column {number}" for number, name in enumerate(names, 1)]
    taken, seen = set(named), Counter[str]()
    found = []
    for name in named:
        seen[name] += 1
        unique = name
        while seen[name] > 1 and unique in taken:
            unique = f"{name} ({seen[name]})"
            seen[name] += unique in taken
        taken.add(unique)
        found.append(unique)
    return found


def _values(cells: pyarrow.ChunkedArray, column: Column, *, trims: bool) -> object:
    trimmed = compute.utf8_trim_whitespace(cells)
    if column.kind is Kind.NUMBER and column.number is not None:
        return numbers(trimmed, column.number)
    if column.kind is Kind.DATE and column.date is not None:
        return _dates(trimmed, column.date)
    return _words(trimmed if trims else cells, column.missing_words)


def _words(cells: pyarrow.ChunkedArray, missing: Sequence[str]) -> pandas.Categorical:
    """Cells as categories, so that each distinct word is in memory once."""
    coded = cells.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pyarrow.ChunkedArray) else coded
    words = coded.dictionary.to_pylist()
    gone = {"", *missing}
    kept = [word for word in words if word.strip() not in gone]
    code_of = {word: code for code, word in enumerate(kept)}
    of_word = numpy.array([code_of.get(word, -1) for word in words], numpy.int64)
    codes = of_word[numpy.asarray(coded.indices)] if words else numpy.zeros(0, numpy.int64)
    return pandas.Categorical.from_codes(codes, pandas.Index(kept, dtype=object))


def numbers(cells: pyarrow.ChunkedArray, written: NumberFormat) -> numpy.typing.NDArray[numpy.float64]:
    """Trimmed cells as numbers, float64 (rows,); missing cells, and those not in the format `written`, are NaN."""
    plain = cells
    if written.unit:
        plain = compute.utf8_trim_whitespace(compute.replace_substring(plain, written.unit, ""))
    plain = compute.replace_substring_regex(plain, f"[{MINUS}]", "-")
    if _any(plain, r"^[+-] |^\+"):
        plain = compute.replace_substring_regex(plain, r"^\+ ?", "")
        plain = compute.replace_substring_regex(plain, r"^- ", "-")
    if _any(plain, "[0-9]-$"):
        plain = compute.replace_substring_regex(plain, "^(.*[0-9])-$", r"-\1")
    if written.thousands or written.decimal == ",":
        plain = _with_a_point(plain, written)
    try:
        return numpy.asarray(compute.cast(plain, pyarrow.float64()))
    except pyarrow.ArrowInvalid:
        return _one_by_one(plain)


def _with_a_point(cells: pyarrow.ChunkedArray, written: NumberFormat) -> pyarrow.ChunkedArray:
    """The numbers with a decimal point and without thousands signs; cells in another format become empty."""
    sign = between_thousands(written.thousands)
    decimal = re.escape(written.decimal)
    whole = rf"([0-9]{{1,3}}({sign}[0-9]{{2,3}})*{sign}[0-9]{{3}}|[0-9]+)" if written.thousands else "[0-9]+"
    pattern = rf"^-?({whole}({decimal}[0-9]*)?|{decimal}[0-9]+)([eE][+-]?[0-9]+)?$|^-?(?i:inf(inity)?)$"
    plain = compute.if_else(compute.match_substring_regex(cells, pattern), cells, "")
    if written.thousands:
        plain = compute.replace_substring_regex(plain, sign, "")
    return compute.replace_substring(plain, ",", ".") if written.decimal == "," else plain


def _any(cells: pyarrow.ChunkedArray, pattern: str) -> bool:
    return bool(compute.any(compute.match_substring_regex(cells, pattern)).as_py())


def _one_by_one(cells: pyarrow.ChunkedArray) -> numpy.typing.NDArray[numpy.float64]:
    """The numbers of cells, (rows,), some of which are missing or not numbers; parses each distinct cell once."""
    coded = cells.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pyarrow.ChunkedArray) else coded
    values = numpy.array([_number(word) for word in coded.dictionary.to_pylist()], numpy.float64)
    codes = numpy.asarray(coded.indices)
    return values[codes] if len(values) else numpy.zeros(0)


def _number(word: str) -> float:
    if word.lower() in MISSING_WORDS or not word.isascii() or "_" in word:
        return numpy.nan
    try:
        return float(word)
    except ValueError:
        return numpy.nan


def _dates(cells: pyarrow.ChunkedArray, written: DateFormat) -> object:
    coded = cells.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pyarrow.ChunkedArray) else coded
    days = [parse_date(word, written) for word in coded.dictionary.to_pylist()]
    values = pandas.to_datetime(pandas.Series(days, dtype=object), errors="coerce").to_numpy()
    return values[numpy.asarray(coded.indices)] if len(values) else values
