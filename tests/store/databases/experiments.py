"""What the runs of a database are trained on, and the machine that they name."""

from collections.abc import Mapping
from typing import Any

from playground.experiment import Experiment
from playground.plan import plan

# Of no machine in particular.
MACHINE = {
    "python": "3.11.9",
    "libraries": {"tensorflow": "2.20.0", "keras": "3.15.0"},
    "system": "Linux 6",
    "processor": "x86_64",
    "cores": 2,
    "memory": 8_000_000_000,
}
IRIS: dict[str, Any] = {
    "title": "A finished one",
    "data": {"dataset": "iris"},
    "network": {"layers": [{"type": "dense", "units": 4}, {"type": "dropout", "rate": 0.1}]},
    "training": {
        "epochs": 6,
        "batch_size": 16,
        "metrics": ["accuracy"],
        "optimizer": {"name": "adam", "learning_rate": 0.02},
    },
}
CEREALS: dict[str, Any] = {
    "title": "Cereals, early stopping",
    "data": {"dataset": "cereals", "missing": "fill", "scaling": "standard"},
    "network": {
        "layers": [
            {"type": "dense", "units": 5, "activation": "tanh", "l2": 0.001},
            {"type": "batch_normalization"},
            {"type": "activation", "activation": "silu"},
        ]
    },
    "training": {
        "loss": "mse",
        "metrics": ["mae", "r2"],
        "epochs": 40,
        "batch_size": 10,
        "optimizer": {"name": "sgd", "learning_rate": 0.1, "momentum": 0.5},
        "early_stopping": {"monitor": "val_loss", "min_delta": 0.01, "patience": 4},
        "reduce_lr_on_plateau": {"monitor": "loss", "patience": 2, "min_delta": 0.01},
    },
}
CIRCLE: dict[str, Any] = {
    "title": "A toy with points of one's own – “Kreis”",
    "data": {
        "dataset": "circle",
        "options": {"points": 60, "derived": ["x1^2"], "added": [[0.5, 0.5, "blue"]], "removed": [3]},
    },
    "network": {"layers": [{"type": "dense", "units": 3}]},
    "training": {"epochs": 4, "loss": "hinge", "metrics": ["accuracy"]},
}


def experiment(content: Mapping[str, Any], **training: Any) -> Experiment:
    """A complete experiment with some settings of its training changed."""
    changed = {**content, "training": {**content["training"], **training}}
    return plan(Experiment.model_validate(changed)).experiment
