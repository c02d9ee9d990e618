"""Shelf: a thread that writes weights, data and last pictures as files, and tries again until they are written."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from playground.store import Files, Store, StoreError

TRY_SECONDS = 5.0  # between two tries of a place that failed
CLOSE_SECONDS = 30.0  # for what is left at the end
WAITING_BYTES = 400_000_000  # of weights and pictures that wait; beyond that the oldest are let go

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Item:
    run_id: str
    kind: str
    content: bytes | Callable[[], bytes] | None  # None: the file of before is the run's no more

    def is_of(self, other: "_Item") -> bool:
        """Whether both are the same file of the same run, of which the newer one counts."""
        return (self.run_id, self.kind) == (other.run_id, other.kind)

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else 0


class Shelf:
    """Puts files where they are kept and their names into the runs' rows; what failed is tried again.

    Nobody waits for it: an object store that stalls holds up neither events nor signs of life.

    Attributes:
        trouble: a sentence while files cannot be written, else "".
    """

    def __init__(self, store: Store, files: Files, is_kept: Callable[[str], bool]) -> None:
        """`is_kept` tells whether a run has, or is going to have, a row."""
        self._store = store
        self._files = files
        self._is_kept = is_kept
        self._items: deque[_Item] = deque()
        self._came = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="shelf", daemon=True)
        self.trouble = ""
        self._thread.start()

    def put(self, run_id: str, kind: str, content: bytes | Callable[[], bytes]) -> None:
        """Keep a file of a run; a function makes its content when its turn comes. Returns at once."""
        self._append(_Item(run_id, kind, content))

    def drop(self, run_id: str, kind: str) -> None:
        """Let go of a file of a run, where it has one. Returns at once."""
        self._append(_Item(run_id, kind, None))

    def _append(self, item: _Item) -> None:
        with self._came:
            self._items = deque([*(other for other in self._items if not other.is_of(item)), item])
            while sum(item.size for item in self._items) > WAITING_BYTES:
                gone = self._items.popleft()
                _log.warning("The %s of run %s were let go: too much waits for room.", gone.kind, gone.run_id)
            self._came.notify_all()

    def remove(self, name: str) -> None:
        """Remove a file that no run names any more."""
        try:
            self._files.remove(name)
        except StoreError as error:
            _log.warning("A file that nobody needs could not be removed: %s", error)

    def close(self) -> None:
        """Write what is left, once more."""
        with self._came:
            self._closing = True
            self._came.notify_all()
        self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while True:
            with self._came:
                self._came.wait_for(lambda: self._items or self._closing)
                if not self._items:
                    return
                item = self._items.popleft()
            try:
                is_done = self._keep(item)
            except Exception:
                # One file's mistake must not end the keeping of the others.
                _log.exception("The %s of run %s cannot be kept.", item.kind, item.run_id)
                continue
            if not is_done:
                self._put_back(item)

    def _keep(self, item: _Item) -> bool:
        """Writes a file and its name; whether nothing is left to do for it."""
        try:
            content = item.content() if callable(item.content) else item.content
        except ValueError:
            _log.info("The %s of run %s are not there any more.", item.kind, item.run_id)
            return True
        try:
            name = None if content is None else self._files.put(content)
        except StoreError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        try:
            is_there, left = self._store.name_file(item.run_id, item.kind, name, len(content or b""))
        except StoreError:
            return False  # the keeper says so
        if name is not None and content is not None and not self._is_still_there(name):
            return False  # a tidying took it before it was named
        if left is not None:
            self.remove(left)
        return is_there or not self._is_kept(item.run_id)

    def _is_still_there(self, name: str) -> bool:
        try:
            return self._files.has(name)
        except StoreError as error:
            self.trouble = str(error)
            return False

    def _put_back(self, item: _Item) -> None:
        """Has a file wait behind the others, and the thread wait a while."""
        with self._came:
            if self._closing:
                _log.warning("The %s of run %s were not kept.", item.kind, item.run_id)
                return
            if not any(other.is_of(item) for other in self._items):
                self._items.append(item)
            self._came.wait_for(lambda: self._closing, timeout=TRY_SECONDS)
