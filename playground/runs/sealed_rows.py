"""Sealed rows: opens the sealed test rows of a run's data, once per owner, table, target and choice of rows."""

import hashlib
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from cachetools import LRUCache

from playground.datasets import DataError, prepare
from playground.engine.protocol import Trains
from playground.experiment import CompleteData
from playground.ids import new_id
from playground.messages.events import Answer, Ended, Event
from playground.messages.jobs import OpenTest
from playground.persons import Person, may
from playground.runs.deeds import RunsError, check
from playground.runs.kept_weights import kept_weights
from playground.runs.run import Run
from playground.store import Files, Store, StoreError
from playground.store.openings import Openings
from playground.store.rows import OpeningRow

_NOT_OVER = "The run goes on. Its test rows can be opened when it is over."
_NONE = "The data of this run has no test rows."
_NOT_KEPT = "This server stores no runs, so nobody could say later that the test rows were opened."
_BEFORE = (
    "These test rows were opened on {} with another run, and a choice that is made after that is no longer tested by "
    "rows that nobody has seen. Take another share or seed for the test rows, or new data."
)

_MOST_FAILED = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opening:
    """An opening of test rows.

    Attributes:
        run_id: the run whose network was measured.
        opened_at: seconds since 1970.
        measures: `playground.messages.opened.Measures` as JSON; None until the worker has answered.
        is_of_before: whether the run has gone back since, so that it may have another network now.
    """

    run_id: str
    opened_at: float
    measures: str | None
    is_of_before: bool = False

    @property
    def shows_answers(self) -> bool:
        """Whether the run's present network was measured, so that the answers to its test rows may be shown."""
        return self.measures is not None and not self.is_of_before


class SealedRows:
    """The sealed test rows of all runs. Thread-safe."""

    def __init__(self, engine: Trains, store: Store | None, files: Files | None) -> None:
        self._engine = engine
        self._store = store
        self._files = files
        self._openings = None if store is None else Openings(store)
        self._lock = threading.Lock()
        self._measuring: set[str] = set()  # ids of runs
        self._failed: LRUCache[str, str] = LRUCache(_MOST_FAILED)
        # A hanging database must not block the engine, which calls with the worker's answer.
        self._writing = ThreadPoolExecutor(1, "openings")

    def close(self) -> None:
        """Writes what is still waiting to be written."""
        self._writing.shutdown()

    def opening(self, run: Run) -> Opening | None:
        """The opening by a run; None if it has not opened any test rows.

        Raises:
            StoreError: the store cannot be used.
        """
        return None if self._store is None else opening_of(run, self._store)

    def are_open(self, run: Run, by: Person | None) -> bool:
        """Whether a person may see the answers to a run's test rows, having opened them with this network.

        Raises:
            StoreError: the store cannot be used.
        """
        if run.experiment.data.test is None or not may(by, "open", run):
            return False
        opening = self.opening(run)
        return opening is not None and opening.shows_answers

    def opened(self, data: CompleteData, by: Person) -> Opening | None:
        """The opening, by any run, in which a person has seen the test rows of this data; None while they are sealed.

        Raises:
            RunsError: there are no test rows.
            StoreError: the store cannot be used.
        """
        wanted = _row(data, by.id, "")
        row = None if self._openings is None else self._openings.of_rows(wanted)
        return None if row is None else Opening(row["run_id"], row["opened_at"], row["measures"])

    def open(self, run: Run, by: Person) -> Opening:
        """Has the network that a run kept measured on its test rows; `opening` returns the measures later.

        The opening is stored first, so the rows are opened only once even if something fails later; the same run may
        ask again until there is an answer.

        Raises:
            NotAllowedError: the run is another person's.
            RunsError: the run is not over or has no test rows, or these were opened with another run.
            StoreError: the store cannot be used.
        """
        check(by, "open", run)
        if not run.over:
            raise RunsError(_NOT_OVER)
        if self._openings is None or self._store is None or self._files is None:
            raise RunsError(_NOT_KEPT)
        weights = kept_weights(run, self._store, self._files)
        wanted = _row(run.experiment.data, run.owner, run.id)
        row = self._openings.claim(wanted)
        if row["run_id"] != run.id:
            raise RunsError(_BEFORE.format(time.strftime("%Y-%m-%d", time.gmtime(row["opened_at"]))))
        if row["measures"] is None and self._begin(run.id):
            job = OpenTest(new_id(), run.experiment, weights)
            self._engine.submit(job, self._hear(row), owner=by.id, address=run.address)
        return Opening(row["run_id"], row["opened_at"], row["measures"])

    def state(self, run: Run) -> tuple[bool, str]:
        """Whether a run's test rows are being measured or wait for that; and why it failed, "" if it did not."""
        with self._lock:
            return run.id in self._measuring, self._failed.get(run.id, "")

    def _begin(self, run_id: str) -> bool:
        """Records that a run's rows are being measured; returns False if they already are."""
        with self._lock:
            self._failed.pop(run_id, None)
            is_new = run_id not in self._measuring
            self._measuring.add(run_id)
            return is_new

    def _hear(self, row: OpeningRow) -> Callable[[list[Event]], None]:
        def hear(events: list[Event]) -> None:
            with suppress(RuntimeError):  # closed in the meantime; the run may ask again
                self._writing.submit(self._take, row, events)

        return hear

    def _take(self, row: OpeningRow, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Answer):
                self._keep(row, event.content.decode())
            elif isinstance(event, Ended):
                with self._lock:
                    self._measuring.discard(row["run_id"])
                    if event.status != "finished":
                        self._failed[row["run_id"]] = event.reason

    def _keep(self, row: OpeningRow, measures: str) -> None:
        assert self._openings is not None
        try:
            self._openings.measured(row, measures)
        except StoreError as error:
            _log.warning("What test rows came to cannot be kept: %s", error)
            with self._lock:
                self._failed[row["run_id"]] = str(error)


def opening_of(run: Run, store: Store) -> Opening | None:
    """The opening by a run; None if it has not opened any test rows.

    Raises:
        StoreError: the store cannot be used.
    """
    row = Openings(store).of_run(run.id)
    if row is None:
        return None
    is_of_before = run.revision > 0 and _ended_at(run, store) > row["opened_at"]
    return Opening(row["run_id"], row["opened_at"], row["measures"], is_of_before)


def _ended_at(run: Run, store: Store) -> float:
    """When a run ended, in seconds since 1970; infinity for a run that goes on."""
    row = store.run(run.id)
    return math.inf if row is None or row["ended_at"] is None else row["ended_at"]


def _row(data: CompleteData, owner: str, run_id: str) -> OpeningRow:
    try:
        rows = prepare(data).test_rows
    except DataError as error:
        raise RunsError(str(error)) from None
    if not len(rows):
        raise RunsError(_NONE)
    return OpeningRow(
        owner=owner,
        dataset=data.dataset[:255],
        target=hashlib.sha256(data.target.encode()).hexdigest(),
        rows=hashlib.sha256(rows.tobytes()).hexdigest(),
        run_id=run_id,
        opened_at=time.time(),
        measures=None,
    )
