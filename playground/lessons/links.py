"""Links of a lesson's texts to the glossary, and whether the glossary has what they lead to."""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from playground.comparing.glossary import anchor_of, glossary

_LINK = re.compile(r"\]\(/?glossary#([^)\s]*)")


@cache
def anchors() -> frozenset[str]:
    """The anchors of the glossary to which a link may lead: `learning-rate`."""
    return frozenset(anchor_of(entry.title) for _, part in glossary() for entry in part)


def unknown_anchors(text: str) -> Iterator[tuple[str, int]]:
    """Each anchor that a text of Markdown links to and the glossary does not have, with its line from 1."""
    for found in _LINK.finditer(text):
        if found[1] not in anchors():
            yield found[1], text.count("\n", 0, found.start()) + 1


def texts_within(part: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts in a part of a lesson and in its parts, each with its path."""
    if isinstance(part, str):
        yield (), part
        return
    inner = part if isinstance(part, BaseModel) else enumerate(part) if isinstance(part, tuple) else ()
    for key, value in inner:
        yield from (((key, *path), text) for path, text in texts_within(value))
