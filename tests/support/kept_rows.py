"""Puts rows of runs into a store without training, and reads a whole database for comparison."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import select

from playground.experiment import Data, Dense, Experiment, Network
from playground.runs.rows import row_of
from playground.runs.run import Run
from playground.store import Files, Store
from playground.store.bodies import pack
from playground.store.tables import metadata
from tests.support.experiments import complete

EXPERIMENT = complete(Experiment(data=Data(dataset="iris"), network=Network(layers=(Dense(units=4),))))


def put_run(store: Store, owner: str, **columns: Any) -> str:
    """Stores a run with one event, finished unless `columns` says otherwise; returns its id."""
    run = Run(os.urandom(16).hex(), owner, EXPERIMENT)
    row = {**row_of(run, "a server"), "state": "finished", **columns}
    store.append([row], [(run.id, 0, pack([{"kind": "started"}]))])  # type: ignore[list-item]
    return run.id


def put_file(files: Files, folder: Path, content: bytes, written_at: float) -> str:
    """Stores a file as if it was written at a given time; returns its name."""
    name = files.put(content)
    os.utime(folder / name[:2] / name, (written_at, written_at))
    return name


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sorted."""
    with store.begin() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
        }


def clear(store: Store) -> None:
    """Empties all tables except that of the key."""
    with store.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name != "secrets":
                connection.execute(table.delete())
