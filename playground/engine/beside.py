"""Beside: short jobs that workers do beside what they train, so that nobody waits for a worker."""

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
)  # Dask waits for what a function promises

ANSWER_SECONDS = 30.0  # for a worker, which may still be loading TensorFlow
WAIT_SECONDS = 25.0  # for a turn and a worker; whoever still waits asks again
PAUSE_SECONDS = 0.2  # between two searches for a worker that does not train
TRIES = 3
AT_ONCE = 2  # of the small jobs, and of the large ones


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

    def begin(self, job: Job, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        """Has `found` hold the job's answer, or an OSError."""
        task = asyncio.get_running_loop().create_task(self._find(job, small, found))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    def close(self) -> None:
        """Ends all of them."""
        for task in self._going:
            task.cancel()

    async def _find(self, job: Job, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        content = None
        try:
            with suppress(DataError, ExperimentError, TimeoutError):  # what is wrong with it, a run says
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
        """One of the `AT_ONCE` turns.

        Raises:
            TimeoutError: none came within `WAIT_SECONDS`: those who have left do not keep others waiting.
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
            tables = await asyncio.to_thread(packed_tables, job.tables)  # the worker may have lacked them
        return None

    async def _find_worker(self, cluster: Cluster, small: bool) -> str:
        while (where := self._where(cluster, small)) is None:
            await asyncio.sleep(PAUSE_SECONDS)
        return where

    def _where(self, cluster: Cluster, small: bool) -> str | None:
        """The worker that is disturbed least; always the same one, so that it knows the data already."""
        trained = {task.worker: task for task in self._board.placed.values() if task.worker is not None}
        free = sorted(cluster.workers - trained.keys())
        held = sorted(address for address, task in trained.items() if task.paused)
        others = sorted(trained) if small else []
        return next(iter([*free, *held, *others]), None)
