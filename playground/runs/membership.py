"""Membership: which run of a group a run is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Membership:
    """A run in a sweep or seeds study: the group's id, the run's number in it from 0, and its label."""

    group: str
    position: int
    cell: str
