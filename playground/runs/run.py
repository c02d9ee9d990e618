"""One run: whose it is, what is wished of it, and its state and curves from the engine's events."""

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce

from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.experiment.measures import ShownUnit
from playground.experiment.schedule import set_by_hand
from playground.messages.events import Event, LearningRate, StoredEvent, WentBack
from playground.messages.jobs import Back
from playground.messages.wishes import Pause, SetLearningRate, Wish
from playground.pictures.evaluated import is_evaluated
from playground.plan import plan
from playground.runs.answers import (
    ControlsAnswer,
    EpochsAnswer,
    RunAnswer,
    epochs_answer,
    run_answer,
    units_of,
)
from playground.runs.diagnosis import Doctor
from playground.runs.history import history
from playground.runs.intent import Intent
from playground.runs.membership import Membership
from playground.runs.run_state import RunState
from playground.runs.watchers import Watchers


class Run(RunState):
    """A run: its owner, its experiment, what is wished of it, and its state. Thread-safe.

    Attributes:
        id, owner: its id, and the id of the person whose run it is.
        address: where it was started from; only on the server that started it.
        parent: the id of the run that it branched off or is a twin of.
        membership: which run of a group it is; None for a run that was started alone.
        holds_rate: whether a lesson locks its learning rate.
        intent: what the wishes for it ask for.
        elsewhere: whether it belongs to another server, which takes the wishes for it.
        notice: a sentence for its owner: it cannot be stored, or its server is silent.
        deleted_at: when it was deleted, in seconds since 1970; its owner can restore it.
        refused: whether the database does not store it.
        doctor: remembers what the doctor found in it.
        watchers: called after every change that pages show.
        in_order: held while events of a job are put before or after those of another job.
    """

    def __init__(
        self,
        run_id: str,
        owner: str,
        experiment: Complete,
        parent: str | None = None,
        *,
        membership: Membership | None = None,
        started_at: float | None = None,
        address: str = "",
    ) -> None:
        super().__init__(experiment, started_at)
        self.id = run_id
        self.owner = owner
        self.address = address
        self.parent = parent
        self.membership = membership
        self.holds_rate = False
        self.intent = Intent()
        self.elsewhere = False
        self.notice = ""
        self.deleted_at: float | None = None
        self.refused = False
        self.doctor = Doctor()
        self.watchers = Watchers()
        self.in_order = threading.Lock()
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def job(self) -> str:
        """The id of the engine's present or last job for the run."""
        return f"{self.id}-{self._jobs}" if self._jobs else self.id

    def wait(self, timeout: float | None = None) -> bool:
        """Waits at most `timeout` seconds for the end; returns whether the run is over."""
        return self._ended.wait(timeout)

    def hear(self, events: Sequence[Event]) -> None:
        """Takes events of the engine."""
        with self._lock:
            for event in events:
                self._take(event)
            if self.over:
                self._ended.set()
            else:
                self._ended.clear()
        self.watchers.tell()

    def wish(self, wish: Wish) -> None:
        """Records a wish, which pages show before the worker has met it."""
        with self._lock:
            self.intent = self.intent.after(wish)
        self.watchers.tell()

    def go_back(self, epoch: int, wish: Wish) -> tuple[WentBack, Back, Sequence[Wish]]:
        """Has the run go back to an epoch for a wish. The caller then has to pass the returned event to `hear`.

        It removes pictures of later epochs at once.

        Returns:
            The event, the state for the next job, and the wishes with which that job begins, so that a held run stays
            held.
        """
        with self._lock:
            changes = [change for change in self._curves.rate_changes if change[:2] <= (epoch, 0)]
            rates = set_by_hand(self.experiment.training, changes)
            back = Back(epoch, self._curves.elapsed[epoch], rates)
            if isinstance(wish, SetLearningRate):
                # For a second step back before the job has sent its first event.
                self._curves.change_rate(LearningRate(epoch=epoch, value=wish.value))
            self._jobs += 1
            self.film.go_back(epoch)
            wishes = [Pause(), wish] if self.controls()["held"] and not self.over else [wish]
            self.intent = reduce(Intent.after, wishes, Intent())
        self.watchers.tell()
        return WentBack(epoch=epoch, revision=self._jobs), back, wishes

    def controls(self) -> ControlsAnswer:
        """The state that all wishes for the run ask for."""
        intent = self.intent
        held = self.paused if intent.held is None else intent.held
        return {"held": held, "stopping": intent.stopping}

    def history(self) -> list[StoredEvent]:
        """The fewest events that reproduce the run, without its pictures."""
        with self._lock:
            return history(self, self._curves, self._began, self._kept)

    def since(self, first: int) -> RunAnswer:
        """The run for a page that has the epochs before `first`."""
        units, _ = self._units, self.is_paced  # outside the lock, because it may read the data
        with self._lock:
            return run_answer(self, self._curves, units, max(first, 0))

    def epochs_between(self, first: int, last: int) -> EpochsAnswer:
        """The part of `since` for the epochs from `first` to `last`."""
        with self._lock:
            return epochs_answer(self._curves, first, last)

    @cached_property
    def is_paced(self) -> bool:
        """Whether browsers compute the run's pictures and show them at their own pace. May read the data."""
        try:
            return is_evaluated(plan(self.experiment))
        except ExperimentError:  # its data is gone
            return False

    @cached_property
    def _units(self) -> Mapping[str, ShownUnit | None]:
        return units_of(self.experiment)
