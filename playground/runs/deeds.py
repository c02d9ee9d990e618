"""Deeds: the check that a person may do something to a run, and the errors that say why not."""

from dataclasses import dataclass

from playground.messages.wishes import LookAlong, Wish
from playground.persons import Deed, Owned, Person, may


class RunsError(ValueError):
    """A run cannot be started or changed now. The text is a sentence for people."""


class NotAllowedError(RunsError):
    """The run or data belongs to another person."""

    def __init__(self, sentence: str = "Only the person who started this run can do that.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class OwnedBy:
    """A run, reduced to its owner's id."""

    owner: str


def check(by: Person, deed: Deed, owned: Owned) -> None:
    """Checks that a person may do something to a run or a group.

    Raises:
        NotAllowedError: they may not.
    """
    if not may(by, deed, owned):
        raise NotAllowedError


def deed_of(wish: Wish) -> Deed:
    """The deed that a wish does to its run."""
    return "look_along" if isinstance(wish, LookAlong) else "steer"
