"""Presence: records when a person was last here, for tidying."""

import threading
from contextlib import suppress

from cachetools import TTLCache

from playground.persons import Person
from playground.store import Store, StoreError
from playground.store.people import DAY, People

_PERSONS = 10_000  # the most persons in memory


class Presence:
    """Records a person once a day. Thread-safe."""

    def __init__(self, store: Store | None) -> None:
        self._people = None if store is None else People(store)
        self._lately: TTLCache[str, None] = TTLCache(_PERSONS, DAY)
        self._lock = threading.Lock()

    def note(self, by: Person) -> None:
        """Records that a person is here; does nothing if the store cannot be used, because another day is enough."""
        with self._lock:
            if self._people is None or by.id in self._lately:
                return
            self._lately[by.id] = None
        with suppress(StoreError):
            self._people.see(by.id)
