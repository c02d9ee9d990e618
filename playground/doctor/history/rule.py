"""One rule on curves: a rule of the doctor that names the epoch from which on it holds."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.doctor.history.changes import Change
from playground.doctor.history.facts import Facts
from playground.doctor.history.seen import Seen
from playground.doctor.rule import Rule


@dataclass(frozen=True)
class Diagnosis:
    """The finding of a rule on a history.

    Attributes:
        kind: the name of the rule, or "healthy".
        from_epoch: the epoch from which on it holds, in the history's numbers.
        sentence: the observation, with epochs and numbers.
        remedy: the one thing to try, as a sentence; "" for "healthy".
    """

    kind: str
    from_epoch: int
    sentence: str
    remedy: str


@dataclass(frozen=True)
class CurveRule(Rule[Seen]):
    """A rule on curves.

    Attributes:
        start: the index of the epoch from which on it holds.
        excludes: kinds that are left out beside it, because it explains their observations.
        of_the_way: whether it judges the way from the first weights; a history that begins later does not show that.
        change: the remedy for one of our own experiments; None if it has that already or nothing can be changed.
    """

    start: Callable[[Seen], int] = lambda _: 0
    excludes: frozenset[str] = frozenset()
    of_the_way: bool = False
    change: Callable[[Facts], Change | None] = lambda _: None

    def diagnosis(self, seen: Seen) -> Diagnosis:
        """The finding of the rule on a history to which it applies."""
        change = None if seen.facts is None else self.change(seen.facts)
        remedy = self.remedy(seen) if change is None else f"Try {change.label}."
        return Diagnosis(self.kind, seen.epoch(self.start(seen)), self.sentence(seen), remedy)
