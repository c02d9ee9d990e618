"""Keeper: writes the events of runs into the store before pages show them, so nothing that was seen is lost."""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from playground import persons
from playground.datasets.snapshot import table_as_parquet
from playground.messages.events import Ended, Event, Told, Weights, encode, encode_all
from playground.runs.rows import progress_of, row_of
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.store import Files, Store, StoreError
from playground.store.bodies import pack
from playground.store.error import DamagedError, GoneError, RefusedError
from playground.store.servers import STOPPED, Servers

BEAT_SECONDS = 5.0  # between two signs of life, two looks for lost runs, two tries of a store that failed
MOST_BEATS = 12  # between two tries of a store that goes on failing, at most
DESCRIBE_SECONDS = 1.0  # between two updates of a run's line in the table while it goes on
PURGE_SECONDS = 3600.0
LOSS_SECONDS = 24 * 3600.0  # for which pages say that a database was lost
CLOSE_SECONDS = 45.0

_REPLACED = (
    "The database was removed or replaced while the server ran. The runs that this server still knew were written "
    "into the new one; others are only in a back-up."
)
_PUT_ASIDE = (
    "The database's file was damaged. It was put aside, and the runs that this server still knew were written into "
    "a new one; others are only in the damaged file, or in a back-up."
)

_UNREADABLE = "The server that had this run is gone, and what is kept of the run cannot be read."

_SILENT = pack([encode(Ended(status="stopped", reason=STOPPED))])  # how a run ends whose server says nothing

_log = logging.getLogger(__name__)


class Holder(Protocol):
    """Who has the runs in memory: `playground.runs.Runs`."""

    def held(self) -> tuple[Sequence[Run], Sequence[Mapping[str, Any]]]:
        """The runs in memory, and the rows of the groups."""
        ...

    def adopt(self, row: dict[str, Any]) -> None:
        """Take on a run whose server is gone."""
        ...

    def hand_over(self, run_id: str, state: str) -> None:
        """Let go of a run that is another server's, where it has this state."""
        ...


class Keeper:
    """A thread that writes the events of runs into a store, many runs in one transaction.

    While the store fails, runs hear their events all the same; when it is back, the keeper writes what it missed. A
    run that the store refuses gets a `notice` and is not kept; the others are.
    """

    def __init__(self, store: Store, files: Files | None, servers: Servers) -> None:
        self._store = store
        self._behind: dict[str, Run] = {}  # the store has not got all of these
        self._shelf = Shelf(store, files, self._behind.__contains__) if files is not None else None
        self._servers = servers
        self._numbers: dict[str, int] = {}  # of the latest events written, of the runs that go on
        self._described: dict[str, float] = {}  # when a run's line was written, of the runs that go on
        self._changed: dict[str, Run] = {}  # heard of since then
        self._given: set[str] = set()  # other servers' by now
        self._groups: dict[str, Mapping[str, Any]] = {}  # rows that are not written yet
        self._to_stop: deque[str] = deque()  # runs of servers that say nothing
        self._to_adopt: deque[dict[str, Any]] = deque()  # rows of runs whose servers are gone
        self._queue: deque[tuple[Run, list[Event] | None]] = deque()
        self._came = threading.Condition()
        self._closing = False
        self._opened = False
        self._tried = threading.Event()
        self._tries_left_out = 0
        self._wait_beats = 0
        self._next_purge = 0.0
        self._holder: Holder | None = None
        self._adopts = False
        self._key: bytes | None = None  # the database's, for one that is begun anew
        self._loss, self._lost_at = "", 0.0  # what became of the database before
        self._failing = ""
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)

    @property
    def trouble(self) -> str:
        """A sentence while something cannot be kept, or where a database was lost lately, else ""."""
        if self._failing:
            return self._failing
        if self._shelf is not None and self._shelf.trouble:
            return self._shelf.trouble
        return self._loss if self._loss and time.monotonic() - self._lost_at < LOSS_SECONDS else ""

    def start(self, holder: Holder, *, adopts: bool) -> None:
        """Begin; where this server `adopts`, it is given the runs of servers that are gone."""
        self._holder, self._adopts = holder, adopts
        self._thread.start()

    def add_group(self, row: Mapping[str, Any]) -> None:
        """A group that begins: a row of the table `groups`."""
        with self._came:
            self._groups[row["id"]] = row
            self._came.notify_all()

    def stop_elsewhere(self, run_id: str) -> None:
        """End a run whose server says nothing; one whose server speaks is left alone."""
        with self._came:
            self._to_stop.append(run_id)
            self._came.notify_all()

    def add(self, run: Run) -> None:
        """Notes a run that begins, before any of its events is taken."""
        self._put(run, None)

    def know(self, run: Run, number: int) -> None:
        """Notes a run that is in the store already, with events up to `number`."""
        self._numbers[run.id] = number

    def take(self, run: Run, events: list[Event]) -> None:
        """Has events of a run written and then passed on to it. Returns at once."""
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
            self._thread.join(timeout=CLOSE_SECONDS)

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
                self._write_groups()
                self._stop_silent()
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
                lambda: self._queue or self._has_more() or self._closing,
                timeout=max(due - time.monotonic(), 0.0),
            )
            items = list(self._queue)
            self._queue.clear()
            return items if items or not self._closing else None

    def _has_more(self) -> bool:
        return bool(self._groups or self._to_stop) and not self._waits

    @property
    def _waits(self) -> bool:
        """Whether nothing can be written at the moment."""
        return bool(self._failing) or not self._opened

    def _write_groups(self) -> None:
        if self._waits:
            return
        for name, row in list(self._groups.items()):
            try:
                self._store.add_group(row)
            except RefusedError:
                _log.warning("The database does not take the group %s.", name)
            except StoreError as error:
                self._fail(error, {})
                return
            del self._groups[name]

    def _stop_silent(self) -> None:
        while self._to_stop and not self._waits:
            try:
                self._servers.stop_silent(self._to_stop[0], _SILENT)
            except StoreError as error:
                self._fail(error, {})
                return
            self._to_stop.popleft()

    # Writing

    def _write(self, items: list[tuple[Run, list[Event] | None]]) -> None:
        new = {run.id: run for run, events in items if events is None}
        told: dict[str, list[Told]] = {}
        known = dict(new)
        for run, events in items:
            known[run.id] = run
            told.setdefault(run.id, []).extend(e for e in events or () if isinstance(e, Told))
        kept = {run_id: events for run_id, events in told.items() if events}
        names = {name for name in {*new, *kept} if not known[name].refused and name not in self._given}
        try:
            if self._waits:
                self._behind.update({name: known[name] for name in names})
            elif names:
                self._append(names, new, kept, known)
        finally:
            for run, events in items:
                if events is not None:
                    self._let_hear(run, events)

    def _append(
        self, names: set[str], new: dict[str, Run], kept: dict[str, list[Told]], known: dict[str, Run]
    ) -> None:
        rows = [row_of(run, self._servers.id) for name, run in new.items() if name in names]
        numbers = {
            name: self._numbers.get(name, -1) + 1
            for name in kept
            if name in names and name not in self._behind
        }
        try:
            self._store.append(rows, [(name, n, pack(encode_all(kept[name]))) for name, n in numbers.items()])
        except RefusedError:
            if len(names) > 1:
                for name in names:
                    self._append({name}, new, kept, known)
            else:
                # Its whole history is tried at the next beat, which tells what is the matter.
                self._behind.update({name: known[name] for name in names})
        except StoreError as error:
            self._fail(error, {name: known[name] for name in names})
        else:
            self._numbers |= numbers
            self._delete({name: run for name, run in new.items() if name in names})

    def _delete(self, new: dict[str, Run]) -> None:
        """Marks runs in the store that were deleted before their first row was written."""
        deleted = {
            name: {"deleted_at": at} for name, run in new.items() if (at := run.deleted_at) is not None
        }
        if deleted:
            try:
                self._store.describe(deleted)
            except StoreError as error:
                self._fail(error, {})

    def _let_hear(self, run: Run, events: list[Event]) -> None:
        run.hear(events)
        for event in events:
            if isinstance(event, Weights):
                self._keep_file(run, "weights", event.content)
            elif isinstance(event, Told):
                self._changed[run.id] = run

    def _describe(self) -> None:
        """Brings rows up to date: at once where a run is over, else once every `DESCRIBE_SECONDS`."""
        if self._waits:
            return
        now = time.monotonic()
        due = {
            name: run
            for name, run in self._changed.items()
            if run.over or now - self._described.get(name, 0.0) >= DESCRIBE_SECONDS
        }
        for name in [name for name, run in due.items() if run.refused or name in self._given]:
            del self._changed[name], due[name]
        if not due:
            return
        try:
            self._describe_all(due)
        except StoreError as error:
            self._fail(error, due)
            return
        for name, run in due.items():
            self._changed.pop(name, None)
            self._described[name] = now
            if run.over and name not in self._behind and not run.refused:
                self._finish(run)

    def _describe_all(self, due: dict[str, Run]) -> None:
        try:
            self._store.describe({name: progress_of(run) for name, run in due.items()})
        except RefusedError as error:
            if len(due) == 1:
                self._set_aside(next(iter(due.values())), error)
                return
            for name, run in due.items():
                self._describe_all({name: run})

    def _finish(self, run: Run) -> None:
        """Replaces the many events of a run that is over by few, and has its files kept."""
        number = self._numbers.pop(run.id, -1) + 1
        self._described.pop(run.id, None)
        try:
            self._write_whole(run, number)
        except RefusedError as error:
            self._set_aside(run, error)
            return
        except StoreError as error:
            self._numbers[run.id] = number
            self._fail(error, {run.id: run})
            return
        self._behind.pop(run.id, None)
        if latest := run.album.latest():
            self._keep_file(run, "picture", latest[1])
        self._keep_file(run, "data", partial(table_as_parquet, run.experiment.data))

    def _write_whole(self, run: Run, number: int) -> int:
        number = self._store.replace_events(row_of(run, self._servers.id), number, encode_all(run.history()))
        ended = {"ended_at": time.time()} if run.over else {}
        self._store.describe({run.id: {**ended, **progress_of(run)}})
        return number

    def _set_aside(self, run: Run, error: RefusedError) -> None:
        """Gives up a run that the store refuses, so that no other run waits for it."""
        run.notice, run.refused = str(error), True
        for known in (self._numbers, self._described, self._changed, self._behind):
            known.pop(run.id, None)

    def _keep_file(self, run: Run, kind: str, content: Any) -> None:
        if self._shelf is not None and not run.refused:
            self._shelf.put(run.id, kind, content)

    # Now and then

    def _beat(self) -> None:
        if self._waits:
            if self._tries_left_out < self._wait_beats:
                self._tries_left_out += 1
                return
            self._tries_left_out = 0
        try:
            if self._opened:
                self._store.look()
            else:
                self._open()
            self._servers.say_alive()
            self._look_for_others()
            self._catch_up()
            if self._adopts and self._holder is not None:
                self._adopt(self._holder)
            if time.monotonic() >= self._next_purge:
                self._next_purge = time.monotonic() + PURGE_SECONDS
                self._purge()
        except StoreError as error:
            self._fail(error, {})
        finally:
            self._tried.set()

    def _adopt(self, holder: Holder) -> None:
        """Gives the holder the runs of servers that are gone; the store gives each of them once."""
        self._to_adopt.extend(self._servers.take_over())
        while self._to_adopt:
            row = self._to_adopt[0]
            try:
                holder.adopt(row)
            except StoreError:
                raise  # this row and those after it are adopted when the store is back
            except Exception:
                # One run that cannot be read must not keep the others waiting. No server will ever end it but this one.
                _log.exception("The run %s of a server that is gone cannot be adopted.", row["id"])
                ended = {"state": "interrupted", "reason": _UNREADABLE, "ended_at": time.time()}
                self._store.describe({row["id"]: ended})
            self._to_adopt.popleft()

    def _open(self) -> None:
        """Open the store; in a new one write again what this server still knows."""
        self._store.open()
        if self._key is not None:
            self._store.keep_key(self._key)
        self._key = self._store.key()
        persons.use_key(self._key)
        if self._loss and self._holder is not None:
            runs, groups = self._holder.held()
            self._numbers.clear()
            self._described.clear()
            self._behind.update({run.id: run for run in runs if not run.refused})
            self._groups.update({row["id"]: row for row in groups})
        for run in self._behind.values():
            run.owner = persons.renamed(run.owner)
        with self._came:  # other threads add groups
            self._groups = {
                name: {**row, "owner": persons.renamed(row["owner"])} for name, row in self._groups.items()
            }
        self._opened = True

    def _look_for_others(self) -> None:
        """Hands over runs that another server took while this one was silent; interrupted ones are taken back."""
        if self._holder is None:
            return
        here = {run.id: run for run in self._holder.held()[0]}
        for name, state in self._servers.others([*here, *self._behind]).items():
            run = here.get(name) or self._behind[name]
            if state == "interrupted" and run.state != "interrupted":
                # The other took this server for dead, and its run with it.
                self._servers.take_back(name)
                self._behind[name] = run
                continue
            for known in (self._numbers, self._described, self._changed, self._behind):
                known.pop(name, None)
            self._given.add(name)
            self._holder.hand_over(name, state)

    def _catch_up(self) -> None:
        for name, run in list(self._behind.items()):
            try:
                self._numbers[name] = self._write_whole(run, self._numbers.get(name, -1) + 1)
            except RefusedError as error:
                self._set_aside(run, error)
                continue
            del self._behind[name]
            if run.over:
                self._finish(run)
        if self._failing:
            _log.warning("The database is back; what it missed has been written.")
        self._failing = ""
        self._wait_beats = 0

    def _purge(self) -> None:
        for name in self._store.purge():
            if self._shelf is not None:
                self._shelf.remove(name)

    def _fail(self, error: StoreError, runs: Mapping[str, Run]) -> None:
        self._behind.update(runs)
        if self._failing:
            self._wait_beats = min(2 * self._wait_beats + 1, MOST_BEATS)
        self._failing = str(error)
        if isinstance(error, GoneError | DamagedError):
            self._begin_anew(error)

    def _begin_anew(self, error: StoreError) -> None:
        """Has the next beat open, or make, another database: the one that was there is gone or damaged."""
        self._opened = False
        self._loss, self._lost_at = _REPLACED, time.monotonic()
        if isinstance(error, DamagedError):
            self._loss = _PUT_ASIDE
            try:
                _log.error("The damaged database was put aside as %s.", self._store.put_aside())
            except StoreError as problem:
                _log.error("The damaged database could not be put aside: %s", problem.detail)

    def _leave(self) -> None:
        try:
            if self._opened:
                self._look_for_others()
                if self._behind:
                    self._catch_up()
                self._write_groups()
                due = {name: run for name, run in self._changed.items() if not run.refused}
                if due:
                    self._describe_all(due)
        except StoreError as error:
            _log.warning("%s", error)
        if self._shelf is not None:
            self._shelf.close()
        try:
            if self._opened:
                self._servers.leave()
        except StoreError as error:
            _log.warning("%s", error)
        self._store.close()
