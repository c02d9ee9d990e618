"""Board: the jobs of an engine by where they are: in the queue, held, or on a worker."""

from collections.abc import Callable, Coroutine
from typing import Any

from playground.engine.held import HeldRuns, can_come_back, remove_checkpoint
from playground.engine.loop import Loop
from playground.engine.outbox import Outbox
from playground.engine.queue import Queue
from playground.engine.shelf import Files, Shelf
from playground.engine.task import EngineTask
from playground.messages.checkpoint import Held
from playground.messages.events import Weights
from playground.messages.jobs import Job
from playground.messages.wishes import Pause
from playground.states import State


class Board:
    """Belongs to the engine's thread.

    Attributes:
        sender: the name under which the engine numbers its wishes.
        queue: jobs that wait for a worker.
        held: runs without a worker that wait for their owner.
        placed: jobs that Dask has, by id.
        going: every job without an end, by id.
        ended: the latest jobs that ended after having a worker, by id, the newest last.
    """

    def __init__(
        self, loop: Loop, files: Files | None, sender: str, move: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """`move` hands waiting jobs to workers."""
        self._loop = loop
        self._move = move
        self.sender = sender
        self.queue: Queue[EngineTask] = Queue()
        self.held = HeldRuns(Shelf(files), self.queue_up, self.stop_soon, self.end)
        self.placed: dict[str, EngineTask] = {}
        self.going: dict[str, EngineTask] = {}
        self.ended: dict[str, EngineTask] = {}

    def enqueue(self, task: EngineTask) -> None:
        """Adds a new job and queues it."""
        self.going[task.run_id] = task
        self.queue_up(task)

    def queue_up(self, task: EngineTask) -> None:
        """Puts a job into the queue for a worker."""
        self.queue.put(task)
        self._loop.spawn(self._move())

    def bring_back(self, task: EngineTask) -> None:
        """Continues a run whose worker is gone on another worker, from its last checkpoint."""
        assert task.checkpoint is not None
        self.placed.pop(task.run_id, None)
        self.leave(task, task.checkpoint)

    def move_on(self, task: EngineTask) -> None:
        """Continues a job whose worker left the cluster on another worker: a run from its last epoch or checkpoint."""
        if can_come_back(task):
            self.bring_back(task)
            return
        self.placed.pop(task.run_id, None)
        is_held = task.paused if task.future is None else task.outbox.is_paused
        task.job, met = task.progress.rest(task.job)
        task.outbox = Outbox([*met, *([Pause()] if is_held else []), *task.outbox.waiting])
        task.last_worker, task.worker, task.future = task.worker, None, None
        task.held_since, task.asked_away, task.checkpoint, task.place = None, False, None, None
        if task.over:
            self.let_go(task)
        elif task.outbox.stops:
            self.stop_soon(task)
        else:
            self.queue.put_first(task)
            self._loop.spawn(self._move())

    def leave(self, task: EngineTask, held: Held) -> None:
        """Records that a run has left its worker; it can continue from the checkpoint `held`."""
        task.last_worker, task.worker, task.future = task.worker, None, None
        task.held_since, task.asked_away = None, False
        task.settle(held, self.sender)
        task.outbox.go_back(held.taken.get(self.sender, 0))
        self._loop.spawn(self.held.put(task, held))

    def end_all(self, status: State, reason: Callable[[Job], str]) -> None:
        """Ends every job that is on a worker or waits for its first one; `reason` returns the sentence for a job."""
        for task in [*self.placed.values(), *self.queue]:
            if task.checkpoint is None or task.run_id in self.placed:
                self.end(task, status, reason(task.job))

    def end(self, task: EngineTask, status: State, reason: str) -> None:
        """Ends a run without its worker, wherever the run is."""
        task.tell_end(status, reason)
        self.queue.remove(task)
        self.held.remove(task)
        self.placed.pop(task.run_id, None)
        self.let_go(task)

    def let_go(self, task: EngineTask) -> None:
        """Forgets a job if it is over."""
        if not task.over:
            return
        if task.future is None and self.placed.get(task.run_id) is task:
            # An adopted run: Dask reports nothing more about it.
            del self.placed[task.run_id]
            self._loop.spawn(self._move())
        known = self.going.pop(task.run_id, None)
        if known is not None and (task.worker or task.last_worker) is not None:
            self.ended[task.run_id] = task
        self._loop.spawn(remove_checkpoint(self.held.shelf, task))

    def stop_soon(self, task: EngineTask) -> None:
        """Stops a job that has no worker, as its owner wished."""
        self._loop.spawn(self._stop_waiting(task))

    async def _stop_waiting(self, task: EngineTask) -> None:
        future, held = task.future, task.checkpoint
        weights = await self.held.end_weights(task) if held is not None else None
        epoch = held.epoch if held is not None else 0
        reason = f"Stopped on request after epoch {epoch}." if epoch else "Stopped before it began."
        task.tell_end("stopped", reason)
        self.queue.remove(task)
        self.held.remove(task)
        self.let_go(task)
        if weights is not None:
            task.show([Weights(content=weights)])
        if future is not None:
            # The job may be starting right now. Then its `Started` event triggers the delivery of the stop.
            await future.cancel()
        await self._move()

    async def set_all_aside(self) -> None:
        """Stores the checkpoints of held runs, so that the next server can continue them."""
        for task in list(self.placed.values()):
            held = task.checkpoint
            if task.held_since is not None and held is not None and not task.outbox.waiting:
                self.placed.pop(task.run_id)
                await self.held.put(task, held)
        for task in [*self.held.all, *self.queue]:
            if task.checkpoint is not None:
                self.queue.remove(task)
                self.going.pop(task.run_id, None)
