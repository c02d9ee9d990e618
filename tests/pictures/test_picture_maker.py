"""Pictures are taken while a network is trained, and show it as it was at their epoch."""

import threading
from typing import Any

import numpy as np
import pytest

from playground.experiment import (
    BatchNormalization,
    Data,
    Dense,
    Dropout,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    Training,
)
from playground.messages.events import Event
from playground.network.model import untrained
from playground.pictures import evaluated, picture_maker
from playground.pictures.format import MAX_BYTES, Picture, decode
from playground.pictures.picture_callbacks import BatchPictureCallback
from playground.pictures.picture_maker import PictureMaker
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.plan import plan
from playground.training import fit
from playground.worker import job
from playground.worker.control import Control
from tests.support.waiting import SECONDS


@pytest.fixture(autouse=True)
def _are_pictured(monkeypatch: pytest.MonkeyPatch) -> None:
    """These networks are small, and yet workers take their pictures."""
    monkeypatch.setattr(evaluated, "PARAMETERS", 0)


class Wall:
    """Where pictures are hung up; a test waits for them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()

    def __call__(self, events: list[Event]) -> None:
        with self._came:
            self.events.extend(events)
            self._came.notify_all()

    def wait_for(self, number: int) -> list[dict[str, Any]]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= number, SECONDS)
            return list(self.events)

    @property
    def moments(self) -> list[tuple[int, int]]:
        return [(event.epoch, event.batch) for event in self.events]

    def picture(self, epoch: int) -> Picture:
        return decode(next(event.bytes for event in self.events if event.epoch == epoch))


def experiment(epochs: int = 20, dataset: str = "circle", **training: Any) -> Experiment:
    return Experiment(
        data=Data(dataset=dataset, scaling="none" if dataset == "circle" else "minmax"),
        network=Network(layers=(Dense(units=4, activation="tanh"),)),
        training=Training(
            epochs=epochs, batch_size=None, optimizer=Optimizer(learning_rate=0.05), **training
        ),
    )


def train(experiment: Experiment) -> tuple[Wall, PictureMaker]:
    wall = Wall()
    taking = PictureMaker(wall)
    job.train(experiment, lambda _events: None, Control(), taking)
    taking.finish(SECONDS)
    with taking._changed:  # and all that was kept
        assert taking._changed.wait_for(lambda: taking._reserve is None and not taking._at_work, SECONDS)
    return wall, taking


def weights(picture: Picture) -> list[Any]:
    return [array for name, array in picture.arrays.items() if name.endswith((".weights", ".bias"))]


@pytest.mark.usefixtures("without_xla")
def test_every_epoch_of_a_short_run_is_pictured_once() -> None:
    wall, _ = train(experiment(8))
    assert sorted(wall.moments) == [(epoch, 0) for epoch in range(9)]
    assert wall.moments[0] == (0, 0)


@pytest.mark.usefixtures("without_xla")
def test_a_picture_shows_the_network_as_it_was_at_its_epoch() -> None:
    wall, _ = train(experiment(7))
    planned = plan(experiment(5))
    model = untrained(planned.experiment, planned.prepared)
    prepared = planned.prepared
    fit(
        model,
        prepared.training.x,
        prepared.training.y,
        validation_data=(prepared.validation.x, prepared.validation.y),
        batch_size=len(prepared.training),
        epochs=5,
        seed=0,
    )
    picture = wall.picture(5)
    kernel, bias = (variable.numpy() for variable in variables(model)[:2])
    shown_kernel, shown_bias = weights(picture)[:2]
    np.testing.assert_allclose(shown_kernel, kernel, rtol=1e-5)
    np.testing.assert_allclose(shown_bias, bias, atol=1e-6)
    cells = picture.header["grid"]
    low, high = picture.header["ranges"][0]
    middle = low + (high - low) * (np.arange(cells) + 0.5) / cells
    # The first line of a picture is the highest x2, its first column the lowest x1.
    corner = np.asarray(model(np.array([[middle[0], middle[-1]]], np.float32)))[0, 0]
    assert picture.arrays["output"][0, 0, 0] / 255 == pytest.approx(float(corner), abs=0.005)
    assert not np.array_equal(wall.picture(5).arrays["output"], wall.picture(6).arrays["output"])


@pytest.mark.usefixtures("without_xla")
def test_restored_weights_are_pictured_at_the_epoch_they_are_from() -> None:
    stopping = EarlyStopping(patience=3, min_delta=0.9, restore_best_weights=True)
    wall, taking = train(experiment(50, early_stopping=stopping))
    there = wall.moments.index((4, 0))
    assert wall.moments[there : there + 2] == [(4, 0), (1, 0)]
    restored, *others = (event.bytes for event in wall.events if event.epoch == 1)
    assert all(other == restored for other in others)
    # Along other columns both are seen: where the run came to, and what it has now.
    so_far = len(wall.events)
    taking.look_along("x2", "x1")
    wall.wait_for(so_far + 2)
    assert sorted(wall.moments[so_far:]) == [(1, 0), (4, 0)]


@pytest.mark.parametrize("lazily", [False, True])
@pytest.mark.parametrize("with_xla", [False, True])
def test_training_on_changes_no_snapshot(
    monkeypatch: pytest.MonkeyPatch, lazily: bool, with_xla: bool
) -> None:
    monkeypatch.setattr("playground.training.xla.pays", lambda *_: with_xla)
    if lazily:
        monkeypatch.setattr(picture_maker, "MANY_PARAMETERS", 0)
    planned = plan(experiment(3))
    model, prepared = untrained(planned.experiment, planned.prepared), planned.prepared
    taking = PictureMaker(lambda _events: None)
    taking.begin(planned, model)
    taken = taking._snapshot(model, 0, 0)
    copies = [variable.numpy().copy() for variable in variables(model)]
    fit(model, prepared.training.x, prepared.training.y, epochs=3, seed=0)
    for kept, copy, now in zip(taken.weights, copies, variables(model), strict=True):
        np.testing.assert_array_equal(np.asarray(kept), copy)
        assert not np.array_equal(now.numpy(), copy)
    taking.finish(SECONDS)


def test_later_epochs_are_pictured_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(experiment())
    wall = Wall()
    taking = PictureMaker(wall)
    taking.begin(planned, untrained(planned.experiment, planned.prepared))
    taking.go_ahead()
    wall.wait_for(1)
    monkeypatch.setattr(picture_maker, "SECONDS_APART", 1e6)
    for epoch in range(1, 3000):
        taking.moment(epoch)
    taking.finish(SECONDS)
    # The untrained network, and at most the moment of now and the one that waited while it was taken.
    assert wall.moments[0] == (0, 0)
    assert len(wall.moments) <= 3
    taking.close()


def test_a_pause_and_a_step_are_always_pictured() -> None:
    planned = plan(experiment())
    wall = Wall()
    taking = PictureMaker(wall)
    taking.begin(planned, untrained(planned.experiment, planned.prepared))
    for batch in range(1, 6):
        taking.make_now(100, batch)
    wall.wait_for(6)
    assert wall.moments == [(0, 0), *((100, batch) for batch in range(1, 6))]
    taking.close()


def test_nothing_is_pictured_while_another_run_needs_the_processor() -> None:
    planned = plan(experiment())
    wall = Wall()
    taking = PictureMaker(wall)
    taking.rest(True)
    taking.begin(planned, untrained(planned.experiment, planned.prepared))
    taking.make_now(1)
    taking.finish(seconds=0.0)
    assert taking._seconds_to_wait() is None
    assert wall.events == []
    taking.rest(False)
    wall.wait_for(2)
    assert wall.moments == [(0, 0), (1, 0)]
    taking.close()


@pytest.mark.usefixtures("without_xla")
def test_other_columns_can_be_looked_along_after_the_end() -> None:
    wall, taking = train(experiment(3, dataset="iris"))
    so_far = len(wall.events)
    taking.look_along("sepal width", "sepal length")
    again = decode(wall.wait_for(so_far + 1)[-1].bytes)
    assert (again.epoch, again.header["axes"]) == (3, ["sepal width", "sepal length"])
    assert not np.array_equal(again.arrays["output"], wall.picture(3).arrays["output"])
    for before, after in zip(weights(wall.picture(3)), weights(again), strict=True):
        np.testing.assert_array_equal(before, after)
    taking.look_along("species", "sepal length")
    refused = wall.wait_for(so_far + 2)[-1]
    assert refused.kind == "no_picture"
    assert "species" in refused.reason
    taking.look_along("petal width")
    assert decode(wall.wait_for(so_far + 3)[-1].bytes).header["axes"] == ["petal width"]
    taking.close()


@pytest.mark.parametrize(
    ("data", "layers"),
    [
        (Data(dataset="spiral"), [Dense(units=8, activation="tanh")] * 6),
        (Data(dataset="digits"), [Dense(units=64), BatchNormalization(), Dropout(rate=0.3)] * 3),
        (Data(dataset="sine"), [Dense(units=8)] * 21),
        (Data(dataset="auto-mpg", missing="fill"), [Dense(units=600, initializer="he_normal")]),
    ],
)
def test_a_picture_is_small_enough_to_travel(data: Data, layers: list[Any]) -> None:
    planned = plan(Experiment(data=data, network=Network(layers=tuple(layers))))
    model = untrained(planned.experiment, planned.prepared)
    draw = np.random.default_rng(0)
    # Wild weights give wild pictures, which compress least.
    wild = [draw.normal(0, 2, variable.shape).astype(np.float32) ** 2 for variable in variables(model)]
    content = Renderer(planned).render(Snapshot(0, 0, wild))
    assert len(content) <= MAX_BYTES
    picture = decode(content)
    assert len(picture.header["layers"]) == len(layers) + 2
    for layer in picture.header["layers"]:
        if layer["kind"] != "dropout":
            assert picture.arrays[layer["maps"]].shape[0] == layer["shown"] <= min(8, layer["units"])


def test_a_picture_says_what_is_wrong() -> None:
    layers = (Dense(units=4), Dense(units=4))
    planned = plan(Experiment(data=Data(dataset="circle"), network=Network(layers=layers)))
    renderer = Renderer(planned)
    values = [
        variable.numpy().copy() for variable in variables(untrained(planned.experiment, planned.prepared))
    ]
    well = decode(renderer.render(Snapshot(0, 0, values)))
    assert well.header["warnings"] == []
    values[1][:3] = -10
    picture = decode(renderer.render(Snapshot(7, 0, values)))
    layer = picture.header["layers"][1]
    assert (layer["title"], layer["dead"], layer["dead_count"]) == ("Dense 1", [0, 1, 2], 3)
    assert any(
        warning["layer"] == "Dense 1" and "3 of its 4 units are dead" in warning["sentence"]
        for warning in picture.header["warnings"]
    )
    gone = decode(renderer.render(Snapshot(8, 0, [value * np.nan for value in values])))
    assert gone.header["finite"] is False
    assert "exploded" in gone.header["warnings"][0]["sentence"]


def test_between_two_surveys_only_units_that_were_dead_on_all_rows_count_as_dead() -> None:
    planned = plan(Experiment(data=Data(dataset="circle"), network=Network(layers=(Dense(units=4),))))
    renderer = Renderer(planned)
    values = [variable.numpy() for variable in variables(untrained(planned.experiment, planned.prepared))]

    def dead(count: int, thorough: bool) -> int:
        bias = np.array([-9.0] * count + [9.0] * (4 - count), np.float32)
        picture = renderer.render(Snapshot(1, 0, [values[0], bias, *values[2:]]), thorough=thorough)
        return int(decode(picture).header["layers"][1]["dead_count"])

    moments = [(0, False), (2, False), (2, True), (1, False), (0, False)]
    assert [dead(*moment) for moment in moments] == [0, 0, 2, 1, 0]


def test_a_slow_run_is_pictured_amid_its_epochs() -> None:
    planned = plan(experiment())
    wall = Wall()
    taking = PictureMaker(wall)
    taking.begin(planned, untrained(planned.experiment, planned.prepared))
    amid = BatchPictureCallback(taking)
    amid.on_epoch_begin(0)
    amid.on_gate(0)
    wall.wait_for(1)
    amid.on_gate(1)
    wall.wait_for(2)
    assert wall.moments == [(0, 0), (0, 1)]
    taking.close()
