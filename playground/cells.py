"""Cells: text in CSV files that spreadsheets may open."""

import re

import pandas

# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes text that begins with these for a formula
_NUMBER = re.compile(r"[+-][0-9]+([.,][0-9]+)*")  # also with a decimal comma, or with marks between thousands


def harmless(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: a formula gets an apostrophe before it.

    A formula with apostrophes already gets one more, so that removing one always restores the text.
    """
    if not text.lstrip("'").startswith(FORMULA):
        return text
    return text if _is_number(text) else f"'{text}"


def without_mark(text: str) -> str:
    """The inverse of `harmless`: the text without the first of the apostrophes before a formula."""
    return text.removeprefix("'") if text.lstrip("'").startswith(FORMULA) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return _NUMBER.fullmatch(text) is not None
    return True


def harmless_table(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with `harmless` applied to all text and to the column names."""
    safe = table.copy()
    for name in safe:
        if safe[name].dtype == object or pandas.api.types.is_string_dtype(safe[name]):
            safe[name] = [harmless(cell) if isinstance(cell, str) else cell for cell in safe[name]]
    safe.columns = pandas.Index([harmless(str(name)) for name in safe], dtype=object)
    return safe
