"""The cases of the golden curves: presets, random experiments, twins, branches, and runs that are held and go on."""

import random
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from playground.datasets import DERIVED, card, names
from playground.errors import ExperimentError
from playground.experiment import Branch, Dropout, Experiment, Network
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import history_names, largest_batch, plan
from playground.studies.twin import twin
from playground.words import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALINGS,
    Task,
    fitting,
)
from tests.golden.case import Case

MOST_EPOCHS = 15  # of a preset: some without XLA, and some in it
RANDOM = 20
SEED = 20_261_129
# The random experiments that `make test` trains too: cheap, one of them in XLA, none with curves that jump by a row
# where another processor rounds otherwise.
QUICK = (1, 7, 13)

PAUSE, RESUME, STEP, BATCH, STOP = (
    {"kind": kind} for kind in ("pause", "resume", "step", "step_batch", "stop")
)

PLAIN: dict[str, Any] = {
    "data": {"dataset": "cereals"},
    "network": {"layers": [{"type": "dense", "units": 6}, {"type": "dropout", "rate": 0.2}]},
    "training": {"epochs": 15, "batch_size": 10, "optimizer": {"name": "adam", "learning_rate": 0.02}},
}
# All that a run carries from one epoch to the next: random state, running averages, and what callbacks count.
CARRYING: dict[str, Any] = {
    **PLAIN,
    "network": {"layers": [*PLAIN["network"]["layers"], {"type": "batch_normalization", "momentum": 0.9}]},
    "training": {
        **PLAIN["training"],
        "epochs": 40,
        "metrics": ["mse", "r2"],
        "early_stopping": {"monitor": "val_loss", "min_delta": 0.01, "patience": 9},
        "reduce_lr_on_plateau": {"monitor": "loss", "factor": 0.5, "patience": 2, "min_delta": 0.05},
    },
}


def cases() -> list[Case]:
    """Every case; the same at every call."""
    found = [*_presets(), *_random(), *_twins(), *_branches(), *_held(), *_ends()]
    assert len({case.name for case in found}) == len(found)
    return found


def _presets() -> Iterator[Case]:
    for name, experiment in presets().items():
        epochs = min(experiment.training.epochs, MOST_EPOCHS)
        yield Case(f"preset {name}", changed(experiment, epochs=epochs))


def changed(experiment: Experiment, **training: Any) -> Experiment:
    """The experiment with some settings of its training changed."""
    content = experiment.model_dump(mode="json")
    return from_content({**content, "training": {**content["training"], **training}})


class _Words:
    """Deals the words of tables in turn, so that each comes as often as any other."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._turns: dict[tuple[str, ...], Iterator[str]] = {}

    def next(self, words: Sequence[str]) -> str:
        key = tuple(words)
        if key not in self._turns:
            self._turns[key] = cycle(self._draw.sample(key, len(key)))
        return next(self._turns[key])


def _random() -> Iterator[Case]:
    draw = random.Random(SEED)
    words = _Words(draw)
    by_task: dict[Task, list[str]] = {task: [] for task in Task}
    for name in names():
        by_task[plan(from_content({"data": {"dataset": name}})).prepared.task].append(name)
    for number in range(RANDOM):
        while True:
            experiment = _drawn(draw, words, by_task)
            try:
                plan(experiment)
                break
            except ExperimentError:
                continue
        yield Case(f"random {number}", experiment, quick=number in QUICK)


def _drawn(draw: random.Random, words: _Words, by_task: dict[Task, list[str]]) -> Experiment:
    loss = words.next(list(LOSSES))
    task = draw.choice([task for task in Task if task in LOSSES[loss].tasks])
    dataset = words.next(by_task[task])
    optimizer = words.next(list(OPTIMIZERS))
    metrics = fitting(METRICS, task)
    training: dict[str, Any] = {
        "loss": loss,
        "metrics": draw.sample(metrics, draw.randint(0, min(3, len(metrics)))),
        "optimizer": {
            "name": optimizer,
            "learning_rate": draw.choice([0.3, 1, 3]) * (0.02 if optimizer in ("sgd", "adagrad") else 0.005),
        },
        "batch_size": draw.choice([None, 8, 16, 32, 64]),
        "epochs": draw.choice([6, 9, 14, 18, 24]),
        "seed": draw.randrange(1000),
    }
    if optimizer == "sgd":
        training["optimizer"] |= draw.choice(
            [{}, {"momentum": 0.8}, {"momentum": 0.9, "nesterov": True}]  # the last two only sgd knows
        )
    if optimizer == "adamw":
        training["optimizer"]["weight_decay"] = draw.choice([None, 0.0, 0.02])
    experiment = from_content(
        {
            "data": {
                "dataset": dataset,
                "scaling": words.next(list(SCALINGS)),
                "scale_target": draw.random() < 0.7,
                "missing": words.next(["drop", "fill"]),
                "train_fraction": draw.choice([0.5, 0.7, 0.8]),
                "split_seed": draw.randrange(1000),
                "options": _options(draw, dataset),
            },
            "network": {"layers": [_layer(draw, words) for _ in range(draw.randint(1, 5))]},
            "training": training,
        }
    )
    monitors = history_names(experiment)
    stopping = {
        "monitor": draw.choice(monitors),
        "min_delta": draw.choice([0.0, 0.001, 0.02]),
        "patience": draw.randint(1, 5),
        "restore_best_weights": draw.random() < 0.6,
        "start_from_epoch": draw.choice([0, 0, 3]),
    }
    plateau = {
        "monitor": draw.choice(monitors),
        "factor": draw.choice([0.2, 0.5]),
        "patience": draw.randint(1, 3),
        "min_delta": draw.choice([0.0001, 0.02]),
    }
    return changed(
        experiment,
        batch_size=_batch(training["batch_size"], experiment),
        early_stopping=stopping if draw.random() < 0.5 else None,
        reduce_lr_on_plateau=plateau if draw.random() < 0.5 else None,
    )


def _options(draw: random.Random, dataset: str) -> dict[str, Any]:
    known = card(dataset)
    if not known.is_toy:
        return {}
    derived = draw.sample(DERIVED, 2) if len(known.features) > 1 else []
    return {
        "points": draw.choice([120, 300]),
        "noise": draw.choice([0.0, 10.0, 35.0]),
        "seed": draw.randrange(1000),
        "derived": derived if draw.random() < 0.5 else [],
    }


def _layer(draw: random.Random, words: _Words) -> dict[str, Any]:
    kind = words.next(["dense", "dropout", "dense", "batch_normalization", "dense", "activation"])
    match kind:
        case "dropout":
            return {"type": kind, "rate": draw.choice([0.1, 0.3, 0.5])}
        case "batch_normalization":
            return {"type": kind, "momentum": draw.choice([0.5, 0.9, 0.99])}
        case "activation":
            return {"type": kind, "activation": words.next(list(ACTIVATIONS))}
    return {
        "type": kind,
        "units": draw.randint(2, 24),
        "activation": words.next(list(ACTIVATIONS)),
        "initializer": words.next(list(INITIALIZERS)),
        "l1": draw.choice([0.0, 0.0, 0.001]),
        "l2": draw.choice([0.0, 0.0, 0.01]),
    }


def _batch(wanted: int | None, experiment: Experiment) -> int | None:
    return wanted if wanted is None else min(wanted, largest_batch(plan(experiment).prepared))


def _twins() -> Iterator[Case]:
    original = from_content(
        {
            "data": {"dataset": "iris"},
            "network": {"layers": [{"type": "dense", "units": units} for units in (8, 6, 4)]},
            "training": {"epochs": 13, "batch_size": 16, "seed": 3},
        }
    )
    first, *others = original.network.layers
    inserted = original.model_copy(
        update={"network": Network(layers=(first, Dropout(rate=0.3), *others)), "title": "Inserted"}
    )
    fewer = original.model_copy(update={"network": Network(layers=(first, *others[1:]))})
    yield Case("twin with a dropout inserted", twin(inserted, original))
    yield Case("twin with a layer less", twin(fewer, original))
    yield Case("twin of a twin", twin(fewer, twin(inserted, original)))
    yield Case("twin with another rate", twin(changed(original, optimizer={"name": "sgd"}), original))


def branch(content: dict[str, Any], epoch: int, learning_rates: Any = (), **training: Any) -> Experiment:
    """A branch of an experiment at an epoch, with some settings of its training changed."""
    parent = from_content(content)
    part = Branch(experiment=parent, epoch=epoch, learning_rates=learning_rates)
    return changed(parent.model_copy(update={"branch": part}), **training)


def _branches() -> Iterator[Case]:
    yield Case("branch at 3, nothing changed", branch(CARRYING, 3))
    yield Case("branch at 12, nothing changed", branch(CARRYING, 12))
    yield Case("branch at 0", branch(PLAIN, 0, seed=5))
    rates = [(2, 0.05), (4, 0.004)]
    slower = {"optimizer": {"name": "adam", "learning_rate": 0.001}}
    yield Case("branch with a changed rate", branch(PLAIN, 5, rates, **slower))
    yield Case("short branch with a changed rate", branch(PLAIN, 5, rates, **slower, epochs=9), quick=True)
    other = {"optimizer": {"name": "sgd", "learning_rate": 0.05, "momentum": 0.9}, "epochs": 20}
    yield Case("branch with another optimizer", branch(CARRYING, 11, [(10, 0.01)], **other))
    yield Case("branch with another loss", branch(CARRYING, 6, loss="huber"))
    child = branch(PLAIN, 4, batch_size=7).model_dump(mode="json")
    yield Case("branch of a branch", branch(child, 8, epochs=16))
    yield Case("branch of a branch after XLA began", branch(branch(CARRYING, 11).model_dump(mode="json"), 13))


def _held() -> Iterator[Case]:
    plain, carrying = from_content(PLAIN), from_content(CARRYING)
    for name, experiment in (("plain", plain), ("carrying", carrying)):
        yield Case(f"{name}, never held", experiment)
        yield Case(f"{name}, moved at 3", experiment, [[PAUSE, *[STEP] * 3], [RESUME]])
        yield Case(f"{name}, moved at 12", experiment, [[PAUSE, *[STEP] * 12], [RESUME]])
    again_and_again = [[PAUSE], [STEP], [BATCH], [BATCH], [STEP] * 10, [BATCH], [RESUME]]
    yield Case("carrying, moved seven times", carrying, again_and_again)
    rates = [
        [PAUSE, {"kind": "set_learning_rate", "value": 0.05}, STEP, STEP],
        [BATCH, {"kind": "set_learning_rate", "value": 0.003}],
        [*[STEP] * 9],
        [{"kind": "set_learning_rate", "value": 0.01}, RESUME],
    ]
    yield Case("rates set by hand", plain, rates)
    short = changed(plain, epochs=6)
    yield Case("held, moved and slowed down", short, [*rates[:2], [RESUME]], quick=True)
    grown = branch(CARRYING, 3)
    yield Case("branch, moved at 5 and 12", grown, [[PAUSE, STEP, STEP], [STEP] * 7, [RESUME]])
    first = next(iter(presets().values()))
    preset = changed(first, epochs=MOST_EPOCHS)
    yield Case("preset, moved at 2 and 12", preset, [[PAUSE, STEP, STEP], [STEP] * 10, [RESUME]])


def _ends() -> Iterator[Case]:
    """Runs that do not come to their last epoch."""
    plain, carrying = from_content(PLAIN), from_content(CARRYING)
    yield Case("stopped before it began", plain, [[STOP]])
    yield Case("stopped amid an epoch", plain, [[PAUSE, STEP, STEP, BATCH], [STOP]])
    yield Case("stopped with weights to restore", carrying, [[PAUSE, *[STEP] * 7], [STOP]])
    wild = {"name": "sgd", "learning_rate": 50.0}
    yield Case("diverged", changed(plain, loss="mse", optimizer=wild))
    never = {"monitor": "val_loss", "min_delta": 1000, "patience": 2}
    parent = changed(plain, early_stopping=never).model_dump(mode="json")
    yield Case("branch that its parent never reaches", branch(parent, 9))
