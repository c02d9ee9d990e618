"""Of a small network the weights of every epoch are kept, and nothing else is taken of it."""

import threading
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from playground.experiment import Data, Dense, EarlyStopping, Experiment, Network, Optimizer, Training
from playground.messages.events import Event
from playground.network.model import untrained
from playground.pictures import evaluated, recorder, weights
from playground.pictures.evaluated import is_evaluated
from playground.pictures.film import Film
from playground.pictures.format import Picture, decode, encode
from playground.pictures.picture_maker import PictureMaker
from playground.pictures.probe import variables
from playground.pictures.weights import FORMAT, decode_film, encode_film, encode_several, encode_weights
from playground.plan import Plan, plan
from playground.training import fit
from playground.worker import job
from playground.worker.control import Control


def experiment(epochs: int = 30, **training: Any) -> Experiment:
    return Experiment(
        data=Data(dataset="circle", scaling="none"),
        network=Network(layers=(Dense(units=4, activation="tanh"),)),
        training=Training(
            epochs=epochs, batch_size=None, optimizer=Optimizer(learning_rate=0.05), **training
        ),
    )


def kept_of(experiment: Experiment) -> list[Any]:
    """The events of all that is kept of a run."""
    events: list[Event] = []
    taking = PictureMaker(events.extend)
    job.train(experiment, lambda _events: None, Control(), taking)
    taking.close()
    return events


@pytest.mark.usefixtures("without_xla")
def test_every_epoch_is_kept_with_the_weights_that_it_ended_with() -> None:
    events = kept_of(experiment(30))
    assert [(event.epoch, event.batch) for event in events] == [(epoch, 0) for epoch in range(31)]
    planned = plan(experiment(7))
    model, prepared = untrained(planned.experiment, planned.prepared), planned.prepared
    fit(
        model,
        prepared.training.x,
        prepared.training.y,
        validation_data=(prepared.validation.x, prepared.validation.y),
        batch_size=len(prepared.training),
        epochs=7,
        seed=0,
    )
    seven = decode(events[7].bytes)
    assert (seven.epoch, seven.batch, seven.header["format"]) == (7, 0, FORMAT)
    flat = np.concatenate([variable.numpy().ravel() for variable in variables(model)])
    np.testing.assert_allclose(seven.arrays["weights"], flat, rtol=1e-5, atol=1e-6)
    assert len(events[7].bytes) < 4 * len(flat) + 200


@pytest.mark.usefixtures("without_xla")
def test_restored_weights_are_kept_at_the_epoch_they_are_from() -> None:
    stopping = EarlyStopping(patience=3, min_delta=0.9, restore_best_weights=True)
    events = kept_of(experiment(50, early_stopping=stopping))
    assert [event.epoch for event in events][-2:] == [4, 1]
    first, restored = (event.bytes for event in events if event.epoch == 1)
    assert restored == first


def planned_with(units: int, dataset: str = "circle") -> Plan:
    return plan(Experiment(data=Data(dataset=dataset), network=Network(layers=(Dense(units=units),))))


def test_large_networks_and_large_tables_are_pictured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_evaluated(planned_with(1249))  # 4,997 parameters
    assert not is_evaluated(planned_with(1251))
    monkeypatch.setattr(evaluated, "VALUES", 100)
    assert not is_evaluated(planned_with(4))


def test_beyond_what_fits_ever_fewer_epochs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = planned_with(4)
    model = untrained(planned.experiment, planned.prepared)
    monkeypatch.setattr(recorder, "MAX_BYTES", 100 * 4 * planned.parameters)
    events: list[Event] = []
    kept = recorder.Recorder(model, events.extend)
    for epoch in range(1, 1001):
        kept.moment(epoch)
    kept.close()
    epochs = [event.epoch for event in events]
    assert epochs[:100] == list(range(1, 101))
    assert all(epoch % 2 == 0 for epoch in epochs if epoch > 100)
    assert all(epoch % 8 == 0 for epoch in epochs if epoch > 400)
    assert len(epochs) < 400


def test_a_run_goes_on_when_its_weights_cannot_be_sent() -> None:
    planned, sent = planned_with(4), threading.Event()

    def fail(_events: list[Event]) -> None:
        sent.set()
        raise OSError("the scheduler is gone")

    kept = recorder.Recorder(untrained(planned.experiment, planned.prepared), fail)
    kept.record(0)
    assert sent.wait(60)
    for epoch in range(1, 20):
        kept.record(epoch)
    kept.close()


def test_several_snapshots_are_one_answer() -> None:
    contents = [encode_weights(epoch, epoch % 2, [np.full((2, 2), epoch), np.zeros(2)]) for epoch in range(3)]
    one = decode(encode_several(contents, (3, 0)))
    assert one.header["moments"] == [[0, 0], [1, 1], [2, 0]]
    assert one.header["next"] == [3, 0]
    np.testing.assert_array_equal(one.arrays["weights"][2], [2, 2, 2, 2, 0, 0])
    assert decode(encode_several([], None)).header["moments"] == []


def test_a_film_that_is_kept_for_ever_has_its_epochs_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film()
    for epoch in range(101):
        film.put(epoch, 0, encode_weights(epoch, 0, [np.full(50, epoch)]))
    monkeypatch.setattr(weights, "KEPT_BYTES", film.size // 10)
    kept = dict(decode_film(encode_film(film)))
    epochs = [epoch for epoch, _ in kept]
    assert (len(epochs), epochs[0], epochs[-1]) == (10, 0, 100)
    assert {after - before for before, after in pairwise(epochs)} == {11, 12}
    assert all(content == film.get(*moment) for moment, content in kept.items())


def test_of_pictures_the_last_is_kept_for_ever() -> None:
    film = Film()
    for epoch in (1, 2):
        film.put(epoch, 0, encode(Picture({"epoch": epoch, "batch": 0}, {})))
    assert decode_film(encode_film(film)) == [((2, 0), film.get(2))]
