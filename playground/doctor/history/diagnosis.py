"""The diagnosis of a history: findings, the most certain first, or "healthy" alone."""

import numpy

from playground.doctor.history.facts import Facts
from playground.doctor.history.reading import History
from playground.doctor.history.rule import Diagnosis
from playground.doctor.history.seen import Seen
from playground.doctor.history.table import RULES
from playground.number_words import number

_LEAST = 4  # epochs; fewer show only losses that are not finite


def diagnose(history: History, facts: Facts | None = None) -> tuple[Diagnosis, ...]:
    """The findings on a history; one of kind "healthy" if no rule applies.

    Args:
        history: the curves.
        facts: the facts of the experiment, if it is known.
    """
    with numpy.errstate(all="ignore"):  # an exploding loss may overflow
        return _diagnose(Seen(history, facts))


def _diagnose(seen: Seen) -> tuple[Diagnosis, ...]:
    found: list[Diagnosis] = []
    excluded: set[str] = set()
    for rule in RULES:
        if rule.of_the_way and not seen.begins_untrained:
            continue
        if rule.kind in excluded or (len(seen) < _LEAST and rule.kind != "diverged"):
            continue
        if rule.when(seen):
            found.append(rule.diagnosis(seen))
            excluded |= rule.excludes
    return tuple(found) or (healthy(seen),)


def healthy(seen: Seen) -> Diagnosis:
    """The finding if no rule applies."""
    first, last = seen.epoch(0), seen.epoch(len(seen) - 1)
    if len(seen) < _LEAST:
        sentence = f"{len(seen)} epochs are too few to see anything in them."
    elif seen.val_loss is None:
        sentence = (
            f"The training loss falls from {number(seen.first)} in epoch {first:,} to {number(seen.loss[-1])} in epoch "
            f"{last:,}. "
            "Without validation the curve cannot show more."
        )
    else:
        sentence = (
            f"The losses fall and settle: at epoch {last:,} training has {number(seen.loss[-1])} and validation "
            f"{number(seen.val_loss[-1])}. Nothing in the curves asks for a change."
        )
    return Diagnosis("healthy", first, sentence, "")
