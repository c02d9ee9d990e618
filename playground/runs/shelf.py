"""Shelf: a thread that writes weights, data and last pictures as files, and retries until they are written."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from playground.store import Files, Store, StoreError

TRY_SECONDS = 5.0  # between two tries of a file store that failed
CLOSE_SECONDS = 30.0  # for the remaining files at the end
WAITING_BYTES = 400_000_000  # of waiting weights and pictures; beyond that the oldest are dropped

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Item:
    run_id: str
    kind: str
    content: bytes | Callable[[], bytes] | None  # None: the run has no such file any more

    def is_of(self, other: "_Item") -> bool:
        """Whether both items are the same kind of file of the same run, so that the newer one counts."""
        return (self.run_id, self.kind) == (other.run_id, other.kind)

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else 0


class Shelf:
    """Writes files to the file store and their names into the runs' rows; retries failures.

    Nothing waits for it: a stalled object store delays neither events nor signs of life.

    Attributes:
        trouble: a sentence while files cannot be written, else "".
    """

    def __init__(self, store: Store, files: Files, is_kept: Callable[[str], bool]) -> None:
        """`is_kept` returns whether a run has, or will have, a row."""
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
        """Queues a file of a run; a function makes its content when its turn comes. Returns at once."""
        self._append(_Item(run_id, kind, content))

    def drop(self, run_id: str, kind: str) -> None:
        """Queues the removal of a file of a run, if it has one. Returns at once."""
        self._append(_Item(run_id, kind, None))

    def _append(self, item: _Item) -> None:
        with self._came:
            self._items = deque([*(other for other in self._items if not other.is_of(item)), item])
            while sum(item.size for item in self._items) > WAITING_BYTES:
                oldest = self._items.popleft()
                _log.warning(
                    "The %s of run %s were let go: too much waits for room.", oldest.kind, oldest.run_id
                )
            self._came.notify_all()

    def remove(self, name: str) -> None:
        """Removes a file that no run refers to any more."""
        try:
            self._files.remove(name)
        except StoreError as error:
            _log.warning("A file that nobody needs could not be removed: %s", error)

    def close(self) -> None:
        """Tries once more to write the remaining files, and ends the thread."""
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
                # An error with one file must not stop the writing of others.
                _log.exception("The %s of run %s cannot be kept.", item.kind, item.run_id)
                continue
            if not is_done:
                self._put_back(item)

    def _keep(self, item: _Item) -> bool:
        """Writes a file and its name; returns whether it is done with the file."""
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
            return False  # the keeper reports it
        if name is not None and content is not None and not self._is_still_there(name):
            return False  # tidying removed it before a row referred to it
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
        """Puts a file behind the others, and has the thread wait a while."""
        with self._came:
            if self._closing:
                _log.warning("The %s of run %s were not kept.", item.kind, item.run_id)
                return
            if not any(other.is_of(item) for other in self._items):
                self._items.append(item)
            self._came.wait_for(lambda: self._closing, timeout=TRY_SECONDS)
