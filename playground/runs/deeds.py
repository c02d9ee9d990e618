"""Deeds: the check that a person may do what they ask of a run, and the errors that say why not."""

from dataclasses import dataclass

from playground.messages.wishes import LookAlong, Wish
from playground.persons import Deed, Owned, Person, may


class RunsError(ValueError):
    """A run cannot be started or changed now; the text is a sentence for the person."""


class NotAllowedError(RunsError):
    """What a person wants to see or change is another person's."""

    def __init__(self, sentence: str = "Only the person who started this run can do that.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class OwnedBy:
    """A run of which only the owner's id is known."""

    owner: str


def check(by: Person, deed: Deed, owned: Owned) -> None:
    """Checks that a person may do something to a run or a group.

    Raises:
        NotAllowedError: they may not.
    """
    if not may(by, deed, owned):
        raise NotAllowedError


def deed_of(wish: Wish) -> Deed:
    """What a wish does to its run."""
    return "look_along" if isinstance(wish, LookAlong) else "steer"
