"""Dispatcher: submits queued jobs to Dask and receives their events and results."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from distributed import Future, KilledWorker

from playground.engine import calls, topics, worker
from playground.engine.board import Board
from playground.engine.cluster import Cluster, WorkerLoss
from playground.engine.departures import Departures
from playground.engine.estimate import Estimate
from playground.engine.held import can_come_back, who_leaves
from playground.engine.loop import Loop
from playground.engine.packing import state_of, tables_of, workers_for
from playground.engine.private import FOREIGN
from playground.engine.reasons import raised, unreachable, waiting, worker_gone
from playground.engine.tables import Lacking
from playground.engine.task import EngineTask
from playground.messages.checkpoint import Held
from playground.messages.events import (
    Answer,
    CheckpointMade,
    Ended,
    Event,
    Paused,
    Started,
    Weights,
    decode_all,
)
from playground.messages.jobs import Result
from playground.messages.wishes import encode

COUNT_SECONDS = (
    2.0  # between two counts of the workers while runs wait, in case the report of a new one was lost
)
TRIES = 3  # for a run whose worker died before the run started


class Dispatcher:
    """Belongs to the engine's thread.

    Attributes:
        address: the scheduler's address; None for the embedded cluster.
        cluster: the connection; None if there is none.
        leaving: whether the engine is closing; then no more jobs are submitted.
        wanted: whether anything has needed the cluster so far.
    """

    def __init__(
        self,
        loop: Loop,
        board: Board,
        address: str | None,
        workers: int,
        started: Callable[[EngineTask], None],
    ) -> None:
        """`workers` is the size of an embedded cluster; `started` is called with each job that has started."""
        self._loop = loop
        self._board = board
        self._workers = workers
        self._started = started
        self._moving = asyncio.Lock()
        self._connecting: asyncio.Task[Cluster] | None = None
        self._looking = False  # whether a count of the workers is scheduled
        self._estimate = Estimate()
        self._departures = Departures(loop, board)
        self.address = address
        self.cluster: Cluster | None = None
        self.leaving = False
        self.wanted = False

    async def move(self, connect: bool = False) -> None:
        """Submits queued jobs to Dask while it has free workers."""
        async with self._moving:
            if (connect or self._board.queue) and not self.leaving:
                try:
                    await self._connect()
                except (OSError, ImportError, ValueError) as error:
                    reason = unreachable(self.address, error)
                    self._board.end_all("failed", lambda _job: reason)
            if self.cluster is not None and self.cluster.lacks_app:
                self._board.end_all("failed", lambda _job: FOREIGN)
            while self._board.queue and self.cluster and len(self._board.placed) < self.cluster.threads:
                await self._place(self.cluster, self._board.queue.take())
            if self.cluster is not None:
                for task in who_leaves(list(self._board.placed.values()), len(self._board.queue)):
                    self._loop.spawn(calls.give_up(self.cluster, task))
                self.cluster.want("queue", len(self._board.queue))
            threads = 0 if self.cluster is None else self.cluster.threads
            why = waiting(self.address, threads)
            for place, task in enumerate([*self._delayed, *self._board.queue], start=1):
                task.tell_place(place, f"{why} {self._estimate.words(place, threads)}".rstrip())
            is_waiting = self._board.queue or any(task.worker is None for task in self._board.placed.values())
            if is_waiting and not self._looking:
                self._looking = True
                self._loop.later(COUNT_SECONDS, lambda: self._loop.spawn(self._look_for_workers()))

    async def _look_for_workers(self) -> None:
        self._looking = False
        cluster = self.cluster
        if self._board.queue and cluster is not None:
            with suppress(OSError):
                await cluster.count()
            if cluster.is_abandoned:
                self._lost(cluster)
        if self._delayed and cluster is not None and self.address is not None:
            self._loop.spawn(calls.make_room(cluster, len(self._delayed)))
        await self.move()

    @property
    def _delayed(self) -> list[EngineTask]:
        """The jobs that Dask has not started for some time, because runs of other servers have the workers."""
        placed, since = self._board.placed.values(), self._loop.time() - COUNT_SECONDS
        return [each for each in placed if each.worker is None and (each.placed_at or since) < since]

    async def _connect(self) -> None:
        self.wanted = True
        if self.cluster is not None:
            if self.cluster.alive:
                return
            self._lost(self.cluster)
        opening = Cluster.open(self.address, self._workers, self._worker_came, self._worker_gone, self._lost)
        self._connecting = asyncio.get_running_loop().create_task(opening)
        try:
            self.cluster = await self._connecting
        finally:
            self._connecting = None

    async def reach(self) -> Cluster | None:
        """Connects if necessary and returns the cluster; None if it cannot be reached."""
        async with self._moving:
            try:
                if not self.leaving:
                    await self._connect()
            except (OSError, ImportError, ValueError):
                return None
        return self.cluster

    async def close(self) -> None:
        """Closes the connection, also an unfinished one, and the embedded cluster."""
        cluster, self.cluster = self.cluster, None
        if (connecting := self._connecting) is not None:
            connecting.cancel()
            await asyncio.wait([connecting])
            if not connecting.cancelled() and connecting.exception() is None:
                cluster = connecting.result()  # it was connected just before the cancel
        if cluster is not None:
            await cluster.close()

    async def _place(self, cluster: Cluster, task: EngineTask) -> None:
        self._board.placed[task.run_id] = task
        state = await state_of(task, self._board)
        tables = await tables_of(task, self._board)
        where = await workers_for(task, cluster)
        if task.over or self._board.placed.get(task.run_id) is not task:  # ended during the awaits above
            self._board.placed.pop(task.run_id, None)
            return
        task.tries += 1
        task.placed_at = self._loop.time()
        task.place = task.held_since = None
        task.asked_away = False
        task.sent = task.outbox.last
        # Subscribing first, on the same connection, makes sure that no event is missed.
        self.listen(cluster, task)
        future = cluster.client.submit(
            worker.work,
            task.job,
            self._board.sender,
            task.outbox.first,
            [encode(wish) for wish in task.outbox.waiting],
            None if task.look is None else encode(task.look),
            state,
            tables,
            key=f"{task.job.kind}-{task.run_id}-{task.tries}",
            pure=False,
            workers=where,
            allow_other_workers=where is not None and not cluster.foreign,
        )
        task.future = future
        future.add_done_callback(
            lambda _: self._loop.soon(lambda: self._loop.spawn(self._done(cluster, task, future)))
        )

    def listen(
        self, cluster: Cluster, task: EngineTask, hear: Callable[[tuple[float, Any]], None] | None = None
    ) -> None:
        """Subscribes `hear`, by default `heard`, to the encoded events of a job with their times."""
        cluster.client.subscribe_topic(task.run_id, hear or partial(self.heard, task))
        cluster.client.subscribe_topic(topics.pictures(task.run_id), partial(self._pictured, task))
        self._loop.spawn(topics.pass_on_only(cluster.client, topics.pictures(task.run_id)))

    def _worker_came(self) -> None:
        self._loop.spawn(self.move())

    def _worker_gone(self, address: str, why: WorkerLoss) -> None:
        if self.leaving:
            return
        if why is WorkerLoss.LEFT:
            self._departures.worker_left(address)
        else:
            self._departures.worker_died(address, why)

    def _lost(self, cluster: Cluster) -> None:
        """Ends or continues the runs of a lost cluster; the next run opens a new connection."""
        if self.cluster is cluster:
            self.cluster = None
            self._loop.spawn(cluster.close())
            self._departures.cluster_gone()

    def heard(self, task: EngineTask, stamped: tuple[float, Any]) -> None:
        """Passes on the events of a job's worker."""
        events = decode_all(stamped[1])
        for event in events:
            match event:
                case Started() if task.future is not None:
                    task.worker = event.worker
                    task.brings_tables = False
                    task.outbox.acknowledge(task.sent)
                    self._started(task)
                    if self.cluster is not None and task.worker is not None:
                        self._loop.spawn(self.cluster.pin(task.future.key, task.worker))
                case Paused():
                    task.paused = event.paused
                    task.held_since = self._loop.time() if task.paused else None
                    if task.paused and len(self._board.queue):
                        self._loop.spawn(self.move())
        task.tell(events)
        self._board.let_go(task)

    def _pictured(self, task: EngineTask, stamped: tuple[float, Any]) -> None:
        pictures: list[Event] = []
        for event in decode_all(stamped[1]):
            if not isinstance(event, CheckpointMade):
                pictures.append(event)
            elif task.worker is not None:
                task.settle(event.held(), self._board.sender)
        if pictures:
            task.show(pictures)

    async def _done(self, cluster: Cluster, task: EngineTask, future: Future[Result | Lacking]) -> None:
        """Takes the result of a run from Dask. All events of its worker have arrived before it."""
        is_elsewhere = task.future is not future
        if is_elsewhere or self._board.placed.get(task.run_id) is not task:
            return  # the cluster was lost, or the run is on another worker now
        del self._board.placed[task.run_id]
        status = future.status
        error = await future.exception() if status == "error" else None
        result = await calls.result_of(future) if status == "finished" else None
        # Dask trains a finished run again if its worker dies while its future is still held.
        future.release()
        task.future = None
        if isinstance(result, Lacking) and not task.over:
            task.brings_tables, task.last_worker = True, result.worker
            self._board.queue.put_first(task)
            await self.move()
            return
        if task.placed_at is not None:
            self._estimate.note(self._loop.time() - task.placed_at)
        match result:
            case Weights():
                task.show([result])
            case Answer():
                task.tell([result, Ended(status="finished")])
        held = result if isinstance(result, Held) else None
        if isinstance(error, KilledWorker) and can_come_back(task):
            task.deaths += 1
            held = task.checkpoint
        if held is not None and not task.over:
            self._board.leave(task, held)
            await self.move()
            return
        if not task.over:
            if status == "cancelled":
                # A run that nobody stopped is cancelled only by a lost connection, which ends this run and all others.
                self._board.placed[task.run_id] = task
                self._lost(cluster)
                return
            if isinstance(error, KilledWorker) and task.worker is None and task.tries < TRIES:
                self._board.queue.put_first(task)
            elif isinstance(error, KilledWorker):
                task.tell_end("failed", worker_gone(task.job, WorkerLoss.KILLED))
            elif error is not None:
                task.tell_end("failed", raised(task.job, error))
            else:
                task.tell_end("failed", raised(task.job))
        self._board.let_go(task)
        await self.move()
        if task.over:
            await topics.forget_run(cluster.client, task.run_id, self._board.ended)
