"""Streamed runs: people's own scripts train them and send their curves here."""

import threading
import time
from collections import deque

from cachetools import LRUCache

from playground.experiment.streamed import own_name, streamed_experiment
from playground.ids import new_id
from playground.limits import limits
from playground.messages.events import Began, Ended, Epochs, Event, LearningRate, Started
from playground.messages.streamed import About, EpochsPart
from playground.persons import Person
from playground.runs.deeds import NotAllowedError, RunsError
from playground.runs.intake import Intake
from playground.runs.memory import Memory
from playground.runs.quota import Quota
from playground.runs.run import Run
from playground.store.tokens import Tokens

SILENT_SECONDS = 90.0  # a script sends a sign of life four times a minute
LOOK_SECONDS = 10.0  # between two searches for silent scripts
AT_ONCE = 8  # the most runs of one person that go on
AN_HOUR = 120  # the most runs of one person that begin within an hour
_PERSONS = 10_000  # the most persons whose latest starts are remembered

_RATE = "learning_rate"  # Keras' name of the learning rate among the curves

GONE = "Nothing was heard from the script for a while: it was ended, or its machine has no connection."


class BusyError(RunsError):
    """A person sends more runs than are allowed at the moment."""


class TooLongError(RunsError):
    """A run has more epochs or curves than one may have."""


class StreamedRuns:
    """Takes runs from scripts. Thread-safe.

    Args:
        tokens: the owners of tokens; None if nothing is stored, and then nothing is streamed.
        intake: takes runs and their events.
        memory: the runs of this server.
        quota: how much a person may store.
    """

    def __init__(
        self,
        tokens: Tokens | None,
        intake: Intake,
        memory: Memory,
        quota: Quota,
    ) -> None:
        self.tokens = tokens
        self._intake, self._memory, self._quota = intake, memory, quota
        self._lock = threading.Lock()
        self._heard: dict[str, float] = {}  # when a running run last sent something, by the monotonic clock
        self._beginnings: LRUCache[str, deque[float]] = LRUCache(_PERSONS)
        self._next: dict[str, int] = {}  # the number of a run's next epoch
        self._rates: dict[str, float] = {}
        self._watch: threading.Thread | None = None

    def begin(self, about: About, by: Person) -> Run:
        """Starts and returns a run.

        Raises:
            BusyError: too many runs of this person go on, have begun recently, or are stored.
        """
        try:
            self._quota.check(by)
        except RunsError as error:
            raise BusyError(str(error)) from None
        experiment = streamed_experiment(
            about.name,
            loss=about.loss,
            curves=about.curves,
            optimizer=about.optimizer,
            learning_rate=_rate(about.learning_rate),
            epochs=min(about.epochs, limits().max_epochs),
        )
        run = Run(new_id(), by.id, experiment)
        with self._lock:
            if sum(each.owner == by.id for each in self._going()) >= AT_ONCE:
                raise BusyError(
                    f"{AT_ONCE} runs of yours are being sent here, and no more are taken at once."
                )
            now, latest = time.monotonic(), self._beginnings.setdefault(by.id, deque(maxlen=AN_HOUR))
            if len(latest) == AN_HOUR and now - latest[0] < 3600:
                raise BusyError(f"{AN_HOUR} runs of yours have begun within an hour, and no more are taken.")
            latest.append(now)
            self._intake.begin_streamed(run)
            self._note(run, 1)
            self._rates[run.id] = experiment.training.optimizer.learning_rate
        began = Began(parameters=about.parameters, train_rows=None, validation_rows=None)
        self._intake.take(run, [Started(), began])
        return run

    def go_on(self, run: Run, part: EpochsPart, by: Person) -> None:
        """Adds epochs, and the end; repeated epochs change nothing.

        Raises:
            NotAllowedError: the run is another person's.
            TooLongError: the run has more epochs or curves than allowed.
        """
        if by.id != run.owner or not run.is_streamed:
            raise NotAllowedError
        if run.over:
            return
        with self._lock:
            known = self._next.get(run.id, run.epoch + 1)
            events = self._events(run, part, known)
            self._note(run, max(known, part.first + len(part.seconds)))
            if part.over:
                self._forget(run.id)
                events.append(Ended(status="finished"))
        if events:
            self._intake.take(run, events)

    def adopt(self, run: Run) -> None:
        """Takes over a run of a server that has ended; its script may send to this server now."""
        with self._lock:
            self._note(run, run.epoch + 1)

    def _going(self) -> list[Run]:
        return [run for run in self._memory.runs if run.is_streamed and not run.over]

    def _events(self, run: Run, part: EpochsPart, known: int) -> list[Event]:
        new = max(known - part.first, 0)
        if new >= len(part.seconds):
            return []
        first = part.first + new
        most = limits().max_epochs
        if first + len(part.seconds) - new - 1 > most:
            raise TooLongError(f"A run may have {most:,} epochs here; the others are not taken.")
        logs = {own_name(name): values[new:] for name, values in part.logs.items()}
        allowed = {"loss", _RATE, *run.experiment.training.metrics}
        if not {name.removeprefix("val_") for name in logs} <= allowed:
            raise TooLongError("A run has the curves that it began with; others are not taken.")
        rates = logs.pop(_RATE, [])
        logs.pop(f"val_{_RATE}", None)
        changes: list[Event] = []
        for epoch, value in enumerate(rates, first):
            if _rate(value) is not None and value != self._rates.get(run.id):
                self._rates[run.id] = value
                changes.append(LearningRate(epoch=epoch - 1, value=value))
        return [*changes, Epochs(first=first, logs=logs, seconds=part.seconds[new:])]

    def _note(self, run: Run, next_epoch: int) -> None:
        self._heard[run.id], self._next[run.id] = time.monotonic(), next_epoch
        if self._watch is None or not self._watch.is_alive():
            self._watch = threading.Thread(target=self._look, name="streamed-runs", daemon=True)
            self._watch.start()

    def _forget(self, run_id: str) -> None:
        for each in (self._heard, self._next, self._rates):
            each.pop(run_id, None)

    def _look(self) -> None:
        """Ends the runs of silent scripts, repeatedly while there are runs."""
        while True:
            time.sleep(LOOK_SECONDS)
            self.end_silent()
            with self._lock:
                if not self._heard:
                    self._watch = None
                    return

    def end_silent(self) -> None:
        """Ends the runs whose scripts sent nothing for `SILENT_SECONDS`."""
        going = {run.id: run for run in self._going()}
        with self._lock:
            now = time.monotonic()
            silent = [name for name, at in self._heard.items() if now - at > SILENT_SECONDS]
            for name in silent:
                self._forget(name)
        for name in silent:
            if name in going:
                self._intake.take(going[name], [Ended(status="interrupted", reason=GONE)])


def _rate(value: float | None) -> float | None:
    """The learning rate if it is valid in an experiment, else None."""
    return value if value is not None and 0 < value <= 100 else None
