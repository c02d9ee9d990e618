"""A run of a server that is gone gets exactly one end, or goes on, whatever fails while it is taken on."""

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from playground.engine import calls, dispatcher, worker
from playground.engine.client import Engine
from playground.engine.cluster import Cluster
from playground.messages.checkpoint import Checkpoint
from playground.messages.events import Ended, Epochs, Started, encode_all
from playground.messages.jobs import Train
from playground.messages.wishes import Stop, encode
from playground.store.error import StoreError
from tests.support.experiments import short
from tests.support.listening import Listener
from tests.support.waiting import awaited, until

WORKER = "tcp://127.0.0.1:1"
EPOCHS = Epochs(first=0, logs={"loss": [1.0]}, seconds=[0.0])
ENDED = Ended(status="finished", reason="")


class Dask:
    """Dask's client as the engine uses it, for a worker that trains one run; its answers are the test's."""

    def __init__(self, *answers: Callable[[], Any]) -> None:
        self.status = "running"
        self.answers = list(answers)  # to get_events, one after the other
        self.taken: list[dict[str, Any]] = []
        self.topics: dict[str, Callable[[Any], None]] = {}

    async def run(self, function: Any, *arguments: Any, **_: Any) -> dict[str, Any]:
        if function is worker.take:
            self.taken.extend(arguments[3])
            return {WORKER: 1}
        return {WORKER: True}

    async def get_events(self, topic: str) -> Any:
        return self.answers.pop(0)()

    def subscribe_topic(self, topic: str, hear: Callable[[Any], None]) -> None:
        self.topics[topic] = hear

    def unsubscribe_topic(self, topic: str) -> None:
        self.topics.pop(topic, None)

    async def run_on_scheduler(self, *_: Any) -> None:
        pass

    async def close(self) -> None:
        self.status = "closed"


def away() -> Any:
    raise OSError("the scheduler does not answer")


def broken() -> Any:
    raise RuntimeError("another mistake of Dask")


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Dask], Engine]]:
    opened: list[Engine] = []
    monkeypatch.setattr(calls, "LAST_PAUSE", 0.0)

    def engine(dask: Dask) -> Engine:
        async def opens(*_: Any) -> Cluster:
            cluster = Cluster(dask, "tcp://made.up:1", None)  # type: ignore[arg-type]
            cluster.workers = frozenset({WORKER})
            return cluster

        monkeypatch.setattr(dispatcher, "Cluster", SimpleNamespace(open=opens))
        opened.append(Engine("tcp://made.up:1", workers=1))
        return opened[-1]

    yield engine
    for each in opened:
        each.close()


def adopt(engine: Engine) -> Listener:
    run = Listener()
    engine.adopt(Train(run.run_id, short()), run)
    return run


def ends(run: Listener) -> list[str]:
    return [event.status for event in run.all() if event.kind == "ended"]


def test_a_scheduler_that_is_slow_to_answer_is_asked_again_and_the_run_goes_on(
    engines: Callable[[Dask], Engine],
) -> None:
    dask = Dask(away, away, lambda: [(0.0, encode_all([EPOCHS]))])
    run = adopt(engines(dask))
    run.until("epochs")
    dask.topics[run.run_id]((0.0, encode_all([ENDED])))
    run.until("ended")
    assert ends(run) == ["finished"]


@pytest.mark.parametrize(
    "answer",
    [away, broken, lambda: [(0.0, [*encode_all([Started()]), {}])]],
    ids=["away", "broken", "nonsense"],
)
def test_a_run_that_cannot_be_followed_is_interrupted_once_and_its_worker_stops(
    engines: Callable[[Dask], Engine], answer: Callable[[], Any]
) -> None:
    dask = Dask(*[answer] * 3)
    engine = engines(dask)
    run = adopt(engine)
    run.until("ended")
    until(lambda: bool(dask.taken))
    engine.close()
    assert ends(run) == ["interrupted"]
    assert dask.taken == [encode(Stop())]


def test_what_cannot_be_taken_up_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(_: bytes) -> Checkpoint:
        raise RuntimeError("a mistake of NumPy")

    monkeypatch.setattr(Checkpoint, "decode", decode)
    engine, run = Engine(workers=1), Listener()

    async def read(_: str) -> bytes:
        return b"anything"

    monkeypatch.setattr(engine._board.held.shelf, "get", read)
    engine.adopt(Train(run.run_id, short()), run, "0" * 64)
    assert run.until("ended").status == "interrupted"
    engine.close()


async def never(*_: Any, **__: Any) -> Any:
    await asyncio.Event().wait()


def test_a_worker_that_hangs_keeps_no_other_workers_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 0.05)
    dask = Dask()
    run = dask.run

    async def one_hangs(*call: Any, workers: list[str], **more: Any) -> dict[str, Any]:
        return await (never() if workers == ["tcp://127.0.0.1:2"] else run(*call, **more))

    dask.run = one_hangs  # type: ignore[method-assign]
    cluster = Cluster(dask, "", None)  # type: ignore[arg-type]
    cluster.workers = frozenset({WORKER, "tcp://127.0.0.1:2"})
    assert awaited(calls.trainer_of(cluster, "run")) == WORKER
    assert awaited(calls.deliver_abroad(cluster, "run", Stop()))


def test_a_scheduler_that_does_not_answer_does_not_hold_up_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.engine.cluster.ANSWER_SECONDS", 0.05)
    cluster = Cluster(SimpleNamespace(processing=never, nthreads=never), "", None)  # type: ignore[arg-type]
    cluster.workers = frozenset({WORKER})
    assert not awaited(cluster.is_free(WORKER))
    with pytest.raises(OSError):  # noqa: PT011 -- a TimeoutError, which has no words
        awaited(cluster.count())


def test_files_that_do_not_answer_do_not_hold_up_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.engine.shelf.READ_SECONDS", 0.05)
    engine = Engine(workers=1)
    shelf = engine._board.held.shelf
    shelf.know("run", "name")
    monkeypatch.setattr("playground.engine.shelf.asyncio.to_thread", never)
    with pytest.raises(StoreError, match="does not answer"):
        awaited(shelf.get("run"))
