"""Keeper: a thread that stores the runs of a server in a database, and takes over those of servers that ended."""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from playground import persons
from playground.messages.events import Ended, Event, encode
from playground.runs.database import Database
from playground.runs.heartbeat import Heartbeat
from playground.runs.journal import Item, Journal
from playground.runs.run import Run
from playground.store import Files, Store, StoreError
from playground.store.bodies import pack
from playground.store.error import RefusedError
from playground.store.rows import Change, GroupRow, RunRow
from playground.store.servers import STOPPED, Servers

BEAT_SECONDS = 5.0  # between two signs of life, two searches for lost runs, two tries of a failed database
CLOSE_SECONDS = 45.0

_UNREADABLE = "The server that had this run is gone, and what is kept of the run cannot be read."

_SILENT = pack(
    [encode(Ended(status="stopped", reason=STOPPED))]
)  # the status of a run whose server is silent

_log = logging.getLogger(__name__)


class Holder(Protocol):
    """The owner of the runs in memory: `playground.runs.handover.Handover`."""

    def held(self) -> tuple[Sequence[Run], Sequence[GroupRow]]:
        """The runs in memory, and the rows of their groups."""
        ...

    def adopt(self, row: RunRow) -> None:
        """Takes over a run whose server has ended."""
        ...

    def hand_over(self, run_id: str, state: str) -> None:
        """Removes a run that another server has now, in this state."""
        ...


class Keeper:
    """Has a `Journal` write runs and events in a thread of its own; at each beat checks what other servers did.

    The `Heartbeat` and the files have threads of their own.
    """

    def __init__(self, store: Store, files: Files | None, servers: Servers) -> None:
        self._database = Database(store)
        self._journal = Journal(self._database, files, servers.id)
        self._servers = servers
        self._heartbeat = Heartbeat(servers, lambda: self._database.is_ready, BEAT_SECONDS)
        self._groups: dict[str, GroupRow] = {}  # rows of groups that are not written yet
        self._to_stop: deque[str] = deque()  # runs of silent servers
        self._to_adopt: deque[RunRow] = deque()  # rows of runs whose servers have ended
        self._queue: deque[Item] = deque()
        self._came = threading.Condition()
        self._closing = False
        self._tried = threading.Event()
        self._holder: Holder | None = None
        self._adopts = False
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)

    @property
    def trouble(self) -> str:
        """A sentence if something cannot be stored or a database was lost recently, else ""."""
        shelf = self._journal.shelf
        if not self._database.is_failing and shelf is not None and shelf.trouble:
            return shelf.trouble
        return self._database.trouble

    def start(self, holder: Holder, *, adopts: bool) -> None:
        """Starts the thread; if this server `adopts`, it takes over the runs of servers that have ended."""
        self._holder, self._adopts = holder, adopts
        self._thread.start()
        self._heartbeat.start()

    def add_group(self, row: GroupRow) -> None:
        """Adds a new group."""
        with self._came:
            self._groups[row["id"]] = row
            self._came.notify_all()

    def stop_elsewhere(self, run_id: str) -> None:
        """Ends a run whose server is silent; leaves a run of a living server alone."""
        with self._came:
            self._to_stop.append(run_id)
            self._came.notify_all()

    def add(self, run: Run) -> None:
        """Adds a new run, before any of its events."""
        self._put(run, None)

    def know(self, run: Run, number: int) -> None:
        """Records that a run is in the database already, with events up to `number`."""
        self._journal.know(run, number)

    def take(self, run: Run, events: list[Event]) -> None:
        """Has events of a run written and then passed on to the run. Returns at once."""
        self._put(run, events)

    def wait(self, seconds: float) -> None:
        """Waits until the database has been tried once."""
        if self._thread.is_alive():
            self._tried.wait(seconds)

    def close(self) -> None:
        """Writes what is still waiting, and ends the thread."""
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
                    self._journal.write(items)
                self._write_groups()
                self._stop_silent()
                self._journal.describe()
            except Exception:
                # An error with one run must not stop the writing of others.
                _log.exception("The keeper of runs met an error.")
        self._leave()

    def _next(self, next_beat: float) -> list[Item] | None:
        """Returns the new items, waiting until some come or something is due; None at the end."""
        line = self._journal.next_line
        due = next_beat if line is None else min(next_beat, line)
        with self._came:
            self._came.wait_for(
                lambda: self._queue or self._has_more() or self._closing,
                timeout=max(due - time.monotonic(), 0.0),
            )
            items = list(self._queue)
            self._queue.clear()
            return items if items or not self._closing else None

    def _has_more(self) -> bool:
        return bool(self._groups or self._to_stop) and self._database.is_ready

    def _write_groups(self) -> None:
        if not self._database.is_ready:
            return
        for name, row in list(self._groups.items()):
            try:
                self._database.store.add_group(row)
            except RefusedError:
                _log.warning("The database does not take the group %s.", name)
            except StoreError as error:
                self._database.fail(error)
                return
            del self._groups[name]

    def _stop_silent(self) -> None:
        while self._to_stop and self._database.is_ready:
            try:
                self._servers.stop_silent(self._to_stop[0], _SILENT)
            except StoreError as error:
                self._database.fail(error)
                return
            self._to_stop.popleft()

    # Now and then

    def _beat(self) -> None:
        if self._database.rests():
            return
        try:
            if self._database.look():
                self._begin()
            self._servers.say_alive()
            self._look_for_others()
            self._journal.catch_up()
            self._database.succeed()
            if self._adopts and self._holder is not None:
                self._adopt(self._holder)
        except StoreError as error:
            self._database.fail(error)
        finally:
            self._tried.set()

    def _begin(self) -> None:
        """Starts using a newly opened database; writes everything that this server has in memory into a new one."""
        groups: Sequence[GroupRow] = ()
        if self._database.was_lost and self._holder is not None:
            runs, groups = self._holder.held()
            self._journal.begin_anew(runs)
        for run in self._journal.behind.values():
            run.owner = persons.present_id(run.owner)
        with self._came:  # a copy, because other threads add groups
            self._groups.update({row["id"]: row for row in groups})
            self._groups = {
                name: {**row, "owner": persons.present_id(row["owner"])} for name, row in self._groups.items()
            }

    def _look_for_others(self) -> None:
        """Hands over runs that another server took while this one was silent; takes interrupted runs back."""
        if self._holder is None:
            return
        known = {**self._journal.behind, **{run.id: run for run in self._holder.held()[0]}}
        for name, state in self._servers.others(known).items():
            if state == "interrupted" and known[name].state != "interrupted":
                # The other server took this one and its run for dead.
                self._servers.take_back(name)
                self._journal.write_later([known[name]])
            else:
                self._journal.give_away(name)
                self._holder.hand_over(name, state)
        self._hide_deleted(self._holder)

    def _hide_deleted(self, holder: Holder) -> None:
        """Hides runs that were deleted on another server, and finished runs that were tidied away."""
        written = {
            run.id: run
            for run in holder.held()[0]
            if run.deleted_at is None and not run.refused and run.id not in self._journal.behind
        }
        for name, at in self._servers.deleted(written).items():
            if at or written[name].over:
                written[name].deleted_at = at
                written[name].watchers.tell()

    def _adopt(self, holder: Holder) -> None:
        """Gives the holder the runs of servers that have ended; the database returns each of them once."""
        self._to_adopt.extend(self._servers.take_over())
        while self._to_adopt:
            row = self._to_adopt[0]
            try:
                holder.adopt(row)
            except StoreError:
                raise  # this row and the rows after it are adopted when the database works again
            except Exception:
                # An unreadable run must not delay the others. It is ended here, because no other server would.
                _log.exception("The run %s of a server that is gone cannot be adopted.", row["id"])
                ended = Change(state="interrupted", reason=_UNREADABLE, ended_at=time.time())
                self._database.store.describe({row["id"]: ended})
            self._to_adopt.popleft()

    def _leave(self) -> None:
        try:
            if self._database.is_open:
                self._look_for_others()
                if self._journal.behind:
                    self._journal.catch_up()
                    self._database.succeed()
                self._write_groups()
                self._journal.describe_last()
        except StoreError as error:
            _log.warning("%s", error)
        self._journal.close()
        self._heartbeat.stop()
        try:
            if self._database.is_open:
                self._servers.leave()
        except StoreError as error:
            _log.warning("%s", error)
        self._database.store.close()
