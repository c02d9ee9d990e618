"""The lines of a TOML file on which its keys stand: `tomllib` tells the line of a slip alone."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+|[^\[\]]*\".*\"[^\[\]]*)\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=(.*)$"""
)


class TomlLines:
    """Finds the line of a value by its path: `("steps", 0, "title")`.

    Args:
        text: a TOML document that `tomllib` reads.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._places: dict[Path, tuple[int, int]] = {(): (1, 1)}  # first and last line
        self._scan()

    def line_of(self, path: Sequence[str | int], content: Any = None) -> int:
        """The line of a value, from 1; that of the nearest value around it where it has none of its own.

        Args:
            path: keys, and places in arrays from 0.
            content: the document as `tomllib` read it, which helps to find a value within a longer one.
        """
        whole = tuple(path)
        for length in range(len(whole), -1, -1):
            place = self._places.get(whole[:length])
            if place is not None:
                return self._within(place, whole[:length], whole[length:], content)
        return 1

    def _scan(self) -> None:
        head: Path = ()
        counts: dict[Path, int] = {}
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            first = number + 1
            if header := _HEADER.match(line):
                keys = _keys(f"[{header[2]}]")
                head = _with_places(keys, counts, is_array=header[1] == "[[")
                self._places.setdefault(head, (first, first))
            elif found := _KEY.match(line):
                value = found[2]
                while not _is_whole(value) and number + 1 < len(self._lines):
                    number += 1
                    value += f"\n{self._lines[number]}"
                keys = _keys(f"{found[1]} = 0")
                for length in range(1, len(keys) + 1):
                    self._places.setdefault((*head, *keys[:length]), (first, number + 1))
            number += 1

    def _within(self, place: tuple[int, int], known: Path, rest: Path, content: Any) -> int:
        first, last = place
        for key in _values(content, known):
            content = key
        for step in rest:
            content = _inside(content, step)
            wanted = step if isinstance(step, str) else content if isinstance(content, str) else None
            if wanted is None:
                continue
            start = str(wanted).splitlines()[0][:40] if str(wanted) else ""
            first = next((n for n in range(first, last + 1) if start and start in self._lines[n - 1]), first)
        return first


def _is_whole(value: str) -> bool:
    try:
        tomllib.loads(f"v ={value}")
    except tomllib.TOMLDecodeError:
        return False
    return True


def _keys(document: str) -> list[str]:
    """The keys of a header, or of a line, one within the other."""
    content, keys = tomllib.loads(document), []
    while isinstance(content, dict) and content:
        (key,) = content
        keys.append(key)
        content = content[key]
    return keys


def _with_places(keys: Sequence[str], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a header: each array of tables in it is followed by the place of its latest table."""
    path: Path = ()
    for number, key in enumerate(keys):
        path = (*path, key)
        if is_array and number == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _values(content: Any, path: Path) -> Sequence[Any]:
    values = []
    for step in path:
        content = _inside(content, step)
        values.append(content)
    return values


def _inside(content: Any, step: str | int) -> Any:
    if isinstance(content, Mapping):
        return content.get(str(step))
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None
