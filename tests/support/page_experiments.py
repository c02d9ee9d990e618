"""Hypothesis strategies for all experiments that the page's forms can show."""

from typing import Any

from hypothesis import strategies as some

from playground.datasets import DERIVED, card, load, names
from playground.datasets.toys.catalogue import TOYS
from playground.experiment import Data
from playground.words import (
    ACTIVATIONS,
    DEFAULT_METRICS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALINGS,
    SCHEDULES,
    Task,
    fitting,
)


def floats(least: float, most: float, **more: Any) -> some.SearchStrategy[float]:
    return some.floats(least, most, allow_nan=False, **more)


def layers() -> some.SearchStrategy[list[dict[str, Any]]]:
    activation = some.sampled_from(list(ACTIVATIONS))
    dense = some.fixed_dictionaries(
        {"type": some.just("dense"), "units": some.integers(1, 300)},
        optional={
            "activation": activation,
            "initializer": some.sampled_from(list(INITIALIZERS)),
            "l1": floats(0, 10),
            "l2": some.sampled_from([1e-05, 3.3e-7, 0.0, 10.0]),
        },
    )
    others = [
        some.fixed_dictionaries({"type": some.just("dropout"), "rate": floats(0, 1, exclude_max=True)}),
        some.fixed_dictionaries(
            {"type": some.just("batch_normalization"), "momentum": floats(0, 1, exclude_max=True)}
        ),
        some.fixed_dictionaries({"type": some.just("activation"), "activation": activation}),
    ]
    return some.lists(some.one_of(dense, *others), max_size=4)


@some.composite
def toy_options(draw: some.DrawFn, name: str) -> dict[str, Any]:
    toy = TOYS[name]
    points = draw(some.integers(10, 200))
    coordinate = floats(-12, 12)
    value = some.sampled_from(toy.classes) if toy.classes else coordinate
    options: dict[str, some.SearchStrategy[Any]] = {
        "noise": some.one_of(floats(0, 50), some.integers(0, 50)),
        "seed": some.integers(0, 2**31 - 1),
        "added": some.lists(some.tuples(*(coordinate for _ in toy.features), value).map(list), max_size=3),
        "removed": some.lists(some.integers(0, points - 1), max_size=3, unique=True),
    }
    if len(toy.features) == 2:
        options["derived"] = some.lists(some.sampled_from(DERIVED), max_size=3)
    return {"points": points, **draw(some.fixed_dictionaries({}, optional=options))}


@some.composite
def data_parts(draw: some.DrawFn) -> dict[str, Any]:
    name = draw(some.sampled_from(names()))
    data: dict[str, Any] = {"dataset": name}
    if name in TOYS:
        if draw(some.booleans()):
            data["options"] = draw(toy_options(name))
    else:
        about = card(name)
        columns = [str(column) for column in load(Data(dataset=name)).columns]
        target = draw(some.sampled_from([None, about.target, *columns]))
        data["target"] = target
        features = [column for column in columns if column != (target or about.target)]
        if draw(some.booleans()):
            data["features"] = draw(
                some.lists(some.sampled_from(features), min_size=1, max_size=5, unique=True)
            )
        data["options"] = draw(some.sampled_from([{}, {"task": "classes"}, {"task": None}]))
    more = {
        "train_fraction": floats(0.05, 0.95),
        "split_seed": some.integers(0, 2**31 - 1),
        "scaling": some.sampled_from(list(SCALINGS)),
        "scale_target": some.booleans(),
        "missing": some.sampled_from(["drop", "fill"]),
    }
    return {**data, **draw(some.fixed_dictionaries({}, optional=more))}


@some.composite
def optimizers(draw: some.DrawFn) -> dict[str, Any]:
    name = draw(some.sampled_from(list(OPTIMIZERS)))
    optimizer: dict[str, Any] = {"name": name, "learning_rate": draw(floats(1e-9, 100))}
    if name == "sgd":
        optimizer["momentum"] = draw(some.sampled_from([0.0, 0.9, 0.999, 0.12345678901234567]))
        optimizer["nesterov"] = optimizer["momentum"] > 0 and draw(some.booleans())
    if name == "adamw":
        optimizer["weight_decay"] = draw(some.sampled_from([None, 0.0, 0.004, 1e-6]))
    optimizer[draw(some.sampled_from(["clipnorm", "clipvalue"]))] = draw(some.sampled_from([None, 0.5, 1e-6]))
    return optimizer


@some.composite
def beginnings(draw: some.DrawFn) -> dict[str, Any]:
    """Data, network and the part of training that does not depend on the task."""
    return {
        "title": draw(some.sampled_from(["", "Mine", "Ünïcode · *stars*"])),
        "data": draw(data_parts()),
        "network": {"layers": draw(layers())},
        "training": {
            "optimizer": draw(optimizers()),
            "epochs": draw(some.integers(1, 10_000)),
            "batch_size": draw(some.sampled_from([None, 1, 7, 20, 32, 64])),
            "seed": draw(some.integers(0, 2**31 - 1)),
        },
    }


@some.composite
def endings(draw: some.DrawFn, task: Task) -> dict[str, Any]:
    """The part of training that fits a task."""
    offered = fitting(METRICS, task)
    metrics = draw(some.none() | some.lists(some.sampled_from(offered), max_size=3, unique=True))
    recorded = ["loss", *(DEFAULT_METRICS[task] if metrics is None else metrics)]
    monitors = some.sampled_from([f"{of}{name}" for name in recorded for of in ("", "val_")])
    stopping = some.fixed_dictionaries(
        {"monitor": monitors},
        optional={
            "min_delta": floats(0, 1e300),
            "patience": some.sampled_from([0, 1, 20_000, 2**53 - 1]),
            "restore_best_weights": some.booleans(),
            "start_from_epoch": some.sampled_from([0, 7, 20_000]),
        },
    )
    reducing = some.fixed_dictionaries(
        {"monitor": monitors},
        optional={
            "factor": floats(0, 1, exclude_min=True, exclude_max=True),
            "min_delta": floats(0, 10),
            "patience": some.sampled_from([1, 20_000]),
            "min_lr": floats(0, 1),
        },
    )
    schedules = some.fixed_dictionaries(
        {"name": some.sampled_from(list(SCHEDULES)), "warmup_epochs": some.sampled_from([1, 20_000])},
        optional={
            "factor": floats(0, 1, exclude_min=True, exclude_max=True),
            "every": some.sampled_from([1, 20_000]),
            "alpha": floats(0, 1, exclude_max=True),
        },
    )
    plateau = draw(some.none() | reducing)
    return {
        "loss": draw(some.sampled_from([None, *fitting(LOSSES, task)])),
        "metrics": metrics,
        "early_stopping": draw(some.none() | stopping),
        "reduce_lr_on_plateau": plateau,
        "stop_at": draw(
            some.none() | some.fixed_dictionaries({"monitor": monitors, "value": floats(-1e6, 1e6)})
        ),
        "schedule": draw(some.none() | schedules) if plateau is None else None,
    }
