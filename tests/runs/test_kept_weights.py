"""The weights of a run's epochs outlive the server that it was trained by: its film is there the next day."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from playground.experiment import Data, Dense, Experiment, Network
from playground.messages.checkpoint import as_npz
from playground.messages.events import Picture, Weights
from playground.messages.wishes import StepBatch
from playground.pictures.weights import encode_weights
from playground.runs import Runs
from playground.store import Files, Store
from tests.support.experiments import complete
from tests.support.persons import ME
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

EXPERIMENT = complete(Experiment(data=Data(dataset="iris"), network=Network(layers=(Dense(units=4),))))


@contextmanager
def server(folder: Path) -> Iterator[tuple[Runs, SilentEngine, Store]]:
    store, engine = Store(f"sqlite:///{folder / 'playground.db'}"), SilentEngine()
    runs = Runs(engine, store, Files(str(folder / "files")))
    runs.wait_for_store()
    yield runs, engine, store
    runs.close()


def test_a_run_has_its_film_at_another_server(tmp_path: Path) -> None:
    contents = {epoch: encode_weights(epoch, 0, [np.full(9, epoch, np.float32)]) for epoch in range(5)}
    with server(tmp_path) as (runs, engine, store):
        run = runs.start(EXPERIMENT, ME)
        engine.begin(run)
        engine.epochs(run, *contents)
        engine.say(
            run, *(Picture(epoch=epoch, batch=0, bytes=content) for epoch, content in contents.items())
        )
        engine.end(run)

        def is_kept() -> bool:
            row = store.run(run.id)
            return row is not None and row["picture"] is not None

        until(is_kept)
    with server(tmp_path) as (runs, _, _):
        read = runs.get(run.id)
        assert read is not None
        assert read.film.moments == [(epoch, 0) for epoch in contents]
        assert all(read.film.get(epoch) == content for epoch, content in contents.items())


def test_a_run_that_has_gone_back_has_nothing_of_the_network_that_it_kept_before(tmp_path: Path) -> None:
    old, new = (as_npz([np.full(3, value)]) for value in (1.0, 2.0))
    with server(tmp_path) as (runs, engine, store):
        run = runs.start(EXPERIMENT, ME)

        def row() -> dict[str, Any]:
            return dict(store.run(run.id) or {})

        def files() -> set[bytes]:
            return {each.read_bytes() for each in (tmp_path / "files").rglob("*") if each.is_file()}

        engine.begin(run)
        engine.epochs(run, 0, 1, 2, 3)
        film = encode_weights(3, 0, [np.zeros(9, np.float32)])
        engine.say(run, Picture(epoch=3, batch=0, bytes=film))
        engine.end(run)
        engine.say(run, Weights(content=old))
        until(lambda: all(row().get(name) for name in ("weights", "picture", "ended_at")))
        assert old in files()
        runs.steering.ask(run, StepBatch(at=1), ME)
        until(lambda: not any(row()[name] for name in ("weights", "picture", "ended_at")))
        until(lambda: old not in files())
        engine.epochs(run, 2)
        engine.end(run)
        engine.say(run, Weights(content=new))
        until(lambda: all(row()[name] for name in ("weights", "ended_at")))
        assert new in files()
