"""Situation: a table and the data settings of an experiment, the argument of all rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy

from playground.datasets.arrays import Integers
from playground.datasets.pipeline.columns import Kind, kind
from playground.datasets.pipeline.prepared import Prepared
from playground.datasets.reading.reading import Kind as Holds
from playground.datasets.understanding.caution import Remedy
from playground.datasets.understanding.summary import ColumnSummary, Table
from playground.experiment import Data


@dataclass(frozen=True, eq=False)
class Situation:
    """A table, the data of an experiment, and the prepared table; `prepared` is None if the preparation failed."""

    table: Table
    data: Data
    prepared: Prepared | None = None

    @cached_property
    def target(self) -> str:
        """The column to predict."""
        return self.data.target if self.data.target is not None else self.table.card.target

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The features; names of columns that the table does not have are left out."""
        named = self.table.card.features if self.data.features is None else self.data.features
        return tuple(name for name in named if name != self.target and name in self.table.columns)

    @cached_property
    def summaries(self) -> tuple[ColumnSummary, ...]:
        """The summaries of the features."""
        return tuple(self.table.columns[name] for name in self.features)

    @property
    def split_by(self) -> str | None:
        """The method of the split; None for a random split."""
        return None if self.data.split is None else self.data.split.by

    @cached_property
    def are_classes(self) -> bool:
        """Whether the values of the target are classes."""
        return self.data.options.get("task") == "classes" or not self.is_number(self.target)

    def is_number(self, name: str) -> bool:
        """Whether a column is numeric for a network."""
        column = self.table.frame[name]
        return kind(column) is Kind.NUMBERS and self.table.columns[name].kind is not Holds.YES_NO

    @cached_property
    def classes(self) -> Integers:
        """The index of each row's class, (rows,), -1 for a missing target."""
        return self.table.codes(self.target)[0]

    def without(self, columns: Iterable[str]) -> tuple[Remedy, ...]:
        """The remedy that leaves features out; empty if no feature would remain."""
        out = set(columns)
        left = tuple(name for name in self.features if name not in out)
        if not left:
            return ()
        title = "Leave it out" if len(out) == 1 else f"Leave the {len(out):,} out"
        return (Remedy(title, {"features": left}),)


def rows_in(values: Mapping[str, int]) -> int:
    """The sum of the numbers of rows over columns or classes."""
    return sum(values.values())


def shuffle(rows: int) -> Integers:
    """The indices of the rows, (rows,), in a random order that is the same at every call."""
    return numpy.random.default_rng(0).permutation(rows)
