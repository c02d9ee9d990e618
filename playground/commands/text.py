"""Tables for a terminal."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Returns lines with aligned columns; the columns numbered in `right` are aligned on the right."""
    clean = [[printable(text) for text in row] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(*clean, strict=True)]
    lines = (
        "  ".join(
            text.rjust(width) if index in right else text.ljust(width)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in clean
    )
    return "\n".join(line.rstrip() for line in lines)


def printable(text: str) -> str:
    """The text on one line, with a question mark for each control character that could steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))


def number(value: float | None) -> str:
    """Four significant digits; – for none."""
    return "–" if value is None else f"{value:.4g}"
