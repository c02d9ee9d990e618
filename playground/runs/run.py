"""One run: its state and its curves, from the engine's events."""

import math
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from typing import assert_never

from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.experiment.best import BestSearch, Measured, monitor_of, search
from playground.experiment.measures import ShownUnit
from playground.experiment.schedule import set_by_hand
from playground.experiment.streamed import is_streamed
from playground.messages.events import (
    Answer,
    Began,
    Best,
    Carried,
    CheckpointMade,
    Ended,
    Epochs,
    Event,
    Finding,
    Kept,
    LearningRate,
    NoPicture,
    OnTheWay,
    Paused,
    Picture,
    SetAside,
    Started,
    StoredEvent,
    Waiting,
    Weights,
    WentBack,
)
from playground.messages.jobs import Back
from playground.messages.wishes import Pause, SetLearningRate, Wish
from playground.pictures.evaluated import is_evaluated
from playground.pictures.film import Film
from playground.plan import plan
from playground.runs.answers import (
    ControlsAnswer,
    EpochsAnswer,
    RunAnswer,
    epochs_answer,
    run_answer,
    units_of,
)
from playground.runs.curves import Curves
from playground.runs.diagnosis import Doctor
from playground.runs.history import history
from playground.runs.intent import Intent
from playground.runs.membership import Membership
from playground.runs.watchers import Watchers
from playground.states import GOING, State


class Run:
    """A run: its owner, its experiment, and the state after its events so far. Thread-safe.

    The same events give the same run, however they are split into messages.
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
        self.id = run_id
        self.owner = owner
        self.address = address  # where it was started from; only on the server that started it
        self.experiment = experiment
        self.parent = parent  # the id of the run that it branched off or is a twin of
        self.membership = membership
        self.started_at = time.time() if started_at is None else started_at  # seconds since 1970
        self.state: State = "waiting"
        self.reason = ""
        self.findings: Sequence[Finding] = ()  # the doctor's findings on the kept network
        self.waited: float | None = (
            None  # seconds from the start to a worker; None for a run of an earlier server
        )
        self._is_new = started_at is None
        self.place: int | None = None  # in the queue, 1 is next; also for a held run that has work again
        self.why = ""  # why it waits
        self.way: tuple[int, int] | None = (
            None  # how many epochs of the parent are trained again, and of how many
        )
        self.set_aside: str | None = None  # the checkpoint file of a held run without a worker
        self.paused = False
        self.holds_rate = False  # whether a lesson locks its learning rate
        self.intent = Intent()
        self.revision = 0  # how often it went back, by its events
        self._jobs = 0  # how often it got another job
        self.went_back_to: int | None = None  # the epoch to which it last went back on this server
        self.batch = 0  # the finished batches of the next epoch when the run was last held
        self.machine: Mapping[str, object] | None = None  # the libraries and the machine that trained it
        self.elsewhere = False  # whether it belongs to another server, which takes the wishes for it
        self.notice = ""  # a sentence for its owner: it cannot be stored, or its server is silent
        self.deleted_at: float | None = None  # seconds since 1970; its owner can restore it
        self.refused = False  # by the database, which does not store it
        self.doctor = Doctor()
        self.film = Film()
        if self.is_streamed:
            self.film.fail("This network is trained elsewhere, so there is no picture of it.")
        self.watchers = Watchers()  # called after every change that pages show
        self._began: Began | None = None
        self._seconds: float | None = None  # from `Ended`
        self._best: Best | None = None  # likewise
        self._kept: Kept | None = None  # likewise
        self._curves = Curves(experiment)
        self._lock = threading.Lock()
        self.in_order = (
            threading.Lock()
        )  # held while events of a job are put before or after those of another job
        self._ended = threading.Event()

    @property
    def over(self) -> bool:
        """Whether the run has ended, in whatever way."""
        return self.state not in GOING

    @property
    def is_streamed(self) -> bool:
        """Whether a script trains the run elsewhere and sends its curves here."""
        return is_streamed(self.experiment)

    @property
    def job(self) -> str:
        """The id of the engine's present or last job for the run."""
        return f"{self.id}-{self._jobs}" if self._jobs else self.id

    @property
    def epoch(self) -> int:
        """The latest epoch; -1 before the first."""
        return self._curves.epoch

    @property
    def curves(self) -> dict[str, list[float]]:
        """Loss and metrics by name, one value per epoch; index 0 is the untrained network."""
        return self._curves.values

    @property
    def elapsed(self) -> list[float]:
        """Seconds of training at the end of each epoch."""
        return self._curves.elapsed

    @property
    def learning_rates(self) -> list[tuple[int, float]]:
        """Changes of the learning rate: the epoch after which one came, and the new rate."""
        return self._curves.learning_rates

    @property
    def rates_by_hand(self) -> tuple[tuple[int, float], ...]:
        """The `learning_rates` that a person has set."""
        changes = set_by_hand(self.experiment.training, self._curves.rate_changes)
        return tuple({epoch: value for epoch, _, value in changes}.items())

    @property
    def search(self) -> BestSearch:
        """The search for the best epoch, as far as the curves go."""
        return self._curves.search

    @property
    def parameters(self) -> int | None:
        """The number of the network's parameters; None before training begins, and if unknown."""
        return None if self._began is None else self._began.parameters

    @property
    def train_rows(self) -> int | None:
        """The number of training rows; None before training begins."""
        return None if self._began is None else self._began.train_rows

    @property
    def validation_rows(self) -> int | None:
        """The number of validation rows; None before training begins."""
        return None if self._began is None else self._began.validation_rows

    @property
    def seconds(self) -> float:
        """Seconds of training so far."""
        if self._seconds is not None:
            return self._seconds
        return self.elapsed[-1] if self.elapsed else 0.0

    @property
    def monitor(self) -> str:
        """The name of the curve that decides which epoch is best."""
        return monitor_of(self.experiment)

    @property
    def best(self) -> Best | None:
        """The best epoch so far; None before one."""
        found = self.search.best
        return self._best if found is None else Best(found.epoch, self.monitor, found.value)

    def best_of(self, name: str) -> Measured | None:
        """The best epoch by a curve such as `val_accuracy`; if early stopping watches the curve, as it counts."""
        if name == self.monitor:
            return self.search.best
        return search(self.experiment, self.curves.get(name, ()), name).best

    @property
    def kept(self) -> int | None:
        """The epoch whose weights the run has at its end; None before, and if the weights were lost with the worker."""
        if not self.over or self.is_streamed:
            return None
        if self._kept is not None:
            return self._kept.epoch
        if self.epoch < 0 or not self._ended_by_itself():
            return None
        return self.search.restorable or self.epoch

    @property
    def evaluated(self) -> dict[str, float] | None:
        """Loss and metrics of the kept network on all training and (`val_`) validation rows, both without dropout.


        None before the end, and for runs of versions that did not measure this.
        """
        return None if self._kept is None else self._kept.logs

    @property
    def learning_rate(self) -> list[float]:
        """The learning rate of each epoch, indexed like the curves; NaN for the untrained network."""
        return self._curves.rates

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
            if isinstance(
                wish, SetLearningRate
            ):  # for a second step back before the job has sent its first event
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

    def _take(self, event: Event) -> None:
        if self.over and not isinstance(event, Picture | NoPicture | WentBack):
            return
        match event:
            case Waiting():
                self.place, self.why = event.place, event.why
            case Started():
                self._start(event.machine)
            case OnTheWay():
                self.way = (event.epoch, event.until)
            case Began():
                self._begin(event)
            case WentBack():
                self._go_back(event)
            case Epochs():
                self._curves.take(event)
            case LearningRate():
                self._curves.change_rate(event)
            case Carried():
                self._curves.carry(event)
            case Paused():
                self.paused, self.batch = event.paused, event.batch
            case SetAside():
                self.set_aside = event.file
            case Ended():
                self._end(event)
            case Picture():
                self.film.put(event.epoch, event.batch, event.bytes)
            case NoPicture():
                self.film.fail(event.reason)
            case Weights() | CheckpointMade() | Answer():
                pass  # the file store takes weights, the engine takes checkpoints, and a run gets no answers

            case _:
                assert_never(event)

    def _start(self, machine: Mapping[str, object] | None) -> None:
        self.state = "running"
        if self._is_new and self.waited is None:
            self.waited = max(time.time() - self.started_at, 0.0)
        self.place, self.why, self.set_aside = None, "", None
        self.machine = machine or self.machine

    def _begin(self, event: Began) -> None:
        """Starts the curves, possibly again: Dask moves a run to another worker when its worker retires."""
        self._start(None)
        self.way = None
        self._curves.begin()
        if self._began is not None:
            self.film.empty()
        self._began = event

    def _go_back(self, event: WentBack) -> None:
        self.revision, self.went_back_to = event.revision, event.epoch
        self._jobs = max(self._jobs, event.revision)
        self.state, self.reason, self.findings = "waiting", "", ()
        self.place, self.why, self.set_aside = None, "", None
        self.paused, self.batch = False, 0
        self._seconds = self._best = self._kept = None
        self._curves.go_back(event.epoch)
        self._ended.clear()

    def _ended_by_itself(self) -> bool:
        """Whether the worker itself ended an older run, as far as its events show."""
        if self.state != "failed":
            return self.state in ("finished", "stopped_early", "stopped")
        ends = [values[-1] for name in ("loss", "val_loss") if (values := self.curves.get(name))]
        return not all(math.isfinite(value) for value in ends)

    def _end(self, event: Ended) -> None:
        self.state = event.status
        self.reason = event.reason
        self.findings = event.findings
        self.place, self.why, self.way, self.set_aside = None, "", None, None
        self.paused = False
        # If the engine ended the run because its worker died, only the earlier events count.
        self._best = event.best
        self._kept = event.kept
        if event.seconds is not None:
            self._seconds = event.seconds
