"""Caution: a problem of a table that makes training fail or its results mean less, and its remedies."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remedy:
    """A remedy for a caution: the title of its button, and the new values of keys in the experiment's `data`."""

    title: str
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Caution:
    """A problem of a table that a person should know before training.

    Attributes:
        kind: the name of the rule that found it.
        title: the problem in a few words.
        sentence: its effect on a network, with the columns.
        rows: the number of affected rows.
        columns: the affected columns.
        remedies: the remedies, the best first; empty if the app cannot offer one.
    """

    kind: str
    title: str
    sentence: str
    rows: int
    columns: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = field(default=())
