"""Branches of one parent, and their curves."""

from typing import Any

from playground.experiment import Experiment
from playground.messages.events import Event
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.compiling import EPOCHS_BEFORE_XLA

PARENT: dict[str, Any] = {
    "data": {"dataset": "cereals"},
    "network": {"layers": [{"type": "dense", "units": 4}, {"type": "dropout", "rate": 0.2}]},
    "training": {"epochs": 6, "batch_size": 10, "optimizer": {"name": "sgd", "learning_rate": 0.05}},
}


def branched(epoch: int, learning_rates: Any = (), **training: Any) -> Experiment:
    return Experiment.model_validate(
        {
            **PARENT,
            "training": {**PARENT["training"], **training},
            "branch": {"experiment": PARENT, "epoch": epoch, "learning_rates": learning_rates},
        }
    )


def curve(experiment: Experiment, control: Control | None = None) -> tuple[int, list[float], Event]:
    """The first epoch, the validation losses from there on, and the end."""
    heard: list[Event] = []
    train(experiment, heard.extend, control or Control())
    told = [event for event in heard if event.kind == "epochs"]
    values = [value for event in told for value in event.logs["val_loss"]]
    return told[0].first if told else -1, values, heard[-1]


CARRIES: dict[str, Any] = {
    "epochs": EPOCHS_BEFORE_XLA + 5,
    "optimizer": {"name": "adam", "learning_rate": 0.02},
    "early_stopping": {"monitor": "val_loss", "min_delta": 0.0, "patience": 30},
    "reduce_lr_on_plateau": {"monitor": "loss", "factor": 0.5, "patience": 1, "min_delta": 0.05},
}


def grown(at: int | None = None, *, parent: dict[str, Any] = CARRIES, **training: Any) -> Experiment:
    """An experiment with every kind of carried state, or its branch with these settings changed."""
    whole = {**PARENT, "training": {**PARENT["training"], **parent}}
    branch = {} if at is None else {"branch": {"experiment": whole, "epoch": at}}
    return Experiment.model_validate({**whole, "training": {**whole["training"], **training}, **branch})
