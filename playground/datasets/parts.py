"""Parts: what there is once for each part that a table is split into."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Parts(Generic[T]):
    """One value for each part of a table: for the rows to train on, and for those to validate by.

    Another part is another field here: whatever goes through all parts follows.
    """

    training: T
    validation: T

    def __iter__(self) -> Iterator[T]:
        """The value of each part, training first."""
        return iter(vars(self).values())

    def map(self, make: Callable[[T], U]) -> "Parts[U]":
        """What `make` makes of the value of each part, training first."""
        return Parts(**{name: make(value) for name, value in vars(self).items()})
