"""One run: its state and its curves, made of the engine's events."""

import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, assert_never

from playground.comparing.quantity import quantity
from playground.experiment import Experiment
from playground.experiment.best import Measured, monitor_of, search, search_for
from playground.experiment.measures import ShownUnit, title_of
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
    Told,
    Waiting,
    Weights,
)
from playground.messages.wishes import Wish
from playground.pictures.album import Album
from playground.plan import history_names
from playground.runs.answers import (
    ControlsAnswer,
    PassedOverAnswer,
    RunAnswer,
    all_shown,
    best_answer,
    epoch_answer,
    finding_answers,
    shown,
)
from playground.runs.intent import Intent
from playground.runs.remarks import remarks
from playground.states import GOING, State


@dataclass(frozen=True)
class Place:
    """The place of a run in a sweep or seeds study: the group's id, the run's number from 0, and its label."""

    group: str
    position: int
    cell: str


_MOST_CHANGES = 200  # of the learning rate, that a page gets
SPEED_SECONDS = 3.0  # epochs a second are those of the latest seconds of training


class Run:
    """A run: its owner, its experiment, and what its events have told so far. Thread-safe.

    `curves` maps names of the history to one value an epoch, at index 0 that of the untrained network;
    `elapsed` are the seconds of training at the end of each epoch. The same events give the same run, whatever
    messages they come in, and an epoch that comes a second time changes nothing.
    """

    def __init__(
        self,
        run_id: str,
        owner: str,
        experiment: Experiment,
        parent: str | None = None,
        *,
        place: Place | None = None,
        started_at: float | None = None,
        address: str = "",
    ) -> None:
        self.id = run_id
        self.owner = owner
        self.address = address  # from where it was started, as long as this server runs
        self.experiment = experiment
        self.parent = parent  # id of the run that it branched off, or whose twin it is
        self.place_in_group = place
        self.started_at = time.time() if started_at is None else started_at  # seconds since 1970
        self.state: State = "waiting"
        self.reason = ""
        self.findings: Sequence[Finding] = ()  # what is wrong with the network kept, as `doctor` says it
        self.place: int | None = (
            None  # in the queue, 1 being the next; also of a held run that has work again
        )
        self.why = ""  # it waits
        self.way: tuple[int, int] | None = (
            None  # epochs of the parent that are trained again, and how many will be
        )
        self.set_aside: str | None = (
            None  # what a held run without a worker needs to go on: its name among the files
        )
        self.paused = False
        self.intent = Intent()
        self.batch = 0  # batches of the next epoch that are over, where the run was last held
        self.learning_rates: list[tuple[int, float]] = []  # changes in mid-run: after which epoch, to what
        self.curves: dict[str, list[float]] = {}
        self.elapsed: list[float] = []
        self.search = search_for(experiment)  # for the best epoch, as far as the curves go
        self.machine: Mapping[str, object] | None = None  # libraries and machine that it was trained with
        self.notice = ""  # a sentence for its owner: it cannot be kept, or nothing is heard of it
        self.deleted_at: float | None = None  # seconds since 1970; its owner can bring it back
        self.refused = False  # by the database: it is not kept
        self.album = Album()
        self._began: Began | None = None
        self._seconds: float | None = None  # as told at the end
        self._best: Best | None = None  # likewise
        self._kept: Kept | None = None  # likewise
        self._carried: Measured | None = None  # what early stopping had counted before a branch began
        self._shown: dict[str, list[float | None]] = {}  # the curves as JSON shows them
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def over(self) -> bool:
        """Whether the run has ended, however it did."""
        return self.state not in GOING

    @property
    def epoch(self) -> int:
        """The latest epoch heard of; -1 before the first."""
        return len(self.elapsed) - 1

    @property
    def parameters(self) -> int | None:
        """The number of the network's parameters; None before training begins."""
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
        """The name of the curve that decides which epoch is the best."""
        return monitor_of(self.experiment)

    @property
    def best(self) -> Best | None:
        """The best epoch so far; None before one."""
        found = self.search.best
        return self._best if found is None else Best(found.epoch, self.monitor, found.value)

    def best_of(self, name: str) -> Measured | None:
        """The best epoch by a curve such as `val_accuracy`: as early stopping counts it where it watches this curve."""
        if name == self.monitor:
            return self.search.best
        return search(self.experiment, self.curves.get(name, ()), name).best

    @property
    def kept(self) -> int | None:
        """The epoch whose weights the run has at its end; None before, and where its weights went with its worker."""
        if not self.over:
            return None
        if self._kept is not None:
            return self._kept.epoch
        if self.epoch < 0 or not self._ended_by_itself():
            return None
        return self.search.restorable or self.epoch

    @property
    def evaluated(self) -> dict[str, float] | None:
        """Loss and metrics of the network kept, on all training rows and (`val_`) on all validation rows, both measured
        alike, without dropout. None before the end, and of runs from before this was measured.
        """
        return None if self._kept is None else self._kept.logs

    @property
    def learning_rate(self) -> list[float]:
        """The learning rate of each epoch, indexed as the curves; NaN where nothing was trained."""
        rate, changes = self.experiment.training.optimizer.learning_rate, dict(self.learning_rates)
        rates = [math.nan] * (self.epoch + 1)
        for epoch in range(self.search.first, self.epoch + 1):
            rate = changes.get(epoch - 1, rate)
            rates[epoch] = rate
        return rates

    @property
    def epochs_per_second(self) -> float | None:
        """Speed over the latest seconds of training; None before the first epoch."""
        with self._lock:
            return self._speed()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the last epoch asked for; None when not training, or while nothing is known."""
        with self._lock:
            return self._left()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end, at most `timeout` seconds; whether it came."""
        return self._ended.wait(timeout)

    def hear(self, events: Sequence[Event]) -> None:
        """Takes in events of the engine."""
        with self._lock:
            for event in events:
                self._take(event)
        if self.over:
            self._ended.set()

    def wish(self, wish: Wish) -> None:
        """Notes a wish; pages show it before the worker has met it."""
        with self._lock:
            self.intent = self.intent.after(wish)

    def controls(self) -> ControlsAnswer:
        """What all wishes for the run ask for."""
        intent = self.intent
        held = self.paused if intent.held is None else intent.held
        return {"held": held, "speed": intent.speed, "stopping": intent.stopping}

    def history(self) -> list[Told]:
        """The fewest events that make the same run, without its pictures."""
        with self._lock:
            events: list[Told] = []
            if self.state != "waiting":
                events.append(Started(machine=self.machine))
            if self._began is not None:
                events.append(self._began)
            if self._carried is not None:
                events.append(Carried(epoch=self._carried.epoch, value=self._carried.value))
            if self.elapsed:
                events.append(Epochs(first=0, logs=self.curves, seconds=self.elapsed))
            events += [LearningRate(epoch=epoch, value=value) for epoch, value in self.learning_rates]
            if self.paused:
                events.append(Paused(paused=True, epoch=self.epoch, batch=self.batch))
            if self.set_aside is not None:
                events.append(SetAside(file=self.set_aside))
            if self.over:
                events.append(
                    Ended(
                        status=self.state,
                        reason=self.reason,
                        best=self.best,
                        seconds=self.seconds,
                        kept=self._kept,
                        findings=tuple(self.findings),
                    )
                )
            return events

    def since(self, first: int) -> RunAnswer:
        """The run for a page that knows the epochs before `first`."""
        first = max(first, 0)
        units = self._units  # may read the data: no other thread waits for that
        with self._lock:
            return {
                "id": self.id,
                "title": self.experiment.title,
                "state": self.state,
                "reason": self.reason,
                "findings": finding_answers(self.findings),
                "units": units,
                "loss_title": title_of(self.experiment.training.loss or "loss"),
                "place": self.place,
                "why": self.why,
                "way": self.way,
                "epochs": self.experiment.training.epochs,
                "epoch": self.epoch,
                "from": first,
                "curves": {name: values[first:] for name, values in self._shown.items()},
                "best": best_answer(self.best),
                "kept": epoch_answer(self.kept),
                "passed_over": None
                if (better := self.search.passed_over) is None
                else PassedOverAnswer(epoch=better.epoch, value=shown(better.value)),
                "evaluated": None if self.evaluated is None else all_shown(self.evaluated),
                "remarks": remarks(self),
                "seconds": shown(self.seconds),
                "epochs_per_second": shown(self._speed()),
                "seconds_left": shown(self._left()),
                "parameters": self.parameters,
                "parent": self.parent,
                "paused": self.paused,
                **self.controls(),
                "batch": self.batch,
                "learning_rate": self.experiment.training.optimizer.learning_rate,
                "learning_rates": _thinned(self.learning_rates),
                "pictures": self.album.number,
                "notice": self.notice,
            }

    @cached_property
    def _units(self) -> dict[str, ShownUnit | None]:
        """The unit of each curve, by its name without `val_`; None where a curve has none."""
        names = [name for name in history_names(self.experiment) if not name.startswith("val_")]
        found = {name: quantity(self.experiment, name).unit for name in names}
        return {name: None if unit is None else unit.as_shown() for name, unit in found.items()}

    def _speed(self) -> float | None:
        """Epochs per second over the latest seconds, so that tracing and a slow start are soon forgotten."""
        last = len(self.elapsed) - 1
        if last < 1:
            return None
        first = last - 1
        # Halving the rest finds a window of about SPEED_SECONDS without walking through 10,000 epochs.
        low = 1 if last > 1 else 0  # the first epoch holds the tracing
        while low < first:
            middle = (low + first) // 2
            if self.elapsed[last] - self.elapsed[middle] > SPEED_SECONDS:
                low = middle + 1
            else:
                first = middle
        spent = self.elapsed[last] - self.elapsed[first]
        return (last - first) / spent if spent > 0 else None

    def _left(self) -> float | None:
        speed = self._speed()
        if self.state != "running" or not speed:
            return None
        return max(self.experiment.training.epochs - self.epoch, 0) / speed

    def _take(self, event: Event) -> None:
        if self.over and not isinstance(event, Picture | NoPicture):
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
            case Epochs():
                self._take_epochs(event)
            case LearningRate():
                # What is heard a second time takes the place of the first, and what followed it is heard again too.
                while self.learning_rates and self.learning_rates[-1][0] >= event.epoch:
                    self.learning_rates.pop()
                self.learning_rates.append((event.epoch, event.value))
            case Carried():
                self._carried = Measured(event.epoch, event.value)
                self._search_again()
                self._go_on_searching()
            case Paused():
                self.paused, self.batch = event.paused, event.batch
            case SetAside():
                self.set_aside = event.file
            case Ended():
                self._end(event)
            case Picture():
                self.album.put(event.epoch, event.batch, event.bytes)
            case NoPicture():
                self.album.fail(event.reason)
            case Weights() | CheckpointMade() | Answer():
                pass  # the file store has the first, the engine the second, and a run is given no third
            case _:
                assert_never(event)

    def _start(self, machine: Mapping[str, object] | None) -> None:
        self.state = "running"
        self.place, self.why, self.set_aside = None, "", None
        self.machine = machine or self.machine

    def _begin(self, event: Began) -> None:
        """Begins, also a second time: Dask moves a run to another worker when its own retires."""
        self._start(None)
        self.way = None
        self.curves, self._shown, self.elapsed, self.learning_rates = {}, {}, [], []
        self._search_again()
        if self._began is not None:
            self.album.empty()
        self._began = event

    def _take_epochs(self, event: Epochs) -> None:
        first = event.first
        _put(self.elapsed, first, event.seconds, math.nan)
        for name, values in event.logs.items():
            _put(self.curves.setdefault(name, []), first, values, math.nan)
            _put(self._shown.setdefault(name, []), first, [shown(value) for value in values], None)
        if first <= self.search.seen:  # heard before
            self._search_again()
        self._go_on_searching()

    def _search_again(self) -> None:
        self.search = search_for(self.experiment)
        self.search.counted = self._carried

    def _go_on_searching(self) -> None:
        values = self.curves.get(self.monitor, ())
        for epoch in range(self.search.seen + 1, len(values)):
            self.search.take(epoch, values[epoch])

    def _ended_by_itself(self) -> bool:
        """Whether the worker was there at the end of an older run, as far as its events say so."""
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
        # A run ended by the engine, its worker being gone, knows no more than was heard before.
        self._best = event.best
        self._kept = event.kept
        if event.seconds is not None:
            self._seconds = event.seconds


def _thinned(changes: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """At most about `_MOST_CHANGES` of the changes of a learning rate, evenly spread, with the last one."""
    step = -(-len(changes) // _MOST_CHANGES) or 1
    return [*changes[:-1:step], *changes[-1:]]


def _put(row: list[Any], first: int, values: Sequence[Any], missing: Any) -> None:
    """Place values at index `first` and on; what lies between is missing."""
    row.extend([missing] * (first - len(row)))
    row[first : first + len(values)] = values
