"""Parts: one value for each part of a split table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Parts(Generic[T]):
    """One value for each part of a table: training rows and validation rows.

    A new part is a new field of this class, and code that iterates over the parts includes it.
    """

    training: T
    validation: T

    def __iter__(self) -> Iterator[T]:
        """The value of each part, training first."""
        return iter(vars(self).values())

    def map(self, make: Callable[[T], U]) -> "Parts[U]":
        """Applies `make` to the value of each part, training first."""
        return Parts(**{name: make(value) for name, value in vars(self).items()})
