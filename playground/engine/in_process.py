"""An engine without a cluster: trains in this process, for commands in a terminal."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from importlib import import_module

from playground.engine.reasons import raised
from playground.engine.task import Hear
from playground.machine import machine
from playground.messages.events import Answer, Ended, Started, Weights
from playground.messages.jobs import Job, Result, Train
from playground.messages.wishes import LookAlong, Wish
from playground.worker.desk import Desk


class InProcess:
    """Does each job in a thread of its own; `playground.engine.protocol.Trains` describes the methods."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._desks: dict[str, Desk] = {}

    def submit(
        self,
        job: Job,
        hear: Hear,
        wishes: Sequence[Wish] = (),
        *,
        later: bool = False,  # noqa: ARG002 - there is no queue
        owner: str = "",  # noqa: ARG002
        address: str = "",  # noqa: ARG002
    ) -> None:
        """Starts a job; `hear` gets its events and its result."""
        desk = self._desks[job.id] = Desk(hear)
        for wish in wishes:
            self.ask(job.id, wish)
        # Python delivers Ctrl-C to the main thread, which could not react during an epoch.
        thread = threading.Thread(target=_do, args=(job, desk, hear), name=job.kind)
        self._threads.append(thread)
        thread.start()

    def adopt(self, job: Train, hear: Hear, checkpoint: str | None = None) -> None:
        """Does nothing: this engine has no runs of another process."""

    def ask(self, run_id: str, wish: Wish) -> None:
        """Sends a wish to a run; ignores `LookAlong`, because a terminal has no pictures."""
        if not isinstance(wish, LookAlong):
            self._desks[run_id].control.take(wish)

    def tell_every(self, run_id: str, seconds: float) -> None:
        """Does nothing: events are passed on at once or in the usual messages."""

    def forget_table(self, digest: str) -> None:
        """Does nothing: the worker is this process."""

    def ask_elsewhere(self, run_id: str, wish: Wish, sender: str) -> Future[bool]:  # noqa: ARG002
        """Returns False: this engine has no runs of another process."""
        reached: Future[bool] = Future()
        reached.set_result(False)
        return reached

    def beside(self, job: Job, *, small: bool) -> Future[bytes]:  # noqa: ARG002
        """Returns an OSError: only pages ask for such jobs."""
        found: Future[bytes] = Future()
        found.set_exception(OSError("a terminal has no workers"))
        return found

    def close(self) -> None:
        """Waits until all runs are over."""
        for thread in self._threads:
            thread.join()


def _do(job: Job, desk: Desk, hear: Hear) -> None:
    hear([Started(machine=machine())])
    try:
        result: Result = import_module(job.module).do(job, desk)
    except Exception as error:
        hear([Ended(status="failed", reason=raised(job, error))])
        return
    match result:
        case Weights():
            hear([result])
        case Answer():
            hear([result, Ended(status="finished")])
