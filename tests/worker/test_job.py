"""What a run tells from its first event to its last, whatever happens in between."""

import math
import threading
from typing import Any

import pytest

from playground.datasets import complete_data, prepare
from playground.experiment import Experiment
from playground.messages.events import Began, Best, Event
from playground.training import epoch_call
from playground.training.compiled import KeptEpochs
from playground.worker import job
from playground.worker.callbacks import RunCallback
from playground.worker.control import Control
from playground.worker.job import train

pytestmark = pytest.mark.usefixtures("without_xla")


def _experiment(
    dataset: str = "cereals", layers: tuple[Any, ...] = (), scaling: str = "minmax", **training: Any
) -> Experiment:
    return Experiment.model_validate(
        {
            "data": {"dataset": dataset, "scaling": scaling, "scale_target": scaling != "none"},
            "network": {"layers": layers},
            "training": {"epochs": 5, **training},
        }
    )


def _run(experiment: Experiment, control: Control | None = None) -> tuple[list[Event], Event]:
    """All events but the last, and the last."""
    heard: list[Event] = []
    train(experiment, heard.extend, control or Control())
    assert [event.kind for event in heard].count("ended") == 1
    return heard[:-1], heard[-1]


def _curves(events: list[Event]) -> dict[str, list[float]]:
    curves: dict[str, list[float]] = {}
    for event in events:
        if event.kind == "epochs":
            for name, values in event.logs.items():
                curve = curves.setdefault(name, [])
                assert len(curve) == event.first, "no epoch is missing or told twice"
                curve.extend(values)
    return curves


def test_events_tell_a_run_from_the_untrained_network_to_the_end() -> None:
    experiment = _experiment(metrics=["mse", "r2"], optimizer={"name": "adam", "learning_rate": 0.05})
    events, end = _run(experiment)
    data = prepare(complete_data(experiment.data))
    assert events[0] == Began(
        parameters=len(data.inputs) + 1, train_rows=len(data.training), validation_rows=len(data.validation)
    )
    curves = _curves(events)
    assert set(curves) == {"loss", "mse", "r2", "val_loss", "val_mse", "val_r2"}
    assert {len(curve) for curve in curves.values()} == {6}
    assert curves["loss"][0] > curves["loss"][5]
    seconds = [second for event in events if event.kind == "epochs" for second in event.seconds]
    assert seconds[0] == 0.0
    assert seconds == sorted(seconds)
    assert (end.status, end.reason, end.epochs) == ("finished", "", 5)
    best = min(range(1, 6), key=lambda epoch: curves["val_loss"][epoch])
    assert end.best == Best(best, "val_loss", curves["val_loss"][best])
    assert end.seconds == seconds[-1]
    kept = end.kept
    assert (kept.epoch, set(kept.logs)) == (5, set(curves))
    assert kept.logs["val_r2"] == pytest.approx(curves["val_r2"][5], rel=1e-5)


def test_the_same_experiment_tells_the_same_numbers() -> None:
    experiment = _experiment(layers=({"type": "dense", "units": 4}, {"type": "dropout", "rate": 0.2}))
    assert _curves(_run(experiment)[0]) == _curves(_run(experiment)[0])


def test_early_stopping_ends_a_run_and_says_when_and_why() -> None:
    stopping = {"monitor": "val_loss", "min_delta": 1000, "patience": 3}
    _, end = _run(_experiment(epochs=50, early_stopping=stopping))
    assert (end.status, end.epochs) == ("stopped_early", 4)
    assert "epoch 4" in end.reason
    assert "val_loss" in end.reason
    assert "weights of epoch 1" in end.reason


def test_the_best_epoch_is_that_of_the_monitor_which_may_grow() -> None:
    stopping = {"monitor": "val_accuracy", "min_delta": 0, "patience": 30}
    events, end = _run(
        _experiment("ionosphere", epochs=20, early_stopping=stopping, optimizer={"learning_rate": 0.05})
    )
    accuracies = _curves(events)["val_accuracy"]
    assert end.best.monitor == "val_accuracy"
    assert end.best.value == max(accuracies[1:])
    assert accuracies.index(end.best.value, 1) == end.best.epoch
    assert end.status == "finished", "a growing accuracy is an improvement"


def test_a_loss_that_explodes_fails_the_run_and_says_what_to_try() -> None:
    events, end = _run(
        _experiment(
            "concrete", scaling="none", epochs=50, loss="mse", optimizer={"name": "sgd", "learning_rate": 1}
        )
    )
    assert end.status == "failed"
    for advice in ("learning rate (now 1)", "scaling", "BatchNormalization"):
        assert advice in end.reason
    curves = _curves(events)
    assert not math.isfinite(curves["loss"][-1]) or not math.isfinite(curves["val_loss"][-1])
    assert end.epochs == len(curves["loss"]) - 1 < 50


def test_a_falling_learning_rate_is_told() -> None:
    plateau = {"monitor": "loss", "factor": 0.5, "patience": 1, "min_delta": 1000}
    events, end = _run(_experiment(epochs=4, reduce_lr_on_plateau=plateau, optimizer={"learning_rate": 0.5}))
    rates = [(event.epoch, event.value) for event in events if event.kind == "learning_rate"]
    assert rates == [(2, 0.25), (3, 0.125), (4, 0.0625)]
    assert "learning_rate" not in _curves(events)
    assert end.status == "finished"


def test_a_run_stops_on_request() -> None:
    control = Control()
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        if getattr(heard[-1], "first", 0) > 0:
            control.stop()

    runner = threading.Thread(target=train, args=(_experiment(epochs=10_000), hear, control))
    runner.start()
    runner.join(60)
    assert not runner.is_alive()
    assert heard[-1].status == "stopped"
    assert 0 < heard[-1].epochs < 10_000
    assert str(heard[-1].epochs) in heard[-1].reason


def test_a_run_asked_to_stop_before_it_began_trains_nothing() -> None:
    control = Control()
    control.stop()
    _, end = _run(_experiment(), control)
    assert (end.status, end.epochs, end.best) == ("stopped", 0, None)


def test_a_run_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "limits", lambda: type("Limits", (), {"max_seconds": 1e-6})())
    _, end = _run(_experiment())
    assert end.status == "stopped"
    assert "1e-06 seconds" in end.reason


@pytest.mark.parametrize(
    ("experiment", "sentence"),
    [
        (_experiment("no-such-table"), "no-such-table"),
        (_experiment(loss="binary_crossentropy"), "binary_crossentropy"),
    ],
)
def test_an_experiment_that_cannot_be_trained_ends_as_failed_with_the_reason(
    experiment: Experiment, sentence: str
) -> None:
    events, end = _run(experiment)
    assert events == []
    assert end.status == "failed"
    assert sentence in end.reason


def test_a_fault_of_the_trainer_itself_is_an_ended_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(job, "fit_planned", broken)
    _, end = _run(_experiment())
    assert end.status == "failed"
    assert "ZeroDivisionError" in end.reason


def test_the_untrained_network_is_told_before_anything_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = threading.Event()

    def hear(events: list[Event]) -> None:
        if getattr(events[-1], "first", None) == 0:
            arrived.set()

    trace = epoch_call.trace
    told: list[bool] = []

    def watched(*arguments: Any) -> Any:
        told.append(arrived.wait(20))
        return trace(*arguments)

    monkeypatch.setattr(epoch_call, "trace", watched)
    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    train(_experiment(), hear, Control())
    assert told == [True]


def test_the_network_kept_is_measured_alike_on_rows_of_both_kinds() -> None:
    """N13: dropout makes the training values of the epochs those of a crippled network."""
    layers = ({"type": "dense", "units": 16}, {"type": "dropout", "rate": 0.8})
    events, end = _run(_experiment("iris", layers=layers, epochs=40, optimizer={"learning_rate": 0.05}))
    assert end.kept.logs["accuracy"] > _curves(events)["accuracy"][-1] + 0.1
    assert end.kept.logs["val_accuracy"] == pytest.approx(_curves(events)["val_accuracy"][-1])


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

    weights = train(_experiment(**training), hear, control)
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
    events, end = _run(
        _experiment(
            "red-wine",
            ({"type": "dense", "units": 16},),
            loss="mae",
            optimizer={"learning_rate": 0.1},
            batch_size=None,
            epochs=30,
            early_stopping=stopping,
        )
    )
    losses = _curves(events)["loss"]
    epoch, now = end.kept.epoch, end.kept.logs["loss"]
    assert epoch == 9
    assert now == pytest.approx(losses[epoch + 1], rel=1e-4), (
        "a full batch: measured when the next epoch began"
    )
    assert f"The network kept has a loss of {now:.4g} on the training rows" in end.reason


def test_early_stopping_may_begin_to_count_late() -> None:
    stopping = {"min_delta": 1000, "patience": 3, "start_from_epoch": 5}
    _, end = _run(_experiment(epochs=50, early_stopping=stopping))
    assert (end.status, end.epochs) == ("stopped_early", 9)
    assert (end.best.epoch, end.kept.epoch) == (6, 6)


def test_a_run_stopped_within_an_epoch_says_so_and_the_network_kept_is_measured_as_it_is() -> None:
    control = Control()
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        for event in events:
            if event.kind == "paused" and event.paused:
                control.stop() if event.batch else control.step_batch()

    control.step()
    train(_experiment(batch_size=8, epochs=9), hear, control)
    end = heard[-1]
    assert end.reason == "Stopped on request after epoch 1 and 1 batch of epoch 2."
    assert end.kept.epoch == end.epochs == 1
    assert end.kept.logs["val_loss"] != pytest.approx(_curves(heard[:-1])["val_loss"][1], rel=1e-6)


def test_a_rate_that_is_set_by_hand_is_told_once_beside_a_plateau() -> None:
    control = Control()
    control.set_learning_rate(0.5)
    plateau = {"monitor": "loss", "factor": 0.5, "patience": 2, "min_delta": 1000}
    events, _ = _run(_experiment(reduce_lr_on_plateau=plateau), control)
    rates = [(event.epoch, event.value) for event in events if event.kind == "learning_rate"]
    assert rates == [(0, 0.5), (3, 0.25), (5, 0.125)]
