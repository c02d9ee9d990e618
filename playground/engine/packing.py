"""Packing: what a job brings to its worker, and the workers that may do it."""

import asyncio
from collections.abc import Sequence

from playground.datasets import DataError
from playground.engine.board import Board
from playground.engine.cluster import Cluster
from playground.engine.tables import Packed, check_tables, packed_tables
from playground.engine.task import EngineTask
from playground.store.error import StoreError


async def state_of(task: EngineTask, board: Board) -> bytes | None:
    """The state from which a held run continues; None for a new run. Ends the job if its state is lost."""
    if task.checkpoint is None:
        return None
    try:
        return await board.held.shelf.get(task.run_id)
    except (StoreError, KeyError) as error:
        board.end(task, "stopped", f"The held run cannot go on: its state is not there. {error}")
        return None


async def tables_of(task: EngineTask, board: Board) -> Packed | None:
    """The tables that a worker lacks; None if it reads them itself. Ends the job if a table was removed."""
    try:
        if task.brings_tables:
            return await asyncio.to_thread(packed_tables, task.job.tables)
        await asyncio.to_thread(check_tables, task.job.tables)
    except DataError as error:
        board.end(task, "failed", str(error))
    return None


async def workers_for(task: EngineTask, cluster: Cluster) -> Sequence[str] | None:
    """The workers that may do a job: its last worker if free, which has compiled the network; None for any."""
    if task.last_worker is not None and await cluster.is_free(task.last_worker):
        return [task.last_worker]
    return sorted(cluster.workers) if cluster.foreign else None
