"""A connection to a Dask scheduler, with the embedded cluster behind it where no other is named."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Any, TypedDict, TypeVar, TypeVarTuple

from distributed import Client
from distributed.security import Security

from playground.engine import private, worker
from playground.engine.embedded import Embedded

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 10.0  # for an answer of the scheduler: the queue waits for it
CLOSE_SECONDS = 5.0  # to take leave of it
EMPTY_SECONDS = 60.0  # after which an embedded cluster without a worker is started anew

Ts = TypeVarTuple("Ts")
T = TypeVar("T")

# Where Dask tells of workers that it is about to end: a nanny for their memory, the scheduler for their silence.
_MEMORY_TOPIC, _SILENCE_TOPIC = "worker-restart-memory", "scheduler"


class SchedulerEvent(TypedDict, total=False):
    """What Dask tells under these topics and under "all", where workers come and go."""

    action: str
    worker: str
    workers: list[str]
    expected: bool  # whether a worker that is gone was asked to go


class Gone(StrEnum):
    """Why a worker is gone without having been asked to go."""

    MEMORY = "memory"  # it needed more than it may have
    SILENT = "silent"  # the scheduler has not heard of it for `worker-ttl`
    KILLED = "killed"  # its process ended


class Cluster:
    """A scheduler that can be reached, and how many runs its workers can train at once.

    TLS for a remote scheduler comes from Dask's own configuration (distributed.comm.tls) and an address
    `tls://…`. All of it belongs to the event loop it was opened in.

    Attributes:
        workers: the addresses of those that can load the app.
        foreign: the addresses of the others.
        threads: jobs that the workers do at once.
        slots: jobs that the scheduler is given at once.
    """

    def __init__(self, client: Client, address: str, embedded: Embedded | None) -> None:
        self.client = client
        self.address = address
        self.threads = self.slots = 0
        self.workers: frozenset[str] = frozenset()
        self.foreign: frozenset[str] = frozenset()
        self._embedded = embedded
        self._empty_since: float | None = None  # when it was first seen to have no worker
        self._condemned: dict[str, Gone] = {}  # workers that Dask is about to end
        self._background: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(
        cls,
        address: str | None,
        workers: int,
        worker_came: Callable[[], None],
        worker_died: Callable[[str, Gone], None],
        lost: Callable[["Cluster"], None],
    ) -> "Cluster":
        """Connect to `address`, or start an embedded cluster where it is None.

        `worker_came` is called when there is room for more runs, `worker_died` with the address of a worker
        that went without a word and why, `lost` when the embedded cluster has ended by itself.

        Raises:
            OSError, ImportError, ValueError: the scheduler cannot be reached, is of another version (where that lacks
                something, or cannot load the app, `private.UnfitClusterError`), or the address is none.
        """
        embedded, client = None, None
        if address is None:
            embedded = await Embedded.start(workers)
            address = embedded.address
        try:
            # Of a scheduler that others started, Dask's own configuration says how to speak to it.
            security = embedded.security if embedded is not None else None
            client = await _client(address, security)
            await asyncio.wait_for(private.check(client), ANSWER_SECONDS)
            cluster = cls(client, address, embedded)
            # Under this topic the scheduler tells when workers come and go.
            heard = partial(cluster._heard, worker_came, worker_died)
            client.subscribe_topic("all", heard)
            client.subscribe_topic(_MEMORY_TOPIC, cluster._heard_of_memory)
            client.subscribe_topic(_SILENCE_TOPIC, cluster._heard_of_silence)
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
        """Whether the scheduler still listens, as far as is known."""
        return bool(self.client.status == "running")

    @property
    def security(self) -> Security | None:
        """The certificate that the embedded scheduler asks for."""
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
        """Whether there are workers, and none of them can load the app."""
        return bool(self.foreign) and not self.workers

    async def count(self) -> None:
        """Ask the scheduler how many workers there are.

        Raises:
            OSError: it does not answer in time.
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
        # One more than there are elsewhere, or an adaptive cluster would never see a reason to grow.
        self.slots = self.threads if self._embedded is not None or self.foreign else self.threads + 1
        self._empty_since = None if self.threads else self._empty_since or time.monotonic()

    async def is_free(self, worker: str) -> bool:
        """Whether nobody, on this server or another, has a worker train something.

        False where the scheduler does not answer in time.
        """
        if worker not in self.workers:
            return False
        with suppress(OSError):
            processing = await asyncio.wait_for(self.client.processing(), ANSWER_SECONDS)
            return not processing.get(worker, (worker,))
        return False

    async def call(self, address: str, function: Callable[[*Ts], T], *arguments: *Ts) -> T | None:
        """Calls a function on a worker with these arguments; returns its answer, None where it raised.

        An embedded worker is called without the scheduler in between, which may wait for a processor just then.
        Those of other clusters may be out of reach from here.

        Raises:
            OSError: the worker is gone.
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
        """Take leave of the scheduler, and end the embedded cluster."""
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
        worker_died: Callable[[str, Gone], None],
        stamped: tuple[float, SchedulerEvent],
    ) -> None:
        async def recount() -> None:
            with suppress(OSError):
                await self.count()
                worker_came()

        event = stamped[1]
        action = event.get("action")
        if action == "remove-worker":
            # Until it is counted, give no run to a worker that has one.
            self.slots, self.threads = max(self.slots - 1, 0), max(self.threads - 1, 0)
            why = self._condemned.pop(event["worker"], None)
            if why or not event["expected"]:
                worker_died(event["worker"], why or Gone.KILLED)
        if action in ("add-worker", "remove-worker"):
            self._spawn(recount())

    def _heard_of_memory(self, stamped: tuple[float, SchedulerEvent]) -> None:
        self._condemned[stamped[1]["worker"]] = Gone.MEMORY

    def _heard_of_silence(self, stamped: tuple[float, SchedulerEvent]) -> None:
        if stamped[1].get("action") == "worker-ttl-timed-out":
            self._condemned |= dict.fromkeys(stamped[1]["workers"], Gone.SILENT)

    async def _foreign_among(self, addresses: Collection[str]) -> frozenset[str]:
        """Those of these workers that cannot load the app: a job, unlike a question, would end their processes."""
        asking = self.client.run(worker.trains, "", workers=list(addresses), on_error="return")
        try:
            answers: Mapping[str, object] = await asyncio.wait_for(asking, ANSWER_SECONDS)
        except (OSError, ValueError):  # one that has gone, or is slow
            return frozenset()
        # Dask wraps what it cannot load into an Exception; an OSError is a worker that has gone.
        return frozenset(
            address
            for address, answer in answers.items()
            if isinstance(answer, Exception) and not isinstance(answer, OSError)
        )

    async def _open_way(self, address: str) -> None:
        """Connects to a worker, which takes a tenth of a second, before the first wish goes there."""
        with suppress(OSError):
            # Any call will do; the worker has loaded this one already.
            await asyncio.wait_for(self.call(address, worker.trains, ""), ANSWER_SECONDS)

    async def _watch(self, embedded: Embedded, lost: Callable[["Cluster"], None]) -> None:
        await embedded.ended()
        lost(self)

    def _spawn(self, coroutine: Any) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _client(address: str, security: Security | None) -> Client:
    """A client that is connected.

    Raises:
        OSError: the scheduler cannot be reached, or asks for a certificate that is not set up here.
    """
    # The limit counts for each of three steps.
    client = Client(
        address, asynchronous=True, set_as_default=False, timeout=CONNECT_SECONDS, security=security
    )
    try:
        return await client
    except BaseException as error:
        # A client that is let go of open holds up the collector of garbage for 20 seconds.
        await _close(client)
        if isinstance(error, TypeError):  # Dask's word for an address of TLS without a certificate
            raise OSError(str(error)) from error
        raise


async def _close(client: Client) -> None:
    with suppress(Exception):
        await asyncio.wait_for(client.close(), CLOSE_SECONDS)
