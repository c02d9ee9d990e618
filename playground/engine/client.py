"""The engine: takes jobs, submits them to Dask, passes on their workers' events, and sends wishes to workers."""

import asyncio
import concurrent.futures
import logging
import secrets
import warnings
from collections.abc import Sequence
from contextlib import suppress

import dask.config
from distributed.security import Security

from playground.engine import calls
from playground.engine.adopting import adopt
from playground.engine.beside import Beside
from playground.engine.board import Board
from playground.engine.dispatcher import Dispatcher
from playground.engine.loop import Loop
from playground.engine.outbox import Outbox
from playground.engine.settings import worker_count
from playground.engine.shelf import Files
from playground.engine.standing import EngineCounts
from playground.engine.steering import Steering
from playground.engine.task import EngineTask, Hear
from playground.messages.jobs import Job, Train
from playground.messages.wishes import Wish

CLOSE_SECONDS = 15.0  # for all that is done at the end
ASIDE_SECONDS = 5.0  # of these, for the checkpoints of held runs

warnings.filterwarnings("ignore", "Sending large graph")  # the checkpoint of a large network
for _name in ("distributed", "distributed.client", "tornado"):  # what a person has to know is a run's reason
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class Engine:
    """Trains runs on a Dask cluster: the one at `address`, else DASK_SCHEDULER_ADDRESS, else an embedded one.

    The engine has a thread with an event loop, and all state belongs to that thread. The public methods only
    leave a note there, so they return at once and may be called from anywhere. `hear` is called from that
    thread too: with the worker's events, and with the engine's own `Waiting`, `SetAside` and `Ended`.

    A held run stays on its worker until another run waits for one. Then it leaves the worker; its checkpoint is stored
    in `files`, and the run continues on any worker when its owner resumes it.

    Raises:
        SystemExit: with a sentence, when PLAYGROUND_WORKERS does not hold a positive number.
    """

    def __init__(
        self, address: str | None = None, workers: int | None = None, files: Files | None = None
    ) -> None:
        self._loop = Loop("engine")
        self._board = Board(self._loop, files, secrets.token_hex(8), lambda: self._dispatcher.move())
        self._dispatcher = Dispatcher(
            self._loop,
            self._board,
            address or dask.config.get("scheduler-address", None),
            worker_count(workers),
            lambda task: self._steering.begin(task),
        )
        self._steering = Steering(self._loop, self._board, self._dispatcher)
        self._beside = Beside(self._board, self._dispatcher)

    @property
    def address(self) -> str | None:
        """The scheduler's address; None while there is none."""
        cluster = self._dispatcher.cluster
        return None if cluster is None else cluster.address

    @property
    def security(self) -> Security | None:
        """The certificate that a Dask client needs for the embedded scheduler; None while there is none."""
        cluster = self._dispatcher.cluster
        return None if cluster is None else cluster.security

    @property
    def standing(self) -> EngineCounts:
        """The current counts of workers and jobs."""
        board, cluster = self._board, self._dispatcher.cluster
        return EngineCounts(
            workers=0 if cluster is None else len(cluster.workers),
            threads=0 if cluster is None else cluster.threads,
            placed=len(board.placed),
            queued=len(board.queue),
            held=len(board.held.all),
        )

    def start(self) -> None:
        """Connects before the first run; starts the embedded cluster if no other is configured."""
        self._loop.note(lambda: self._loop.spawn(self._dispatcher.move(connect=True)))

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
        """Queues a job. `hear` gets its events in order and always exactly one `Ended`.

        The `Answer` of a job comes before its end. The `Weights` of a run come after its end, if the worker still has
        them. `wishes` reach a run before its first batch. Jobs take turns by `address` and `owner` (`engine.queue`); a
        job with `later` waits until all other jobs have begun.
        """
        task = EngineTask(job, hear, Outbox(wishes), owner, address, later)
        self._loop.note(lambda: self._board.enqueue(task))

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None:
        """Takes over a run of another engine that has ended. `hear` gets all its events from the first on.

        A run that no worker trains continues from `checkpoint`, the name in its last `SetAside`. Without a checkpoint
        it ends at once as "interrupted".
        """
        task = EngineTask(job, hear)
        self._loop.note(
            lambda: self._loop.spawn(adopt(self._loop, self._board, self._dispatcher, task, checkpoint))
        )

    def ask(self, run_id: str, wish: Wish) -> None:
        """Sends a wish to a run of this engine; `ask_elsewhere` is for runs of other engines.

        `Stop` ends a queued run before it starts. A finished run takes only `LookAlong`, which the worker that trained
        it may still answer.
        """
        self._loop.note(lambda: self._steering.ask(run_id, wish))

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Has a run's worker send a message every `seconds` for some time, in place of the usual rate."""
        self._loop.note(lambda: self._steering.tell_every(run_id, seconds))

    def forget_table(self, digest: str) -> None:
        """Has all workers delete an own table that was removed."""
        self._loop.note(lambda: self._loop.spawn(calls.forget_table(self._dispatcher.cluster, digest)))

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> concurrent.futures.Future[bool]:
        """Sends a wish to a run of another engine on the same cluster.

        Args:
            run_id: the run's id.
            wish: what the run should do.
            sender: a name for this one wish; workers take a wish once for each name, even if it is sent again.

        Returns:
            Whether a worker took the wish within `ABROAD_SECONDS`.
        """
        reached: concurrent.futures.Future[bool] = concurrent.futures.Future()

        async def carry() -> None:
            found = False
            try:
                found = await self._steering.ask_elsewhere(run_id, wish, sender)
            finally:
                with suppress(concurrent.futures.InvalidStateError):  # nobody waits for it any more
                    reached.set_result(found)

        self._loop.note(lambda: self._loop.spawn(carry()))
        return reached

    def beside(self, job: Job, *, small: bool) -> concurrent.futures.Future[bytes]:
        """Does a short job on a worker without using the queue.

        Args:
            job: ends with an `Answer`.
            small: whether the job is short enough for a worker that trains.

        Returns:
            The content of the answer; an OSError if no worker answers.
        """
        found: concurrent.futures.Future[bytes] = concurrent.futures.Future()
        self._loop.note(lambda: self._beside.begin(job, small, found))
        return found

    def close(self, *, leave: bool = False) -> None:
        """Ends all jobs, the connection, and the embedded cluster.

        With `leave`, runs on a cluster that others started continue, and another engine may `adopt` them.
        """
        self._loop.close(lambda: self._shut_down(leave), CLOSE_SECONDS)

    async def _shut_down(self, leave: bool) -> None:
        board, self._dispatcher.leaving = self._board, True
        self._beside.close()
        if leave and self._dispatcher.address is not None:
            for task in board.placed.values():
                board.going.pop(task.run_id, None)
            board.placed.clear()
        if leave and board.held.shelf.outlives:
            with suppress(TimeoutError):
                await asyncio.wait_for(board.set_all_aside(), ASIDE_SECONDS)
        for task in list(board.going.values()):
            board.end(task, "stopped", "The server was shut down.")
        await self._dispatcher.close()
