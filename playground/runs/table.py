"""Table: the lines of a person's runs and the newest of them, from the store and, where that is behind, from memory."""

from playground.persons import Person
from playground.runs.memory import Memory
from playground.runs.rows import as_of_now, summary_of
from playground.runs.run import Run
from playground.store import Store, StoreError, Summary


def table(memory: Memory, store: Store | None, by: Person) -> list[Summary]:
    """A person's runs, the newest first; while the store cannot be used, or without one, those in memory.

    Raises:
        StoreError: the store cannot be used, and no run is in memory.
    """
    here = {run.id: run for run in memory.of(by)}
    if store is None:
        return [_summary(memory, run) for run in reversed(here.values())]
    try:
        rows = store.table(by.id)
    except StoreError:
        if not here:
            raise
        return [_summary(memory, run) for run in reversed(here.values())]
    # A run that the database refuses is there as long as the server.
    refused = [_summary(memory, run) for run in reversed(here.values()) if run.refused]
    return refused + [as_of_now(row, here[row.id]) if row.id in here else row for row in rows]


def newest(memory: Memory, store: Store | None, by: Person) -> str | None:
    """The id of a person's newest run; while the store cannot be used, or without one, of those in memory.

    Raises:
        StoreError: the store cannot be used, and no run is in memory.
    """
    here = memory.of(by)
    if store is None:
        return here[-1].id if here else None
    try:
        return store.newest(by.id)
    except StoreError:
        if not here:
            raise
        return here[-1].id


def _summary(memory: Memory, run: Run) -> Summary:
    place = run.place_in_group
    group = memory.group(place.group) if place is not None else None
    return summary_of(run, group.kind if group is not None else None)
