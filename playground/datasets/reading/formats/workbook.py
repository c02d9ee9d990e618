"""Excel workbooks: the values of the last computation, as text."""

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy
import openpyxl

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.columns.header import guess_header
from playground.datasets.reading.delimited.blocks import find_block
from playground.datasets.reading.formats.rows import reading_of, text_table
from playground.datasets.reading.reading import Choices, Dialect, Doubt, Reading, ReadingError

_FIRST_ROWS = 200
_DAMAGED = "This workbook is damaged, or none that can be read."


def read_workbook(data: bytes, choices: Choices, bounds: Bounds) -> Reading:
    """Reads the sheet `choices.sheet`, or the first one; `Reading.lines` has the rows of the sheet, counted from 1.

    Raises:
        ReadingError: the sheet does not exist, has no table, or is too large.
    """
    _check(data, bounds)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read, such as drawings
            return _read(data, choices, bounds)
    except ReadingError:
        raise
    # openpyxl raises exceptions of many types; all mean that the file is damaged.
    except Exception:
        raise ReadingError(_DAMAGED) from None


def _check(data: bytes, bounds: Bounds) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # `zipfile` never unpacks more than these sizes, which the archive announces.
            bounds.check_unpacked(sum(entry.file_size for entry in archive.infolist()))
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise ReadingError("This workbook has a password. Save it without one first.")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError(_DAMAGED) from None


def _read(data: bytes, choices: Choices, bounds: Bounds) -> Reading:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = [sheet.title for sheet in book.worksheets]
    if not sheets:
        raise ReadingError("This workbook has no sheet with cells.")
    name = sheets[0] if choices.sheet is None else choices.sheet
    if name not in sheets:
        raise ReadingError(f"This workbook has no sheet “{name[:60]}”. It has {', '.join(sheets)[:300]}.")
    rows, doubts = _cells(book[name], bounds)
    book.close()
    doubts += _formulas(data, name, rows)
    return _reading(rows, doubts, choices, sheets)


def _cells(sheet: Any, bounds: Bounds) -> tuple[list[list[str]], list[Doubt]]:
    """The cells of a sheet as text, all rows equally long, from row 1 on."""
    rows: list[list[str]] = []
    doubts: list[Doubt] = []
    width = 0
    sheet.reset_dimensions()  # the size in the file may be wrong
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [_text(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if any(
            isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A"))
            for value in values
        ):
            doubts.append(Doubt(number, None, "a formula of this row has an error instead of a value"))
        rows.append(texts)
        width = max(width, len(texts))
        bounds.check_table(number, width)
    while rows and not rows[-1]:
        rows.pop()
    return [texts + [""] * (width - len(texts)) for texts in rows], doubts


def _text(value: object) -> str:
    """The text of a value: whole numbers without a point, dates without the time 0:00."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        day = value.time() == time()
        return value.date().isoformat() if day else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value).encode("utf-8", "replace").decode()


def _formulas(data: bytes, name: str, rows: Sequence[Sequence[str]]) -> list[Doubt]:
    """Doubts about formulas without a value, because the program that wrote the file did not compute them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [entry for entry in archive.namelist() if re.match(r"xl/worksheets/[^/]*\.xml$", entry)]
        bodies = b"".join(archive.read(entry) for entry in sheets)
    found = []
    if b"<mergeCell " in bodies:
        found.append(
            Doubt(
                None, None, "cells are merged in this workbook: the value stands in the first of them alone"
            )
        )
    if not re.search(rb"<f[ >/]", bodies):
        return found
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    sheet = book[name]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        for column, cell in enumerate(row):
            if cell.data_type != "f":
                continue
            value = rows[number - 1][column] if number <= len(rows) and column < len(rows[number - 1]) else ""
            if not value:
                found.append(
                    Doubt(
                        number,
                        None,
                        "a formula of this row has no computed value: open and save the file in Excel",
                    )
                )
                break
    book.close()
    return found


def _reading(rows: list[list[str]], doubts: list[Doubt], choices: Choices, sheets: Sequence[str]) -> Reading:
    if not rows:
        raise ReadingError("This sheet is empty.")
    # Empty columns are left of the table, or their cells were cleared.
    used = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    left = used[0] if used else 0
    rows = [row[left:] for row in rows]
    width = len(rows[0])
    counts = numpy.array([width if any(row) else 0 for row in rows], numpy.int32)
    block = find_block(counts, lambda record: rows[record], {}, width)
    chosen = block.rows.tolist()
    doubts = doubts + [Doubt(record + 1, None, sentence) for record, sentence in block.doubts]
    first, rest = rows[chosen[0]], [rows[record] for record in chosen[1:]]
    header, doubt = (
        (choices.header, None) if choices.header is not None else guess_header(first, rest[:_FIRST_ROWS])
    )
    if doubt:
        doubts.append(Doubt(chosen[0] + 1, None, doubt))
    body = chosen[1:] if header else chosen
    return reading_of(
        text_table([rows[record] for record in body], width),
        first,
        numpy.array(body, numpy.int64) + 1,
        Dialect(header=header),
        doubts,
        [record + 1 for record in block.left_out],
        header=header,
        header_line=chosen[0] + 1 if header else None,
        sheets=sheets,
        by_hand=True,
    )
