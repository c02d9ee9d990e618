"""Table: the lines of a person's runs, from the store and, for the latest changes, from memory."""

from playground.persons import Person
from playground.runs.memory import Memory
from playground.runs.rows import as_of_now, summary_of
from playground.runs.run import Run
from playground.store import Store, StoreError, Summary


def table(memory: Memory, store: Store | None, by: Person) -> list[Summary]:
    """A person's runs, the newest first; those in memory if there is no store or it cannot be used.

    Raises:
        StoreError: the store cannot be used, and no run is in memory.
    """
    runs = {run.id: run for run in memory.of(by)}
    if store is None:
        return [_summary(memory, run) for run in reversed(runs.values())]
    try:
        rows = store.table(by.id)
    except StoreError:
        if not runs:
            raise
        return [_summary(memory, run) for run in reversed(runs.values())]
    # A run that the database refuses lives as long as the server.
    refused = [_summary(memory, run) for run in reversed(runs.values()) if run.refused]
    return refused + [as_of_now(row, runs[row.id]) if row.id in runs else row for row in rows]


def newest(memory: Memory, store: Store | None, by: Person) -> str | None:
    """The id of a person's newest run; of those in memory if there is no store or it cannot be used.

    Raises:
        StoreError: the store cannot be used, and no run is in memory.
    """
    runs = memory.of(by)
    if store is None:
        return runs[-1].id if runs else None
    try:
        return store.newest(by.id)
    except StoreError:
        if not runs:
            raise
        return runs[-1].id


def _summary(memory: Memory, run: Run) -> Summary:
    membership = run.membership
    group = memory.group(membership.group) if membership is not None else None
    return summary_of(run, group.kind if group is not None else None)
