"""Rules on the size of the steps: diverged, a learning rate too high, a learning rate too low."""

import numpy

from playground.doctor.history.changes import faster, scale_or_slower, slower
from playground.doctor.history.measures import level, median, noise, part
from playground.doctor.history.rule import CurveRule
from playground.doctor.history.seen import Seen
from playground.number_words import number

_GROWN = 3.0  # times the lowest smoothed loss
_ABOVE_FIRST = 1.5  # times the first loss
_GROWN_STEADILY = 1.8  # times the first loss, if it grows from third to third


# diverged


def _diverged(seen: Seen) -> bool:
    return seen.n_finite < len(seen.history) or _has_grown(seen)


def _has_grown(seen: Seen) -> bool:
    """Whether the loss stays finite and grows: far above its lowest, or from third to third of a short run."""
    if len(seen) < 4:
        return False
    end = median(seen.loss[-3:])
    early, middle, late = (level(part(seen.loss, third / 3, (third + 1) / 3), 1) for third in range(3))
    steadily = end > _GROWN_STEADILY * seen.first and early < middle < late and middle > seen.first
    return end > _ABOVE_FIRST * seen.first > 0 and (end > _GROWN * seen.smooth_loss.min() or steadily)


def _diverged_at(seen: Seen) -> int:
    if seen.n_finite < len(seen.history):
        return seen.n_finite
    return min(int(numpy.argmin(seen.smooth_loss)) + 1, len(seen) - 1)


def _how_it_diverged(seen: Seen) -> str:
    index = _diverged_at(seen)
    if seen.n_finite == len(seen.history):
        return (
            f"The training loss grows: from {number(seen.loss[index - 1])} in epoch {seen.epoch(index - 1):,} to "
            f"{number(seen.loss[-1])} in epoch {seen.epoch(len(seen) - 1):,}. The steps lead away from the minimum."
        )
    if index == 0:
        return f"The loss is no finite number from the first epoch, {seen.epoch(0):,}, on."
    return (
        f"The loss is no finite number from epoch {seen.epoch(index):,} on; in epoch {seen.epoch(index - 1):,} "
        f"it was {number(seen.loss[index - 1])}."
    )


# the learning rate

_SLOW_FALL = 0.35  # of the first loss
_SLOW_PACE = 0.02  # of the first loss, an epoch
_STILL_AS_FAST = 0.5  # times the pace of the first half
_CALM = 0.12  # as a share of the fall: how far from a straight line the losses may lie


def _creeps(seen: Seen) -> bool:
    """Whether the loss falls slowly, as fast at the end as at the beginning, and too smoothly for chance."""
    n, fallen = len(seen), seen.fall * seen.first
    if not 0 < seen.fall < min(_SLOW_FALL, _SLOW_PACE * n):
        return False
    indices = numpy.arange(n)
    slope, start = numpy.polyfit(indices, seen.loss, 1)
    early = numpy.polyfit(indices[: n // 2], seen.loss[: n // 2], 1)[0]
    late = numpy.polyfit(indices[n // 2 :], seen.loss[n // 2 :], 1)[0]
    away = float(numpy.std(seen.loss - start - slope * indices))
    return bool(late < _STILL_AS_FAST * early < 0 and away < _CALM * fallen)


def _how_it_creeps(seen: Seen) -> str:
    last = len(seen) - 1
    pace = 100 * (1 - float(seen.loss[-1]) / seen.first) / last
    return (
        f"The training loss creeps: from {number(seen.first)} in epoch {seen.epoch(0):,} to {number(seen.loss[-1])} in "
        f"epoch {seen.epoch(last):,}, {pace:.2g}% of its first value an epoch, as fast at the end as at the beginning."
    )


_SETTLED = 0.02  # as a share of its level: a loss that falls less from one half to the next makes no progress
_OF_NOISE = 1.5
_BOUNCE, _BOUNCE_SWING = 0.02, 0.02  # jitter as a share of the level and of the range
NO_FALL = 0.08  # as a share of the first loss: a smaller fall may be that of the first epochs alone
_VERY_RESTLESS = 0.004  # of its level
_WORSE = 0.05  # of the first loss
_RESTLESS_VALIDATION = 0.01
_OF_FIRST_VALIDATION = 0.5
_RESTLESS = 0.0015  # as a share of its level: the jitter of a loss that is stuck but not at rest


def _gets_nowhere(seen: Seen) -> bool:
    """Whether the loss, apart from noise, is no lower in the second half than soon after the beginning."""
    before, after = level(part(seen.loss, 0.15, 0.5), 1), level(part(seen.loss, 0.5, 1), 1)
    return before - after < max(_SETTLED, _OF_NOISE * seen.jitter) * abs(before)


_BACK, _BACK_OF_LEVEL = 0.5, 0.25  # of the fall, and of the level
_WILD, _NOT_DOWN = 0.09, 0.1  # jitter as a share of the level, and that as a share of the first loss


def _bounces(seen: Seen) -> bool:
    if len(seen) < 8:
        return False
    if (seen.jitter > _WILD and seen.end > _NOT_DOWN * seen.first) or _climbs_back(seen):
        return True
    if not _gets_nowhere(seen):
        return False
    jumps = seen.jitter > _BOUNCE and seen.swing > _BOUNCE_SWING
    return jumps or _is_worse_than_at_first(seen) or _is_stuck(seen)


def _climbs_back(seen: Seen) -> bool:
    """Whether the loss rises after its first quarter, by half of its fall and by a quarter of its level."""
    low, high = _thrown_back(seen)
    fall = abs(seen.first - float(seen.loss.min()))
    back = float(seen.loss[high] - seen.loss[low])
    return back > max(_BACK * fall, _BACK_OF_LEVEL * float(seen.loss[low]))


def _thrown_back(seen: Seen) -> tuple[int, int]:
    """The indices of the largest rise that ends after the first quarter: of the lowest loss before it, and its end."""
    quarter = len(seen) // 4
    rises = seen.loss - numpy.minimum.accumulate(seen.loss)
    high = quarter + int(numpy.argmax(rises[quarter:]))
    return int(numpy.argmin(seen.loss[: high + 1])), high


def _is_worse_than_at_first(seen: Seen) -> bool:
    return seen.fall < -_WORSE and seen.jitter > _RESTLESS


def _is_stuck(seen: Seen) -> bool:
    """Whether the loss dropped at once to a level, jumps around it and falls no further."""
    after = part(seen.loss, 0.5, 1)
    usual, shakes = median(after), noise(after)
    soon = float(seen.smooth_loss[max(2, len(seen) // 10)])
    restless = seen.jitter > _RESTLESS and (seen.fall < 0.5 or _validation_is_stuck(seen))
    dropped = seen.first - usual > 3 * shakes and (seen.fall > NO_FALL or seen.jitter > _VERY_RESTLESS)
    return restless and soon - usual < 3 * shakes and dropped


def _validation_is_stuck(seen: Seen) -> bool:
    """Whether validation jumps near its first value; the first training loss is an average, with the early fall."""
    if seen.val_loss is None or seen.val_jitter < _RESTLESS_VALIDATION:
        return False
    return seen.val_end > _OF_FIRST_VALIDATION * float(seen.val_loss[0])


def _how_it_bounces(seen: Seen) -> str:
    if _climbs_back(seen):
        low, high = _thrown_back(seen)
        return (
            f"The training loss has fallen to {number(seen.loss[low])} in epoch {seen.epoch(low):,} and is thrown back "
            f"to {number(seen.loss[high])} in epoch {seen.epoch(high):,}: the steps are too large to settle."
        )
    if not _gets_nowhere(seen):
        return (
            f"The training loss falls, from {number(seen.first)} to {number(seen.end)}, but jumps by about "
            f"{100 * seen.jitter:.2g}% of its level from epoch to epoch: the steps are too large to settle."
        )
    half = part(seen.loss, 0.5, 1)
    return (
        f"The training loss jumps between {number(half.min())} and {number(half.max())} from epoch "
        f"{seen.epoch(len(seen) - len(half)):,} on and comes no lower: the steps are too large to settle."
    )


_SMALLER = "Try a learning rate ten times smaller."
_ALL_BELOW = frozenset(
    {
        "rate_too_low",
        "plateau",
        "rate_too_high",
        "overfitting",
        "validation_below_training",
        "noisy_validation",
        "stopped_too_early",
        "underfitting",
    }
)
DIVERGED = CurveRule(
    "diverged",
    _diverged,
    _how_it_diverged,
    lambda _: _SMALLER,
    start=_diverged_at,
    excludes=_ALL_BELOW,
    change=lambda facts: scale_or_slower(facts.experiment),
)
RATE_TOO_LOW = CurveRule(
    "rate_too_low",
    _creeps,
    _how_it_creeps,
    lambda _: "Try a learning rate ten times larger.",
    of_the_way=True,
    excludes=_ALL_BELOW,
    change=lambda facts: faster(facts.experiment),
)
RATE_TOO_HIGH = CurveRule(
    "rate_too_high",
    _bounces,
    _how_it_bounces,
    lambda _: _SMALLER,
    start=lambda seen: len(seen) - len(part(seen.loss, 0.5, 1)),
    excludes=frozenset({"plateau", "underfitting", "stopped_too_early", "noisy_validation"}),
    change=lambda facts: slower(facts.experiment),
)
