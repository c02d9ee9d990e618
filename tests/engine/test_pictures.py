"""Pictures come from a worker under a topic of their own, also after the end of their run."""

import pytest

from playground.engine.client import Engine
from playground.pictures import decode
from tests.engine.conftest import short, train

pytestmark = pytest.mark.xdist_group("engine")


def test_pictures_come_while_a_run_goes_on_and_after_it_along_other_columns(engine: Engine) -> None:
    run = train(engine, short(epochs=3))
    run.until("picture", epoch=3)
    assert [event["epoch"] for event in run.heard if event["kind"] == "picture"] == [0, 1, 2, 3]
    # The last ones may come after the end, on a machine that has much else to do.
    if not any(event["kind"] == "ended" for event in run.heard):
        run.until("ended")
    axes = ["sepal width", "petal width"]
    engine.ask(run.run_id, "look_along", *axes)
    again = decode(run.until("picture")["bytes"])
    assert (again.epoch, again.header["axes"]) == (3, axes)
    engine.ask(run.run_id, "look_along", "species", "petal width")
    assert "species" in run.until("no_picture")["reason"]


def test_a_run_that_ended_long_ago_says_that_it_cannot_be_looked_at(engine: Engine) -> None:
    old = train(engine, short())
    old.until("ended")
    for _ in range(10):  # two workers, each with the four latest
        train(engine, short()).until("ended")
    engine.ask(old.run_id, "look_along", "sepal width", "petal width")
    assert "ended too long ago" in old.until("no_picture")["reason"]
