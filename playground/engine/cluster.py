"""A connection to a Dask scheduler: the one at a given address, else that of the embedded cluster."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Any, TypedDict, TypeVar, TypeVarTuple

from distributed import Client
from distributed.security import Security

from playground.engine import private, topics, worker
from playground.engine.embedded import Embedded
from playground.engine.stand_ins import StandIns

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 10.0  # for an answer of the scheduler; the queue waits for it
CLOSE_SECONDS = 5.0  # to close the connection
EMPTY_SECONDS = 60.0  # after which an embedded cluster without a worker is restarted

Ts = TypeVarTuple("Ts")
T = TypeVar("T")

# Dask announces here that it will end a worker: a nanny because of memory, the scheduler because of silence.
_MEMORY_TOPIC, _SILENCE_TOPIC = "worker-restart-memory", "scheduler"


class SchedulerEvent(TypedDict, total=False):
    """A message of Dask under these topics, or under "all", which reports workers that come and go."""

    action: str
    worker: str
    workers: list[str]
    expected: bool  # whether the worker was asked to end


class WorkerLoss(StrEnum):
    """Why a worker ended."""

    MEMORY = "memory"  # it needed more memory than its limit
    SILENT = "silent"  # the scheduler has not heard of it for `worker-ttl`
    KILLED = "killed"  # its process ended
    LEFT = "left"  # it was asked to end, as adaptive scaling and batch systems do


class Cluster:
    """A connected scheduler, and how many runs its workers can train at once.

    TLS for a remote scheduler comes from Dask's own configuration (distributed.comm.tls) and an address
    `tls://…`. An instance belongs to the event loop in which it was opened.

    Attributes:
        workers: the addresses of the workers that can load the app.
        foreign: the addresses of the other workers.
        threads: jobs that the workers do at once.
    """

    def __init__(self, client: Client, address: str, embedded: Embedded | None) -> None:
        self.client = client
        self.address = address
        self.threads = 0
        self.workers: frozenset[str] = frozenset()
        self.foreign: frozenset[str] = frozenset()
        self._embedded = embedded
        self._empty_since: float | None = None  # when it was first seen to have no worker
        self._condemned: dict[str, WorkerLoss] = {}  # workers that Dask is about to end
        self._background: set[asyncio.Task[None]] = set()
        self._stand_ins = StandIns(client)

    @classmethod
    async def open(
        cls,
        address: str | None,
        workers: int,
        worker_came: Callable[[], None],
        worker_gone: Callable[[str, WorkerLoss], None],
        lost: Callable[["Cluster"], None],
    ) -> "Cluster":
        """Connects to `address`; None starts an embedded cluster.

        `worker_came` is called when there is room for more runs, `worker_gone` with the address of a worker that ended
        and the reason, `lost` when the embedded cluster has ended by itself.

        Raises:
            OSError, ImportError, ValueError: the scheduler cannot be reached, has an unfit version
                (`private.UnfitClusterError`), or `address` is not an address.
        """
        embedded, client = None, None
        if address is None:
            embedded = await Embedded.start(workers)
            address = embedded.address
        try:
            # For a scheduler that others started, Dask's own configuration has the security settings.
            security = embedded.security if embedded is not None else None
            client = await _client(address, security)
            await asyncio.wait_for(private.check(client), ANSWER_SECONDS)
            cluster = cls(client, address, embedded)
            # The scheduler reports under this topic when workers come and go.
            heard = partial(cluster._heard, worker_came, worker_gone)
            client.subscribe_topic("all", heard)
            client.subscribe_topic(_MEMORY_TOPIC, cluster._heard_of_memory)
            client.subscribe_topic(_SILENCE_TOPIC, cluster._heard_of_silence)
            client.subscribe_topic(topics.LEAVING, cluster._heard_of_leaving)
            await cluster.count()
        except BaseException as error:
            if client is not None:
                await _close(client)
            if embedded is not None:
                await embedded.close()
            if isinstance(error, TypeError):  # Dask's, for an address `tls://…` without certificates
                raise ValueError("Dask's configuration names no certificates") from error
            raise
        if embedded is not None:
            cluster._spawn(cluster._watch(embedded, lost))
        return cluster

    @property
    def alive(self) -> bool:
        """Whether the scheduler still listens, as far as this process knows."""
        return bool(self.client.status == "running")

    @property
    def security(self) -> Security | None:
        """The certificate that the embedded scheduler requires."""
        return self._embedded.security if self._embedded is not None else None

    @property
    def is_abandoned(self) -> bool:
        """Whether an embedded cluster has been without any worker for longer than starting them takes."""
        return (
            self._embedded is not None
            and self._empty_since is not None
            and time.monotonic() - self._empty_since > EMPTY_SECONDS
        )

    @property
    def lacks_app(self) -> bool:
        """Whether there are workers but none can load the app."""
        return bool(self.foreign) and not self.workers

    async def count(self) -> None:
        """Asks the scheduler for the number of workers.

        Raises:
            OSError: the scheduler does not answer in time.
        """
        found = await asyncio.wait_for(self.client.nthreads(), ANSWER_SECONDS)
        new = frozenset(found) - self.workers - self.foreign
        if self._embedded is None and new:
            self.foreign |= await self._foreign_among(new)
        for address in new - self.foreign:
            self._spawn(self._open_way(address))
        self.foreign &= frozenset(found)
        self.workers = frozenset(found) - self.foreign
        self.threads = sum(found[worker] for worker in self.workers)
        self._empty_since = None if self.threads else self._empty_since or time.monotonic()

    def want(self, what: str, number: int) -> None:
        """Has an adaptive cluster know that `number` jobs called `what` wait for a worker."""
        if self._embedded is None:
            self._stand_ins.want(what, number)

    async def pin(self, key: str, worker: str) -> None:
        """Keeps Dask from repeating a task when its worker leaves: the engine continues it. A failure does no harm."""
        if self._embedded is None:
            with suppress(Exception):
                await self.client.scheduler.set_restrictions(worker={key: [worker]})

    async def is_free(self, worker: str) -> bool:
        """Whether `worker` does no job, of this server or another.


        False if the scheduler does not answer in time.
        """
        if worker not in self.workers:
            return False
        with suppress(OSError):
            processing = await asyncio.wait_for(self.client.processing(), ANSWER_SECONDS)
            return not processing.get(worker, (worker,))
        return False

    async def call(self, address: str, function: Callable[[*Ts], T], *arguments: *Ts) -> T | None:
        """Calls a function on a worker; returns its answer, or None if it raised.

        Workers of the embedded cluster are called directly, because the scheduler may be waiting for a processor.
        Workers of other clusters may be reachable only through the scheduler.

        Raises:
            OSError: the worker is dead.
        """
        if self._embedded is None:
            found: Mapping[str, T] = await self.client.run(
                function, *arguments, workers=[address], on_error="ignore"
            )
            return found.get(address)
        answer = await private.call_directly(self.client, address, function, *arguments)
        result: T | None = answer["result"] if answer["status"] == "OK" else None
        return result

    async def close(self) -> None:
        """Closes the connection and ends the embedded cluster."""
        for task in self._background:
            task.cancel()
        with suppress(Exception):
            self.client.unsubscribe_topic("all")
        await _close(self.client)
        if self._embedded is not None:
            await self._embedded.close()

    def _heard(
        self,
        worker_came: Callable[[], None],
        worker_gone: Callable[[str, WorkerLoss], None],
        stamped: tuple[float, SchedulerEvent],
    ) -> None:
        async def recount() -> None:
            with suppress(OSError):
                await self.count()
                worker_came()

        event = stamped[1]
        action = event.get("action")
        if action == "remove-worker":
            # Until the workers are counted, no worker gets a second run.
            self.threads = max(self.threads - 1, 0)
            why = WorkerLoss.LEFT if event["expected"] else WorkerLoss.KILLED
            worker_gone(event["worker"], self._condemned.pop(event["worker"], why))
        elif action == "add-worker":
            self._condemned.pop(event["worker"], None)  # a worker that had this address before
        if action in ("add-worker", "remove-worker"):
            self._spawn(recount())

    def _heard_of_memory(self, stamped: tuple[float, SchedulerEvent]) -> None:
        self._condemned[stamped[1]["worker"]] = WorkerLoss.MEMORY

    def _heard_of_silence(self, stamped: tuple[float, SchedulerEvent]) -> None:
        if stamped[1].get("action") == "worker-ttl-timed-out":
            self._condemned |= dict.fromkeys(stamped[1]["workers"], WorkerLoss.SILENT)

    def _heard_of_leaving(self, stamped: tuple[float, SchedulerEvent]) -> None:
        self._condemned.setdefault(stamped[1]["worker"], WorkerLoss.LEFT)

    async def _foreign_among(self, addresses: Collection[str]) -> frozenset[str]:
        """The workers that cannot load the app. This call asks them, because a job would end their processes."""
        asking = self.client.run(worker.trains, "", workers=list(addresses), on_error="return")
        try:
            answers: Mapping[str, object] = await asyncio.wait_for(asking, ANSWER_SECONDS)
        except (OSError, ValueError):  # a worker that is dead or slow
            return frozenset()
        # Dask wraps an object that it cannot load into an Exception; an OSError means that the worker is dead.
        return frozenset(
            address
            for address, answer in answers.items()
            if isinstance(answer, Exception) and not isinstance(answer, OSError)
        )

    async def _open_way(self, address: str) -> None:
        """Connects to a worker before the first wish is sent to it; this takes a tenth of a second."""
        with suppress(OSError):
            # Any function would do; the worker has this one loaded.
            await asyncio.wait_for(self.call(address, worker.trains, ""), ANSWER_SECONDS)

    async def _watch(self, embedded: Embedded, lost: Callable[["Cluster"], None]) -> None:
        await embedded.ended()
        lost(self)

    def _spawn(self, coroutine: Any) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _client(address: str, security: Security | None) -> Client:
    """Returns a connected client.

    Raises:
        OSError: the scheduler cannot be reached, or requires a certificate that is not set up here.
    """
    # The limit applies to each of three steps.
    client = Client(
        address, asynchronous=True, set_as_default=False, timeout=CONNECT_SECONDS, security=security
    )
    try:
        return await client
    except BaseException as error:
        # A client that is never closed delays the garbage collector for 20 seconds.
        await _close(client)
        if isinstance(error, TypeError):  # Dask raises this for a TLS address without a certificate
            raise OSError(str(error)) from error
        raise


async def _close(client: Client) -> None:
    with suppress(Exception):
        await asyncio.wait_for(client.close(), CLOSE_SECONDS)
