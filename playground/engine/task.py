"""One job on its way through the engine, from the queue to its end; most are runs."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from distributed import Future

from playground.engine.outbox import Outbox
from playground.engine.progress import Progress
from playground.engine.tables import Lacking
from playground.messages.checkpoint import Held
from playground.messages.events import Ended, Event, Waiting
from playground.messages.jobs import Job, Result
from playground.messages.wishes import LookAlong
from playground.states import State

Hear = Callable[[list[Event]], None]

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class EngineTask:
    """A submitted job and its state in the engine."""

    job: Job
    hear: Hear
    outbox: Outbox = field(default_factory=Outbox)
    owner: str = ""
    address: str = ""  # where it was started from
    later: bool = False  # whether it waits until all others have begun
    future: Future[Result | Lacking] | None = None  # set while Dask has the job
    worker: str | None = None  # the address, while the job is on a worker
    last_worker: str | None = None  # the address of the worker before
    sent: int = 0  # the number of the last wish that was submitted with the job
    message_seconds: float | None = None  # between two messages while somebody watches the run
    look: LookAlong | None = None  # the axes of its pictures
    place: int | None = None  # the last reported place in the queue
    tries: int = 0  # how often it was submitted to Dask
    deaths: int = 0  # how many of its workers died
    moves: int = 0  # how many of its workers left the cluster
    over: bool = False  # whether `Ended` was passed on
    placed_at: float | None = None  # when it was submitted to Dask, by the loop's clock
    held_since: float | None = None  # by the loop's clock, while it is held on its worker
    paused: bool = False  # by its last `Paused` event
    asked_away: bool = False  # whether it was asked to leave its worker
    checkpoint: Held | None = None  # the latest one
    brings_tables: bool = False  # whether its next worker lacks them
    delivering: bool = False  # whether its wishes are being sent
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(self.job)

    @property
    def run_id(self) -> str:
        """The id of the job; for training, the id of the run."""
        return self.job.id

    def tell(self, events: list[Event]) -> None:
        """Passes events on to the listener, up to the first `Ended`, and each epoch once."""
        new: list[Event] = []
        for event in events:
            if self.over:
                break
            if (told := self.progress.without_known(event)) is not None:
                self.progress.take(told)
                new.append(told)
            self.over = isinstance(event, Ended)
        if new:
            self.show(new)

    def show(self, events: list[Event]) -> None:
        """Passes on events that may come after the end: pictures and weights."""
        try:
            self.hear(events)
        except Exception:
            # An error in one listener must not end other runs.
            _log.exception("A listener of run %s failed.", self.run_id)

    def tell_end(self, status: State, reason: str) -> None:
        """Ends the run without its worker; the event has no best epoch and no seconds."""
        self.tell([Ended(status=status, reason=reason)])

    def tell_place(self, place: int, why: str) -> None:
        """Passes on the place in the queue, where 1 is next, and why the run waits, if the place has changed."""
        if place != self.place:
            self.place = place
            self.tell([Waiting(place=place, why=why)])

    def settle(self, held: Held, sender: str) -> None:
        """Records the latest checkpoint `held` and the wishes of `sender` that it includes."""
        self.checkpoint = held
        self.outbox.settle(held.taken.get(sender, 0))
