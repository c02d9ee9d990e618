"""The engine's calls to the cluster's workers. A dead worker gives no answer; these functions do not raise for it."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar, TypeVarTuple

from distributed import Future

from playground.engine import worker
from playground.engine.cluster import Cluster
from playground.engine.tables import Lacking
from playground.engine.task import EngineTask
from playground.messages.events import NoPicture
from playground.messages.jobs import Result
from playground.messages.wishes import LookAlong, Wish, encode

Ts = TypeVarTuple("Ts")
T = TypeVar("T")

RESULT_SECONDS = 30.0  # for the weights of a finished run or the checkpoint of a held one
ANSWER_SECONDS = 5.0  # for an answer of a worker; then the call is repeated
FIRST_PAUSE, LAST_PAUSE = 0.02, 0.5  # seconds between two tries
TRIES_ABROAD, TRIES_OF_EVENTS = 8, 3

_NO_PICTURE_MAKER = (
    "This run ended too long ago to look at it along other columns. Press Train to train it again."
)


async def deliver(cluster: Cluster, task: EngineTask, sender: str) -> None:
    """Sends the wishes of a run to its worker, in order, until the worker has taken all of them.

    Unanswered wishes are sent again; the worker takes each number once.
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
    """Sends a wish to the worker that trains a run of another server on the same cluster.

    Args:
        cluster: where the run may be trained.
        run_id: the run's id.
        wish: what the run should do.
        sender: a name for this one wish; workers take a wish once for each name, even if it is sent again.

    Returns:
        Whether a worker took the wish. No worker takes one for a run that is queued or held without a worker.
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


async def look_back(cluster: Cluster | None, task: EngineTask, wish: LookAlong) -> None:
    """Asks the last worker of a run for a picture of the network as it was at the end there."""
    is_taken = False
    if cluster is not None:
        where = task.worker or task.last_worker
        is_taken = await _run(cluster, where, worker.look_along, task.run_id, encode(wish)) is True
    if not is_taken:
        task.show([NoPicture(reason=_NO_PICTURE_MAKER)])


async def tell_every(cluster: Cluster, task: EngineTask, seconds: float) -> None:
    """Sets the time between a run's messages. A failed call is not repeated: a viewer's page asks again anyway."""
    await _run(cluster, task.worker, worker.tell_every, task.run_id, seconds)


async def forget_table(cluster: Cluster | None, digest: str) -> None:
    """Has all workers delete an own table. A worker that does not answer keeps the table until it ends."""
    if cluster is not None:
        await _run_everywhere(cluster, worker.forget_table, digest)


async def give_up(cluster: Cluster, task: EngineTask) -> None:
    """Asks a held run to leave its worker; sets `asked_away` to whether it does."""
    future, task.asked_away = task.future, True
    answer = await _run(cluster, task.worker, worker.give_up, task.run_id)
    # The answer may come late: the run may have left or resumed already.
    if task.future is future and task.asked_away:
        task.asked_away = answer is True


async def make_room(cluster: Cluster, number: int) -> None:
    """Asks runs that are held on the workers to leave them to `number` jobs, whatever server the runs are of."""
    for address in cluster.workers:
        if number and await _run(cluster, address, worker.make_room) is True:
            number -= 1


async def trainer_of(cluster: Cluster, run_id: str) -> str | None:
    """The address of the worker that trains a run; None if no worker answers that it does."""
    answers = await _run_everywhere(cluster, worker.trains, run_id)
    return next((address for address, trains in answers.items() if trains is True), None)


async def events_of(cluster: Cluster, run_id: str) -> Sequence[tuple[float, Any]]:
    """All events of a run that the scheduler recorded, with their times.

    Raises:
        OSError: the scheduler did not answer `TRIES_OF_EVENTS` calls.
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
    """Has a worker's nanny kill the worker and start another."""
    if cluster is not None:
        with suppress(OSError):
            await cluster.client.run(worker.kill, workers=[address], nanny=True, on_error="ignore")


async def result_of(future: Future[Result | Lacking]) -> Result | Lacking:
    """The result of a finished job; None if its worker has died since."""
    with suppress(Exception):
        return await asyncio.wait_for(future, RESULT_SECONDS)
    return None


async def _run(
    cluster: Cluster, address: str | None, function: Callable[[*Ts], T], *arguments: *Ts
) -> T | None:
    """The answer of a worker; None if it is dead or did not answer in time."""
    if address is None:
        return None
    with suppress(OSError, TimeoutError):
        return await asyncio.wait_for(cluster.call(address, function, *arguments), ANSWER_SECONDS)
    return None


async def _run_everywhere(
    cluster: Cluster, function: Callable[[*Ts], T], *arguments: *Ts
) -> dict[str, T | None]:
    """The answers of all workers by address. Each gets a call of its own, so one that hangs delays no other answer."""
    addresses = list(cluster.workers)
    answers = await asyncio.gather(*(_run(cluster, each, function, *arguments) for each in addresses))
    return dict(zip(addresses, answers, strict=True))
