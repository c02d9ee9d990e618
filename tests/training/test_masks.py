"""Dropout under XLA is patched for the thread that traces, and for no longer than it traces."""

import threading
from typing import Any

import pytest

from playground.experiment import Experiment
from playground.messages.events import Event
from playground.network.backend import tf
from playground.training import epoch_call
from playground.training.compiled import KeptEpochs
from playground.training.masks import same_masks_in_xla
from playground.worker.control import Control
from playground.worker.job import train

DROPOUT = Experiment.model_validate(
    {
        "data": {"dataset": "cereals"},
        "network": {"layers": [{"type": "dense", "units": 3}, {"type": "dropout", "rate": 0.2}]},
        "training": {"epochs": 1},
    }
)


def mask() -> list[float]:
    drawn: list[float] = (
        tf.nn.experimental.stateless_dropout(tf.ones([20]), 0.5, seed=[1, 2]).numpy().tolist()
    )
    return drawn


def test_threads_that_trace_at_once_leave_tensorflow_as_it_was() -> None:
    original = tf.nn.experimental.stateless_dropout
    plain = mask()
    entered, leave = threading.Event(), threading.Event()

    def trace() -> None:
        with same_masks_in_xla():
            entered.set()
            leave.wait(60)

    abandoned = threading.Thread(target=trace)
    abandoned.start()
    assert entered.wait(60)
    assert mask() == plain, "another thread draws as ever"
    with same_masks_in_xla():
        leave.set()
        abandoned.join(60)
        assert tf.nn.experimental.stateless_dropout is not original, "who still traces is not cut short"
    assert tf.nn.experimental.stateless_dropout is original


def test_a_run_stopped_while_it_is_traced_leaves_tensorflow_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = tf.nn.experimental.stateless_dropout
    monkeypatch.setattr(epoch_call, "_kept", KeptEpochs())
    control = Control()
    trace = epoch_call.trace
    traced = threading.Event()

    def slow(*arguments: Any) -> Any:
        with same_masks_in_xla():
            control.stop()
            result = trace(*arguments)
        traced.set()
        return result

    monkeypatch.setattr(epoch_call, "trace", slow)
    heard: list[Event] = []
    train(DROPOUT, heard.extend, control)
    assert heard[-1].status == "stopped"
    train(DROPOUT, heard.extend, Control())
    assert traced.wait(60)
    for thread in threading.enumerate():
        if thread.name == "trace":
            thread.join(60)
    assert tf.nn.experimental.stateless_dropout is original
