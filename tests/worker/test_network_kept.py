"""The network kept at a run's end: restored weights, and what is measured of it."""

from typing import Any

import pytest

from playground.messages.events import Event
from playground.worker.callbacks import RunCallback
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.jobs import asked, curves_of, run_through

pytestmark = pytest.mark.usefixtures("without_xla")


def test_the_network_kept_is_measured_alike_on_rows_of_both_kinds() -> None:
    """N13: dropout makes the training values of the epochs those of a crippled network."""
    layers = ({"type": "dense", "units": 16}, {"type": "dropout", "rate": 0.8})
    events, end = run_through(asked("iris", layers=layers, epochs=40, optimizer={"learning_rate": 0.05}))
    assert end.kept.logs["accuracy"] > curves_of(events)["accuracy"][-1] + 0.1
    assert end.kept.logs["val_accuracy"] == pytest.approx(curves_of(events)["val_accuracy"][-1])


@pytest.mark.parametrize("how", ["finished", "stopped", "out of time", "diverged"])
def test_restored_weights_are_told_however_the_run_ended(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = {"min_delta": 1000, "patience": 1000}  # its first epoch stays its best
    control = Control()
    training: dict[str, Any] = {"epochs": 3 if how == "finished" else 10_000, "early_stopping": stopping}
    if how == "diverged":
        training |= {"loss": "mse", "optimizer": {"name": "sgd", "learning_rate": 5}}
    if how == "out of time":
        monkeypatch.setattr(RunCallback, "on_interval", _out_of_time_after_epoch_3)
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        if how == "stopped" and any(getattr(event, "first", 0) > 2 for event in heard):
            control.stop()

    weights = train(asked(**training), hear, control)
    end = heard[-1]
    assert end.status == {"finished": "finished", "diverged": "failed"}.get(how, "stopped")
    assert end.epochs > 1
    assert end.reason.endswith("The weights of epoch 1 were restored.")
    assert end.kept.epoch == 1
    assert weights is not None
    told = [event for event in heard if event.kind == "epochs"]
    assert end.kept.logs["val_loss"] == pytest.approx(_at(told, "val_loss", 1), rel=1e-5)


def _out_of_time_after_epoch_3(run: RunCallback) -> None:
    if run.epoch >= 3:
        run.out_of_time = True
        run.model.stop_training = True


def _at(told: list[Event], name: str, epoch: int) -> float:
    return next(
        event.logs[name][epoch - event.first]
        for event in told
        if event.first <= epoch < event.first + len(event.seconds)
    )


def test_a_training_loss_was_measured_before_the_last_step_of_its_epoch() -> None:
    """T11, with its full batch: the loss of an epoch is that of the network before it."""
    stopping = {"monitor": "loss", "patience": 3}
    events, end = run_through(
        asked(
            "red-wine",
            ({"type": "dense", "units": 16},),
            loss="mae",
            optimizer={"learning_rate": 0.1},
            batch_size=None,
            epochs=30,
            early_stopping=stopping,
        )
    )
    losses = curves_of(events)["loss"]
    epoch, now = end.kept.epoch, end.kept.logs["loss"]
    assert epoch == 9
    assert now == pytest.approx(losses[epoch + 1], rel=1e-4), (
        "a full batch: measured when the next epoch began"
    )
    assert f"The network kept has a loss of {now:.4g} on the training rows" in end.reason


def test_a_run_stopped_within_an_epoch_says_so_and_the_network_kept_is_measured_as_it_is() -> None:
    control = Control()
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        for event in events:
            if event.kind == "paused" and event.paused:
                control.stop() if event.batch else control.step_batch()

    control.step()
    train(asked(batch_size=8, epochs=9), hear, control)
    end = heard[-1]
    assert end.reason == "Stopped on request after epoch 1 and 1 batch of epoch 2."
    assert end.kept.epoch == end.epochs == 1
    assert end.kept.logs["val_loss"] != pytest.approx(curves_of(heard[:-1])["val_loss"][1], rel=1e-6)
