"""Held runs: those that left their workers, and the choice of the next run to leave its worker."""

import asyncio
from collections.abc import Callable, Iterable

from playground.engine.shelf import Shelf
from playground.engine.task import EngineTask
from playground.limits import limits
from playground.messages.checkpoint import Checkpoint, Held, as_npz
from playground.messages.events import Paused, SetAside
from playground.states import State
from playground.store.error import StoreError

MOST_DEATHS = 2  # a run whose workers died this often is not continued

NOT_KEPT = "The run was held without a worker, and its state could not be kept. {}"


class HeldRuns:
    """The runs without a worker that wait for their owner. Belongs to the engine's thread.

    Args:
        shelf: holds their checkpoints.
        queue_up: called with a run that needs a worker again.
        stop: called with a run that got a `Stop` while it left its worker; it stops without one.
        end: called with a run that cannot continue, a status and a sentence.
    """

    def __init__(
        self,
        shelf: Shelf,
        queue_up: Callable[[EngineTask], None],
        stop: Callable[[EngineTask], None],
        end: Callable[[EngineTask, State, str], None],
    ) -> None:
        self.shelf = shelf
        self._queue_up = queue_up
        self._stop = stop
        self._end = end
        self._tasks: dict[str, EngineTask] = {}  # the longest held first

    def __contains__(self, task: EngineTask) -> bool:
        return self._tasks.get(task.run_id) is task

    @property
    def all(self) -> list[EngineTask]:
        """The held runs, the longest held first."""
        return list(self._tasks.values())

    def remove(self, task: EngineTask) -> None:
        """Removes a run; does nothing if it is not held here."""
        self._tasks.pop(task.run_id, None)

    async def put(self, task: EngineTask, held: Held) -> None:
        """Stores a run's checkpoint; the run then waits for its owner, or for a worker if it has more to do."""
        if held.content:
            try:
                name = await self.shelf.put(task.run_id, held.content)
            except StoreError as error:
                self._end(task, "stopped", NOT_KEPT.format(error))
                return
            task.checkpoint = Held(b"", held.epoch, held.batch, held.taken, held.goes_on)
            if self.shelf.outlives:
                task.tell([SetAside(file=name)])
        if task.over:
            await self.shelf.remove(task.run_id)
            return
        if task.outbox.stops:
            self._stop(task)
        elif held.goes_on or task.outbox.needs_worker:
            self._queue_up(task)
        else:
            self.wait(task, held)
        await self._make_room(task)

    def wait(self, task: EngineTask, held: Held) -> None:
        """Has a run wait for its owner."""
        self._tasks[task.run_id] = task
        if not task.paused:
            task.paused = True
            task.tell([Paused(paused=True, epoch=held.epoch, batch=held.batch)])

    async def end_weights(self, task: EngineTask) -> bytes | None:
        """The final weights of a run without a worker; None if they cannot be read."""
        try:
            checkpoint = Checkpoint.decode(await self.shelf.get(task.run_id))
        except (StoreError, KeyError, ValueError):
            return None
        return as_npz(checkpoint.end_weights) if checkpoint.variables else None

    async def _make_room(self, newest: EngineTask) -> None:
        while self.shelf.is_full:
            longest = next(iter(self._tasks.values()), newest)
            gigabytes = limits().held_bytes / 1e9
            self._end(
                longest,
                "stopped",
                f"Held runs took more than the {gigabytes:g} GB that this server has for them, and this run was "
                "held for longest. Its curves stay; a shorter pause keeps a run.",
            )
            await self.shelf.remove(longest.run_id)
            if longest is newest:
                break


def who_leaves(placed: Iterable[EngineTask], number: int) -> list[EngineTask]:
    """The runs that should leave their workers to `number` waiting runs.

    The longest held run leaves first; runs that take steps leave last. Runs that were asked before count.
    """
    leaving = [task for task in placed if task.asked_away]
    able = [
        task for task in placed if task.worker is not None and not task.asked_away and task.outbox.is_paused
    ]
    able.sort(key=lambda task: float("inf") if task.held_since is None else task.held_since)
    return able[: max(number - len(leaving), 0)]


def can_come_back(task: EngineTask) -> bool:
    """Whether a run whose worker died can go on from its last checkpoint."""
    return task.checkpoint is not None and task.outbox.is_paused and task.deaths < MOST_DEATHS


async def remove_checkpoint(shelf: Shelf, task: EngineTask) -> None:
    """Removes the checkpoint of a run that is over."""
    if task.run_id in shelf:
        await asyncio.shield(shelf.remove(task.run_id))
