"""Quota: how many runs one person may store, and how many bytes their weights, data and pictures may take."""

from playground.limits import limits
from playground.number_words import in_bytes
from playground.persons import CONSOLE, Person
from playground.runs.deeds import RunsError
from playground.store import Store, StoreError
from playground.store.people import People


class Quota:
    """The limits of what a person may store. Thread-safe."""

    def __init__(self, store: Store | None) -> None:
        self._people = None if store is None else People(store)

    def check(self, by: Person, more: int = 1) -> None:
        """Checks that a person may store more runs. There is no limit at a terminal.

        While the store cannot be used there is no limit either, so that training stays possible.

        Raises:
            RunsError: the person has reached a limit; the text says what to do.

        """
        if self._people is None or by == CONSOLE:
            return
        try:
            stored = self._people.stored(by.id)
        except StoreError:
            return
        most = limits()
        if stored.runs + more > most.kept_runs_per_person:
            raise RunsError(
                f"You keep {stored.runs:,} runs, and {most.kept_runs_per_person:,} are allowed. Delete some in My "
                "runs, then start again."
            )
        if stored.bytes >= most.kept_bytes_per_person:
            raise RunsError(
                f"The weights, data and pictures of your runs take {in_bytes(stored.bytes)}, and "
                f"{in_bytes(most.kept_bytes_per_person)} are allowed. Delete some runs in My runs, then start again."
            )
