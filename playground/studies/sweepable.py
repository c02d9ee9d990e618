"""The settings that a sweep may vary, with settings that change one thing in many layers.

A path is usually that of a setting in an experiment file. `network.hidden_layers`, and the settings that kinds of
layers offer, such as `network.units` and `network.dropout`, are not in any file: they change the whole network.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from playground.datasets import DataError, card
from playground.errors import ExperimentError, Problem
from playground.experiment import Dense, Experiment, Optimizer
from playground.experiment.parse import put
from playground.experiment.settings import SETTINGS
from playground.experiment.uploads import is_own
from playground.layers.table import KINDS

Content = dict[str, Any]
Layers = list[dict[str, Any]]

# What a network lacks if none of its layers has the setting of a path.
_MISSING = {sweep.path: sweep.missing for kind in KINDS.values() for sweep in kind.sweeps}


def always(_: Experiment) -> bool:
    """True for every experiment."""
    return True


@dataclass(frozen=True)
class Sweepable:
    """A row: path, title, proposed values, and which experiments have the setting."""

    path: str
    title: str
    values: tuple[Any, ...]
    fits: Callable[[Experiment], bool] = always


def sweepables(experiment: Experiment) -> list[Sweepable]:
    """The settings that a sweep of this experiment may vary."""
    return [row for row in SWEEPABLES.values() if row.fits(experiment)]


def title_of(path: str) -> str:
    """The title of a setting, or the last words of its path if no table has the setting."""
    if path in SWEEPABLES:
        return SWEEPABLES[path].title
    if path in SETTINGS:
        return SETTINGS[path].full_title
    *way, last = path.split(".")
    words = last.replace("_", " ")
    if way[:-1] == ["network", "layers"] and way[-1].isdecimal():
        words = f"layer {int(way[-1]) + 1} {words}"
    return words[:1].upper() + words[1:]


def set_everywhere(content: Content, path: str, value: Any) -> None:
    """Changes a setting of an experiment in plain data, in all layers that have it.

    Raises:
        ExperimentError: nothing in the experiment has this setting.
    """
    change = _WAYS.get(path)
    if change is None:
        put(content, path, value)
    else:
        change(content, value)


def _of_layers() -> list[Sweepable]:
    """The settings of the kinds of layers, each path once, for experiments with such layers."""
    return [
        Sweepable(sweep.path, sweep.title, sweep.values, _has_layer(sweep.path))
        for sweep in {sweep.path: sweep for kind in KINDS.values() for sweep in kind.sweeps}.values()
    ]


def _has_layer(path: str) -> Callable[[Experiment], bool]:
    return lambda experiment: any(
        sweep.path == path for layer in experiment.network.layers for sweep in layer.sweeps
    )


def _is_toy(experiment: Experiment) -> bool:
    if is_own(experiment.data.dataset):
        return False
    try:
        return card(experiment.data.dataset).is_toy
    except DataError:
        return False


def _table(*rows: Sweepable) -> dict[str, Sweepable]:
    return {row.path: row for row in rows}


_NETWORK = _table(*_of_layers(), Sweepable("network.hidden_layers", "Hidden layers", (1, 2, 3, 4)))
# Which experiments have a setting that not all have.
_FITS: Mapping[str, Callable[[Experiment], bool]] = {
    "data.options.noise": _is_toy,
    "training.schedule.name": lambda experiment: experiment.training.reduce_lr_on_plateau is None,
    "training.optimizer.clipnorm": lambda experiment: experiment.training.optimizer.clipvalue is None,
    "training.optimizer.clipvalue": lambda experiment: experiment.training.optimizer.clipnorm is None,
}

SWEEPABLES = _NETWORK | _table(
    *(
        Sweepable(row.path, row.full_title, row.sweep, _FITS.get(row.path, always))
        for row in SETTINGS.values()
        if row.sweep
    )
)


def _layers(content: Content) -> Layers:
    layers: Layers = content["network"]["layers"]
    return layers


def _in_each(path: str) -> Callable[[Content, Any], None]:
    def change(content: Content, value: Any) -> None:
        for layer, name in _having(content, path):
            layer[name] = value

    return change


def _having(content: Content, path: str) -> list[tuple[dict[str, Any], str]]:
    """The layers with a setting that a sweep varies, and the setting's name in them."""
    having = [
        (layer, sweep.name)
        for layer in _layers(content)
        for sweep in KINDS[layer["type"]].sweeps
        if sweep.path == path
    ]
    if not having:
        raise ExperimentError(Problem("network.layers", f"no layer has {_MISSING[path]} to sweep over."))
    return having


def _set_activation(content: Content, value: Any) -> None:
    """Sets the activations; a linear layer before an activation layer stays linear, unless all layers are linear."""
    having = [layer for layer, _ in _having(content, "network.activation")]
    bent = [layer for layer in having if layer["activation"] != "linear"]
    for layer in bent or having:
        layer["activation"] = value


def _set_hidden_layers(content: Content, value: Any) -> None:
    """Removes or repeats dense layers at the end, each with the layers that follow it up to the next one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ExperimentError(Problem("network.hidden_layers", f"{value} is not a number of layers."))
    blocks: list[Layers] = [[]]
    for layer in _layers(content):
        if layer["type"] == "dense":
            blocks.append([])
        blocks[-1].append(layer)
    first, *dense = blocks
    last = dense[-1] if dense else [Dense().model_dump()]
    # Limited, but still enough layers for the check to refuse a value that is too large.
    wanted = [*dense, *([last] * max(min(value, 1000) - len(dense), 0))][:value]
    content["network"]["layers"] = [*first, *(deepcopy(layer) for block in wanted for layer in block)]


def _set_optimizer(content: Content, value: Any) -> None:
    """Sets the optimizer without the settings of other optimizers."""
    optimizer = content["training"]["optimizer"]
    usual = Optimizer().model_dump()
    for name in optimizer:
        if not SETTINGS[f"training.optimizer.{name}"].belongs_to(value):
            optimizer[name] = usual[name]
    optimizer["name"] = value


_WAYS: Mapping[str, Callable[[Content, Any], None]] = {
    **{path: _in_each(path) for path in _MISSING},
    "network.activation": _set_activation,
    "network.hidden_layers": _set_hidden_layers,
    "training.optimizer.name": _set_optimizer,
}
