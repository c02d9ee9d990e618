"""The rules for the layers of a network at one moment: exploded, dead, saturated, without gradients."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from playground.doctor.layer_health import Health
from playground.doctor.rule import Rule, any_of
from playground.doctor.setup import Setup
from playground.doctor.unscaled import remedy, sentence
from playground.layers.kind import Kind, within_a_sentence
from playground.layers.table import KINDS
from playground.messages.events import Finding

HALF = 0.5  # a layer with at least this share of dead units gets a finding
SATURATED_SHARE = 0.9  # of a layer's values
GROWN = 1e3  # times as large as in the first picture
VANISHED = 1e-3  # of the size of the last layer's gradients
_USUAL_WEIGHT, _USUAL_GRADIENT = 0.05, 0.01  # smaller sizes in the first picture count as these
_NO_GRADIENT = 1e-8  # smaller gradients mean that training has reached a minimum


@dataclass(frozen=True)
class LayerInNetwork:
    """The subject of the rules: one layer, the layers before it, and the whole network.

    Attributes:
        index: the index of the layer among the hidden layers and the output.
        layers: the hidden layers and the output, first to last.
        first: the same layers at the first picture of the run.
        setup: facts of the experiment.
        epoch: how many epochs the network was trained.
    """

    index: int
    layers: Sequence[Health]
    first: Sequence[Health]
    setup: Setup
    epoch: int

    @property
    def layer(self) -> Health:
        """The layer of the finding."""
        return self.layers[self.index]

    @property
    def up_to_it(self) -> Sequence[Health]:
        """The layers before it, and the layer itself."""
        return self.layers[: self.index + 1]

    @property
    def what_is_random(self) -> type[Kind] | None:
        """A kind of layer, here or before, that works differently in training and in a prediction."""
        types = {layer.kind for layer in self.up_to_it}
        return next((kind for name, kind in KINDS.items() if kind.in_training and name in types), None)

    @property
    def is_first(self) -> bool:
        """Whether no trainable layer is between the inputs and its weights."""
        return sum(layer.has_weights for layer in self.up_to_it) == 1

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """The ones of "weights" and "gradients" that are not finite."""
        return tuple(what for what, now, _, _ in self._sizes() if not math.isfinite(now))

    @cached_property
    def grown(self) -> tuple[str, ...]:
        """The ones of "weights" and "gradients" that are more than `GROWN` times as large as in the first picture."""
        return tuple(what for what, now, before, usual in self._sizes() if now > GROWN * max(before, usual))

    def _sizes(self) -> list[tuple[str, float, float, float]]:
        now, then = self.layer, self.first[self.index]
        return [
            (what, size, before, usual)
            for what, size, before, usual in (
                ("weights", now.weights, then.weights, _USUAL_WEIGHT),
                ("gradients", now.gradients, then.gradients, _USUAL_GRADIENT),
            )
            if size is not None and before is not None
        ]


def diagnose(
    layers: Sequence[Health], first: Sequence[Health], epoch: int, setup: Setup | None = None
) -> tuple[Finding, ...]:
    """The findings on a network at one moment: those on the whole network, then at most one per layer.

    Args:
        layers: the hidden layers and the output, first to last.
        first: the same at the first picture of the run.
        epoch: how many epochs it was trained.
        setup: facts of the experiment.
    """
    seen = [LayerInNetwork(index, layers, first, setup or Setup(), epoch) for index in range(len(layers))]
    found = [rule.finding(seen[-1]) for rule in OF_THE_WHOLE if seen and rule.when(seen[-1])]
    for each in seen:
        rule = next((rule for rule in OF_A_LAYER if rule.when(each)), None)
        if rule is not None:
            found.append(rule.finding(each, each.layer.title))
    # Warnings come first.
    return tuple(sorted(found, key=lambda finding: not finding.warns))


# Exploded


def _no_numbers(seen: LayerInNetwork) -> str:
    return f"{seen.layer.title}: its {seen.broken[0]} exploded: they are no numbers now."


def _explodes(seen: LayerInNetwork) -> str:
    what = seen.grown[0]
    return (
        f"{seen.layer.title}: its {what} explode: they are over {GROWN:,.0f} times as large as at the "
        f"beginning{_of_a_sample(seen) if what == 'gradients' else ''}."
    )


def _calmer(seen: LayerInNetwork) -> str:
    if seen.setup.unscaled is not None:
        return remedy(seen.setup)
    return any_of([*seen.setup.scaled_inputs, *seen.setup.scaled_target, seen.setup.smaller_rate])


# Dead


def _dead(seen: LayerInNetwork, share: float) -> bool:
    return bool(seen.epoch and seen.layer.dead and seen.layer.dead >= share * seen.layer.units)


def _one_alive(seen: LayerInNetwork) -> bool:
    """Whether one unit is left. Many dead units do not hurt a wide layer (8 of 512 are enough), but one is too few."""
    return _dead(seen, HALF) and seen.layer.alive == 1


def _all_dead(seen: LayerInNetwork) -> str:
    units = seen.layer.units
    which = "its only unit is" if units == 1 else f"all of its {units:,} units are"
    return (
        f"{seen.layer.title}: {which} dead: 0 on every training row. Nothing of a row passes, so the network "
        f"answers the same for every one. {_wakes(seen)}"
    )


def _nearly_dead(seen: LayerInNetwork) -> str:
    return f"{_counted(seen)} All that the network says hangs on the only other one. {_wakes(seen)}"


def _half_dead(seen: LayerInNetwork) -> str:
    return f"{_counted(seen)} The other {seen.layer.alive:,} do the work. {_wakes(seen)}"


def _counted(seen: LayerInNetwork) -> str:
    layer, are = seen.layer, "is" if seen.layer.dead == 1 else "are"
    return f"{layer.title}: {layer.dead:,} of its {layer.units:,} units {are} dead: 0 on every training row."


def _wakes(seen: LayerInNetwork) -> str:
    """Whether dead units can recover: they get no gradient, but their inputs may change."""
    they_get, them = ("It gets", "it") if seen.layer.dead == 1 else ("They get", "them")
    if kind := seen.what_is_random:
        why = within_a_sentence(kind.title)
        return f"In training {why} changes what feeds {them}, which may wake {them}."
    others = " or ".join(seen.setup.moves_anyway)
    anyway = f"only {others} may still wake {them}" if others else f"nothing wakes {them}"
    if seen.is_first:
        return f"{they_get} no gradient, and the inputs stay as they are: {anyway}."
    if seen.layer.alive:
        return f"{they_get} no gradient: only the layers before, which still learn, may wake {them}."
    return f"{they_get} no gradient, nor do the layers before: {anyway}."


def _livelier(seen: LayerInNetwork) -> str:
    if seen.setup.unscaled is not None:
        return remedy(seen.setup)
    setup = seen.setup
    return any_of(setup.other_weights or setup.scaled_inputs or setup.leaky or [setup.smaller_rate])


# Saturated and vanished


def _saturated(seen: LayerInNetwork) -> str:
    return (
        f"{seen.layer.title}: {seen.layer.saturated:.0%} of its values are saturated, at the flat ends of the "
        "activation, where hardly any gradient passes."
    )


def _unsaturated(seen: LayerInNetwork) -> str:
    if seen.setup.unscaled is not None:
        return remedy(seen.setup)
    inputs = seen.setup.scaled_inputs
    return any_of([*inputs, "ReLU"] if inputs else [seen.setup.smaller_rate])


def _ends(seen: LayerInNetwork) -> tuple[Health, Health] | None:
    """The first and the last layer with weights, if there are two and the last has gradients."""
    weighted = [layer for layer in seen.layers if layer.has_weights]
    if len(weighted) < 2 or weighted[0].gradients is None or weighted[-1].gradients is None:
        return None
    return weighted[0], weighted[-1]


def _vanishes(seen: LayerInNetwork) -> bool:
    ends = _ends(seen)
    if ends is None or any(layer.dead and not layer.alive for layer in seen.layers):
        return False  # a layer without live units has a finding of its own
    first, last = (layer.gradients or 0.0 for layer in ends)
    return math.isfinite(last) and last >= _NO_GRADIENT and first < VANISHED * last


def _vanished(seen: LayerInNetwork) -> str:
    ends = _ends(seen)
    assert ends is not None
    first, last = (layer.gradients or 0.0 for layer in ends)
    size = f"{_round(last / first)} times smaller than those of the output" if first else "zero"
    return (
        f"{ends[0].title}: hardly learns, for its gradients are {size}{_of_a_sample(seen)}: they vanish on the "
        "way back."
    )


def _closer(seen: LayerInNetwork) -> str:
    squeezing = sorted(seen.setup.activations & {"sigmoid", "tanh"})
    choices = [f"ReLU instead of {' and '.join(squeezing)}"] if squeezing else []
    choices += ["fewer layers"] if sum(layer.has_weights for layer in seen.layers) > 2 else []
    choices += [] if seen.setup.normalizes else ["BatchNormalization"]
    return any_of(choices) if choices else any_of(["other first weights (another seed)"])


def _of_a_sample(seen: LayerInNetwork) -> str:
    return f" (on {seen.layer.sample:,} of the training rows)" if seen.layer.sample else ""


def _round(ratio: float) -> str:
    return f"{float(f'{ratio:.2g}'):,.0f}"


# Each layer gets the finding of the first rule that applies.

OF_A_LAYER: tuple[Rule[LayerInNetwork], ...] = (
    Rule("no_numbers", lambda seen: bool(seen.broken), _no_numbers, _calmer),
    Rule(
        "exploding",
        lambda seen: bool(seen.grown) and seen.setup.unscaled is None,
        _explodes,
        _calmer,
    ),
    Rule("dead_layer", lambda seen: _dead(seen, 1.0), _all_dead, _livelier),
    Rule("one_alive", _one_alive, _nearly_dead, _livelier),
    Rule("half_dead", lambda seen: _dead(seen, HALF), _half_dead, warns=False),
    Rule("saturated", lambda seen: seen.layer.saturated > SATURATED_SHARE, _saturated, _unsaturated),
)

OF_THE_WHOLE: tuple[Rule[LayerInNetwork], ...] = (
    Rule(
        "unscaled_target",
        lambda seen: bool(seen.epoch) and seen.setup.unscaled is not None,
        lambda seen: sentence(seen.setup),
        lambda seen: remedy(seen.setup),
    ),
    Rule("vanishing", _vanishes, _vanished, _closer),
)
