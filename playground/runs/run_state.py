"""What a run's events make of it: its state, its curves, its film."""

import math
import time
from collections.abc import Mapping, Sequence
from typing import assert_never

from playground.experiment import Complete
from playground.experiment.best import BestSearch, EpochValue, monitor_of, search
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
    Waiting,
    Weights,
    WentBack,
)
from playground.pictures.film import Film
from playground.runs.curves import Curves
from playground.states import GOING, State


class RunState:
    """The state of a run after its events so far. The same events give the same state. Not thread-safe: see `Run`.

    Attributes:
        started_at: when it was started, in seconds since 1970.
        state, reason: whether it waits, goes on or how it ended, and a sentence about that.
        findings: the doctor's, on the kept network.
        waited: seconds from the start to a worker; None for a run of an earlier server.
        place, why: its place in the queue, 1 for the next, and why it waits; also of a held run that has work again.
        way: how many epochs of the parent are trained again, and of how many.
        paused, batch: whether it is held, and the finished batches of the next epoch when it was last held.
        set_aside: the checkpoint file of a held run without a worker.
        revision, went_back_to: how often it went back, and the epoch to which it last did on this server.
        machine: the libraries and the machine that trained it.
        film: its pictures.
    """

    def __init__(self, experiment: Complete, started_at: float | None) -> None:
        self.experiment = experiment
        self.started_at = time.time() if started_at is None else started_at
        self.state: State = "waiting"
        self.reason = ""
        self.findings: Sequence[Finding] = ()
        self.waited: float | None = None
        self.place: int | None = None
        self.why = ""
        self.way: tuple[int, int] | None = None
        self.paused = False
        self.batch = 0
        self.set_aside: str | None = None
        self.revision = 0
        self.went_back_to: int | None = None
        self.machine: Mapping[str, object] | None = None
        self.film = Film()
        if self.is_streamed:
            self.film.fail("This network is trained elsewhere, so there is no picture of it.")
        self._is_new = started_at is None
        self._jobs = 0  # how often it got another job
        self._began: Began | None = None
        self._seconds: float | None = None  # from `Ended`
        self._best: Best | None = None  # likewise
        self._kept: Kept | None = None  # likewise
        self._curves = Curves(experiment)

    @property
    def over(self) -> bool:
        """Whether the run has ended, in whatever way."""
        return self.state not in GOING

    @property
    def is_streamed(self) -> bool:
        """Whether a script trains the run elsewhere and sends its curves here."""
        return is_streamed(self.experiment)

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

    def best_of(self, name: str) -> EpochValue | None:
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
