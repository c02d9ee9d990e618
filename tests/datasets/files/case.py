"""A file of the corpus: its bytes, and what a person would expect of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One file, and what is expected.

    Attributes:
        name: of the file, without an ending.
        data: its bytes.
        cells: its rows as text, the header first; None where the file is refused.
        status: "read", "doubtful" or "refused".
        kinds: of its columns, in order; empty where the case is about something else.
        missing: of its columns, in order; empty likewise.
        doubted: lines that must be in doubt, or left out.
        left_out: lines that must be left out, all of them.
        dialect: what must be found of the dialect.
        sentence: words that the sentence of a refused file holds.
    """

    name: str
    data: bytes
    cells: Sequence[Sequence[str]] | None
    status: str = "read"
    kinds: Sequence[str] = ()
    missing: Sequence[int] = ()
    doubted: Sequence[int] = ()
    left_out: Sequence[int] | None = None
    dialect: dict[str, object] = field(default_factory=dict)
    sentence: str = ""


def rows(text: str) -> list[list[str]]:
    """The rows of a table written with bars between the cells and a line for each row; spaces around cells go."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def sound(name: str, data: bytes | str, cells: str | Sequence[Sequence[str]], **expected: object) -> Case:
    """A file that is read without a doubt."""
    return _case(name, data, cells, "read", expected)


def doubtful(name: str, data: bytes | str, cells: str | Sequence[Sequence[str]], **expected: object) -> Case:
    """A file that is read, with rows in doubt."""
    return _case(name, data, cells, "doubtful", expected)


def refused(name: str, data: bytes | str, sentence: str) -> Case:
    """A file that is refused with a sentence."""
    return Case(name, data.encode() if isinstance(data, str) else data, None, "refused", sentence=sentence)


def _case(
    name: str,
    data: bytes | str,
    cells: str | Sequence[Sequence[str]],
    status: str,
    expected: dict[str, object],
) -> Case:
    content = data.encode() if isinstance(data, str) else data
    table = rows(cells) if isinstance(cells, str) else cells
    words = {
        key: value.split() if isinstance(value, str) and key == "kinds" else value
        for key, value in expected.items()
    }
    return Case(name, content, table, status, **words)  # type: ignore[arg-type]
