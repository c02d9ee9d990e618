"""A caution: something in a table that makes training fail or its results mean less, and what would mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.datasets.pipeline.report import and_

_LONGEST = 60  # letters of a name in a sentence
_NAMED = 4  # columns that a sentence names


@dataclass(frozen=True)
class Remedy:
    """A way to mend it: the words on a button, and which keys of the experiment's `data` become what."""

    title: str
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Caution:
    """One thing to know about a table before training on it.

    Attributes:
        kind: name of the rule that found it.
        title: what was found, in a few words.
        sentence: what it means for a network, and for which columns.
        rows: the number of rows that it is about.
        columns: the columns that it is about.
        remedies: ways to mend it, the best one first; empty where only a person can.
    """

    kind: str
    title: str
    sentence: str
    rows: int
    columns: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = field(default=())


def quoted(name: str) -> str:
    """The name of a column or class inside a sentence: in quotes, in one line, shortened where it is long."""
    shown = short(name)
    # Isolated, so that marks for writing from right to left turn nothing around the name.
    return f"“{shown}”" if shown.isascii() else f"“\u2068{shown}\u2069”"


def short(name: str) -> str:
    """The name of a column or class in one line, shortened where it is long."""
    line = " ".join(name.split()) or "(no name)"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def listed(names: Sequence[str]) -> str:
    """Names of columns as a list in a sentence: the first few, and how many more there are."""
    if len(names) <= _NAMED:
        return and_(map(quoted, names))
    return f"{', '.join(map(quoted, names[: _NAMED - 1]))} and {len(names) - _NAMED + 1:,} more columns"
