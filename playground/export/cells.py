"""Cells: text in a CSV file that a spreadsheet may open."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute


def harmless(text: str) -> str:
    """The text as a cell of CSV that no spreadsheet takes for a formula: with an apostrophe before one.

    What has apostrophes before a formula already gets one more, so that taking one away always gives the text back.
    """
    if not text.lstrip("'").startswith(FORMULA):
        return text
    if text[0] != "'":
        try:
            float(text)
        except ValueError:
            pass
        else:
            return text
    return f"'{text}"
