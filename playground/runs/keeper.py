"""Keeper: a thread that keeps the runs of a server in a database, and takes on those of servers that are gone."""

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

BEAT_SECONDS = 5.0  # between two signs of life, two looks for lost runs, two tries of a database that failed
CLOSE_SECONDS = 45.0

_UNREADABLE = "The server that had this run is gone, and what is kept of the run cannot be read."

_SILENT = pack([encode(Ended(status="stopped", reason=STOPPED))])  # how a run ends whose server says nothing

_log = logging.getLogger(__name__)


class Holder(Protocol):
    """Who has the runs in memory: `playground.runs.handover.Handover`."""

    def held(self) -> tuple[Sequence[Run], Sequence[GroupRow]]:
        """The runs in memory, and the rows of the groups."""
        ...

    def adopt(self, row: RunRow) -> None:
        """Take on a run whose server is gone."""
        ...

    def hand_over(self, run_id: str, state: str) -> None:
        """Let go of a run that is another server's, where it has this state."""
        ...


class Keeper:
    """Has a `Journal` write what comes, in a thread of its own; at each beat looks what other servers did.

    Its `Heartbeat` has another thread, and so have the files.
    """

    def __init__(self, store: Store, files: Files | None, servers: Servers) -> None:
        self._database = Database(store)
        self._journal = Journal(self._database, files, servers.id)
        self._servers = servers
        self._heartbeat = Heartbeat(servers, lambda: self._database.is_ready, BEAT_SECONDS)
        self._groups: dict[str, GroupRow] = {}  # rows that are not written yet
        self._to_stop: deque[str] = deque()  # runs of servers that say nothing
        self._to_adopt: deque[RunRow] = deque()  # rows of runs whose servers are gone
        self._queue: deque[Item] = deque()
        self._came = threading.Condition()
        self._closing = False
        self._tried = threading.Event()
        self._holder: Holder | None = None
        self._adopts = False
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)

    @property
    def trouble(self) -> str:
        """A sentence while something cannot be kept, or where a database was lost lately, else ""."""
        shelf = self._journal.shelf
        if not self._database.is_failing and shelf is not None and shelf.trouble:
            return shelf.trouble
        return self._database.trouble

    def start(self, holder: Holder, *, adopts: bool) -> None:
        """Begin; where this server `adopts`, it is given the runs of servers that are gone."""
        self._holder, self._adopts = holder, adopts
        self._thread.start()
        self._heartbeat.start()

    def add_group(self, row: GroupRow) -> None:
        """A group that begins."""
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
        """Notes a run that is in the database already, with events up to `number`."""
        self._journal.know(run, number)

    def take(self, run: Run, events: list[Event]) -> None:
        """Has events of a run written and then passed on to it. Returns at once."""
        self._put(run, events)

    def wait(self, seconds: float) -> None:
        """Wait until the database has been tried once."""
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
                    self._journal.write(items)
                self._write_groups()
                self._stop_silent()
                self._journal.describe()
            except Exception:
                # One run's mistake must not end the keeping of the others'.
                _log.exception("The keeper of runs met an error.")
        self._leave()

    def _next(self, next_beat: float) -> list[Item] | None:
        """What has come, at the latest when something is due; None at the end."""
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
        """Begins with a database that was opened; in a new one what this server still knows is written again."""
        groups: Sequence[GroupRow] = ()
        if self._database.was_lost and self._holder is not None:
            runs, groups = self._holder.held()
            self._journal.begin_anew(runs)
        for run in self._journal.behind.values():
            run.owner = persons.present_id(run.owner)
        with self._came:  # other threads add groups
            self._groups.update({row["id"]: row for row in groups})
            self._groups = {
                name: {**row, "owner": persons.present_id(row["owner"])} for name, row in self._groups.items()
            }

    def _look_for_others(self) -> None:
        """Hands over runs that another server took while this one was silent; interrupted ones are taken back."""
        if self._holder is None:
            return
        known = {**self._journal.behind, **{run.id: run for run in self._holder.held()[0]}}
        for name, state in self._servers.others(known).items():
            if state == "interrupted" and known[name].state != "interrupted":
                # The other took this server for dead, and its run with it.
                self._servers.take_back(name)
                self._journal.write_later([known[name]])
            else:
                self._journal.give_away(name)
                self._holder.hand_over(name, state)
        self._hide_deleted(self._holder)

    def _hide_deleted(self, holder: Holder) -> None:
        """Hides runs that were deleted on another server, or are over and were tidied away."""
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
        """Gives the holder the runs of servers that are gone; the database gives each of them once."""
        self._to_adopt.extend(self._servers.take_over())
        while self._to_adopt:
            row = self._to_adopt[0]
            try:
                holder.adopt(row)
            except StoreError:
                raise  # this row and those after it are adopted when the database is back
            except Exception:
                # One run that cannot be read must not keep the others waiting. No server will ever end it but this one.
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
