"""A caution: something in a table that makes training fail or its results mean less, and what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
