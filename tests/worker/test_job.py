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
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.jobs import asked, curves_of, run_through

pytestmark = pytest.mark.usefixtures("without_xla")


def test_events_tell_a_run_from_the_untrained_network_to_the_end() -> None:
    experiment = asked(metrics=["mse", "r2"], optimizer={"name": "adam", "learning_rate": 0.05})
    events, end = run_through(experiment)
    data = prepare(complete_data(experiment.data))
    assert events[0] == Began(
        parameters=len(data.inputs) + 1, train_rows=len(data.training), validation_rows=len(data.validation)
    )
    curves = curves_of(events)
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
    experiment = asked(layers=({"type": "dense", "units": 4}, {"type": "dropout", "rate": 0.2}))
    assert curves_of(run_through(experiment)[0]) == curves_of(run_through(experiment)[0])


def test_early_stopping_ends_a_run_and_says_when_and_why() -> None:
    stopping = {"monitor": "val_loss", "min_delta": 1000, "patience": 3}
    _, end = run_through(asked(epochs=50, early_stopping=stopping))
    assert (end.status, end.epochs) == ("stopped_early", 4)
    assert "epoch 4" in end.reason
    assert "val_loss" in end.reason
    assert "weights of epoch 1" in end.reason


def test_the_best_epoch_is_that_of_the_monitor_which_may_grow() -> None:
    stopping = {"monitor": "val_accuracy", "min_delta": 0, "patience": 30}
    events, end = run_through(
        asked("ionosphere", epochs=20, early_stopping=stopping, optimizer={"learning_rate": 0.05})
    )
    accuracies = curves_of(events)["val_accuracy"]
    assert end.best.monitor == "val_accuracy"
    assert end.best.value == max(accuracies[1:])
    assert accuracies.index(end.best.value, 1) == end.best.epoch
    assert end.status == "finished", "a growing accuracy is an improvement"


def test_a_loss_that_explodes_fails_the_run_and_says_what_to_try() -> None:
    events, end = run_through(
        asked(
            "concrete", scaling="none", epochs=50, loss="mse", optimizer={"name": "sgd", "learning_rate": 1}
        )
    )
    assert end.status == "failed"
    for advice in ("learning rate (now 1)", "scaling", "BatchNormalization"):
        assert advice in end.reason
    curves = curves_of(events)
    assert not math.isfinite(curves["loss"][-1]) or not math.isfinite(curves["val_loss"][-1])
    assert end.epochs == len(curves["loss"]) - 1 < 50


def test_a_falling_learning_rate_is_told() -> None:
    plateau = {"monitor": "loss", "factor": 0.5, "patience": 1, "min_delta": 1000}
    events, end = run_through(asked(epochs=4, reduce_lr_on_plateau=plateau, optimizer={"learning_rate": 0.5}))
    rates = [(event.epoch, event.value) for event in events if event.kind == "learning_rate"]
    assert rates == [(2, 0.25), (3, 0.125), (4, 0.0625)]
    assert "learning_rate" not in curves_of(events)
    assert end.status == "finished"


def test_a_run_stops_on_request() -> None:
    control = Control()
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        heard.extend(events)
        if getattr(heard[-1], "first", 0) > 0:
            control.stop()

    runner = threading.Thread(target=train, args=(asked(epochs=10_000), hear, control))
    runner.start()
    runner.join(60)
    assert not runner.is_alive()
    assert heard[-1].status == "stopped"
    assert 0 < heard[-1].epochs < 10_000
    assert str(heard[-1].epochs) in heard[-1].reason


def test_a_run_asked_to_stop_before_it_began_trains_nothing() -> None:
    control = Control()
    control.stop()
    _, end = run_through(asked(), control)
    assert (end.status, end.epochs, end.best) == ("stopped", 0, None)


def test_a_run_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "limits", lambda: type("Limits", (), {"max_seconds": 1e-6})())
    _, end = run_through(asked())
    assert end.status == "stopped"
    assert "1e-06 seconds" in end.reason


@pytest.mark.parametrize(
    ("experiment", "sentence"),
    [
        (asked("no-such-table"), "no-such-table"),
        (asked(loss="binary_crossentropy"), "binary_crossentropy"),
    ],
)
def test_an_experiment_that_cannot_be_trained_ends_as_failed_with_the_reason(
    experiment: Experiment, sentence: str
) -> None:
    events, end = run_through(experiment)
    assert events == []
    assert end.status == "failed"
    assert sentence in end.reason


def test_a_fault_of_the_trainer_itself_is_an_ended_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(job, "fit_planned", broken)
    _, end = run_through(asked())
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
    train(asked(), hear, Control())
    assert told == [True]


def test_early_stopping_may_begin_to_count_late() -> None:
    stopping = {"min_delta": 1000, "patience": 3, "start_from_epoch": 5}
    _, end = run_through(asked(epochs=50, early_stopping=stopping))
    assert (end.status, end.epochs) == ("stopped_early", 9)
    assert (end.best.epoch, end.kept.epoch) == (6, 6)


def test_a_rate_that_is_set_by_hand_is_told_once_beside_a_plateau() -> None:
    control = Control()
    control.set_learning_rate(0.5)
    plateau = {"monitor": "loss", "factor": 0.5, "patience": 2, "min_delta": 1000}
    events, _ = run_through(asked(reduce_lr_on_plateau=plateau), control)
    rates = [(event.epoch, event.value) for event in events if event.kind == "learning_rate"]
    assert rates == [(0, 0.5), (3, 0.25), (5, 0.125)]
