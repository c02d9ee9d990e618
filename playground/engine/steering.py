"""Steering: sends wishes to runs, and makes sure that a stopped run ends in time."""

import asyncio
from contextlib import suppress

from playground.engine import calls
from playground.engine.board import Board
from playground.engine.cluster import Cluster
from playground.engine.dispatcher import Dispatcher
from playground.engine.loop import Loop
from playground.engine.task import EngineTask
from playground.messages.wishes import LookAlong, Resume, Stop, Wish

STOP_SECONDS = (
    0.85  # after a stop, the time until the run ends for its owner even if the worker has not stopped
)
KILL_SECONDS = 10.0  # further time, until a worker that still trains the run is killed and restarted
ABROAD_SECONDS = 3.0  # for a worker of another engine's run to take a wish; a browser waits for the answer


class Steering:
    """Belongs to the engine's thread."""

    def __init__(self, loop: Loop, board: Board, dispatcher: Dispatcher) -> None:
        self._loop = loop
        self._board = board
        self._dispatcher = dispatcher

    def ask(self, run_id: str, wish: Wish) -> None:
        """Sends a wish to a run of this engine."""
        task = self._board.going.get(run_id)
        if task is None:
            if isinstance(wish, LookAlong) and run_id in self._board.ended:
                self._loop.spawn(calls.look_back(self._dispatcher.cluster, self._board.ended[run_id], wish))
            return
        if isinstance(wish, LookAlong):
            task.look = wish
            if task.worker is None and task.last_worker is not None:
                self._loop.spawn(calls.look_back(self._dispatcher.cluster, task, wish))
                return
        task.outbox.put(wish)
        if isinstance(wish, Stop) and task.worker is None:
            self._board.stop_soon(task)
            return
        if isinstance(wish, Resume):
            task.asked_away = False  # the run continues, so it does not leave its worker
        if task in self._board.held and task.outbox.needs_worker:
            self._board.held.remove(task)
            self._board.queue_up(task)
        self.deliver(task)
        if isinstance(wish, Stop):
            self._loop.later(STOP_SECONDS, lambda: self._insist(task))

    def begin(self, task: EngineTask) -> None:
        """Sends the worker that has started a job the wishes and the message rate that came since."""
        self.deliver(task)
        if task.message_seconds is not None:
            self.tell_every(task.run_id, task.message_seconds)

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Has the worker of a run send a message every `seconds`, for some time."""
        task = self._board.going.get(run_id)
        if task is None:
            return
        task.message_seconds = seconds
        if task.worker is not None and self._dispatcher.cluster is not None:
            self._loop.spawn(calls.tell_every(self._dispatcher.cluster, task, seconds))

    async def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> bool:
        """Sends a wish to a run of any engine; returns whether it arrived within `ABROAD_SECONDS`."""
        if run_id in self._board.going or (isinstance(wish, LookAlong) and run_id in self._board.ended):
            self.ask(run_id, wish)
            return True
        if self._dispatcher.address is not None and self._dispatcher.cluster is not None:
            with suppress(TimeoutError):
                carrying = calls.deliver_abroad(self._dispatcher.cluster, run_id, wish, sender)
                return await asyncio.wait_for(carrying, ABROAD_SECONDS)
        return False

    def deliver(self, task: EngineTask) -> None:
        """Starts sending the waiting wishes of a job to its worker, unless that is going on already."""

        async def deliver(cluster: Cluster) -> None:
            try:
                await calls.deliver(cluster, task, self._board.sender)
            finally:
                task.delivering = False

        if (
            task.worker is not None
            and task.outbox.waiting
            and not task.delivering
            and self._dispatcher.cluster
        ):
            task.delivering = True
            self._loop.spawn(deliver(self._dispatcher.cluster))

    def _insist(self, task: EngineTask) -> None:
        """Ends a run for its owner if its worker has not stopped in time; kills the worker later if necessary."""
        if not task.over:
            task.tell_end("stopped", "Stopped in the middle of a long step.")
            self._board.let_go(task)
            self._loop.later(KILL_SECONDS, lambda: self._loop.spawn(self._kill_worker(task)))

    async def _kill_worker(self, task: EngineTask) -> None:
        if self._board.placed.get(task.run_id) is task:
            await calls.kill_worker(self._dispatcher.cluster, task.worker)
