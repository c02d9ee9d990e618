"""Python code as text: literals, calls and assignments. Text of persons enters code only as a literal."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 100  # the longest line of code
_INDENT = "    "


class Code(str):
    """Text that is Python code. Only this project makes it; every other string becomes a literal."""

    __slots__ = ()


def literal(value: Any) -> Code:
    """The value as a Python literal on one line, with double quotes if they need no escape.

    Letters that cannot be printed are escaped, so no string ends a line or changes the direction of writing.

    Raises:
        TypeError: there is no literal for a value of this type.
    """
    match value:
        case Code():
            return value
        case str():
            return Code(_quote(value))
        case None | bool() | int():
            return Code(repr(value))
        case float():
            written = repr(value)
            return Code(written if written.lstrip("-")[0].isdigit() else f'float("{written}")')
        case list() | tuple():
            return Code(f"[{', '.join(map(literal, value))}]")
        case Mapping():
            inside = ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items())
            return Code(f"{{{inside}}}")
    raise TypeError(f"{type(value).__name__} has no literal")


def assign(name: str, value: Any) -> Code:
    """`NAME = literal`; a list or mapping that is too long for one line is written on several."""
    written = f"{name} = {literal(value)}"
    if len(written) <= WIDTH:
        return Code(written)
    match value:
        case list() | tuple():
            return Code(f"{name} = [\n{_lines([literal(item) for item in value])}\n]")
        case Mapping():
            items = [f"{literal(key)}: {literal(item)}" for key, item in value.items()]
            return Code(f"{name} = {{\n{_one_a_line(items)}\n}}")
    return Code(written)


def call(name: str, /, *arguments: Any, **named: Any) -> Code:
    """`name(argument, key=argument)`."""
    every = [*map(literal, arguments), *(f"{key}={literal(value)}" for key, value in named.items())]
    return Code(f"{name}({', '.join(every)})")


def call_in_lines(name: str, /, *arguments: Any, **named: Any) -> Code:
    """The call; if it is too long for one line, with one argument per line."""
    whole = call(name, *arguments, **named)
    if len(whole) <= WIDTH - 10:
        return whole
    every = [*map(literal, arguments), *(f"{key}={literal(value)}" for key, value in named.items())]
    return Code(f"{name}(\n{_one_a_line(every)}\n)")


def _quote(text: str) -> str:
    written = repr(text)
    if written[0] == "'" and '"' not in written:
        return f'"{written[1:-1]}"'
    return written


def _one_a_line(items: Sequence[str]) -> str:
    return "\n".join(f"{_INDENT}{item}," for item in items)


def _lines(items: Sequence[str]) -> str:
    """The items, as many per line as fit."""
    lines, line = [], _INDENT
    for item in items:
        if len(line) + len(item) + 1 > WIDTH and line != _INDENT:
            lines.append(line.rstrip())
            line = _INDENT
        line += f"{item}, "
    return "\n".join([*lines, line.rstrip()])
