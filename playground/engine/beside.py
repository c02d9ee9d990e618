"""Beside: short jobs that workers do while they train, so that nobody waits for a worker."""

import asyncio
import concurrent.futures
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import cast

from playground.datasets import DataError
from playground.engine import worker
from playground.engine.board import Board
from playground.engine.cluster import Cluster
from playground.engine.dispatcher import Dispatcher
from playground.engine.tables import Packed, check_tables, packed_tables
from playground.errors import ExperimentError
from playground.messages.jobs import Job

_awaited = cast(
    "Callable[[Job, Packed | None], bytes | None]", worker.beside
)  # Dask awaits the result of an async function

ANSWER_SECONDS = 30.0  # for the answer of a worker, which may still be loading TensorFlow
WAIT_SECONDS = 25.0  # for a turn and a worker; a caller that still needs the answer asks again
WANT_SECONDS = 120.0  # after the last search for a worker, in which one may still come
PAUSE_SECONDS = 0.2  # between two searches for a worker that does not train
TRIES = 3
AT_ONCE = 2  # this many small jobs and this many large ones


class Beside:
    """Belongs to the engine's thread.

    A small job takes a twentieth of a second, also on a worker that trains. A large one waits for a worker that trains
    nothing or whose run is held. None of them takes a worker from the queue.
    """

    def __init__(self, board: Board, dispatcher: Dispatcher) -> None:
        self._board = board
        self._dispatcher = dispatcher
        self._turns = {small: asyncio.Semaphore(AT_ONCE) for small in (True, False)}
        self._going: set[asyncio.Task[None]] = set()
        self._wanting: asyncio.TimerHandle | None = None  # ends the wish for a worker

    def begin(self, job: Job, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        """Starts a job; `found` receives its answer or an OSError."""
        task = asyncio.get_running_loop().create_task(self._find(job, small, found))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    def close(self) -> None:
        """Cancels all jobs."""
        for task in self._going:
            task.cancel()

    async def _find(self, job: Job, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        content = None
        try:
            with suppress(DataError, ExperimentError, TimeoutError):  # a run reports these errors
                await asyncio.to_thread(check_tables, job.tables)
                async with self._turn(small):
                    content = await self._ask(job, small)
        finally:
            with suppress(concurrent.futures.InvalidStateError):  # nobody waits for it any more
                if content is None:
                    found.set_exception(OSError("no worker answered"))
                else:
                    found.set_result(content)

    @asynccontextmanager
    async def _turn(self, small: bool) -> AsyncIterator[None]:
        """Holds one of the `AT_ONCE` turns during the block.

        Raises:
            TimeoutError: no turn was free within `WAIT_SECONDS`. The limit removes callers that have left.
        """
        async with asyncio.timeout(WAIT_SECONDS):
            await self._turns[small].acquire()
        try:
            yield
        finally:
            self._turns[small].release()

    async def _ask(self, job: Job, small: bool) -> bytes | None:
        tables: Packed | None = None
        for _ in range(TRIES):
            if not self._dispatcher.wanted:  # a short job alone starts no processes
                return None
            cluster = self._dispatcher.cluster or await self._dispatcher.reach()
            if cluster is None:
                return None
            async with asyncio.timeout(WAIT_SECONDS):
                where = await self._find_worker(cluster, small)
            with suppress(OSError, TimeoutError):
                answering = cluster.call(where, _awaited, job, tables)
                content = await asyncio.wait_for(answering, ANSWER_SECONDS)
                if content is not None:
                    return content
            tables = await asyncio.to_thread(packed_tables, job.tables)  # the worker may lack them
        return None

    async def _find_worker(self, cluster: Cluster, small: bool) -> str:
        while (where := self._where(cluster, small)) is None:
            self._want(cluster)
            await asyncio.sleep(PAUSE_SECONDS)
        return where

    def _want(self, cluster: Cluster) -> None:
        """Wants a worker of an adaptive cluster for some time: starting one may take longer than the caller waits."""
        cluster.want("beside", 1)
        if self._wanting is not None:
            self._wanting.cancel()
        self._wanting = asyncio.get_running_loop().call_later(WANT_SECONDS, cluster.want, "beside", 0)

    def _where(self, cluster: Cluster, small: bool) -> str | None:
        """The worker that the job disturbs least; the same one each time, because it has the data already."""
        trained = {task.worker: task for task in self._board.placed.values() if task.worker is not None}
        free = sorted(cluster.workers - trained.keys())
        held = sorted(address for address, task in trained.items() if task.paused)
        others = sorted(trained) if small else []
        return next(iter([*free, *held, *others]), None)
