"""What the engine asks of the cluster's workers. A worker that is gone answers nothing, which is no error here."""

import asyncio
from contextlib import suppress
from typing import Any

from distributed import Future

from playground.engine import worker
from playground.engine.cluster import Cluster
from playground.engine.task import Task
from playground.messages.wishes import LookAlong, Wish, encode

WEIGHTS_SECONDS = 30.0  # for the weights of a run that is over

_NO_PHOTOGRAPHER = (
    "This run ended too long ago to look at it along other columns. Press Train to train it again."
)


async def carry(cluster: Cluster | None, task: Task, wish: Wish) -> None:
    """Carry a wish to the worker that trains a run, after those that were made before."""
    async with task.asking:
        await _ask(cluster, task.run_id, wish, [task.worker])


async def carry_to_all(cluster: Cluster | None, run_id: str, wish: Wish) -> None:
    """Carry a wish to whichever worker trains the run, which another server started on the same cluster."""
    await _ask(cluster, run_id, wish, None)


async def look_back(cluster: Cluster | None, task: Task, wish: LookAlong) -> None:
    """Ask for a picture of a run that is over; the worker that trained it may still have its last moment."""
    if not any((await _ask(cluster, task.run_id, wish, [task.worker])).values()):
        task.show([{"kind": "no_picture", "reason": _NO_PHOTOGRAPHER}])


async def trainer_of(cluster: Cluster, run_id: str) -> str | None:
    """The address of the worker that trains a run.

    Raises:
        OSError: the scheduler does not answer.
    """
    answers = await cluster.client.run(worker.trains, run_id, on_error="ignore")
    return next((address for address, trains in answers.items() if trains is True), None)


async def kill_worker(cluster: Cluster | None, address: str | None) -> None:
    """Have a worker's nanny kill it, and start another."""
    if cluster is not None:
        with suppress(OSError):
            await cluster.client.run(worker.kill, workers=[address], nanny=True, on_error="ignore")


async def fetch_weights(task: Task, future: Future[bytes | None]) -> None:
    """Tell the weights of a run that is over; where its worker has died meanwhile, there are none."""
    with suppress(Exception):
        content = await asyncio.wait_for(future, WEIGHTS_SECONDS)
        if content is not None:
            task.show([{"kind": "weights", "content": content}])


async def _ask(
    cluster: Cluster | None,
    run_id: str,
    wish: Wish,
    workers: list[str | None] | None,
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    if cluster is not None:
        with suppress(OSError):
            answers = await cluster.client.run(
                worker.ask, run_id, encode(wish), workers=workers, on_error="ignore"
            )
    return answers
