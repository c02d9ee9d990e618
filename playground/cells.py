"""Cells: text in a CSV file that a spreadsheet may open."""

import re

import pandas

# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute
_NUMBER = re.compile(r"[+-][0-9]+([.,][0-9]+)*")  # also with a decimal comma, or with marks between thousands


def harmless(text: str) -> str:
    """The text as a cell of CSV that no spreadsheet takes for a formula: with an apostrophe before one.

    What has apostrophes before a formula already gets one more, so that taking one away always gives the text back.
    """
    if not text.lstrip("'").startswith(FORMULA):
        return text
    return text if _is_number(text) else f"'{text}"


def without_mark(text: str) -> str:
    """What `harmless` was given: the text without the first of the apostrophes that stand before a formula."""
    return text.removeprefix("'") if text.lstrip("'").startswith(FORMULA) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return _NUMBER.fullmatch(text) is not None
    return True


def harmless_table(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with all its text, and the names of its columns, as `harmless` has them."""
    safe = table.copy()
    for name in safe:
        if safe[name].dtype == object or pandas.api.types.is_string_dtype(safe[name]):
            safe[name] = [harmless(cell) if isinstance(cell, str) else cell for cell in safe[name]]
    safe.columns = pandas.Index([harmless(str(name)) for name in safe], dtype=object)
    return safe
