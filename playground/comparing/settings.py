"""The settings of an experiment one by one, each with the words a learner knows it by and its value as a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from playground.datasets import Card, DataError, card
from playground.datasets.toys.options import toy_options
from playground.experiment import (
    Data,
    EarlyStopping,
    Experiment,
    Layer,
    Optimizer,
    ReduceLROnPlateau,
    Training,
)
from playground.words import (
    ACTIVATIONS,
    INITIALIZERS,
    KERAS_WEIGHT_DECAY,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALINGS,
    Word,
)

FULL_BATCH = "full batch"
ABSENT = "–"  # where a setting has no meaning, such as the momentum of Adam

_LAYERS = {
    "dense": "Dense",
    "dropout": "Dropout",
    "batch_normalization": "Batch normalization",
    "activation": "Activation",
}
_LAYER_NAMES = {"l1": "L1", "l2": "L2"}
_OPTIONS = {"seed": "Points seed", "noise": "Noise %", "derived": "More features", "task": "Task"}
_MISSING = {"drop": "leave the row out", "fill": "fill with the median"}
_LISTED = 6  # values of a list that are listed one by one


@dataclass(frozen=True)
class Setting:
    """One setting: its path in the file, its title, its value as a text; `value` tells whether two are the same."""

    path: str
    title: str
    text: str
    value: Any


def settings(experiment: Experiment) -> list[Setting]:
    """All settings but the layers, in the order of the forms."""
    data, training = experiment.data, experiment.training
    return [
        *_data(data),
        _loss(training),
        _metrics(training.metrics),
        *_optimizer(training.optimizer),
        _plain("training.batch_size", "Batch size", training.batch_size, FULL_BATCH),
        _plain("training.epochs", "Epochs", training.epochs),
        *_early_stopping(training.early_stopping),
        *_plateau(training.reduce_lr_on_plateau),
        _plain("training.seed", "Seed", training.seed),
        _beginning(experiment),
    ]


def title_of(path: str) -> str:
    """The title of a setting by its path in the file: `Early stopping · patience`; "" of the whole experiment."""
    if match := re.fullmatch(r"network\.layers\.(\d+)(?:\.(\w+))?", path):
        layer, name = f"Layer {int(match[1]) + 1}", match[2]
        return f"{layer} · {_LAYER_NAMES.get(name, name.replace('_', ' '))}" if name else layer
    if path.startswith(("branch.", "twin.")):  # what is wrong with the run whose weights are asked for
        return _titles()["branch"]
    if path in _titles():
        return _titles()[path]
    words = path.rsplit(".", 1)[-1].replace("_", " ")
    return words[:1].upper() + words[1:]


@cache
def _titles() -> Mapping[str, str]:
    """Titles by path, of an experiment that has every setting."""
    training = Training(
        early_stopping=EarlyStopping(start_from_epoch=1), reduce_lr_on_plateau=ReduceLROnPlateau()
    )
    every = Experiment(data=Data(dataset="circle", options={"derived": ["x1^2"]}), training=training)
    titles = {setting.path: setting.title for setting in settings(every)}
    return titles | {"network.layers": "Network", "twin": "Beginning"}


def layer_settings(layer: Layer, path: str, title: str) -> list[Setting]:
    """The settings of one layer, such as `Layer 2 · units`."""
    words = {"activation": ACTIVATIONS, "initializer": INITIALIZERS}
    found = []
    for name, value in layer.model_dump(exclude={"type"}).items():
        full = f"{title} · {_LAYER_NAMES.get(name, name)}"
        at = f"{path}.{name}"
        found.append(_word(at, full, words[name], value) if name in words else _plain(at, full, value))
    return found


def layer_in_short(layer: Layer) -> str:
    """A layer in a few words: `Dense 512 ReLU`, `Dropout 0.3`."""
    title = _LAYERS[layer.type]
    match layer.type:
        case "dense":
            return f"{title} {layer.units:,} {ACTIVATIONS[layer.activation].title}"
        case "dropout":
            return f"{title} {layer.rate:g}"
        case "activation":
            return f"{title} {ACTIVATIONS[layer.activation].title}"
        case _:
            return title


def _data(data: Data) -> Iterator[Setting]:
    try:
        known = card(data.dataset)
    except DataError:  # a table that has been taken away since
        known = None
    title = known.title if known else data.dataset
    yield Setting("data.dataset", "Data set", title, data.dataset)
    target = data.target or (known.target if known else None)
    yield _plain("data.target", "Target", target, "the usual one")
    offered = tuple(known.features) if known and target == known.target else None
    yield _features(data.features or offered, offered)
    percent = f"{data.train_fraction * 100:g} %"
    yield Setting("data.train_fraction", "Training rows", percent, data.train_fraction)
    yield _plain("data.split_seed", "Split seed", data.split_seed)
    yield _word("data.scaling", "Scaling", SCALINGS, data.scaling)
    yield _plain("data.scale_target", "Scaled target", data.scale_target)
    yield Setting("data.missing", "Missing values", _MISSING[data.missing], data.missing)
    for name, value in _options(data, known).items():
        title = _OPTIONS.get(name, name.replace("_", " ").capitalize())
        yield _plain(f"data.options.{name}", title, value, "none")


def _options(data: Data, known: Card | None) -> Mapping[str, Any]:
    """The options, where it is a toy with those left out: to leave one out is to say the usual value."""
    if known is None or not known.is_toy:
        return data.options
    try:
        return toy_options(known, data.options).model_dump()
    except DataError:
        return data.options


def _features(names: tuple[str, ...] | None, offered: tuple[str, ...] | None) -> Setting:
    if names is None:
        text = "all columns"
    elif offered is None or not set(names) <= set(offered):
        text = ", ".join(names)
    elif len(names) == len(offered):
        text = f"all {len(offered)}"
    elif len(offered) - len(names) <= 3:
        text = "without " + ", ".join(name for name in offered if name not in names)
    else:
        text = ", ".join(names)
    return Setting("data.features", "Features", text, names)


def _loss(training: Training) -> Setting:
    found = _word("training.loss", "Loss", LOSSES, training.loss)
    if training.loss_version == 1 and training.loss in ("hinge", "mape"):
        return Setting(found.path, found.title, f"{found.text}, as in earlier versions", (found.value, 1))
    return found


def _metrics(names: tuple[str, ...] | None) -> Setting:
    text = "the usual ones" if names is None else ", ".join(METRICS[name].title for name in names) or "none"
    return Setting("training.metrics", "Metrics", text, names)


def _optimizer(optimizer: Optimizer) -> Iterator[Setting]:
    path = "training.optimizer"
    yield _word(f"{path}.name", "Optimizer", OPTIMIZERS, optimizer.name)
    yield _plain(f"{path}.learning_rate", "Learning rate", optimizer.learning_rate)
    has = optimizer.name == "sgd"
    momentum = f"{optimizer.momentum:g}" if has else ABSENT
    yield Setting(f"{path}.momentum", "Momentum", momentum, optimizer.momentum)
    yield Setting(
        f"{path}.nesterov", "Nesterov", _text(optimizer.nesterov) if has else ABSENT, optimizer.nesterov
    )
    # Keras' own default of AdamW is the same as saying it.
    decay = optimizer.weight_decay
    if optimizer.name == "adamw" and decay is None:
        decay = KERAS_WEIGHT_DECAY
    yield _plain(f"{path}.weight_decay", "Weight decay", decay, ABSENT)


def _early_stopping(stopping: EarlyStopping | None) -> Iterator[Setting]:
    path, title = "training.early_stopping", "Early stopping"
    if stopping is None:
        yield Setting(path, title, "off", None)
        return
    yield Setting(path, title, f"{stopping.monitor}, patience {stopping.patience}", True)
    yield _plain(f"{path}.monitor", f"{title} · watch", stopping.monitor)
    yield _plain(f"{path}.patience", f"{title} · patience", stopping.patience)
    yield _plain(f"{path}.min_delta", f"{title} · least improvement", stopping.min_delta)
    yield _plain(
        f"{path}.start_from_epoch", f"{title} · first epochs that do not count", stopping.start_from_epoch
    )
    yield _plain(
        f"{path}.restore_best_weights", f"{title} · back to the best weights", stopping.restore_best_weights
    )


def _plateau(reducing: ReduceLROnPlateau | None) -> Iterator[Setting]:
    path, title = "training.reduce_lr_on_plateau", "Smaller steps on a plateau"
    if reducing is None:
        yield Setting(path, title, "off", None)
        return
    text = f"{reducing.monitor}, patience {reducing.patience}, times {reducing.factor:g}"
    yield Setting(path, title, text, True)
    yield _plain(f"{path}.monitor", f"{title} · watch", reducing.monitor)
    yield _plain(f"{path}.patience", f"{title} · patience", reducing.patience)
    yield _plain(f"{path}.factor", f"{title} · factor", reducing.factor)
    yield _plain(f"{path}.min_delta", f"{title} · least improvement", reducing.min_delta)
    yield _plain(f"{path}.min_lr", f"{title} · smallest rate", reducing.min_lr)


def _beginning(experiment: Experiment) -> Setting:
    branch = experiment.branch
    text = "new weights" if branch is None else f"branched at epoch {branch.epoch:,}"
    return Setting("branch", "Beginning", text, text)


def _word(path: str, title: str, table: Mapping[str, Word], name: str | None) -> Setting:
    return Setting(
        path, title, "the usual one" if name is None else table[name].title if name in table else name, name
    )


def _plain(path: str, title: str, value: Any, when_none: str = "none") -> Setting:
    return Setting(path, title, when_none if value is None else _text(value), _hashable(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        if len(value) > _LISTED or any(isinstance(part, list | tuple | dict) for part in value):
            return f"{len(value):,} values"
        return ", ".join(_text(part) for part in value) or "none"
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _hashable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_hashable(part) for part in value)
    return repr(value) if isinstance(value, dict) else value
