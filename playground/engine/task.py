"""One job on its way through the engine, from the queue to its end; most are runs."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from distributed import Future

from playground.engine.outbox import Outbox
from playground.engine.tables import Lacking
from playground.messages.checkpoint import Held
from playground.messages.events import Ended, Event, Waiting
from playground.messages.jobs import Job, Result
from playground.messages.wishes import LookAlong
from playground.states import State

Hear = Callable[[list[Event]], None]

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class Task:
    """A job that was submitted, and what the engine knows of it."""

    job: Job
    hear: Hear
    outbox: Outbox = field(default_factory=Outbox)
    owner: str = ""
    address: str = ""  # from where it was started
    later: bool = False  # waits until all others have begun
    future: Future[Result | Lacking] | None = None  # while Dask has it
    worker: str | None = None  # address, while it is there
    last_worker: str | None = None  # where it was before, when it has none
    sent: int = 0  # the number of the last wish that went with it
    message_seconds: float | None = None  # between two messages, as long as somebody looks
    look: LookAlong | None = None  # how its network is pictured
    place: int | None = None  # in the queue, as last told
    tries: int = 0  # how often it was handed to Dask
    deaths: int = 0  # of workers that it was on
    over: bool = False  # its "ended" has been told
    placed_at: float | None = None  # when a worker was found for it here, by the loop's clock
    held_since: float | None = None  # while it is held on its worker
    paused: bool = False  # as last told
    asked_away: bool = False  # asked to give up its worker
    checkpoint: Held | None = None  # the latest
    brings_tables: bool = False  # its next worker has not got them
    delivering: bool = False  # a call carries its wishes

    @property
    def run_id(self) -> str:
        """The id of its job, which is that of a run where the job trains one."""
        return self.job.id

    def tell(self, events: list[Event]) -> None:
        """Pass events on to whoever listens; nothing after the first "ended"."""
        if self.over:
            return
        for number, event in enumerate(events, start=1):
            if isinstance(event, Ended):
                self.over = True
                events = events[:number]
                break
        self.show(events)

    def show(self, events: list[Event]) -> None:
        """Pass on what also comes after the end: pictures, and the weights."""
        try:
            self.hear(events)
        except Exception:
            # One listener's mistake must not end the others' runs.
            _log.exception("A listener of run %s failed.", self.run_id)

    def tell_end(self, status: State, reason: str) -> None:
        """End the run from here, when its worker cannot; the event has no best epoch and no seconds."""
        self.tell([Ended(status=status, reason=reason)])

    def tell_place(self, place: int, why: str) -> None:
        """Tell the place in the queue, 1 being the next, if it changed, and why the run waits."""
        if place != self.place:
            self.place = place
            self.tell([Waiting(place=place, why=why)])

    def settle(self, held: Held, sender: str) -> None:
        """Note the latest checkpoint of the run, and that it holds the wishes of `sender` up to its number."""
        self.checkpoint = held
        self.outbox.settle(held.taken.get(sender, 0))
