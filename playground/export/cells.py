"""Cells: text in a CSV file that a spreadsheet may open."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute


def harmless(text: str) -> str:
    """The text as a cell of CSV that no spreadsheet takes for a formula: with an apostrophe before one."""
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
