"""Departures: what becomes of the runs of a worker, or of a cluster, that is gone."""

from playground.engine.board import Board
from playground.engine.cluster import WorkerLoss
from playground.engine.held import can_come_back
from playground.engine.loop import Loop
from playground.engine.reasons import cluster_gone, worker_gone
from playground.engine.task import EngineTask

MOST_MOVES = 5  # a run whose workers left the cluster this often is ended


class Departures:
    """Belongs to the engine's thread."""

    def __init__(self, loop: Loop, board: Board) -> None:
        self._loop = loop
        self._board = board

    def worker_died(self, address: str, why: WorkerLoss) -> None:
        """Continues the held runs of a worker that died, and ends its other runs: one of them may have killed it."""
        for task in self._on(address):
            if can_come_back(task):
                task.deaths += 1
                self._board.bring_back(task)
            else:
                self._end(task, why)

    def worker_left(self, address: str) -> None:
        """Continues the runs of a worker that was taken out of the cluster, each where it was."""
        for task in self._on(address):
            if task.moves == MOST_MOVES:
                self._end(task, WorkerLoss.LEFT)
            else:
                task.moves += 1
                self._board.move_on(task)

    def cluster_gone(self) -> None:
        """Continues the held runs of a cluster that is gone, and ends the others."""
        for task in list(self._board.placed.values()):
            if can_come_back(task):
                task.deaths += 1
                self._board.bring_back(task)
        self._board.end_all("failed", cluster_gone)

    def _on(self, address: str) -> list[EngineTask]:
        """The jobs on a worker that is gone; Dask forgets them, so that it does not repeat one by itself."""
        found = [task for task in self._board.placed.values() if task.worker == address]
        for task in found:
            if task.future is not None:
                self._loop.spawn(task.future.cancel())
        return found

    def _end(self, task: EngineTask, why: WorkerLoss) -> None:
        task.tell_end("failed", worker_gone(task.job, why))
        self._board.let_go(task)
