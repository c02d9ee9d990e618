"""Pictures come from a worker under a topic of their own, also after the end of their run."""

import pytest

from playground.engine import worker
from playground.engine.client import Engine
from playground.messages.wishes import LookAlong
from playground.pictures import decode
from tests.support.experiments import short
from tests.support.listening import Listener, train

pytestmark = pytest.mark.xdist_group("engine")


def test_pictures_come_while_a_run_goes_on_and_after_it_along_other_columns(engine: Engine) -> None:
    run = train(engine, short(epochs=3))
    run.until("picture", epoch=3)
    assert [event["epoch"] for event in run.heard if event["kind"] == "picture"] == [0, 1, 2, 3]
    # The last ones may come after the end, on a machine that has much else to do.
    if not any(event["kind"] == "ended" for event in run.heard):
        run.until("ended")
    axes = ["sepal width", "petal width"]
    engine.ask(run.run_id, LookAlong(axes=tuple(axes)))
    again = decode(run.until("picture")["bytes"])
    assert (again.epoch, again.header["axes"]) == (3, axes)
    engine.ask(run.run_id, LookAlong(axes=("species", "petal width")))
    assert "species" in run.until("no_picture")["reason"]


def test_a_run_that_ended_long_ago_says_that_it_cannot_be_looked_at(engine: Engine) -> None:
    old = train(engine, short())
    old.until("ended")
    answers: list[str] = []
    for _ in range(12):  # the other worker may take most of the later runs
        for later in [train(engine, short()) for _ in range(worker.PICTURED)]:
            later.until("ended")
        engine.ask(old.run_id, LookAlong(axes=("sepal width", "petal width")))
        answers.append(_answer(old))
        if answers[-1] != "picture":
            break
    assert "ended too long ago" in answers[-1]


def _answer(run: Listener) -> str:
    """Why there is no picture, or "picture"; those of the run itself are along other columns."""
    while True:
        event = run.next()
        if event["kind"] == "no_picture":
            return str(event["reason"])
        if event["kind"] == "picture" and decode(event["bytes"]).header["axes"][0] == "sepal width":
            return "picture"
