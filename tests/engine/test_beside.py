"""Short jobs are done beside what workers train; a large one waits for a worker that trains nothing."""

import asyncio
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest

from playground.engine import beside
from playground.engine.client import Engine
from playground.ids import new_id
from playground.messages.jobs import Look
from playground.messages.wishes import Pause, Stop
from playground.pictures.format import decode
from tests.support.experiments import endless, pictured, short
from tests.support.listening import train
from tests.support.waiting import SECONDS, awaited


def test_a_small_one_is_looked_at_while_every_worker_trains_and_a_large_one_when_a_run_is_held(
    engine: Engine,
) -> None:
    runs = [train(engine, endless()) for _ in range(2)]
    for run in runs:
        run.until("epochs")
    small = engine.beside(Look(new_id(), short()), small=True).result(SECONDS)
    assert decode(small).arrays["weights"].shape == (35,)
    large = engine.beside(Look(new_id(), pictured()), small=False)
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
        engine.beside(Look(new_id(), wrong), small=True).result(SECONDS)
    assert engine.beside(Look(new_id(), short()), small=True).result(SECONDS)


def test_jobs_that_wait_for_a_worker_in_vain_do_not_keep_later_ones_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "WAIT_SECONDS", 0.0)
    nobody: Any = SimpleNamespace(wanted=True, cluster=SimpleNamespace(workers=set()), placed={})

    async def ask() -> list[bytes | BaseException]:
        jobs = beside.Beside(nobody, nobody)
        found: list[Future[bytes]] = [Future() for _ in range(2 * beside.AT_ONCE + 1)]
        for each in found:
            jobs.begin(Look(new_id(), pictured()), False, each)
        return await asyncio.gather(*map(asyncio.wrap_future, found), return_exceptions=True)

    assert {type(each) for each in awaited(ask())} == {OSError}
