"""Facts of real runs for the doctor's tests: `python -m tests.support.recorded` trains the runs and writes the facts.

Training them takes minutes, so the facts are kept as data: the layers' health at some epochs, the measures of
the kept network, and the last values of the curves. `tests/doctor/test_recorded.py` reads them.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playground.experiment import Experiment
from playground.experiment.parse import from_content, put
from playground.experiment.presets import presets
from playground.messages.events import Ended, Epochs, Event
from tests.support.cases import content

FILE = Path(__file__).parent.parent / "doctor" / "recorded.json"

_64 = {"type": "dense", "units": 64, "activation": "relu"}
_LEAKY = {"type": "dense", "units": 512, "activation": "leaky_relu", "initializer": "he_normal"}


def _changed(case: str, path: str, value: Any) -> dict[str, Any]:
    """A case with one setting changed."""
    found = content(case)
    put(found, path, value)
    return found


def _cereals(activation: str, rate: float) -> dict[str, Any]:
    layers = [{"type": "dense", "units": units, "activation": activation} for units in (4, 3)]
    optimizer = {"name": "adam", "learning_rate": rate}
    return {
        "data": {"dataset": "cereals"},
        "network": {"layers": layers},
        "training": {"epochs": 100, "optimizer": optimizer},
    }


def _concrete(scaling: str, first: list[dict[str, Any]], rate: float) -> dict[str, Any]:
    """The preset that diverges, smaller, with one thing changed."""
    return {
        "data": {"dataset": "concrete", "scaling": scaling, "scale_target": False},
        "network": {"layers": [*first, _64, _64]},
        "training": {
            "loss": "mae",
            "optimizer": {"name": "sgd", "learning_rate": rate},
            "batch_size": 64,
            "epochs": 30,
        },
    }


def _deep(activation: str, units: int = 16, n_layers: int = 8, normalized: bool = False) -> dict[str, Any]:
    layer = [{"type": "dense", "units": units, "activation": activation}]
    layer += [{"type": "batch_normalization"}] if normalized else []
    return {
        "data": {"dataset": "red-wine"},
        "network": {"layers": layer * n_layers},
        "training": {"epochs": 20},
    }


def _squeezed(
    scaling: str, rate: float, activation: str = "tanh", *, normalized: bool = False
) -> dict[str, Any]:
    first = [{"type": "batch_normalization"}] if normalized else []
    return {
        "data": {"dataset": "concrete", "scaling": scaling, "scale_target": False},
        "network": {"layers": [*first, {"type": "dense", "units": 32, "activation": activation}]},
        "training": {"loss": "mae", "epochs": 40, "optimizer": {"name": "adam", "learning_rate": rate}},
    }


def _spiral(rate: float) -> dict[str, Any]:
    return {
        "data": {"dataset": "spiral", "train_fraction": 0.5, "scaling": "standard"},
        "network": {"layers": [{"type": "dense", "units": 8, "activation": "tanh"}] * 2},
        "training": {"epochs": 60, "batch_size": 10, "optimizer": {"name": "adam", "learning_rate": rate}},
    }


def _strength(scaled: bool, rate: float = 0.05) -> dict[str, Any]:
    return {
        "data": {"dataset": "concrete", "scale_target": scaled},
        "network": {"layers": [_64, _64]},
        "training": {"loss": "mse", "epochs": 30, "optimizer": {"name": "sgd", "learning_rate": rate}},
    }


def _eight(initializer: str) -> dict[str, Any]:
    return {
        "data": {"dataset": "cereals"},
        "network": {"layers": [{"type": "dense", "units": 8, "initializer": initializer}]},
        "training": {"epochs": 60, "optimizer": {"name": "sgd", "learning_rate": 0.05}},
    }


# What is trained, by name. A name with an arrow is a remedy for the run before the arrow.
RUNS: Mapping[str, dict[str, Any]] = {
    **{
        name: content(name)
        for name in ("N9", "N9-larger", "N9-smaller", "T5", "T5-smaller", "T9", "N25", "T8a", "N13")
    },
    # Thousands of epochs each.
    **{name: content(name) for name in ("T3-alone", "T4-alone")},
    "N9 > scale the target": content("N9-scaled"),
    "T5 > scale the target": content("T5-scaled"),
    "T9, smaller rate": _changed("T9", "training.optimizer.learning_rate", 0.001),
    "T9, leaky ReLU": _changed("T9", "network.layers", [_LEAKY] * 3),
    "N25 > smaller rate": _changed("N25", "training.optimizer.learning_rate", 0.11),
    "cereals-4-3": _cereals("relu", 0.05),
    "cereals-4-3 > leaky ReLU": _cereals("leaky_relu", 0.05),
    "cereals-slow": _cereals("relu", 0.005),
    "cereals-slow > leaky ReLU": _cereals("leaky_relu", 0.005),
    "concrete-raw": _concrete("none", [], 0.01),
    "concrete-raw > smaller rate": _concrete("none", [], 0.00001),
    "concrete-raw > scale the features": _concrete("minmax", [], 0.01),
    "concrete-raw > BatchNormalization": _concrete("none", [{"type": "batch_normalization"}], 0.01),
    "T8a > batches of 16": _changed("T8a", "training.batch_size", 16),
    "deep-sigmoid": _deep("sigmoid"),
    "deep-sigmoid > ReLU": _deep("relu"),
    "deep-sigmoid > fewer layers": _deep("sigmoid", n_layers=2),
    "deep-sigmoid > BatchNormalization": _deep("sigmoid", normalized=True),
    "squeezed": _squeezed("none", 0.01),
    "squeezed > scale the features": _squeezed("minmax", 0.01),
    "squeezed > BatchNormalization": _squeezed("none", 0.01, normalized=True),
    "squeezed > ReLU": _squeezed("none", 0.01, "relu"),
    "spiral-saturated": _spiral(0.5),
    "spiral-saturated > smaller rate": _spiral(0.02),
    "strength": _strength(scaled=False),
    "strength > scale the target": _strength(scaled=True),
    "strength > smaller rate": _strength(scaled=False, rate=0.0002),
    "zeros": _eight("zeros"),
    "zeros > other first weights": _eight("glorot_uniform"),
}


def experiment(name: str) -> Experiment:
    """The experiment of a recorded run, or a preset."""
    return presets()[name] if name in presets() else from_content(RUNS[name])


def recorded() -> dict[str, Any]:
    """The facts of all recorded runs by name."""
    facts: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return facts


def _record(name: str) -> dict[str, Any]:
    """Trains a run and notes its facts."""
    from playground.network.backend import keras
    from playground.pictures.picture_of import health
    from playground.pictures.probe import variables
    from playground.pictures.renderer import Renderer, Snapshot
    from playground.plan import plan
    from playground.worker import job, judging
    from playground.worker.control import Control

    planned = plan(experiment(name))
    renderer = Renderer(planned)
    epochs = planned.experiment.training.epochs
    moments: list[dict[str, Any]] = []

    def note(epoch: int, model: Any) -> None:
        weights = [variable.numpy().copy() for variable in variables(model)]
        layers = [asdict(layer) for layer in health(*renderer.look(Snapshot(epoch, 0, weights)))]
        moments.append({"epoch": epoch, "layers": layers})

    class Watch(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_begin(self, logs: Any = None) -> None:
            note(0, self.model)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            if epoch + 1 in (1, 3, 10, 30, epochs) or self.model.stop_training:
                note(epoch + 1, self.model)

    fit, look = job.fit_planned, judging.look
    seen: list[Any] = []

    def watched(model: Any, planned: Any, epochs: int, callbacks: Any) -> None:
        fit(model, planned, epochs, [*callbacks, Watch()])

    def noted(*arguments: Any) -> Any:
        seen.append(look(*arguments))
        return seen[-1]

    heard: list[Event] = []
    job.fit_planned, judging.look = watched, noted
    try:
        job.train(planned.experiment, heard.extend, Control())
    finally:
        job.fit_planned, judging.look = fit, look
    end = heard[-1]
    assert isinstance(end, Ended)
    curves: dict[str, list[float]] = {}
    for event in heard:
        if isinstance(event, Epochs):
            for curve, values in event.logs.items():
                curves.setdefault(curve, []).extend(values)
    squared = planned.experiment.training.loss == "mse"
    scale = planned.prepared.y_scale ** (2 if squared else 1)
    at = end.epochs or 0 if end.kept is None else end.kept.epoch
    kept = asdict(seen[0]) if seen else None
    if kept is not None:
        del kept["setup"]
    return {
        "moments": moments,
        "network_kept": kept,
        "status": end.status,
        "reason": end.reason,
        "kept": None if end.kept is None else asdict(end.kept),
        # The epoch before the one kept, and that one.
        "curves": {name: values[at - 1 : at + 1] for name, values in curves.items()},
        "epochs": end.epochs,
        # In the target's own unit, so that runs with and without scaling are comparable.
        "best": None if end.best is None else end.best.value * scale,
    }


def _rounded(fact: Any) -> Any:
    """The numbers with 6 significant digits, which keeps the file small."""
    if isinstance(fact, dict):
        return {key: _rounded(value) for key, value in fact.items()}
    if isinstance(fact, list):
        return [_rounded(value) for value in fact]
    return float(f"{fact:.6g}") if isinstance(fact, float) else fact


def main(names: list[str]) -> None:
    """Trains these runs, or all, and writes their facts."""
    known = [*presets(), *RUNS]
    facts = {name: each for name, each in recorded().items() if name in known} if FILE.exists() else {}
    for name in names or known:
        facts[name] = _rounded(_record(name))
        print(name, facts[name]["status"], facts[name]["best"], facts[name]["reason"], flush=True)
        lines = [f"{json.dumps(key)}: {json.dumps(facts[key])}" for key in facts]  # one a run
        FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
