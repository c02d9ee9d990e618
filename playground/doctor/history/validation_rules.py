"""Rules that compare the validation loss with the training loss."""

import numpy

from playground.doctor.history.changes import learn_less_by_heart, more_validation, other_split
from playground.doctor.history.facts import Facts
from playground.doctor.history.measures import median, noise, part
from playground.doctor.history.rule import CurveRule
from playground.doctor.history.seen import Seen
from playground.number_words import number

# Overfitting: how far validation has turned up, as a share of its lowest level and of its whole fall.
_RISE, _RISE_OF_FALL, _RISE_OF_NOISE = 0.1, 0.03, 3.0
_TRAINING_BELOW = 0.8  # as a share of the validation loss at the end: above it the two count as equal
_MEMORIZED = 0.25  # as a share of the validation loss: training is below, while validation stands still
_STOOD_STILL = 0.6  # the share of the epochs after which validation has reached no lower level

_BELOW = 0.8  # as a share of the training loss: validation below this counts
_BELOW_FALL = 0.05  # as a share of the first training loss: smaller differences do not matter
_BELOW_JUMPS = 3.0  # in jumps of validation: a smaller distance may be chance
_MOSTLY = 0.8  # of the epochs of the second half

_NOISIER = 1.5  # in units of the training loss's noise, because both losses have the same unit
_NOISY = 0.02  # as a share of the level of the validation loss
_EVIDENCE = 0.0045  # the product of the three shares: a small one must be balanced by the others
_LEAST_EPOCHS = 16  # fewer epochs have too few jumps to measure
_FEW_ROWS = 20  # a share of correct answers that is always a multiple of 1/n, with n up to this
_SHAKES = 0.01  # as a share of the fall of the validation loss: noise that hides its best epoch


def _overfits(seen: Seen) -> bool:
    if seen.val_loss is None or seen.end > _TRAINING_BELOW * seen.val_end:
        return False
    return _has_turned_up(seen) or _has_memorized(seen)


def _has_turned_up(seen: Seen) -> bool:
    assert seen.val_loss is not None
    low = float(seen.smooth_val[seen.best])
    rise, fall = seen.val_end - low, max(seen.first, float(seen.val_loss[0])) - low
    shaky = _RISE_OF_NOISE * noise(seen.val_loss)
    return rise > max(_RISE * low, _RISE_OF_FALL * fall, shaky) and seen.end < float(
        seen.smooth_loss[seen.best]
    )


def _has_memorized(seen: Seen) -> bool:
    assert seen.val_loss is not None
    return (
        seen.end < _MEMORIZED * seen.val_end
        and seen.best < _STOOD_STILL * len(seen)
        and seen.val_end - seen.end > 0.1 * max(seen.first, float(seen.val_loss[0]))
        and seen.end < 0.5 * float(seen.smooth_loss[seen.best])
    )


def _how_it_overfits(seen: Seen) -> str:
    assert seen.val_loss is not None
    at, last = seen.lowest, len(seen) - 1
    return (
        f"Validation is best in epoch {seen.epoch(at):,} ({number(seen.val_loss[at])}). From there to epoch "
        f"{seen.epoch(last):,} training falls on from {number(seen.loss[at])} to {number(seen.loss[last])}, validation "
        f"ends at {number(seen.val_loss[last])}: what is learned after epoch {seen.epoch(at):,} holds for the training "
        "rows alone."
    )


def _below_training(seen: Seen) -> bool:
    if seen.val_loss is None:
        return False
    loss, seen_val = part(seen.loss, 0.5, 1), part(seen.val_loss, 0.5, 1)
    usual, usual_val = median(loss), median(seen_val)
    if few_rows(seen) is not None or usual - usual_val < _BELOW_JUMPS * noise(seen_val):
        return False  # this few rows may be easier by chance
    return bool(
        usual_val < _BELOW * usual
        and usual - usual_val > _BELOW_FALL * seen.first
        and numpy.mean(seen_val < loss) >= _MOSTLY
    )


def _below_from(seen: Seen) -> int:
    """The index from which on validation stays below training."""
    above = seen.smooth_val >= seen.smooth_loss
    return int(len(above) - numpy.argmax(above[::-1])) if above.any() else 0


def _how_far_below(seen: Seen) -> str:
    return (
        f"From epoch {seen.epoch(min(_below_from(seen), len(seen) - 1)):,} on validation stays below training: "
        f"at the end {number(seen.val_end)} against {number(seen.end)}. {_why_below(seen)}"
    )


def _why_below(seen: Seen) -> str:
    if seen.facts is None or seen.facts.alike is None:
        return "Either the two are not measured alike, or the validation rows are easier; the curves cannot tell which."
    training, validation = seen.facts.alike
    alike = f"measured alike, the network kept has {number(training)} in training, {number(validation)} in validation"
    if _is_easier(seen.facts):
        return f"The validation rows are easier: {alike}."
    causes = (
        ", and ".join(seen.facts.causes) or "a training loss is the average over an epoch in which it falls"
    )
    return f"The two are not measured alike ({causes}): {alike}."


def _is_easier(facts: Facts) -> bool:
    """Whether the kept network is better on validation rows than on training rows, both measured alike."""
    return facts.alike is not None and facts.alike[1] < _BELOW * facts.alike[0]


def _measure_alike(seen: Seen) -> str:
    if seen.facts is None or seen.facts.alike is None:
        return "Measure both alike: evaluate the finished network on the training rows and on the validation rows."
    return "Nothing has to be changed."


def _stop_early(seen: Seen) -> str:
    best = f"{seen.epoch(seen.lowest):,}"
    return f"Try early stopping on val_loss that restores the best weights, here those of epoch {best}."


def few_rows(seen: Seen) -> int | None:
    """The number of validation rows, derived from shares of correct answers; None if no number is small enough."""
    values = seen.history.metrics.get("val_accuracy", seen.history.metrics.get("val_binary_accuracy"))
    if values is None:
        return None
    shares = numpy.unique(numpy.round(values[numpy.isfinite(values)], 6))
    if len(shares) < 3:
        return None
    rows = numpy.arange(2, _FEW_ROWS + 1)
    products = shares[:, None] * rows
    fitting = rows[numpy.isclose(products, numpy.round(products), atol=1e-3).all(axis=0)]
    return int(fitting[0]) if len(fitting) else None


def _is_noisy(seen: Seen) -> bool:
    if seen.val_loss is None or len(seen) < _LEAST_EPOCHS:
        return False
    shakes = noise(part(seen.val_loss, 0.5, 1))
    fall = max(seen.first, float(seen.val_loss[0])) - float(seen.smooth_val[seen.best])
    if shakes <= _SHAKES * fall:
        return False
    if few_rows(seen) is not None:
        return seen.val_jitter > _NOISY / 2
    calm = noise(part(seen.loss, 0.5, 1))
    clear = seen.val_jitter > _NOISY and shakes > _NOISIER * calm
    return clear and seen.val_jitter * shakes * shakes > _EVIDENCE * fall * calm


def _how_noisy(seen: Seen) -> str:
    rows = few_rows(seen)
    told = (
        ""
        if rows is None
        else f" Its accuracy takes only multiples of 1/{rows}, as {rows} validation rows would give."
    )
    return (
        f"The validation loss jumps by about {100 * seen.val_jitter:.2g}% of its level from epoch to epoch, the "
        f"training loss by {100 * seen.jitter:.2g}%.{told} With so much chance, neither its best epoch nor a small "
        "difference means much."
    )


OVERFITTING = CurveRule(
    "overfitting",
    _overfits,
    _how_it_overfits,
    _stop_early,
    start=lambda seen: seen.lowest,
    excludes=frozenset({"stopped_too_early", "underfitting", "plateau"}),
    change=lambda facts: learn_less_by_heart(facts.experiment),
)
BELOW_TRAINING = CurveRule(
    "validation_below_training",
    _below_training,
    _how_far_below,
    _measure_alike,
    start=lambda seen: min(_below_from(seen), len(seen) - 1),
    excludes=frozenset({"rate_too_high", "underfitting", "stopped_too_early", "noisy_validation"}),
    change=lambda facts: other_split(facts.experiment) if _is_easier(facts) else None,
)
NOISY = CurveRule(
    "noisy_validation",
    _is_noisy,
    _how_noisy,
    lambda _: "Keep more rows for validation.",
    excludes=frozenset({"underfitting", "stopped_too_early"}),
    change=lambda facts: more_validation(facts.experiment),
)
