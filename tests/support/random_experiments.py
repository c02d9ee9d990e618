"""Random experiments that can be trained: every kind of layer, loss, metric, optimizer, scaling, split and filling."""

import os
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from playground.datasets import card, complete_data, prepare
from playground.errors import ExperimentError
from playground.experiment import Data, Experiment
from playground.experiment.parse import from_content, parse
from playground.experiment.presets import presets
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from playground.plan import Plan, plan
from playground.words import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALINGS,
    SCHEDULES,
    Task,
    fitting,
)

# With numbers and text, with gaps and without, for all three tasks: bundled tables, scikit-learn's, and toys.
DATA_SETS: tuple[dict[str, Any], ...] = (
    {"dataset": "cereals"},
    {"dataset": "cereals", "target": "manufacturer", "features": ["sugars", "shelf", "vitamins"]},
    {"dataset": "auto-mpg"},
    {"dataset": "auto-mpg", "target": "cylinders", "options": {"task": "classes"}},
    {"dataset": "penguins"},
    {"dataset": "penguins", "target": "sex"},
    {"dataset": "penguins", "target": "body_mass_g"},
    {"dataset": "house-prices", "target": "sqft"},
    {"dataset": "ionosphere"},
    {"dataset": "iris"},
    {"dataset": "wine"},
    {"dataset": "diabetes"},
    {"dataset": "breast-cancer"},
    {"dataset": "spiral", "options": {"points": 120, "noise": 5, "derived": ["x1^2", "sin(x2)"]}},
    {"dataset": "circle", "options": {"points": 80, "removed": [1, 2, 40]}},
    {"dataset": "sine", "options": {"points": 60, "added": [[0.5, 1.25], [-2.0, 0.1]]}},
)

_shares = st.floats(0, 0.9).map(lambda value: round(value, 3))
_small = st.sampled_from([0.0, 0.0, 0.001, 0.01])
_SETTINGS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "dense": {
        "units": st.integers(1, 12),
        "activation": st.sampled_from(sorted(ACTIVATIONS)),
        "initializer": st.sampled_from(sorted(INITIALIZERS)),
        "l1": _small,
        "l2": _small,
    },
    "dropout": {"rate": _shares},
    "batch_normalization": {"momentum": _shares},
    "activation": {"activation": st.sampled_from(sorted(ACTIVATIONS))},
    "leaky_relu": {"negative_slope": _shares},
    "layer_normalization": {"epsilon": st.sampled_from([1e-6, 0.001, 0.1])},
    "gaussian_noise": {"stddev": _shares},
}


def layers(kind: type[Kind]) -> st.SearchStrategy[Kind]:
    """Layers of a kind with any settings."""
    (name,) = (name for name, known in KINDS.items() if known is kind)
    return st.builds(kind, **_SETTINGS[name])


@st.composite
def plans(draw: st.DrawFn, epochs: int = 20) -> Plan:
    """Experiments on their data, which train `epochs` epochs at most."""
    data = {
        **draw(st.sampled_from(DATA_SETS)),
        "train_fraction": draw(st.sampled_from([0.3, 0.5, 0.7, 0.85])),
        "split_seed": draw(st.integers(0, 3)),
        "scaling": draw(st.sampled_from(sorted(SCALINGS))),
        "scale_target": draw(st.booleans()),
        "missing": draw(st.sampled_from(["drop", "fill"])),
    }
    plain, data = data, {**data, **_choices(draw, data)}
    content = {"data": data, "network": {"layers": draw(_stacks)}, "training": _training(draw, data, epochs)}
    begins = draw(st.sampled_from(["anew", "anew", "as a twin", "as a branch"]))
    if begins == "as a twin":
        other = {**content, "network": {"layers": [*content["network"]["layers"], *draw(_stacks)]}}
        other["training"] = {**content["training"], "seed": 5}
        content["twin"] = other
    elif begins == "as a branch":
        parent = {**content, "training": {**content["training"], "stop_at": None}}
        rates = draw(st.sampled_from([[], [[1, 0.002]]]))
        content["branch"] = {"experiment": parent, "epoch": draw(st.integers(0, 4)), "learning_rates": rates}
    try:
        return plan(from_content(content))
    except ExperimentError:
        # A column is constant in the few rows, or a parent ends before its branch.
        content.pop("branch", None)
        content.pop("twin", None)
        content["data"] = {**plain, "train_fraction": 0.7, "split_seed": 0}
        return plan(Experiment.model_validate(content))


def presets_and_random(count: int) -> dict[str, Plan]:
    """Every preset in 20 epochs, and random experiments; `PLAYGROUND_EXPORTS_SEED` draws others."""
    found = {
        name: plan(parse(preset.model_dump_json(), ["training.epochs=20"]))
        for name, preset in presets().items()
    }

    @seed(int(os.environ.get("PLAYGROUND_EXPORTS_SEED", "0")))
    @settings(
        max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    @given(plans())
    def draw(each: Plan) -> None:
        found[f"random {len(found)}"] = each

    draw()
    return found


def _choices(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """Choices of the tab Prepare, for half of the experiments."""
    if draw(st.booleans()):
        return {}
    prepared = prepare(complete_data(Data.model_validate({**data, "train_fraction": 0.7, "split_seed": 0})))
    found: dict[str, Any] = {
        "split": draw(st.sampled_from([None, *({"by": by} for by in ("stratified", "copies", "time"))])),
        "clip": draw(st.sampled_from([None, 0.05])),
        "fill": draw(st.sampled_from([None, "mean", "most_frequent"])),
        "was_missing": draw(st.sampled_from([None, True])),
        "most_categories": draw(st.sampled_from([None, 2, 4])),
        "column_scaling": {prepared.report.used[0]: draw(st.sampled_from(sorted(SCALINGS)))},
    }
    if not card(data["dataset"]).is_toy:
        found["test"] = draw(st.sampled_from([None, {"fraction": 0.1, "seed": 1}]))
    if prepared.task is Task.REGRESSION:
        positive = (prepared.y * prepared.y_scale + prepared.y_offset > 0).all()
        found["log_target"] = draw(st.sampled_from([None, True])) if positive else None
    else:
        found["class_weights"] = draw(st.sampled_from([None, "balanced"]))
    return {name: value for name, value in found.items() if value is not None}


_stacks = st.lists(
    st.sampled_from(list(KINDS.values())).flatmap(layers).map(lambda layer: layer.model_dump(mode="json")),
    max_size=4,
)


def _training(draw: st.DrawFn, data: dict[str, Any], epochs: int) -> dict[str, Any]:
    task = prepare(complete_data(Data.model_validate(data))).task
    metrics = draw(st.lists(st.sampled_from(fitting(METRICS, task)), unique=True, max_size=2))
    monitors = st.sampled_from(["val_loss", "loss", *(f"val_{name}" for name in metrics)])
    name = draw(st.sampled_from(sorted(OPTIMIZERS)))
    optimizer: dict[str, Any] = {
        "name": name,
        "learning_rate": draw(st.sampled_from([0.001, 0.003, 0.01])),
        **draw(st.sampled_from([{}, {"clipnorm": 0.5}, {"clipvalue": 0.1}])),
    }
    if name == "sgd":
        optimizer |= draw(st.sampled_from([{}, {"momentum": 0.9}, {"momentum": 0.5, "nesterov": True}]))
    if name == "adamw":
        optimizer |= draw(st.sampled_from([{}, {"weight_decay": 0.01}]))
    training: dict[str, Any] = {
        "loss": draw(st.sampled_from(fitting(LOSSES, task))),
        "metrics": metrics,
        "optimizer": optimizer,
        "batch_size": draw(st.sampled_from([None, 7, 16, 32])),
        "epochs": epochs,
        "seed": draw(st.integers(0, 3)),
    }
    if draw(st.sampled_from([False, True])):
        training["early_stopping"] = {
            "monitor": draw(monitors),
            "patience": draw(st.integers(1, 4)),
            "restore_best_weights": draw(st.booleans()),
            "start_from_epoch": draw(st.integers(0, 3)),
        }
    if draw(st.sampled_from([False, True])):
        training["reduce_lr_on_plateau"] = {"monitor": draw(monitors), "patience": 1, "factor": 0.3}
    elif draw(st.sampled_from([False, True])):
        training["schedule"] = {
            "name": draw(st.sampled_from(sorted(SCHEDULES))),
            "every": draw(st.integers(1, 5)),
            "alpha": draw(st.sampled_from([0.0, 0.1])),
            "warmup_epochs": draw(st.integers(1, 4)),
        }
    if draw(st.sampled_from([False, False, True])):
        training["stop_at"] = {"monitor": "val_loss", "value": 0.05}
    return training
