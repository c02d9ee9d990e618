"""The card of an own table: its task, target and features, guessed from its columns."""

from collections.abc import Sequence

import numpy

from playground.datasets.card import Card
from playground.datasets.own.contents import title_of
from playground.datasets.own.table import OwnTable
from playground.datasets.pipeline.columns import missing, numbers
from playground.datasets.pipeline.target import MAX_CLASSES
from playground.datasets.reading import Column, Kind
from playground.experiment.uploads import name_of
from playground.words import Task

_AS_FEATURE = {Kind.NUMBER, Kind.CATEGORY, Kind.YES_NO}
_TARGETS = (
    *(
        "target",
        "label",
        "labels",
        "class",
        "classes",
        "outcome",
        "output",
        "y",
        "response",
        "ziel",
        "klasse",
    ),
    *("cible", "species", "diagnosis", "survived", "churn", "default", "price", "quality", "rating", "score"),
)
_POSITIVE = frozenset(
    (
        *(
            "yes",
            "y",
            "true",
            "t",
            "on",
            "1",
            "positive",
            "pos",
            "ja",
            "j",
            "oui",
            "o",
            "si",
            "sí",
            "sì",
            "sim",
        ),
        *("da", "tak", "ano", "wahr", "vrai", "да"),
    )
)


def card_of(digest: str, table: OwnTable, target: str | None = None) -> Card:
    """The card of a table, whose features are its numbers, categories and yes/no columns.

    The target is guessed if `target` is not one of the columns.
    """
    if target is None or target not in table.by_name:
        target = guess_target(table.columns)
    features = tuple(
        column.name for column in table.columns if column.kind in _AS_FEATURE and column.name != target
    )
    rows, columns = len(table.frame), len(table.columns)
    return Card(
        name=name_of(digest),
        title=title_of(digest),
        about=f"A table of your own with {rows:,} row{'s' * (rows != 1)} and {columns:,} column{'s' * (columns != 1)}.",
        task=guess_task(table, target),
        target=target,
        features=features,
        source="your own file",
        licence="your own",
        citation="",
        leave_out=tuple(c.name for c in table.columns if c.name not in features and c.name != target),
        positive=guess_positive(table, target),
    )


def guess_target(columns: Sequence[Column]) -> str:
    """The column that a person probably wants to predict: one with a typical name, or else the last possible one."""
    possible = [column.name for column in columns if _can_be_target(column)]
    by_word = {name.strip().lower(): name for name in reversed(possible)}
    for word in _TARGETS:
        if word in by_word:
            return by_word[word]
    return possible[-1] if possible else columns[-1].name


def guess_task(table: OwnTable, target: str) -> Task:
    """The probable task for a target; the numbers 0 and 1 alone are two classes."""
    column = table.by_name[target]
    if column.kind is Kind.NUMBER and not is_zero_or_one(table, target):
        return Task.REGRESSION
    return Task.BINARY if column.distinct <= 2 else Task.MULTICLASS


def is_zero_or_one(table: OwnTable, name: str) -> bool:
    """Whether a column of numbers has only the values 0 and 1, which are probably classes."""
    if table.by_name[name].kind is not Kind.NUMBER:
        return False
    values = table.frame[name]
    return set(numpy.unique(numbers(values[~missing(values)]))) == {0.0, 1.0}


def guess_positive(table: OwnTable, target: str) -> str | None:
    """The one of two classes that means yes; None if none or both do."""
    column = table.by_name[target]
    if column.kind not in (Kind.YES_NO, Kind.CATEGORY):
        return None
    words = [str(word) for word in table.frame[target].dropna().unique()]
    found = [word for word in words if word.lower() in _POSITIVE]
    return found[0] if len(words) == 2 and len(found) == 1 else None


def _can_be_target(column: Column) -> bool:
    if column.kind is Kind.NUMBER:
        return column.distinct > 1
    return column.kind in (Kind.YES_NO, Kind.CATEGORY) and 2 <= column.distinct <= MAX_CLASSES
