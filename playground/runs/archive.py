"""Archive: runs that are not in this process' memory, read from the store."""

import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from playground import pictures
from playground.runs.rows import run_of
from playground.runs.run import Run
from playground.store import Files, Store, StoreError

HELD = 50  # runs read lately
LOOK_SECONDS = 0.3  # between two looks for what another server has written of a run that goes on


@dataclass
class _Read:
    run: Run
    number: int  # of the latest events read
    looked_at: float


class Archive:
    """Reads runs and holds the latest few. Thread-safe."""

    def __init__(self, store: Store, files: Files | None) -> None:
        self._store = store
        self._files = files
        self._read: OrderedDict[str, _Read] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, run_id: str) -> Run | None:
        """A run as far as it is written down; None if there is none, or the store cannot be used."""
        if not re.fullmatch("[0-9a-f]{32}", run_id):
            return None
        with self._lock:
            read = self._read.get(run_id)
            if read is not None:
                self._read.move_to_end(run_id)
        try:
            if read is None:
                return self._first(run_id)
            if not read.run.over and time.monotonic() - read.looked_at > LOOK_SECONDS:
                self._again(read)
        except StoreError:
            return read.run if read else None
        return read.run

    def read(self, row: dict[str, Any]) -> tuple[Run, int]:
        """The run of a row, and the number of its latest events."""
        number, events = self._store.heard(row["id"])
        return run_of(row, events), number

    def forget(self, run_id: str) -> None:
        """Read it anew the next time."""
        with self._lock:
            self._read.pop(run_id, None)

    def _first(self, run_id: str) -> Run | None:
        row = self._store.run(run_id)
        if row is None:
            return None
        run, number = self.read(row)
        self._put_picture(run, row)
        with self._lock:
            self._read[run_id] = _Read(run, number, time.monotonic())
            while len(self._read) > HELD:
                self._read.popitem(last=False)
        return run

    def _again(self, read: _Read) -> None:
        read.looked_at = time.monotonic()
        number, events = self._store.heard(read.run.id, read.number)
        if events:
            read.number = number
            read.run.hear(events)
        if read.run.over and (row := self._store.run(read.run.id)):
            self._put_picture(read.run, row)

    def _put_picture(self, run: Run, row: dict[str, Any]) -> None:
        if not row["picture"] or self._files is None:
            return
        try:
            content = self._files.get(row["picture"])
            picture = pictures.decode(content)
        except (StoreError, ValueError):
            return  # the curves are there all the same
        run.album.put(picture.epoch, picture.batch, content)
