"""The calls of the engine to the cluster's workers. A worker that is gone does not answer; that is no error here."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar, TypeVarTuple

from distributed import Future

from playground.engine import worker
from playground.engine.cluster import Cluster
from playground.engine.tables import Lacking
from playground.engine.task import Task
from playground.messages.events import NoPicture
from playground.messages.jobs import Result
from playground.messages.wishes import LookAlong, Wish, encode

Ts = TypeVarTuple("Ts")
T = TypeVar("T")

RESULT_SECONDS = 30.0  # for the weights of a run that is over, or the checkpoint of one that is held
ANSWER_SECONDS = 5.0  # for an answer of a worker; then it is asked again
FIRST_PAUSE, LAST_PAUSE = 0.02, 0.5  # seconds between two tries
TRIES_ABROAD, TRIES_OF_EVENTS = 8, 3

_NO_PICTURE_MAKER = (
    "This run ended too long ago to look at it along other columns. Press Train to train it again."
)


async def deliver(cluster: Cluster, task: Task, sender: str) -> None:
    """Carry the wishes of a run to its worker, in their order, until it has taken all of them.

    Wishes without an answer are sent again; the worker takes each number once.
    """
    pause = FIRST_PAUSE
    while task.worker is not None and task.outbox.waiting:
        first, wishes = task.outbox.first, [encode(wish) for wish in task.outbox.waiting]
        taken = await _run(cluster, task.worker, worker.take, task.run_id, sender, first, wishes)
        if isinstance(taken, int) and task.outbox.acknowledge(taken):
            pause = FIRST_PAUSE
        elif task.over:
            return
        else:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LAST_PAUSE)


async def deliver_abroad(cluster: Cluster, run_id: str, wish: Wish, sender: str | None = None) -> bool:
    """Carry a wish to the worker that trains a run of another server on the same cluster.

    Args:
        cluster: where the run may be trained.
        run_id: the run's id.
        wish: what is asked for.
        sender: a name for this wish alone: under the same name it is taken once, however often it is sent.

    Returns:
        Whether a worker took it: none does of a run that waits, or is held without a worker.
    """
    sender, pause = sender or secrets.token_hex(8), FIRST_PAUSE
    for _ in range(TRIES_ABROAD):
        if isinstance(wish, LookAlong):
            looking = await _run_everywhere(cluster, worker.look_along, run_id, encode(wish))
            is_taken = True in looking.values()
        else:
            answers = await _run_everywhere(cluster, worker.take, run_id, sender, 1, [encode(wish)])
            is_taken = any(isinstance(taken, int) for taken in answers.values())
        if is_taken:
            return True
        await asyncio.sleep(pause)
        pause = min(2 * pause, LAST_PAUSE)
    return False


async def look_back(cluster: Cluster | None, task: Task, wish: LookAlong) -> None:
    """Ask for a picture of a run that has left its worker; that worker may still have its last moment."""
    is_taken = False
    if cluster is not None:
        where = task.worker or task.last_worker
        is_taken = await _run(cluster, where, worker.look_along, task.run_id, encode(wish)) is True
    if not is_taken:
        task.show([NoPicture(reason=_NO_PICTURE_MAKER)])


async def tell_every(cluster: Cluster, task: Task, seconds: float) -> None:
    """Say how often whoever looks at a run wants its messages; a call that fails is made again by who looks."""
    await _run(cluster, task.worker, worker.tell_every, task.run_id, seconds)


async def forget_table(cluster: Cluster | None, digest: str) -> None:
    """Have all workers let go of an own table; one that does not answer lets go of it when it ends."""
    if cluster is not None:
        await _run_everywhere(cluster, worker.forget_table, digest)


async def give_up(cluster: Cluster, task: Task) -> None:
    """Ask a held run to leave its worker; `asked_away` says whether it does."""
    future, task.asked_away = task.future, True
    answer = await _run(cluster, task.worker, worker.give_up, task.run_id)
    # The answer may come late: after the run has left, or was asked to go on by itself.
    if task.future is future and task.asked_away:
        task.asked_away = answer is True


async def trainer_of(cluster: Cluster, run_id: str) -> str | None:
    """The address of the worker that trains a run; None where no worker says that it does."""
    answers = await _run_everywhere(cluster, worker.trains, run_id)
    return next((address for address, trains in answers.items() if trains is True), None)


async def events_of(cluster: Cluster, run_id: str) -> Sequence[tuple[float, Any]]:
    """All that the scheduler heard of a run, with the times.

    Raises:
        OSError: it does not answer, however often it is asked.
    """
    for tries_left in reversed(range(TRIES_OF_EVENTS)):
        try:
            found = await asyncio.wait_for(cluster.client.get_events(run_id), ANSWER_SECONDS)
        except OSError:
            if not tries_left:
                raise
            await asyncio.sleep(LAST_PAUSE)
        else:
            return found or ()
    return ()


async def kill_worker(cluster: Cluster | None, address: str | None) -> None:
    """Have a worker's nanny kill it, and start another."""
    if cluster is not None:
        with suppress(OSError):
            await cluster.client.run(worker.kill, workers=[address], nanny=True, on_error="ignore")


async def result_of(future: Future[Result | Lacking]) -> Result | Lacking:
    """What a job that is over returned; None where its worker has died since."""
    with suppress(Exception):
        return await asyncio.wait_for(future, RESULT_SECONDS)
    return None


async def _run(
    cluster: Cluster, address: str | None, function: Callable[[*Ts], T], *arguments: *Ts
) -> T | None:
    """The answer of a worker; None where it is gone or did not answer in time."""
    if address is None:
        return None
    with suppress(OSError, TimeoutError):
        return await asyncio.wait_for(cluster.call(address, function, *arguments), ANSWER_SECONDS)
    return None


async def _run_everywhere(
    cluster: Cluster, function: Callable[[*Ts], T], *arguments: *Ts
) -> dict[str, T | None]:
    """The answers of all workers by address. Each is asked for itself: one that hangs keeps no other's answer."""
    addresses = list(cluster.workers)
    answers = await asyncio.gather(*(_run(cluster, each, function, *arguments) for each in addresses))
    return dict(zip(addresses, answers, strict=True))
