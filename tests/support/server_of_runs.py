"""A server with its own store, whose runs are not trained."""

from pathlib import Path
from typing import Any

import sqlalchemy

from playground.experiment import Data, Dense, Experiment, Network
from playground.runs import Run, Runs
from playground.store import Files, Store, StoreError
from playground.store.tables import servers
from tests.support.experiments import complete
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

EXPERIMENT = complete(
    Experiment(data=Data(dataset="iris", target="species"), network=Network(layers=(Dense(units=4),)))
)


class Server:
    """A server with a store, an engine that trains nothing, and runs."""

    def __init__(self, address: str, folder: Path) -> None:
        self.store = Store(address)
        self.engine = SilentEngine()
        self.runs = Runs(self.engine, self.store, Files(str(folder / "files")))
        self.runs.wait_for_store()
        assert self.runs._keeper is not None
        self.id = self.runs._keeper._servers.id

    def train(self, run: Run, *epochs: int) -> None:
        """Starts the run and sends these epochs."""
        self.engine.begin(run)
        self.engine.epochs(run, *epochs)
        until(lambda: run.epoch == epochs[-1])

    def row(self, run: Run) -> dict[str, Any]:
        """The stored row of a run; {} before there is one."""
        try:
            return self.store.run(run.id) or {}
        except StoreError:
            return {}


def seen_at(server: Server) -> float:
    """When the server last gave a sign of life, from its row."""
    with server.store.begin() as connection:
        found: float = connection.execute(
            sqlalchemy.select(servers.c.seen_at).where(servers.c.id == server.id)
        ).scalar_one()
    return found
