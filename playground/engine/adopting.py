"""Adopting: takes over a run of another engine that has ended."""

import logging
from contextlib import suppress
from typing import Any

from playground.engine import calls
from playground.engine.board import Board
from playground.engine.dispatcher import Dispatcher
from playground.engine.loop import Loop
from playground.engine.reasons import INTERRUPTED
from playground.engine.task import EngineTask
from playground.messages.checkpoint import Checkpoint
from playground.messages.wishes import Stop
from playground.store.error import StoreError

_log = logging.getLogger(__name__)


async def adopt(
    loop: Loop, board: Board, dispatcher: Dispatcher, task: EngineTask, checkpoint: str | None
) -> None:
    """Takes over a run of another engine. On any error it ends the run, because nobody else would.

    Args:
        loop, board, dispatcher: those of this engine.
        task: the run.
        checkpoint: the name of its stored checkpoint; None if it has none.
    """
    try:
        if dispatcher.address is not None:
            await _find_again(board, dispatcher, task)
        if dispatcher.leaving:
            return  # the next server takes it over
        if not task.over and task.worker is None:
            await _take_up(board, task, checkpoint)
    except Exception as error:
        _log.error("The run %s of a server that is gone cannot be taken on.", task.run_id, exc_info=error)
        is_trained = task.worker is not None and not task.over
        board.end(task, "interrupted", INTERRUPTED)
        if is_trained and dispatcher.cluster is not None:
            loop.spawn(calls.deliver_abroad(dispatcher.cluster, task.run_id, Stop()))


async def _take_up(board: Board, task: EngineTask, checkpoint: str | None) -> None:
    """Takes over a run that no worker trains: a held run waits here, any other ends as interrupted."""
    if checkpoint is not None:
        board.held.shelf.know(task.run_id, checkpoint)
        with suppress(StoreError, KeyError, ValueError):
            held = Checkpoint.decode(await board.held.shelf.get(task.run_id)).held()
            board.going[task.run_id] = task
            await board.held.put(task, held)
            return
    board.end(task, "interrupted", INTERRUPTED)


async def _find_again(board: Board, dispatcher: Dispatcher, task: EngineTask) -> None:
    """Listens to a run that a worker trains. New events wait until all earlier ones have been passed on.

    Raises:
        OSError: a worker trains the run, and the scheduler does not return the run's earlier events.
    """
    cluster = await dispatcher.reach()
    if cluster is None:
        return  # an unreachable scheduler has lost its runs
    task.worker = await calls.trainer_of(cluster, task.run_id)
    meanwhile: list[tuple[float, Any]] = []
    if task.worker is not None:
        board.placed[task.run_id] = board.going[task.run_id] = task
        dispatcher.listen(cluster, task, meanwhile.append)
    try:
        before = await calls.events_of(cluster, task.run_id)
    except OSError:
        if task.worker is None:
            return  # the run may be held; `adopt` then takes it from its checkpoint

        raise
    for stamped in before:
        dispatcher.heard(task, stamped)
    for stamped in meanwhile:
        dispatcher.heard(task, stamped)
    if task.worker is not None:
        dispatcher.listen(cluster, task)
    board.let_go(task)
