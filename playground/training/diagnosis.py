"""Diagnosis: what is wrong in a layer, as sentences with its name. No Keras."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

DEAD_SHARE = 0.5  # of a layer's units, from which on it is said
SATURATED_SHARE = 0.9  # of a layer's values on a sample
GROWN = 1e3  # times as large as in the first picture
_USUAL_WEIGHT, _USUAL_GRADIENT = 0.05, 0.01  # what is smaller in the first picture counts as this
VANISHED = 1e-3  # of the size of the last layer's gradients
_NO_GRADIENT = 1e-8  # smaller ones have arrived: a network that is done has none


@dataclass(frozen=True)
class Health:
    """A layer at one moment.

    Attributes:
        title: what the page calls it.
        units: how many values it puts out.
        dead: how many of them are relu units that are 0 on every row of a sample.
        saturated: share of its values near the limits of its tanh or sigmoid.
        weights, gradients: root mean square; NaN or infinite where one of them is. None without weights.
        is_dense: whether it is a dense layer or the output.
    """

    title: str
    units: int
    dead: int = 0
    saturated: float = 0.0
    weights: float | None = None
    gradients: float | None = None
    is_dense: bool = False


@dataclass(frozen=True)
class Finding:
    """What is wrong, with the layer's name in the sentence."""

    layer: str
    sentence: str


def diagnose(layers: Sequence[Health], first: Sequence[Health], epoch: int) -> tuple[Finding, ...]:
    """What is wrong with a network.

    Args:
        layers: the hidden layers and the output, first to last.
        first: the same at the first picture of the run.
        epoch: how long it has been trained. Units that are dead before the first epoch may yet wake up.
    """
    found = []
    for layer, begun in zip(layers, first, strict=True):
        if sentence := _exploded(layer, begun) or (_dead(layer) if epoch else "") or _saturated(layer):
            found.append(Finding(layer.title, sentence))
    if vanished := _vanished(layers):
        found.append(vanished)
    return tuple(found)


def _dead(layer: Health) -> str:
    if layer.dead < DEAD_SHARE * layer.units or not layer.dead:
        return ""
    which = "its only unit is" if layer.units == 1 else f"{layer.dead:,} of its {layer.units:,} units are"
    return (
        f"{layer.title}: {which} dead: 0 for every row, so no gradient can wake them. "
        "Try a smaller learning rate, He initial weights, or leaky ReLU."
    )


def _saturated(layer: Health) -> str:
    if layer.saturated <= SATURATED_SHARE:
        return ""
    return (
        f"{layer.title}: {layer.saturated:.0%} of its values are saturated, at the flat ends of the "
        "activation, where hardly any gradient passes. Try scaled features, a smaller learning rate, or ReLU."
    )


def _exploded(layer: Health, begun: Health) -> str:
    for what, now, before, usual in (
        ("weights", layer.weights, begun.weights, _USUAL_WEIGHT),
        ("gradients", layer.gradients, begun.gradients, _USUAL_GRADIENT),
    ):
        if now is None or before is None:
            continue
        if not math.isfinite(now):
            return (
                f"{layer.title}: its {what} exploded: they are no numbers now. Try a smaller learning rate."
            )
        if now > GROWN * max(before, usual):
            return (
                f"{layer.title}: its {what} explode: they are over {GROWN:,.0f} times as large as at the "
                "beginning. Try a smaller learning rate, or scaled features."
            )
    return ""


def _vanished(layers: Sequence[Health]) -> Finding | None:
    dense = [layer for layer in layers if layer.is_dense]
    if len(dense) < 2:
        return None
    first, last = dense[0], dense[-1]
    if first.gradients is None or last.gradients is None or not math.isfinite(last.gradients):
        return None
    if not first.gradients < VANISHED * last.gradients or last.gradients < _NO_GRADIENT:
        return None
    size = (
        f"{_times(last.gradients / first.gradients)} times smaller than those of the output"
        if first.gradients
        else "zero"
    )
    return Finding(
        first.title,
        f"{first.title}: hardly learns, for its gradients are {size}: they vanish on the way back. "
        "Try fewer layers, ReLU instead of sigmoid or tanh, or batch normalization.",
    )


def _times(ratio: float) -> str:
    return f"{float(f'{ratio:.2g}'):,.0f}"
