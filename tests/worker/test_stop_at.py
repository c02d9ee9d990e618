"""A run that ends at a target value."""

from typing import Any

import numpy
import pytest

from playground.experiment import Experiment
from playground.experiment.best import reaches
from playground.messages.events import Ended, Event
from playground.network.backend import keras
from playground.network.model import untrained
from playground.plan import plan
from playground.worker.control import Control
from playground.worker.job import train

pytestmark = pytest.mark.usefixtures("without_xla")

EPOCHS = 60


def trained(dataset: str, **training: Any) -> tuple[Experiment, dict[str, list[float]], Ended]:
    """An experiment in full batches, in which the order of rows has no say; its curves from epoch 1 on; its end."""
    what = Experiment.model_validate(
        {
            "data": {"dataset": dataset},
            "network": {"layers": [{"type": "dense", "units": 6, "activation": "tanh"}]},
            "training": {
                "epochs": EPOCHS,
                "batch_size": None,
                "optimizer": {"name": "adam", "learning_rate": 0.03},
                **training,
            },
        }
    )
    heard: list[Event] = []
    train(what, heard.extend, Control())
    curves: dict[str, list[float]] = {}
    for event in heard:
        if event.kind == "epochs":
            for name, values in event.logs.items():
                curves.setdefault(name, []).extend(values)
    end = heard[-1]
    assert isinstance(end, Ended)
    return what, {name: values[1:] for name, values in curves.items()}, end


class Target(keras.callbacks.Callback):  # type: ignore[misc]
    """The same in plain Keras, as a learner would write it."""

    def __init__(self, monitor: str, value: float, larger: bool) -> None:
        super().__init__()
        self.monitor, self.target, self.larger = monitor, value, larger

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        value = logs[self.monitor]
        if value >= self.target if self.larger else value <= self.target:
            self.model.stop_training = True


@pytest.mark.parametrize(
    ("dataset", "monitor", "value", "larger"),
    [("cereals", "val_loss", 0.12, False), ("gaussians", "val_accuracy", 0.9, True)],
)
def test_a_run_ends_at_the_epoch_and_with_the_numbers_of_model_fit_with_such_a_callback(
    dataset: str, monitor: str, value: float, larger: bool
) -> None:
    what, curves, end = trained(dataset, stop_at={"monitor": monitor, "value": value})
    planned = plan(what)
    data, model = planned.prepared, untrained(planned.experiment, planned.prepared)
    history = model.fit(
        data.training.x,
        data.training.y,
        validation_data=(data.validation.x, data.validation.y),
        batch_size=len(data.training),
        epochs=EPOCHS,
        shuffle=False,
        callbacks=[Target(monitor, value, larger)],
        verbose=0,
    ).history
    assert 1 < end.epochs < EPOCHS
    assert end.epochs == len(history["loss"])
    for name, values in history.items():
        numpy.testing.assert_allclose(curves[name], values, rtol=1e-4, atol=1e-6, err_msg=name)
    assert end.status == "stopped_early"
    assert end.reason.startswith(
        f"The target value ended the run at epoch {end.epochs}: {monitor} is {curves[monitor][-1]:.4g}, "
        f"and {value:g} was asked for."
    )


def test_a_target_that_is_never_reached_changes_nothing() -> None:
    _, plain, ended = trained("cereals")
    _, curves, end = trained("cereals", stop_at={"value": -1.0})
    assert curves == plain
    assert (end.status, end.epochs) == (ended.status, EPOCHS) == ("finished", EPOCHS)


def test_best_weights_are_restored_where_a_target_ends_the_run() -> None:
    stopping = {"monitor": "val_loss", "min_delta": 0.0, "patience": EPOCHS}
    _, curves, end = trained("cereals", early_stopping=stopping, stop_at={"monitor": "loss", "value": 0.1})
    assert end.status == "stopped_early"
    assert end.reason.startswith("The target value ended the run")
    assert end.kept is not None
    assert end.kept.epoch == 1 + int(numpy.argmin(curves["val_loss"]))
    assert "were restored" in end.reason


def test_a_target_is_reached_in_the_precision_of_the_curves() -> None:
    assert reaches("val_accuracy", float(numpy.float32(0.9)), 0.9)
    assert reaches("val_loss", float(numpy.float32(0.1)), 0.1)
    assert not reaches("val_loss", 0.1001, 0.1)
    assert not reaches("val_accuracy", 0.899, 0.9)
    assert not reaches("val_loss", float("nan"), 0.1)


def test_a_target_of_a_curve_that_the_run_does_not_record_is_refused_with_a_sentence() -> None:
    _, curves, end = trained("cereals", stop_at={"monitor": "val_accuracy", "value": 0.9})
    assert (curves, end.status) == ({}, "failed")
    assert end.reason.startswith("training.stop_at.monitor: “val_accuracy” is not recorded in this run")
