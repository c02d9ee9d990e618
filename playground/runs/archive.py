"""Archive: runs from the store that are not in this process' memory."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from cachetools import LRUCache

from playground.ids import is_id
from playground.limits import limits
from playground.messages.events import decode_all
from playground.pictures.weights import decode_film
from playground.runs.rows import run_of
from playground.runs.run import Run
from playground.store import Files, Store, StoreError
from playground.store.rows import RunRow

HELD = 50  # the most runs in the archive, in addition to those of one group
LOOK_SECONDS = 0.3  # between two reads of the events that another server writes
QUIET_SECONDS = 10.0  # without an event of a run, until the archive checks its server
ENDED_SECONDS = 2.0  # between two checks whether a run that was over goes on again


@dataclass
class _Read:
    run: Run
    number: int  # the number of the latest events read
    looked_at: float
    heard_at: float
    ended_at: float | None = None  # the value in the row
    lacks_picture: bool = False  # whether it has a picture that could not be read
    lock: threading.Lock = field(
        default_factory=threading.Lock
    )  # makes sure that events are taken once and in order


class Archive:
    """Reads runs and holds the latest few. Thread-safe."""

    def __init__(
        self,
        store: Store,
        files: Files | None,
        silent_for: Callable[[str], float | None] = lambda _server: None,
    ) -> None:
        """`silent_for` returns the seconds since a server's last sign of life, None if they are few."""
        self._store = store
        self._silent_for = silent_for
        self._files = files
        self._read: LRUCache[str, _Read] = LRUCache(HELD + limits().runs_per_group)
        self._lock = threading.Lock()

    def get(self, run_id: str) -> Run | None:
        """A run with its stored events, or as read before if the store cannot be used; None if there is no such run.

        Raises:
            StoreError: the store cannot be used, and the run was not read before.
        """
        if not is_id(run_id):
            return None
        with self._lock:
            read = self._read.get(run_id)
        if read is None:
            return self._first(run_id)
        with suppress(StoreError), read.lock:  # the caller gets what was read before
            quiet = time.monotonic() - read.looked_at
            if not read.run.over and quiet > LOOK_SECONDS:
                self._again(read)
            elif read.run.over and quiet > ENDED_SECONDS:
                return self._look_at_ended(read)
        return read.run

    def read(self, row: RunRow) -> tuple[Run, int]:
        """The run of a row, and the number of the latest events."""
        number, events = self._store.heard(row["id"])
        return run_of(row, decode_all(events)), number

    def forget(self, run_id: str) -> None:
        """Forgets a run, so that the next `get` reads it again."""
        with self._lock:
            self._read.pop(run_id, None)

    def _first(self, run_id: str) -> Run | None:
        row = self._store.run(run_id)
        if row is None or row["deleted_at"] is not None:
            return None
        run, number = self.read(row)
        run.elsewhere = not run.over
        lacks_picture = not self._put_picture(run, row)
        with self._lock:
            now = time.monotonic()
            self._read[run_id] = _Read(run, number, now, now, row["ended_at"], lacks_picture)
        return run

    def _again(self, read: _Read) -> None:
        read.looked_at = time.monotonic()
        number, events = self._store.heard(read.run.id, read.number)
        if events:
            read.number, read.heard_at, read.run.notice = number, read.looked_at, ""
            read.run.hear(decode_all(events))
        elif read.looked_at - read.heard_at > QUIET_SECONDS:
            read.heard_at = read.looked_at
            self._look_at_server(read.run)
        if read.run.over and (row := self._store.run(read.run.id)) is not None:
            read.ended_at = row["ended_at"]
            read.lacks_picture = not self._put_picture(read.run, row)

    def _look_at_server(self, run: Run) -> None:
        """Sets the notice of a run that had no events for a while if its server is silent; the run may just be slow."""
        row = self._store.run(run.id)
        silent = self._silent_for(row["server"]) if row is not None else None
        since = "" if silent is None else time.strftime("%H:%M:%S", time.gmtime(time.time() - silent))
        run.notice = (
            f"Its server is silent since {since} UTC. It goes on when the server does." if since else ""
        )
        run.watchers.tell()

    def _look_at_ended(self, read: _Read) -> Run | None:
        """Reads a finished run again if it goes on: its server took it back, or the run went back to an epoch."""
        read.looked_at = time.monotonic()
        row = self._store.run(read.run.id)
        if row is None or row["deleted_at"] is not None:
            self.forget(read.run.id)
            return None
        read.run.owner = row["owner"]  # another server may have changed its owner
        if (row["state"], row["ended_at"]) == (read.run.state, read.ended_at):
            if read.lacks_picture:
                read.lacks_picture = not self._put_picture(read.run, row)
            return read.run
        self.forget(read.run.id)
        return self._first(read.run.id)

    def _put_picture(self, run: Run, row: RunRow) -> bool:
        """Reads a run's last picture or its weights, if it has any; False if they cannot be read at the moment."""
        if not row["picture"] or self._files is None:
            return True
        try:
            content = self._files.get(row["picture"])
        except StoreError:
            return False  # the run still has its curves

        with suppress(ValueError):
            for (epoch, batch), each in decode_film(content):
                run.film.put(epoch, batch, each)
            run.watchers.tell()
        return True
