"""Untrained networks are looked at beside what workers train; a large one waits for a worker that trains nothing."""

import asyncio
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest

from playground.engine import untrained
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


def test_looks_that_wait_for_a_worker_in_vain_do_not_keep_later_ones_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(untrained, "WAIT_SECONDS", 0.0)
    nobody: Any = SimpleNamespace(wanted=True, cluster=SimpleNamespace(workers=set()), placed={})

    async def look() -> list[bytes | BaseException]:
        looks = untrained.Untrained(nobody, nobody)
        found: list[Future[bytes]] = [Future() for _ in range(2 * untrained.AT_ONCE + 1)]
        for each in found:
            looks.begin(pictured(), False, each)
        return await asyncio.gather(*map(asyncio.wrap_future, found), return_exceptions=True)

    assert {type(each) for each in asyncio.run(look())} == {OSError}
