"""Rules on the progress of the training loss: a plateau, training that ended early, a network that is too small."""

import math

from playground.doctor.history.changes import TIMES_LONGER, larger, longer, wake
from playground.doctor.history.measures import level, median, noise, part
from playground.doctor.history.reading import Values
from playground.doctor.history.rule import CurveRule
from playground.doctor.history.seen import Seen
from playground.doctor.history.standing import STANDS
from playground.number_words import number

# plateau

_NEAR = 0.08  # as a share of the level: how far from it a loss that never falls may begin
# How far from ln n the loss of guessing among n classes may be, as a share.
_AT_CHANCE, _MOST_CLASSES = 0.01, 10
_QUIET = 0.004  # of the level: the jitter of a loss that has not begun to fall


def _is_plateau(seen: Seen) -> bool:
    if len(seen) < 10:
        return False
    return _never_begins(seen) if seen.plateau is None else _helps_validation(seen, *seen.plateau)


def _helps_validation(seen: Seen, first: int, last: int) -> bool:
    """Whether validation is lower after the plateau than on it; True without validation."""
    return seen.val_loss is None or seen.val_end < median(seen.val_loss[first : last + 1])


def _never_begins(seen: Seen) -> bool:
    """Whether the loss has not moved since the first epochs."""
    soon = float(seen.smooth_loss[max(2, len(seen) // 10)])
    stands = abs(soon - seen.end) < 0.5 * STANDS * seen.end and seen.jitter < _QUIET
    return stands and (abs(seen.first - seen.end) < _NEAR * seen.end or _knows_nothing(seen.end))


def _knows_nothing(loss: float) -> bool:
    """Whether a loss equals the cross-entropy of guessing among classes with equal probabilities."""
    return any(abs(loss / math.log(n) - 1) < _AT_CHANCE for n in range(2, _MOST_CLASSES + 1))


def _how_it_stands(seen: Seen) -> str:
    found = seen.plateau
    if found is not None:
        first, last = found
        stands = median(seen.loss[first : last + 1])
        return (
            f"The training loss stands still at {number(stands)} from epoch {seen.epoch(first):,} to "
            f"{seen.epoch(last):,}, and only then falls, to {number(seen.loss[-1])} in epoch "
            f"{seen.epoch(len(seen) - 1):,}."
        )
    return (
        f"The training loss stands still at {number(seen.end)} from the first epochs to epoch "
        f"{seen.epoch(len(seen) - 1):,}: learning has not begun."
    )


# too few epochs, and too small a network

_STILL_FALLING = 0.11  # as a share of the whole fall, in the last fifth of the epochs
_STILL_SINKING, _OF_LEVEL = 0.06, 0.2  # a smaller share of the fall, if it is also this share of the level
_BEST_AT_END = 0.85  # share of the epochs after which validation must have its lowest level
_ALONG = 0.7  # validation must fall by this multiple of the share that training falls in the last fifth
_FALLEN = 0.1  # of the first loss


def _still_falling(seen: Seen) -> bool:
    index = _four_fifths(seen)
    before, now = float(seen.smooth_loss[index]), float(seen.smooth_loss[-1])
    steep = noise(seen.loss) < 0.5 * abs(before - now)
    helps = seen.val_loss is None or (
        seen.best >= _BEST_AT_END * (len(seen) - 1)
        and _falls_along(before - now, before, float(seen.smooth_val[index]), float(seen.smooth_val[-1]))
    )
    sinks = seen.late_fall > _STILL_SINKING and now < (1 - _OF_LEVEL) * before
    return seen.fall > _FALLEN and (seen.late_fall > _STILL_FALLING or sinks) and steep and helps


def _falls_along(fall: float, level: float, before: float, now: float) -> bool:
    """Whether validation falls from `before` to `now` by nearly the share of its level that training does.

    The shares are compared without a division: a level may be 0.
    """
    return (before - now) * abs(level) > _ALONG * fall * abs(before)


def _how_it_falls(seen: Seen) -> str:
    index = _four_fifths(seen)
    return (
        f"Training ended while the loss was falling: from {number(seen.loss[index])} in epoch "
        f"{seen.epoch(index):,} to {number(seen.loss[-1])} in epoch {seen.epoch(len(seen) - 1):,}."
    )


def _four_fifths(seen: Seen) -> int:
    return max(0, min(round(0.8 * (len(seen) - 1)), len(seen) - 2))


_HIGH = 1 / 3  # as a share of the first loss: what remains if the network follows the rows too little
_ACCURATE = 0.85  # as a share of the training rows: a network that is right on more follows them
_CLEARLY = 0.45  # as a share of the first loss: a smaller fall needs less evidence
_LESS_REST = 2.0  # the factor for the movement that is allowed then
_AT_REST, _REST_OF_LEVEL = 0.04, 0.02  # in the last fifth of the epochs: of the whole fall, or of the level
_TOGETHER = 0.9  # either loss as a share of the other: above this they count as equal
# If fewer of the training rows are right, or the fall is small, this suffices.
_WRONG, _NEARLY_TOGETHER = 0.75, 0.82


def _settled_high(seen: Seen) -> bool:
    accuracy = seen.accuracy
    if accuracy is not None and accuracy > _ACCURATE:
        return False
    is_clear = seen.fall < _CLEARLY or (accuracy is not None and accuracy < _WRONG)
    share = _NEARLY_TOGETHER if is_clear else _TOGETHER
    together = seen.val_loss is None or (
        seen.end > share * seen.val_end and seen.val_end > _TOGETHER * seen.end
    )
    times = _LESS_REST if seen.fall < _CLEARLY else 1.0
    rests = _is_at_rest(seen.loss, times) and (seen.val_loss is None or _is_at_rest(seen.val_loss, times))
    return len(seen) >= 10 and 0 < seen.fall < 1 - _HIGH and rests and together


def _is_at_rest(values: Values, times: float) -> bool:
    end, before = level(values), level(part(values, 0, 0.8))
    return before - end < times * max(_AT_REST * (float(values[0]) - end), _REST_OF_LEVEL * end)


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
    of_the_way=True,
    start=lambda seen: (seen.plateau or (0, 0))[0],
    excludes=frozenset({"underfitting", "stopped_too_early", "rate_too_high"}),
    change=lambda facts: wake(facts.experiment),
)
TOO_EARLY = CurveRule(
    "stopped_too_early",
    _still_falling,
    _how_it_falls,
    lambda seen: f"Train for more epochs: {TIMES_LONGER * len(seen):,}.",
    start=_four_fifths,
    excludes=frozenset({"underfitting"}),
    change=lambda facts: None if facts.was_cut_off else longer(facts.experiment),
)
UNDERFITTING = CurveRule(
    "underfitting",
    _settled_high,
    _how_high,
    lambda _: "Try a larger network: more units, or another hidden layer.",
    of_the_way=True,
    start=_settled_from,
    change=lambda facts: larger(facts.experiment, facts.parameters),
)
