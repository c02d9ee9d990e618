"""Place: the position of a run in a group."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """The position of a run in a sweep or seeds study: the group's id, the run's number from 0, and its label."""

    group: str
    position: int
    cell: str
