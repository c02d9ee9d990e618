"""Any table that another program writes comes back equal: given its dialect; guessed, it is equal or in doubt."""

import csv
import io
import string
from typing import Any

import duckdb
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.datasets.reading import Choices, Reading, ReadingError, Status, read

Rows = list[list[str]]
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00\ufeff")
AWKWARD = st.sampled_from(
    [*"\"'`\\,;|\t \n\r^~:", "\r\n", '""', "\\\\", "NA", "1,5", "1.5", "007", "-", "ä", "\u2028"]
)
CELLS = st.one_of(
    st.text(st.one_of(LETTERS, st.sampled_from(string.printable)), max_size=6),
    st.lists(AWKWARD, max_size=4).map("".join),
    st.integers(-10_000, 10_000).map(str),
    st.floats(-1e6, 1e6, width=32).map(str),
)
SEVERAL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = CELLS) -> Rows:
    """A header and some rows."""
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=6))


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, Any]:
    """A dialect of Python's csv module, of which what it writes can be read again."""
    quote = draw(st.sampled_from(['"', "'", "`", "|"]))
    escape = draw(st.sampled_from([None, "\\", "~"]))
    return {
        "delimiter": draw(st.sampled_from([mark for mark in ",;\t|:^ §" if mark not in (quote, escape)])),
        "quotechar": quote,
        "escapechar": escape,
        "doublequote": draw(st.booleans()) or escape is None,
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
    }


def cells(reading: Reading) -> Rows:
    """All cells, the names first."""
    rows = [] if reading.names is None else [list(reading.names)]
    return rows + [
        list(row) for row in zip(*(column.to_pylist() for column in reading.cells.columns), strict=True)
    ]


def told(reading: Reading) -> bool:
    """Whether it says that something is in doubt."""
    return reading.status is Status.DOUBTFUL


def choices(dialect: dict[str, Any]) -> Choices:
    """What a person who knows the dialect says."""
    return Choices(
        delimiter=dialect["delimiter"],
        quote=dialect["quotechar"],
        escape=dialect["escapechar"] or "",
        doubled=dialect["doublequote"],
        encoding="utf-8",
        header=True,
        line_end=dialect["lineterminator"],
    )


def by_csv(rows: Rows, dialect: dict[str, Any]) -> bytes:
    """The table as Python's csv module writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue().encode()


@SEVERAL
@given(tables(), dialects())
def test_the_csv_modules_tables_come_back_when_the_dialect_is_given(
    rows: Rows, dialect: dict[str, Any]
) -> None:
    data = by_csv(rows, dialect)
    if not data.strip(b"\r\n\t "):
        return
    assert cells(read(data, choices(dialect))) == rows


@SEVERAL
@given(tables(), dialects())
def test_the_csv_modules_tables_come_back_or_are_doubted_when_it_is_guessed(
    rows: Rows, dialect: dict[str, Any]
) -> None:
    try:
        reading = read(by_csv(rows, dialect))
    except ReadingError:
        return
    assert told(reading) or cells(reading) == rows


@SEVERAL
@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_pandas_tables_come_back_when_the_dialect_is_given(
    rows: Rows, delimiter: str, end: str, minimal: bool
) -> None:
    frame = pandas.DataFrame(rows[1:], columns=pandas.Index(rows[0]), dtype=object)
    quoting = csv.QUOTE_MINIMAL if minimal and "\r" not in "".join(map("".join, rows)) else csv.QUOTE_ALL
    data = frame.to_csv(None, sep=delimiter, index=False, quoting=quoting, lineterminator=end).encode()
    if not data.strip(b"\r\n\t "):
        return
    known = Choices(delimiter=delimiter, quote='"', escape="", encoding="utf-8", header=True, line_end=end)
    assert cells(read(data, known)) == rows
    try:
        reading = read(data)
    except ReadingError:
        return
    assert told(reading) or cells(reading) == rows


@settings(SEVERAL, max_examples=20)
@given(
    rows=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from(['"', "'"]),
    escaped=st.booleans(),
)
def test_duckdbs_tables_come_back_when_the_dialect_is_given(
    rows: Rows, delimiter: str, quote: str, escaped: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "duckdb.csv"
    width = len(rows[0])
    names = [f"c{column}" for column in range(width)]
    escape = "\\" if escaped else quote
    with duckdb.connect() as database:
        database.execute(f"create table t ({', '.join(f'{name} varchar' for name in names)})")
        database.executemany(f"insert into t values ({', '.join('?' * width)})", rows)
        database.execute(
            f"copy t to '{path}' (format csv, header, force_quote *, "
            f"delimiter {_word(delimiter)}, quote {_word(quote)}, escape {_word(escape)})"
        )
    known = Choices(
        delimiter=delimiter, quote=quote, escape=escape, encoding="utf-8", header=True, line_end="\n"
    )
    assert cells(read(path.read_bytes(), known)) == [names, *rows]
    try:
        reading = read(path.read_bytes())
    except ReadingError:
        return
    assert told(reading) or cells(reading) == [names, *rows]


def _word(mark: str) -> str:
    return "'" + mark.replace("'", "''") + "'"
