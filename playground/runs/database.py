"""The state of the database for the server that writes it: open or not, failing, lost."""

import logging
import time

from playground import persons
from playground.store import Store, StoreError
from playground.store.error import DamagedError, GoneError

MOST_BEATS = 12  # the longest time between two tries of a failing database
LOSS_SECONDS = 24 * 3600.0  # how long pages say that a database was lost

_REPLACED = (
    "The database was removed or replaced while the server ran. The runs that this server still knew were written "
    "into the new one; others are only in a back-up."
)
_PUT_ASIDE = (
    "The database's file was damaged. It was put aside, and the runs that this server still knew were written into "
    "a new one; others are only in the damaged file, or in a back-up."
)

_log = logging.getLogger(__name__)


class Database:
    """Opens the database; opens or makes another one if it was lost.

    Attributes:
        store: the database.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._opened = False
        self._failing = ""
        self._tries_left_out = 0
        self._wait_beats = 0
        self._key: bytes | None = None  # the key for a new database
        self._loss, self._lost_at = "", 0.0

    @property
    def is_ready(self) -> bool:
        """Whether the database can be written at the moment."""
        return self._opened and not self._failing

    @property
    def is_open(self) -> bool:
        """Whether the database is open; it may be failing."""
        return self._opened

    @property
    def is_failing(self) -> bool:
        """Whether the last try failed."""
        return bool(self._failing)

    @property
    def was_lost(self) -> bool:
        """Whether the database was removed or damaged."""
        return bool(self._loss)

    @property
    def trouble(self) -> str:
        """A sentence if the database fails or was lost recently, else ""."""
        is_recent = time.monotonic() - self._lost_at < LOSS_SECONDS
        return self._failing or (self._loss if self._loss and is_recent else "")

    def rests(self) -> bool:
        """Whether to skip this try: the longer a database fails, the less often it is tried."""
        if self.is_ready or self._tries_left_out >= self._wait_beats:
            self._tries_left_out = 0
            return False
        self._tries_left_out += 1
        return True

    def look(self) -> bool:
        """Checks that the database still exists, or opens it; returns whether it was opened.

        Raises:
            StoreError: the database cannot be used.
        """
        if self._opened:
            self.store.look()
            return False
        self.store.open()
        if self._key is not None:
            self.store.keep_key(self._key)
        self._key = self.store.key()
        persons.use_key(self._key)
        self._opened = True
        return True

    def succeed(self) -> None:
        """Records a successful write."""
        if self._failing:
            _log.warning("The database is back; what it missed has been written.")
        self._failing = ""
        self._wait_beats = 0

    def fail(self, error: StoreError) -> None:
        """Records a failure. A removed or damaged database is put aside, and the next `look` makes another."""
        if self._failing:
            self._wait_beats = min(2 * self._wait_beats + 1, MOST_BEATS)
        self._failing = str(error)
        if not isinstance(error, GoneError | DamagedError):
            return
        self._opened = False
        self._loss, self._lost_at = _REPLACED, time.monotonic()
        if isinstance(error, DamagedError):
            self._loss = _PUT_ASIDE
            try:
                _log.error("The damaged database was put aside as %s.", self.store.put_aside())
            except StoreError as problem:
                _log.error("The damaged database could not be put aside: %s", problem.detail)
