"""Rules on the progress of the training loss: a plateau, training that ended early, a network that is too small."""

import numpy

from playground.doctor.history.measures import noise
from playground.doctor.history.reading import Values
from playground.doctor.history.rule import CurveRule
from playground.doctor.history.seen import Seen
from playground.number_words import number

# plateau

_STANDS = 0.015  # of the level: what a loss that stands still may move
_NEAR = 0.08  # of the level: what the first epochs may move before
_LONG = 0.12  # of the epochs
_FALLS = 0.12  # of the level of the plateau: the fall after it


def plateau(seen: Seen) -> tuple[int, int] | None:
    """(first, last) places of the longest stretch on which the loss stands still before it falls; None without one."""
    values, n = seen.smooth_loss, len(seen)
    best: tuple[int, int] | None = None
    first = 0
    for last in range(n):
        while _moves(values[first : last + 1]):
            first += 1
        if best is None or last - first > best[1] - best[0]:
            best = (first, last)
    if best is None or best[1] - best[0] < max(5, _LONG * n):
        return None
    return best


def _moves(values: Values) -> bool:
    return len(values) > 1 and float(numpy.ptp(values)) > _STANDS * abs(float(values[0]))


def _is_plateau(seen: Seen) -> bool:
    if len(seen) < 10:
        return False
    found = plateau(seen)
    if found is None:
        return False
    first, last = found
    stands = float(numpy.median(seen.loss[first : last + 1]))
    falls = seen.end < (1 - _FALLS) * stands
    begins_late = first <= max(2, 0.1 * len(seen)) and last < 0.95 * len(seen)
    return (falls and begins_late) or _never_begins(seen, stands)


def _never_begins(seen: Seen, stands: float) -> bool:
    """Whether the loss has not moved since the first epochs."""
    soon = seen.arrival <= max(3, 0.1 * len(seen))
    near = abs(seen.first - stands) < _NEAR * stands and abs(seen.end - stands) < _STANDS * stands
    return soon and near and seen.fall < _NEAR


def _how_it_stands(seen: Seen) -> str:
    first, last = plateau(seen) or (0, len(seen) - 1)
    stands = float(numpy.median(seen.loss[first : last + 1]))
    if seen.end < (1 - _FALLS) * stands:
        return (
            f"The training loss stands still at {number(stands)} from epoch {seen.epoch(first):,} to "
            f"{seen.epoch(last):,}, and only then falls, to {number(seen.end)} in epoch {seen.epoch(len(seen) - 1):,}."
        )
    return (
        f"The training loss stands still at {number(stands)} from epoch {seen.epoch(first):,} on: learning has not "
        "begun."
    )


# too few epochs, and too small a network

_STILL_FALLING = 0.09  # of the whole fall, in the last fifth of the epochs
_FALLEN = 0.1  # of the first loss


def _still_falling(seen: Seen) -> bool:
    steep = noise(seen.loss) < 0.5 * abs(float(seen.smooth_loss[_four_fifths(seen)] - seen.smooth_loss[-1]))
    return seen.fall > _FALLEN and seen.late_fall > _STILL_FALLING and steep


def _how_it_falls(seen: Seen) -> str:
    place = _four_fifths(seen)
    return (
        f"Training ended while the loss was falling: from {number(seen.loss[place])} in epoch "
        f"{seen.epoch(place):,} to {number(seen.loss[-1])} in epoch {seen.epoch(len(seen) - 1):,}."
    )


def _four_fifths(seen: Seen) -> int:
    return max(0, min(round(0.8 * (len(seen) - 1)), len(seen) - 2))


_HIGH = 0.4  # of the first loss: what remains where the network follows the rows too little
_TOGETHER = 0.85  # of the validation loss: training above this is no better


def _settled_high(seen: Seen) -> bool:
    together = seen.val_loss is None or seen.end > _TOGETHER * seen.val_end
    return len(seen) >= 10 and 0 < seen.fall < 1 - _HIGH and seen.late_fall < 0.06 and together


def _how_high(seen: Seen) -> str:
    beside = "" if seen.val_loss is None else f", validation at {number(seen.val_end)}"
    return (
        f"From about epoch {seen.epoch(_settled_from(seen)):,} on the training loss stays at {number(seen.end)}"
        f"{beside}; it began at {number(seen.first)}. More epochs change nothing: the network follows not even the "
        "rows it is trained on."
    )


def _settled_from(seen: Seen) -> int:
    return min(seen.arrival, len(seen) - 1)


PLATEAU = CurveRule(
    "plateau",
    _is_plateau,
    _how_it_stands,
    lambda _: "Try Adam with its usual learning rate, 0.001, in place of the optimizer and rate used here.",
    start=lambda seen: (plateau(seen) or (0, 0))[0],
    excludes=frozenset({"underfitting", "stopped_too_early", "rate_too_high"}),
)
TOO_EARLY = CurveRule(
    "stopped_too_early",
    _still_falling,
    _how_it_falls,
    lambda seen: f"Train for more epochs: {3 * len(seen):,}.",
    start=_four_fifths,
    excludes=frozenset({"underfitting"}),
)
UNDERFITTING = CurveRule(
    "underfitting",
    _settled_high,
    _how_high,
    lambda _: "Try a larger network: more units, or another hidden layer.",
    start=_settled_from,
)
