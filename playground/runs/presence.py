"""Presence: notes when a person is here, so that tidying knows who is gone."""

import threading
from contextlib import suppress

from cachetools import TTLCache

from playground.persons import Person
from playground.store import Store, StoreError
from playground.store.people import DAY, People

_PERSONS = 10_000  # that were here lately


class Presence:
    """Notes a person once a day. Thread-safe."""

    def __init__(self, store: Store | None) -> None:
        self._people = None if store is None else People(store)
        self._lately: TTLCache[str, None] = TTLCache(_PERSONS, DAY)
        self._lock = threading.Lock()

    def note(self, by: Person) -> None:
        """Notes that a person is here; where the store cannot be used, another day will do."""
        with self._lock:
            if self._people is None or by.id in self._lately:
                return
            self._lately[by.id] = None
        with suppress(StoreError):
            self._people.see(by.id)
