"""An idle worker prepares the presets, and leaves off as soon as somebody has work for it."""

import threading

import numpy as np
import pytest

from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.plan import plan
from playground.training import epoch_call
from playground.worker import train as training_job
from playground.worker import warming
from playground.worker.control import Control
from playground.worker.first_weights import prepare_planned
from playground.worker.job import train
from tests.support import stub_job
from tests.support.waiting import SECONDS


def test_it_waits_while_the_worker_works() -> None:
    idle, looks = warming.Idleness(seconds=0.0), threading.Event()

    def wait() -> None:
        idle.wait()
        looks.set()

    with idle.interrupted():
        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        with idle.interrupted():
            assert idle.is_over
        assert not looks.is_set()
    assert looks.wait(SECONDS)
    assert not idle.is_over


def test_what_comes_while_tensorflow_is_loaded_goes_before_the_tiny_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle, warms = warming.Idleness(seconds=0.0), threading.Event()
    monkeypatch.setattr(training_job, "idle", idle)
    monkeypatch.setattr(training_job, "job_module", lambda: stub_job)
    monkeypatch.setattr(stub_job, "train", lambda *_: warms.set())
    with idle.interrupted():
        thread = threading.Thread(target=training_job.warm_up, daemon=True)
        thread.start()
        assert training_job.load() is stub_job  # a run loads it too and begins
        assert not warms.is_set()
    assert warms.wait(SECONDS)
    thread.join()


def test_every_preset_has_its_turn_between_the_works_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(warming, "idle", warming.Idleness(seconds=0.0))
    monkeypatch.setattr(warming, "_look", lambda planned: told.append(f"look {planned.experiment.title}"))
    monkeypatch.setattr(warming, "_prepare", lambda planned: 1 / 0)
    warming.warm_up_presets()
    titles = [preset.title for preset in warming.presets().values()]
    assert told == [f"look {title}" for title in titles]


@pytest.mark.usefixtures("where_xla_does_not_pay")
def test_a_prepared_network_is_trained_without_tracing_and_to_the_same_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    experiment = Experiment(
        data=Data(dataset="circle"),
        network=Network(layers=(Dense(units=5, activation="tanh"),)),
        training=Training(epochs=3, batch_size=16, seed=3),
    )
    monkeypatch.setattr(epoch_call, "_kept", epoch_call.KeptEpochs())
    planned = plan(experiment)
    first = train(planned.experiment, lambda _events: None, Control())
    monkeypatch.setattr(epoch_call, "_kept", epoch_call.KeptEpochs())
    prepare_planned(planned, lambda: True)
    monkeypatch.setattr(epoch_call, "trace", None)
    again = train(planned.experiment, lambda _events: None, Control())
    assert isinstance(first, bytes)
    assert isinstance(again, bytes)
    assert np.array_equal(np.frombuffer(first, np.uint8), np.frombuffer(again, np.uint8))
