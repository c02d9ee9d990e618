"""Untrained networks: workers look at them beside what they train, so that nobody waits for a worker."""

import asyncio
import concurrent.futures
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import cast

from playground.datasets import DataError
from playground.engine import worker
from playground.engine.board import Board
from playground.engine.cluster import Cluster
from playground.engine.dispatcher import Dispatcher
from playground.engine.tables import packed_tables
from playground.experiment import Complete
from playground.experiment.uploads import digests_in

_awaited = cast(
    "Callable[[Complete, Mapping[str, bytes]], bytes]", worker.untrained
)  # Dask waits for what a function promises

ANSWER_SECONDS = 30.0  # for a worker, which may still be loading TensorFlow
PAUSE_SECONDS = 0.2  # between two looks for a worker that does not train
TRIES = 3
AT_ONCE = 2  # of the small networks, and of the large ones


class Untrained:
    """Belongs to the engine's thread.

    A look at a small network takes a twentieth of a second, also on a worker that trains. A large one waits for a
    worker that trains nothing or whose run is held. None of them takes a worker from the queue.
    """

    def __init__(self, board: Board, dispatcher: Dispatcher) -> None:
        self._board = board
        self._dispatcher = dispatcher
        self._turns = {small: asyncio.Semaphore(AT_ONCE) for small in (True, False)}
        self._going: set[asyncio.Task[None]] = set()

    def begin(self, experiment: Complete, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        """Has `found` hold the encoded weights or picture, or an OSError."""
        task = asyncio.get_running_loop().create_task(self._find(experiment, small, found))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    def close(self) -> None:
        """Ends all looks."""
        for task in self._going:
            task.cancel()

    async def _find(self, experiment: Complete, small: bool, found: concurrent.futures.Future[bytes]) -> None:
        error = OSError("no worker looked at the network")
        content = None
        try:
            async with self._turns[small]:
                content = await self._look(experiment, small)
        finally:
            with suppress(concurrent.futures.InvalidStateError):  # nobody waits for it any more
                if content is None:
                    found.set_exception(error)
                else:
                    found.set_result(content)

    async def _look(self, experiment: Complete, small: bool) -> bytes | None:
        try:
            tables = await asyncio.to_thread(packed_tables, digests_in(experiment))
        except DataError:  # a run of it says why
            return None
        for _ in range(TRIES):
            if not self._dispatcher.wanted:  # a look alone starts no processes
                return None
            cluster = self._dispatcher.cluster or await self._dispatcher.reach()
            if cluster is None:
                return None
            while (where := self._where(cluster, small)) is None:
                await asyncio.sleep(PAUSE_SECONDS)
            with suppress(OSError, TimeoutError):
                looking = cluster.call(where, _awaited, experiment, tables)
                content = await asyncio.wait_for(looking, ANSWER_SECONDS)
                if content is not None:
                    return content
        return None

    def _where(self, cluster: Cluster, small: bool) -> str | None:
        """The worker that is disturbed least; always the same one, so that it knows the network already."""
        trained = {task.worker: task for task in self._board.placed.values() if task.worker is not None}
        free = sorted(cluster.workers - trained.keys())
        held = sorted(address for address, task in trained.items() if task.paused)
        others = sorted(trained) if small else []
        return next(iter([*free, *held, *others]), None)
