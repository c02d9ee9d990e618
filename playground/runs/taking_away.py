"""Taking away: has workers export runs for use without this app, and check exported scripts."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from cachetools import LRUCache
from numpy.typing import NDArray

from playground.datasets.own.contents import on_removal
from playground.engine.protocol import Trains
from playground.errors import ExperimentError
from playground.evaluation.judgement import Judgement
from playground.ids import new_id
from playground.messages.checkpoint import from_npz
from playground.messages.events import Answer, Ended, Event
from playground.messages.jobs import TakeAway
from playground.persons import Person
from playground.runs.deeds import RunsError
from playground.runs.kept_weights import kept_weights
from playground.runs.reporting import report_of
from playground.runs.run import Run
from playground.store import Files, Store

Way = Literal["script", "notebook", "model", "tensorboard", "check"]

KEPT_BYTES = 200_000_000  # of the latest files in memory

_NOT_OVER = "The run goes on. This can be made when it is over."
_NO_EPOCH = "The run has trained no epoch, so there is nothing to take away of it."


@dataclass(frozen=True)
class ExportResult:
    """A worker's export, or why it failed.

    Attributes:
        content: the answer of `playground.worker.taking_away.do`; b"" if it failed.
        failed: why it failed, a sentence; "" if it did not.
    """

    content: bytes = b""
    failed: str = ""


class TakingAway:
    """The exports of runs. Thread-safe."""

    def __init__(self, engine: Trains, store: Store | None, files: Files | None) -> None:
        self._engine = engine
        self._store = store
        self._files = files
        self._lock = threading.Lock()
        self._going: set[tuple[str, Way]] = set()
        self._made: LRUCache[tuple[str, Way], ExportResult] = LRUCache(
            KEPT_BYTES, getsizeof=lambda made: len(made.content) + 1000
        )
        on_removal(self._let_go)

    def begin(self, run: Run, way: Way, by: Person) -> None:
        """Has a worker make an export, unless one does already; `made` returns it later.

        The caller has checked that `by` may see the run's data.

        Raises:
            RunsError: the export needs a finished run, an epoch, or weights, which this run lacks.
            StoreError: the store cannot be used.
        """
        needs_run = way in ("model", "tensorboard", "check")
        if needs_run and not run.over:
            raise RunsError(_NOT_OVER)
        if needs_run and not run.epoch:
            raise RunsError(_NO_EPOCH)
        weights = kept_weights(run, self._store, self._files) if way == "model" else b""
        key = (run.job, way)
        with self._lock:
            if key in self._going:
                return
            self._going.add(key)
            self._made.pop(key, None)
        curves = {name: list(values) for name, values in run.curves.items()} if needs_run else {}
        job = TakeAway(new_id(), run.experiment, way, weights, curves, list(run.learning_rate))
        self._engine.submit(job, self._hear(key), owner=by.id, address=run.address)

    def report(self, run: Run, judged: Judgement | None) -> str:
        """The report of a run as HTML; without a picture of its network if no weights are stored.

        The caller has checked that the person may see the run's data.

        Raises:
            RunsError: its data is gone.
            StoreError: the store cannot be used.
        """
        weights: Sequence[NDArray[Any]] = ()
        with suppress(RunsError):
            weights = from_npz(kept_weights(run, self._store, self._files))
        try:
            return report_of(run, judged, weights)
        except ExperimentError as error:
            raise RunsError(str(error)) from None

    def made(self, run: Run, way: Way) -> ExportResult | None:
        """An export of a run; None if there is none (yet)."""
        with self._lock:
            return self._made.get((run.job, way))

    def goes_on(self, run: Run, way: Way) -> bool:
        """Whether a worker is making it, or it waits for a worker."""
        with self._lock:
            return (run.job, way) in self._going

    def _hear(self, key: tuple[str, Way]) -> Callable[[list[Event]], None]:
        def hear(events: list[Event]) -> None:
            for event in events:
                with self._lock:
                    if isinstance(event, Answer):
                        self._keep(key, ExportResult(event.content))
                    elif isinstance(event, Ended):
                        self._going.discard(key)
                        if event.status != "finished":
                            self._made[key] = ExportResult(failed=event.reason)

        return hear

    def _keep(self, key: tuple[str, Way], made: ExportResult) -> None:
        try:
            self._made[key] = made
        except ValueError:  # larger than the cache
            self._made[key] = ExportResult(
                failed="This is too large to be brought here. Use the command `export`."
            )

    def _let_go(self) -> None:
        with self._lock:
            self._made.clear()
