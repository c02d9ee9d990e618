"""Keeper: what is heard of runs is first written down, then shown; so nothing that was seen is lost."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from playground import persons
from playground.datasets.kept import table_as_parquet
from playground.runs.rows import progress_of, row_of
from playground.runs.run import Run
from playground.store import Files, Store, StoreError
from playground.store.bodies import pack
from playground.store.servers import Servers

BEAT_SECONDS = 5.0  # between two signs of life, two looks for lost runs, two tries of a store that failed
MOST_BEATS = 12  # so many of them lie between two tries at most, when it goes on failing
DESCRIBE_SECONDS = 1.0  # between two updates of a run's line in the table while it goes on
PURGE_SECONDS = 3600.0

_KEPT = frozenset({"started", "began", "carried", "epochs", "paused", "learning_rate", "ended"})

Event = dict[str, Any]

_log = logging.getLogger(__name__)


class Keeper:
    """A thread that writes what is heard of runs into a store, many runs in one transaction.

    As long as the store fails, runs hear everything all the same; when it is back, what it missed is written.

    Attributes:
        trouble: a sentence while the store cannot be used, else "".
    """

    def __init__(self, store: Store, files: Files | None, servers: Servers) -> None:
        self._store = store
        self._files = files
        self._servers = servers
        self._numbers: dict[str, int] = {}  # of the latest events written, of the runs that go on
        self._described: dict[str, float] = {}  # when a run's line was written, of the runs that go on
        self._changed: dict[str, Run] = {}  # heard of since then
        self._behind: dict[str, Run] = {}  # the store has not got all of these
        self._queue: deque[tuple[Run, list[Event] | None]] = deque()
        self._came = threading.Condition()
        self._closing = False
        self._opened = False
        self._tried = threading.Event()
        self._tries_left_out = 0
        self._wait_beats = 0
        self._next_purge = 0.0
        self._on_lost: Callable[[dict[str, Any]], None] | None = None
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
        self.trouble = ""

    def start(self, on_lost: Callable[[dict[str, Any]], None] | None) -> None:
        """Begin; `on_lost`, if it is given, is called with the row of every run whose server is gone."""
        self._on_lost = on_lost
        self._thread.start()

    def add(self, run: Run) -> None:
        """A run that begins; before anything of it is taken."""
        self._put(run, None)

    def know(self, run: Run, number: int) -> None:
        """A run that is in the store already, with events up to this number."""
        self._numbers[run.id] = number

    def take(self, run: Run, events: list[Event]) -> None:
        """What was heard of a run: written, then told to it. Returns at once."""
        self._put(run, events)

    def wait(self, seconds: float) -> None:
        """Wait until the store has been tried once."""
        if self._thread.is_alive():
            self._tried.wait(seconds)

    def close(self) -> None:
        """Write what is still to be written, and take leave."""
        with self._came:
            self._closing = True
            self._came.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _put(self, run: Run, events: list[Event] | None) -> None:
        with self._came:
            self._queue.append((run, events))
            self._came.notify_all()

    def _work(self) -> None:
        next_beat = 0.0
        while True:
            try:
                now = time.monotonic()
                if now >= next_beat:
                    next_beat = now + BEAT_SECONDS
                    self._beat()
                items = self._next(next_beat)
                if items is None:
                    break
                if items:
                    self._write(items)
                self._describe()
            except Exception:
                # One run's mistake must not end the keeping of the others'.
                _log.exception("The keeper of runs met an error.")
        self._leave()

    def _next(self, next_beat: float) -> list[tuple[Run, list[Event] | None]] | None:
        """What has come, at the latest when something is due; None at the end."""
        due = next_beat
        if self._changed:
            due = min(due, min(self._described.get(name, 0.0) for name in self._changed) + DESCRIBE_SECONDS)
        with self._came:
            self._came.wait_for(
                lambda: self._queue or self._closing, timeout=max(due - time.monotonic(), 0.0)
            )
            items = list(self._queue)
            self._queue.clear()
            return items if items or not self._closing else None

    # Writing

    def _write(self, items: list[tuple[Run, list[Event] | None]]) -> None:
        new = {run.id: run for run, events in items if events is None}
        told: dict[str, list[Event]] = {}
        known = dict(new)
        for run, events in items:
            known[run.id] = run
            told.setdefault(run.id, []).extend(e for e in events or () if e["kind"] in _KEPT)
        kept = {run_id: events for run_id, events in told.items() if events}
        try:
            if self.trouble or not self._opened:
                self._behind.update({name: known[name] for name in {*new, *kept}})
            elif new or kept:
                self._append(new, kept, known)
        finally:
            for run, events in items:
                if events is not None:
                    self._let_hear(run, events)

    def _append(self, new: dict[str, Run], kept: dict[str, list[Event]], known: dict[str, Run]) -> None:
        rows = [row_of(run, self._servers.id) for run in new.values()]
        numbers = {name: self._numbers.get(name, -1) + 1 for name in kept if name not in self._behind}
        try:
            self._store.append(rows, [(name, n, pack(kept[name])) for name, n in numbers.items()])
        except StoreError as error:
            self._fail(error, {name: known[name] for name in {*new, *kept}})
        else:
            self._numbers |= numbers

    def _let_hear(self, run: Run, events: list[Event]) -> None:
        run.hear([event for event in events if event["kind"] != "weights"])
        for event in events:
            if event["kind"] == "weights":
                self._keep_file(run, "weights", event["content"])
            elif event["kind"] in _KEPT:
                self._changed[run.id] = run

    def _describe(self) -> None:
        """Bring the lines of the table up to date: of a run that is over at once, of others now and then."""
        if self.trouble or not self._opened:
            return
        now = time.monotonic()
        due = {
            name: run
            for name, run in self._changed.items()
            if run.over or now - self._described.get(name, 0.0) >= DESCRIBE_SECONDS
        }
        if not due:
            return
        try:
            self._store.describe({name: progress_of(run) for name, run in due.items()})
        except StoreError as error:
            self._fail(error, due)
            return
        for name, run in due.items():
            del self._changed[name]
            self._described[name] = now
            if run.over and name not in self._behind:
                self._finish(run)

    def _finish(self, run: Run) -> None:
        """A run is over: its many events become few, and its files are kept."""
        number = self._numbers.pop(run.id, -1) + 1
        self._described.pop(run.id, None)
        try:
            self._store.replace_events(row_of(run, self._servers.id), number, run.history())
            self._store.describe({run.id: {"ended_at": time.time(), **progress_of(run)}})
        except StoreError as error:
            self._numbers[run.id] = number
            self._fail(error, {run.id: run})
            return
        self._behind.pop(run.id, None)
        if latest := run.album.latest():
            self._keep_file(run, "picture", latest[1])
        try:
            self._keep_file(run, "data", table_as_parquet(run.experiment.data))
        except ValueError:
            _log.info("The data of run %s are not there any more.", run.id)

    def _keep_file(self, run: Run, kind: str, content: bytes) -> None:
        if self._files is None:
            return
        try:
            self._store.describe({run.id: {kind: self._files.put(content)}})
        except StoreError as error:
            # The curves matter more: they are tried again, a file is not.
            _log.warning("The %s of a run were not kept: %s", kind, error)

    # Now and then

    def _beat(self) -> None:
        if self.trouble or not self._opened:
            if self._tries_left_out < self._wait_beats:
                self._tries_left_out += 1
                return
            self._tries_left_out = 0
        try:
            if not self._opened:
                self._open()
            self._servers.say_alive()
            self._catch_up()
            if self._on_lost is not None:
                for row in self._servers.take_over():
                    self._on_lost(row)
            if time.monotonic() >= self._next_purge:
                self._next_purge = time.monotonic() + PURGE_SECONDS
                self._purge()
        except StoreError as error:
            self._fail(error, {})
        finally:
            self._tried.set()

    def _open(self) -> None:
        self._store.open()
        persons.use_key(self._store.key())
        for run in self._behind.values():
            run.owner = persons.renamed(run.owner)
        self._opened = True

    def _catch_up(self) -> None:
        for name, run in list(self._behind.items()):
            number = self._numbers.get(name, -1) + 1
            self._store.replace_events(row_of(run, self._servers.id), number, run.history())
            self._store.describe({name: progress_of(run)})
            self._numbers[name] = number
            del self._behind[name]
            if run.over:
                self._finish(run)
        if self.trouble:
            _log.warning("The database is back; what it missed has been written.")
        self.trouble = ""
        self._wait_beats = 0

    def _purge(self) -> None:
        for name in self._store.purge():
            if self._files is not None:
                self._files.remove(name)

    def _fail(self, error: StoreError, runs: dict[str, Run]) -> None:
        self._behind.update(runs)
        if not self.trouble:
            _log.warning("%s", error)
        else:
            self._wait_beats = min(2 * self._wait_beats + 1, MOST_BEATS)
        self.trouble = str(error)

    def _leave(self) -> None:
        try:
            if self._opened:
                if self._behind:
                    self._catch_up()
                self._store.describe({name: progress_of(run) for name, run in self._changed.items()})
                self._servers.leave()
        except StoreError as error:
            _log.warning("%s", error)
        self._store.close()
