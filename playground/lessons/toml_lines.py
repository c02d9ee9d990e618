"""The lines of the keys in a TOML file; `tomllib` reports only the line of a syntax error."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]

# Text in which an end of line or a closing bracket does not count.
_TOKEN = re.compile(
    r"""
    \"{3} (?:\\.|[^\\])*? \"{3,5} | '{3} .*? '{3,5}    # texts of several lines
    | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | \#[^\n]*       # texts of one line, comments
    | [\[{] | [\]}] | \n
    """,
    re.DOTALL | re.VERBOSE,
)
_NAME = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")


class TomlLines:
    """Finds the line of a value by its path: `("steps", 0, "title")`.

    Args:
        text: a TOML document that `tomllib` reads.
    """

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        self._lines = text.split("\n")  # in the same way as `tomllib`
        self._lines_of: dict[Path, tuple[int, int]] = {(): (1, 1)}  # first and last line
        self._scan(text)

    def line_of(self, path: Sequence[str | int], content: Any = None) -> int:
        """The line of a value, from 1; if it has no line of its own, the line of the nearest value around it.

        Args:
            path: keys, and indices in arrays from 0.
            content: the document as `tomllib` read it, which helps to find a value within a longer one.
        """
        whole = tuple(path)
        for length in range(len(whole), -1, -1):
            lines = self._lines_of.get(whole[:length])
            if lines is not None:
                return self._within(lines, whole[:length], whole[length:], content)
        return 1

    def _scan(self, text: str) -> None:
        head: Path = ()
        counts: dict[Path, int] = {}
        for first, last in _statements(text):
            line = self._lines[first - 1]
            if line.lstrip().startswith("["):
                head = _with_indices(_keys(line), counts, is_array=line.lstrip().startswith("[["))
                self._lines_of.setdefault(head, (first, first))
            elif found := _KEY.match(line):
                keys = _keys(f"{found[1]} = 0")
                for length in range(1, len(keys) + 1):
                    self._lines_of.setdefault((*head, *keys[:length]), (first, last))

    def _within(self, lines: tuple[int, int], known: Path, rest: Path, content: Any) -> int:
        first, last = lines
        for step in known:
            content = _inside(content, step)
        for step in rest:
            content = _inside(content, step)
            wanted = step if isinstance(step, str) else content if isinstance(content, str) else None
            if wanted is None:
                continue
            start = str(wanted).splitlines()[0][:40] if str(wanted) else ""
            first = next((n for n in range(first, last + 1) if start and start in self._lines[n - 1]), first)
        return first


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """The first and the last line of each header, and of each key with its value, in one pass over the text."""
    depth, first, last = 0, 1, 1
    for found in _TOKEN.finditer(text):
        sign = found[0]
        depth += (sign in ("[", "{")) - (sign in ("]", "}"))
        if sign == "\n" and not depth:
            yield first, last
            first = last + 1
        last += sign.count("\n")
    yield first, last


def _keys(document: str) -> list[str]:
    """The nested keys of a header or of a line."""
    content, keys = tomllib.loads(document), []
    while isinstance(content, dict) and content:
        (key,) = content
        keys.append(key)
        content = content[key]
    return keys


def _with_indices(keys: Sequence[str], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a header, with the index of the latest table after each array of tables."""
    path: Path = ()
    for number, key in enumerate(keys):
        path = (*path, key)
        if is_array and number == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _inside(content: Any, step: str | int) -> Any:
    if isinstance(content, Mapping):
        return content.get(str(step))
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None
