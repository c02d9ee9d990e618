"""Untrained networks are looked at beside what workers train; a large one waits for a worker that trains nothing."""

import pytest

from playground.engine.client import Engine
from playground.messages.wishes import Pause, Stop
from playground.pictures.format import decode
from tests.support.experiments import endless, pictured, short
from tests.support.listening import train
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.xdist_group("engine")


def test_a_small_one_is_looked_at_while_every_worker_trains_and_a_large_one_when_a_run_is_held(
    engine: Engine,
) -> None:
    runs = [train(engine, endless()) for _ in range(2)]
    for run in runs:
        run.until("epochs", first=1)
    small = engine.untrained(short(), small=True).result(SECONDS)
    assert decode(small).arrays["weights"].shape == (35,)
    large = engine.untrained(pictured(), small=False)
    with pytest.raises(TimeoutError):
        large.result(0)
    engine.ask(runs[0].run_id, Pause())
    assert large.result(SECONDS)
    for run in runs:
        engine.ask(run.run_id, Stop())
        run.until("ended")


def test_a_look_that_fails_is_an_error_and_no_end_of_the_worker(engine: Engine) -> None:
    data = short().data.model_copy(update={"target": "no such column"})
    wrong = short().model_copy(update={"data": data})
    with pytest.raises(OSError, match="no worker"):
        engine.untrained(wrong, small=True).result(SECONDS)
    assert engine.untrained(short(), small=True).result(SECONDS)
