"""Tidier: a thread of the server that tidies at intervals; only one of many servers does so at a time."""

import logging
import threading

from playground.ids import new_id
from playground.keeping.policy import policy
from playground.keeping.tidy import CutOffError, lease_of, tidy
from playground.store import Files, Store, StoreError

FIRST_SECONDS = 600.0  # after the start, so that servers have written what an unreachable database missed
LOOK_SECONDS = 60.0  # between two checks whether a tidying is due

_log = logging.getLogger(__name__)


class Tidier:
    """Tidies a store and its files while a server runs; the keeper of the runs opens the store."""

    def __init__(self, store: Store, files: Files) -> None:
        self._store, self._files = store, files
        self._lease = lease_of(store, new_id())
        self._policy = policy()  # a wrong setting ends the server at once
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="tidier", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread. It interrupts a tidying between two steps; the next tidying does the rest."""
        self._ended.set()

    def tidy_if_due(self) -> bool:
        """Tidies and logs the report, unless another server is tidying or has done so recently."""
        try:
            with self._lease.held(rest=self._policy.tidy_hours * 3600.0) as is_held:
                if not is_held:
                    return False
                report = tidy(self._store, self._files, self._policy, self._lease, self._ended.is_set)
        except CutOffError:
            if not self._ended.is_set():
                _log.warning("Another server tidies by now, so this one has stopped.")
            return False
        except StoreError as error:
            _log.warning("Tidying has to wait: %s", error)
            return False
        _log.log(logging.DEBUG if report.is_nothing else logging.INFO, "%s", report.in_words())
        return True

    def _work(self) -> None:
        wait = FIRST_SECONDS
        while not self._ended.wait(wait):
            wait = LOOK_SECONDS
            try:
                self.tidy_if_due()
            except Exception:
                # An error in one tidying must not prevent the next ones.
                _log.exception("Tidying met an error.")
