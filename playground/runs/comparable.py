"""Whether a value of several runs may be compared at all, and which value of a run is compared."""

import math
from collections.abc import Sequence

from playground.experiment import Dense, Experiment
from playground.plan import history_names
from playground.vocabulary import LOSSES, is_better


def common_names(experiments: Sequence[Experiment]) -> list[str]:
    """What all of them record, without `val_`: loss first, then metrics in the order of the first one."""
    recorded = [set(history_names(experiment)) for experiment in experiments]
    first = [name for name in history_names(experiments[0]) if not name.startswith("val_")]
    return [name for name in first if all(name in names for names in recorded)]


def obstacles(experiments: Sequence[Experiment], name: str) -> list[str]:
    """Sentences that say why `name`, with or without `val_`, does not mean the same in all of them; none if it does."""
    if len(experiments) < 2:
        return []
    data = [experiment.data for experiment in experiments]
    if len({(part.dataset, part.target) for part in data}) > 1:
        return ["They predict different things: better here and worse there say nothing about each other."]
    found = []
    if name.removeprefix("val_") == "loss":
        losses = {experiment.training.loss for experiment in experiments}
        if len(losses) > 1:
            titles = " and ".join(
                sorted(LOSSES[loss].title if loss in LOSSES else "" for loss in losses if loss)
            )
            found.append(f"Their losses are different measures ({titles}): compare a metric instead.")
        elif len({_penalties(experiment) for experiment in experiments}) > 1:
            found.append(
                "L1 and L2 add to the loss, and not to the same extent here: compare a metric instead."
            )
    if len({part.scale_target for part in data}) > 1:
        found.append(
            "Some predict the scaled target, others the target itself: their errors have other units."
        )
    split = {
        (part.split_seed, part.train_fraction, part.missing, repr(sorted(part.options.items())))
        for part in data
    }
    if not found and len(split) > 1:
        found.append("They are judged by different validation rows: part of a difference may be the rows.")
    return found


def best(curve: Sequence[float], name: str) -> tuple[int, float] | None:
    """The best epoch and its value, from epoch 1 on: the untrained network is no result."""
    found: tuple[int, float] | None = None
    for epoch, value in enumerate(curve):
        if epoch and math.isfinite(value) and (found is None or is_better(name, value, found[1])):
            found = epoch, value
    return found


def _penalties(experiment: Experiment) -> tuple[tuple[float, float], ...]:
    layers = [layer for layer in experiment.network.layers if isinstance(layer, Dense)]
    return tuple((layer.l1, layer.l2) for layer in layers if layer.l1 or layer.l2)
