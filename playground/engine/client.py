"""The engine: takes runs, hands them to Dask, passes on what their workers tell, and carries wishes to them."""

import asyncio
import concurrent.futures
import logging
import secrets
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import dask.config
from distributed import Future, KilledWorker
from distributed.security import Security

from playground.engine import calls, topics, worker
from playground.engine.cluster import Cluster, Gone
from playground.engine.held import HeldRuns, can_come_back, give_away, who_leaves
from playground.engine.outbox import Outbox
from playground.engine.queue import Queue
from playground.engine.reasons import INTERRUPTED, cluster_gone, raised, unreachable, waiting, worker_gone
from playground.engine.settings import worker_count
from playground.engine.shelf import Files, Shelf
from playground.engine.task import Hear, Task
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import (
    Answer,
    CheckpointMade,
    Ended,
    Event,
    Paused,
    Started,
    Weights,
    decode_all,
)
from playground.messages.jobs import Job, Result, Train
from playground.messages.wishes import LookAlong, Resume, Stop, Wish, encode
from playground.states import State
from playground.store.error import StoreError

CLOSE_SECONDS = 15.0  # for all that is done at the end
ASIDE_SECONDS = 5.0  # of these, for the checkpoints of held runs
STOP_SECONDS = (
    0.85  # after which a run that was asked to stop is over for its person, whatever the worker does
)
KILL_SECONDS = 10.0  # more, after which a worker that still trains it is killed and started anew
COUNT_SECONDS = 2.0  # between two looks for free workers while runs wait, in case one came unheard
ABROAD_SECONDS = 3.0  # for a worker of another engine's run to take a wish; a browser waits for the answer
PICTURED = 50  # ended runs whose pictures are still heard of
TRIES = 3  # for a run that never started, because the worker it waited at died

warnings.filterwarnings("ignore", "Sending large graph")  # the checkpoint of a large network
_log = logging.getLogger(__name__)
for _name in ("distributed", "distributed.client", "tornado"):  # what a person has to know is a run's reason
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class Engine:
    """Trains runs on a Dask cluster: the one at `address`, else DASK_SCHEDULER_ADDRESS, else an embedded one.

    The engine has a thread with an event loop, and all state belongs to that thread. The public methods only
    leave a note there, so they return at once and may be called from anywhere. `hear` is called from that
    thread too: with the worker's events, and with the engine's own `Waiting`, `SetAside` and `Ended`.

    A held run stays on its worker until another run waits for one. Then it gives the worker up; its checkpoint lies
    in `files`, and it goes on elsewhere when its person asks for more.

    Raises:
        SystemExit: with a sentence, when PLAYGROUND_WORKERS does not hold a positive number.
    """

    def __init__(
        self, address: str | None = None, workers: int | None = None, files: Files | None = None
    ) -> None:
        self._address: str | None = address or dask.config.get("scheduler-address", None)
        self._workers = worker_count(workers)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._state = threading.Lock()
        self._closed = False
        # Everything below belongs to the engine's thread.
        self._id = secrets.token_hex(8)  # whose numbers the wishes have
        self._queue: Queue[Task] = Queue()
        self._held = HeldRuns(Shelf(files), self._queue_up, self._stop_soon, self._end)
        self._placed: dict[str, Task] = {}  # handed to Dask, not done there
        self._going: dict[str, Task] = {}  # every run without an end
        self._ended: dict[str, Task] = {}  # the latest that trained somewhere, the newest last
        self._cluster: Cluster | None = None
        self._moving = asyncio.Lock()
        self._connecting: asyncio.Task[Cluster] | None = None
        self._leaving = False  # the engine is being closed
        self._looking = False  # whether a look for free workers is due
        self._background: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str | None:
        """The scheduler's address; None while there is none."""
        cluster = self._cluster
        return None if cluster is None else cluster.address

    @property
    def security(self) -> Security | None:
        """The certificate that a Dask client needs for the embedded scheduler; None while there is none."""
        cluster = self._cluster
        return None if cluster is None else cluster.security

    def start(self) -> None:
        """Connect, and start the embedded cluster where there is none, before the first run asks for it."""
        self._note(lambda: self._spawn(self._move(connect=True)))

    def submit(
        self,
        job: Job,
        hear: Hear,
        wishes: Sequence[Wish] = (),
        *,
        later: bool = False,
        owner: str = "",
        address: str = "",
    ) -> None:
        """Queue a job. `hear` gets its events in order, and exactly one "ended", whatever happens.

        The `Answer` of a job comes before its end; the `Weights` of a run come after it, where the worker still has
        them. `wishes` reach a run before its first batch. Jobs have turns by `address` and `owner` (`engine.queue`);
        one that is to be done `later` waits until all others have begun.
        """
        task = Task(job, hear, Outbox(wishes), owner, address, later)
        self._note(partial(self._enqueue, task))

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None:
        """Take on a run of another engine that is gone. `hear` gets its events from the first on.

        A run that no worker trains goes on from `checkpoint`, the name in its last "set_aside"; without one it ends at
        once as "interrupted".
        """
        task = Task(job, hear)
        self._note(lambda: self._spawn(self._adopt(task, checkpoint)))

    def ask(self, run_id: str, wish: Wish) -> None:
        """Carry a wish to a run of this engine; `ask_elsewhere` carries those for others.

        A waiting run that is asked to stop never starts. A run that is over takes `LookAlong` alone, which the worker
        that trained it may still answer.
        """
        self._note(partial(self._ask, run_id, wish))

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Have a run's worker tell of it in a message every `seconds` for some time; the usual ones come unasked."""
        self._note(partial(self._tell_every, run_id, seconds))

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> concurrent.futures.Future[bool]:
        """Carry a wish to a run of another engine on the same cluster.

        Args:
            run_id: the run's id.
            wish: what is asked for.
            sender: a name for this wish alone: under the same name it is taken once, however often it is carried.

        Returns:
            Whether a worker took it, within `ABROAD_SECONDS`.
        """
        reached: concurrent.futures.Future[bool] = concurrent.futures.Future()

        async def carry() -> None:
            found = False
            try:
                found = await self._carry_abroad(run_id, wish, sender)
            finally:
                with suppress(concurrent.futures.InvalidStateError):  # nobody waits for it any more
                    reached.set_result(found)

        self._note(lambda: self._spawn(carry()))
        return reached

    def close(self, *, leave: bool = False) -> None:
        """End every run that still goes on, the connection, and the embedded cluster.

        With `leave`, runs that train on a cluster which others started go on: another engine may `adopt` them.
        """
        with self._state:
            if self._closed:
                return
            self._closed = True
            if not self._thread.is_alive():
                return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._shut_down(leave), self._loop).result(CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def _note(self, do: Callable[[], None]) -> None:
        with self._state:
            if self._closed:
                raise RuntimeError("the engine is closed")
            if not self._thread.is_alive():
                self._thread.start()
        self._loop.call_soon_threadsafe(do)

    def _spawn(self, coroutine: Any) -> None:
        def settled(task: asyncio.Task[None]) -> None:
            self._background.discard(task)
            if not task.cancelled() and (error := task.exception()):
                _log.error("The engine met an error.", exc_info=error)

        task = self._loop.create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(settled)

    # The queue and the cluster

    def _enqueue(self, task: Task) -> None:
        self._going[task.run_id] = task
        self._queue_up(task)

    def _queue_up(self, task: Task) -> None:
        self._queue.put(task)
        self._spawn(self._move())

    async def _move(self, connect: bool = False) -> None:
        """Hand waiting runs to Dask as long as it has free workers."""
        async with self._moving:
            if (connect or self._queue) and not self._leaving:
                try:
                    await self._connect()
                except (OSError, ImportError, ValueError) as error:
                    reason = unreachable(self._address, error)
                    self._end_all("failed", lambda _job: reason)
            while self._queue and self._cluster and len(self._placed) < self._cluster.slots:
                await self._place(self._cluster, self._queue.take())
            if self._cluster is not None:
                for task in who_leaves(list(self._placed.values()), len(self._queue)):
                    self._spawn(calls.give_up(self._cluster, task))
            why = waiting(self._address, 0 if self._cluster is None else self._cluster.slots)
            for place, task in enumerate(self._queue, start=1):
                task.tell_place(place, why)
            if self._queue and not self._looking:
                self._looking = True
                self._loop.call_later(COUNT_SECONDS, lambda: self._spawn(self._look_for_workers()))

    async def _look_for_workers(self) -> None:
        self._looking = False
        cluster = self._cluster
        if self._queue and cluster is not None:
            with suppress(OSError):
                await cluster.count()
            if cluster.is_abandoned:
                self._lost(cluster)
        await self._move()

    async def _connect(self) -> None:
        if self._cluster is not None:
            if self._cluster.alive:
                return
            self._lost(self._cluster)
        opening = Cluster.open(self._address, self._workers, self._worker_came, self._worker_died, self._lost)
        self._connecting = self._loop.create_task(opening)
        try:
            self._cluster = await self._connecting
        finally:
            self._connecting = None

    async def _place(self, cluster: Cluster, task: Task) -> None:
        self._placed[task.run_id] = task
        content = None
        if task.checkpoint is not None:
            try:
                content = await self._held.shelf.get(task.run_id)
            except (StoreError, KeyError) as error:
                self._end(task, "stopped", f"The held run cannot go on: its state is not there. {error}")
        where = None
        if task.last_worker is not None and await cluster.is_free(task.last_worker):
            where = [task.last_worker]  # which has its network compiled
        if task.over or self._placed.get(task.run_id) is not task:  # ended meanwhile
            self._placed.pop(task.run_id, None)
            return
        task.tries += 1
        task.place = task.held_since = None
        task.asked_away = False
        task.sent = task.outbox.last
        # Subscribing first, on the same connection: no event can be missed.
        self._listen(cluster, task)
        future = cluster.client.submit(
            worker.work,
            task.job,
            self._id,
            task.outbox.first,
            [encode(wish) for wish in task.outbox.waiting],
            None if task.look is None else encode(task.look),
            content,
            key=f"{task.job.kind}-{task.run_id}-{task.tries}",
            pure=False,
            workers=where,
            allow_other_workers=where is not None,
        )
        task.future = future
        future.add_done_callback(
            lambda _: self._loop.call_soon_threadsafe(lambda: self._spawn(self._done(cluster, task, future)))
        )

    async def _adopt(self, task: Task, checkpoint: str | None) -> None:
        """Takes on a run of another engine. Whatever fails meanwhile, the run goes on or ends: nobody else ends it."""
        try:
            if self._address is not None:
                await self._find_again(task)
            if self._leaving:
                return  # the next server takes it on
            if not task.over and task.worker is None:
                await self._take_up(task, checkpoint)
        except Exception as error:
            _log.error("The run %s of a server that is gone cannot be taken on.", task.run_id, exc_info=error)
            is_trained = task.worker is not None and not task.over
            self._end(task, "interrupted", INTERRUPTED)
            if is_trained and self._cluster is not None:
                self._spawn(calls.deliver_abroad(self._cluster, task.run_id, Stop()))

    async def _take_up(self, task: Task, checkpoint: str | None) -> None:
        """Takes up a run that no worker trains: a held one waits here, any other is interrupted."""
        if checkpoint is not None:
            self._held.shelf.know(task.run_id, checkpoint)
            with suppress(StoreError, KeyError, ValueError):
                held = Checkpoint.decode(await self._held.shelf.get(task.run_id)).held()
                self._going[task.run_id] = task
                await self._held.put(task, held)
                return
        self._end(task, "interrupted", INTERRUPTED)

    async def _find_again(self, task: Task) -> None:
        """Listens to a run that a worker trains; new events wait until all earlier ones have been passed on.

        Raises:
            OSError: a worker trains the run, and the scheduler does not tell what was heard of it.
        """
        async with self._moving:
            try:
                if not self._leaving:
                    await self._connect()
            except (OSError, ImportError, ValueError):
                return  # a scheduler that cannot be reached has lost its runs
        cluster = self._cluster
        if cluster is None:
            return
        task.worker = await calls.trainer_of(cluster, task.run_id)
        meanwhile: list[tuple[float, Any]] = []
        if task.worker is not None:
            self._placed[task.run_id] = self._going[task.run_id] = task
            self._listen(cluster, task, meanwhile.append)
        try:
            before = await calls.events_of(cluster, task.run_id)
        except OSError:
            if task.worker is None:
                return  # it may be held: then it is taken up
            raise
        for stamped in before:
            self._heard(task, stamped)
        for stamped in meanwhile:
            self._heard(task, stamped)
        if task.worker is not None:
            self._listen(cluster, task)
        self._let_go(task)

    def _listen(
        self, cluster: Cluster, task: Task, hear: Callable[[tuple[float, Any]], None] | None = None
    ) -> None:
        cluster.client.subscribe_topic(task.run_id, hear or partial(self._heard, task))
        cluster.client.subscribe_topic(topics.pictures(task.run_id), partial(self._pictured, task))
        self._spawn(topics.pass_on_only(cluster.client, topics.pictures(task.run_id)))

    def _worker_came(self) -> None:
        self._spawn(self._move())

    def _worker_died(self, address: str, why: Gone) -> None:
        """Ends or brings back the runs of a worker at once; Dask may be set to try them again elsewhere."""
        for task in [task for task in self._placed.values() if task.worker == address]:
            future = task.future
            if can_come_back(task):
                self._bring_back(task)
            else:
                task.tell_end("failed", worker_gone(task.job, why))
                self._let_go(task)
            if future is not None:
                self._spawn(future.cancel())

    def _bring_back(self, task: Task) -> None:
        """Has a run whose worker died go on elsewhere from its last checkpoint."""
        assert task.checkpoint is not None
        task.deaths += 1
        self._placed.pop(task.run_id, None)
        self._leave(task, task.checkpoint)

    def _leave(self, task: Task, held: Held) -> None:
        """Notes that a run has left its worker and can go on from a checkpoint."""
        task.last_worker, task.worker, task.future = task.worker, None, None
        task.held_since, task.asked_away = None, False
        task.settle(held, self._id)
        task.outbox.go_back(held.taken.get(self._id, 0))
        self._spawn(self._held.put(task, held))

    def _lost(self, cluster: Cluster) -> None:
        """Ends or brings back the runs of a cluster that is gone; the next run connects anew."""
        if self._cluster is cluster:
            self._cluster = None
            self._spawn(cluster.close())
            for task in list(self._placed.values()):
                if can_come_back(task):
                    self._bring_back(task)
            self._end_all("failed", cluster_gone)

    def _end_all(self, status: State, reason: Callable[[Job], str]) -> None:
        """Ends every job that is on a worker or waits for its first; `reason` makes the sentence for each."""
        for task in [*self._placed.values(), *self._queue]:
            if task.checkpoint is None or task.run_id in self._placed:
                self._end(task, status, reason(task.job))

    def _end(self, task: Task, status: State, reason: str) -> None:
        """Ends a run from here, wherever it is."""
        task.tell_end(status, reason)
        self._queue.remove(task)
        self._held.remove(task)
        self._placed.pop(task.run_id, None)
        self._let_go(task)

    async def _shut_down(self, leave: bool) -> None:
        self._leaving = True
        if leave and self._address is not None:
            for task in self._placed.values():
                self._going.pop(task.run_id, None)
            self._placed.clear()
        if leave and self._held.shelf.outlives:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._set_all_aside(), ASIDE_SECONDS)
        for task in list(self._going.values()):
            self._end(task, "stopped", "The server was shut down.")
        cluster, self._cluster = self._cluster, None
        if (connecting := self._connecting) is not None:
            connecting.cancel()
            await asyncio.wait([connecting])
            if not connecting.cancelled() and connecting.exception() is None:
                cluster = connecting.result()  # it was there a moment ago
        if cluster is not None:
            await cluster.close()

    async def _set_all_aside(self) -> None:
        """Keeps the checkpoints of held runs, from which the next server goes on."""
        for task in list(self._placed.values()):
            held = task.checkpoint
            if task.held_since is not None and held is not None and not task.outbox.waiting:
                self._placed.pop(task.run_id)
                await self._held.put(task, held)
        for task in [*self._held.all, *self._queue]:
            if task.checkpoint is not None:
                self._queue.remove(task)
                self._going.pop(task.run_id, None)

    # What comes back

    def _heard(self, task: Task, stamped: tuple[float, Any]) -> None:
        events = decode_all(stamped[1])
        for event in events:
            match event:
                case Started() if task.future is not None:
                    task.worker = event.worker
                    task.outbox.acknowledge(task.sent)
                    self._deliver(task)
                    if task.message_seconds is not None:
                        self._tell_every(task.run_id, task.message_seconds)
                case Paused():
                    task.paused = event.paused
                    task.held_since = self._loop.time() if task.paused else None
                    if task.paused and len(self._queue):
                        self._spawn(self._move())
        task.tell(events)
        self._let_go(task)

    def _pictured(self, task: Task, stamped: tuple[float, Any]) -> None:
        pictures: list[Event] = []
        for event in decode_all(stamped[1]):
            if not isinstance(event, CheckpointMade):
                pictures.append(event)
            elif task.worker is not None:
                task.settle(event.held(), self._id)
        if pictures:
            task.show(pictures)

    async def _done(self, cluster: Cluster, task: Task, future: Future[Result]) -> None:
        """Takes the result of a run from Dask; all events of its worker have come before."""
        is_elsewhere = task.future is not future
        if is_elsewhere or self._placed.get(task.run_id) is not task:
            return  # the cluster was lost before, or the run is elsewhere now
        del self._placed[task.run_id]
        status = future.status
        error = await future.exception() if status == "error" else None
        result = await calls.result_of(future) if status == "finished" else None
        # Dask trains a finished run again when its worker dies and somebody still holds the future.
        future.release()
        task.future = None
        match result:
            case Weights():
                task.show([result])
            case Answer():
                task.tell([result, Ended(status="finished")])
        held = result if isinstance(result, Held) else None
        if isinstance(error, KilledWorker) and can_come_back(task):
            task.deaths += 1
            held = task.checkpoint
        if held is not None and not task.over:
            self._leave(task, held)
            await self._move()
            return
        if not task.over:
            if status == "cancelled":
                # Only a lost connection cancels what nobody asked to stop; this run is one of those it ends.
                self._placed[task.run_id] = task
                self._lost(cluster)
                return
            if isinstance(error, KilledWorker) and task.worker is None and task.tries < TRIES:
                self._queue.put_first(task)
            elif isinstance(error, KilledWorker):
                task.tell_end("failed", worker_gone(task.job, Gone.KILLED))
            elif error is not None:
                task.tell_end("failed", raised(task.job, error))
            else:
                task.tell_end("failed", raised(task.job))
        self._let_go(task)
        await self._move()
        if task.over:
            await topics.forget(cluster.client, task.run_id)
            if task.run_id not in self._ended:
                await topics.forget(cluster.client, topics.pictures(task.run_id))
            while len(self._ended) > PICTURED:
                await topics.forget(
                    cluster.client, topics.pictures(self._ended.pop(next(iter(self._ended))).run_id)
                )

    def _let_go(self, task: Task) -> None:
        if not task.over:
            return
        if task.future is None and self._placed.get(task.run_id) is task:
            # Adopted: Dask tells nothing more of it.
            del self._placed[task.run_id]
            self._spawn(self._move())
        known = self._going.pop(task.run_id, None)
        if known is not None and (task.worker or task.last_worker) is not None:
            self._ended[task.run_id] = task
        self._spawn(give_away(self._held.shelf, task))

    # Wishes

    def _ask(self, run_id: str, wish: Wish) -> None:
        task = self._going.get(run_id)
        if task is None:
            if isinstance(wish, LookAlong) and run_id in self._ended:
                self._spawn(calls.look_back(self._cluster, self._ended[run_id], wish))
            return
        if isinstance(wish, LookAlong):
            task.look = wish
            if task.worker is None and task.last_worker is not None:
                self._spawn(calls.look_back(self._cluster, task, wish))
                return
        task.outbox.put(wish)
        if isinstance(wish, Stop) and task.worker is None:
            self._stop_soon(task)
            return
        if isinstance(wish, Resume):
            task.asked_away = False  # it goes on by itself: another one has to leave
        if task in self._held and task.outbox.needs_worker:
            self._held.remove(task)
            self._queue_up(task)
        self._deliver(task)
        if isinstance(wish, Stop):
            self._loop.call_later(STOP_SECONDS, self._insist, task)

    def _tell_every(self, run_id: str, seconds: float) -> None:
        task = self._going.get(run_id)
        if task is None:
            return
        task.message_seconds = seconds
        if task.worker is not None and self._cluster is not None:
            self._spawn(calls.tell_every(self._cluster, task))

    async def _carry_abroad(self, run_id: str, wish: Wish, sender: str) -> bool:
        if run_id in self._going or (isinstance(wish, LookAlong) and run_id in self._ended):
            self._ask(run_id, wish)
            return True
        if self._address is not None and self._cluster is not None:
            with suppress(TimeoutError):
                carrying = calls.deliver_abroad(self._cluster, run_id, wish, sender)
                return await asyncio.wait_for(carrying, ABROAD_SECONDS)
        return False

    def _deliver(self, task: Task) -> None:
        async def deliver(cluster: Cluster) -> None:
            try:
                await calls.deliver(cluster, task, self._id)
            finally:
                task.delivering = False

        if task.worker is not None and task.outbox.waiting and not task.delivering and self._cluster:
            task.delivering = True
            self._spawn(deliver(self._cluster))

    def _stop_soon(self, task: Task) -> None:
        self._spawn(self._stop_waiting(task))

    async def _stop_waiting(self, task: Task) -> None:
        """Ends a run that has no worker."""
        future, held = task.future, task.checkpoint
        weights = await self._held.end_weights(task) if held is not None else None
        epoch = held.epoch if held is not None else 0
        reason = f"Stopped on request after epoch {epoch}." if epoch else "Stopped before it began."
        task.tell_end("stopped", reason)
        self._queue.remove(task)
        self._held.remove(task)
        self._let_go(task)
        if weights is not None:
            task.show([Weights(content=weights)])
        if future is not None:
            # It may be starting at this moment: then its "started" has the wish to stop delivered.
            await future.cancel()
        await self._move()

    def _insist(self, task: Task) -> None:
        """Ends a run for its person when its worker has not stopped in time, and the worker later."""
        if not task.over:
            task.tell_end("stopped", "Stopped in the middle of a long step.")
            self._let_go(task)
            self._loop.call_later(KILL_SECONDS, lambda: self._spawn(self._kill_worker(task)))

    async def _kill_worker(self, task: Task) -> None:
        if self._placed.get(task.run_id) is task:
            await calls.kill_worker(self._cluster, task.worker)
