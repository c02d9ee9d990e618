"""Test rows are sealed: nothing tells their targets, and they are opened once."""

import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.comparing.ground import ground
from playground.datasets import load, prepare, visible_table
from playground.datasets.snapshot import table_as_parquet
from playground.experiment import Complete, Data, Dense, Experiment, Network, Split, TestPart, Training
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer, Weights
from playground.messages.wishes import StepBatch
from playground.persons import Person, new_number, person_of
from playground.pictures.evaluated import training_rows
from playground.pictures.format import decode
from playground.pictures.scene import scene
from playground.plan import plan
from playground.runs import NotAllowedError, Run, Runs, RunsError
from playground.server import routes
from playground.server.answers import OF_VISIT
from playground.services import Services, use
from playground.store import Files, Store
from playground.store.bodies import unpack
from tests.support.own_tables import csv
from tests.support.persons import YOU
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

VISIT = {OF_VISIT: new_number()}
SECRET = 770_000  # every target of a test row is near this, and no other number is
TOLD = re.compile(r"(?<![\w.])7700\d\d(\.25)?(?![\w.])")


def me() -> Person:
    found = person_of(VISIT[OF_VISIT])
    assert found is not None
    return found


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def runs(tmp_path: Path, engine: SilentEngine) -> Iterator[Runs]:
    store = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    runs = Runs(engine, store, Files(str(tmp_path / "files")))
    runs.wait_for_store()
    with use(Services(runs)):
        yield runs
    runs.close()


def table(sealed: set[int]) -> bytes:
    """Sixty rows; the targets of the sealed ones are like no other."""
    targets = [SECRET + n + 0.25 if n in sealed else n / 8 for n in range(60)]
    return csv({"x": [n * 1.5 for n in range(60)], "y": targets}, ",").encode()


def experiment(runs: Runs, **data: Any) -> Complete:
    """An experiment on a table of which the sealed rows have secret targets."""
    chosen = {"target": "y", "features": ("x",), "test": TestPart(fraction=0.2), **data}
    digest = runs.own_tables.keep(table(set()), "t.csv", me())
    plain = plan(Experiment(data=Data(dataset=f"upload:{digest}", **chosen))).prepared
    digest = runs.own_tables.keep(table(set(plain.test_rows.tolist())), "t.csv", me())
    asked = Experiment(
        data=Data(dataset=f"upload:{digest}", **chosen),
        network=Network(layers=(Dense(units=2),)),
        training=Training(epochs=2),
    )
    planned = plan(asked)
    assert set(planned.prepared.test_rows) == set(plain.test_rows)
    return planned.experiment


def finished(runs: Runs, engine: SilentEngine, asked: Complete) -> Run:
    run = runs.start(asked, me())
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    engine.end(run)
    engine.say(run, Weights(content=as_npz([numpy.zeros((1, 2)), numpy.zeros(2)])))
    return run


def is_secret(value: float) -> bool:
    return SECRET <= value < SECRET + 100


@pytest.mark.parametrize("split", [None, Split(by="time"), Split(by="copies")])
def test_no_targets_of_test_rows_reach_anything_before_the_opening(
    runs: Runs, engine: SilentEngine, tmp_path: Path, split: Split | None
) -> None:
    asked = experiment(runs, split=split)
    assert sum(map(is_secret, load(asked.data)["y"])) == 12
    assert TOLD.search(load(asked.data).to_json())
    assert not any(map(is_secret, visible_table(asked.data)["y"]))
    prepared = prepare(asked.data)
    for y in (prepared.y, decode(training_rows(asked)).arrays["y"]):
        assert (y.astype(float) * prepared.y_scale + prepared.y_offset).max() < 100
    shown = [json.dumps(scene(asked)), repr(vars(prepared.report)), repr(ground(asked.data))]
    run = finished(runs, engine, asked)
    until(lambda: weights_of(runs, run))
    with TestClient(Starlette(routes=routes())) as client:
        names = ("curves", "scene", "pictures", "findings", "test")
        shown += [client.get(f"/runs/{run.id}/{name}", headers=VISIT).text for name in names]
    runs.close()
    with sqlite3.connect(tmp_path / "playground.db") as database:
        shown += database.iterdump()
        shown += [json.dumps(unpack(body)) for (body,) in database.execute("SELECT body FROM events")]
    assert any(run.id in text for text in shown)
    assert not [text for text in shown if TOLD.search(text)]


def test_the_copy_of_a_table_that_a_run_keeps_has_no_test_rows() -> None:
    data = plan(Experiment(data=Data(dataset="iris", test=TestPart()))).experiment.data
    kept = pandas.read_parquet(io.BytesIO(table_as_parquet(data)))
    sealed = prepare(data).test_rows
    assert len(kept) + len(sealed) == len(load(data))
    assert not set(sealed) & set(kept.index)


def test_test_rows_are_opened_once_by_the_owner(runs: Runs, engine: SilentEngine) -> None:
    asked = experiment(runs)
    run, other = finished(runs, engine, asked), finished(runs, engine, asked)
    until(lambda: all(weights_of(runs, each) for each in (run, other)))
    sealed = runs.sealed_rows
    assert sealed.opening(run) is None
    assert not sealed.are_open(run, me())
    with pytest.raises(NotAllowedError):
        sealed.open(run, YOU)
    opened = sealed.open(run, me())
    assert (opened.run_id, opened.measures) == (run.id, None)
    measures = {"rows": 12, "incomplete": 0, "unfit": 0, "values": {"loss": 0.5}}
    job = next(name for name in engine.hears if name not in (run.id, other.id))
    engine.hears[job]([Answer(content=json.dumps(measures).encode())])
    until(lambda: (found := sealed.opening(run)) is not None and found.measures is not None)
    assert [sealed.are_open(run, me()), sealed.are_open(run, YOU), sealed.are_open(other, me())] == [
        True,
        False,
        False,
    ]
    again = sealed.open(run, me())
    assert (again.opened_at, json.loads(again.measures or "")) == (opened.opened_at, measures)
    with pytest.raises(RunsError, match="opened on"):
        sealed.open(other, me())
    with TestClient(Starlette(routes=routes())) as client:
        assert client.get(f"/runs/{run.id}/test", headers=VISIT).json()["measures"] == measures
        assert client.get(f"/runs/{run.id}/test").json() == {"opened_at": None, "measures": None}
        assert client.post(f"/runs/{other.id}/test", headers=VISIT).status_code == 409
        assert client.post(f"/runs/{run.id}/test").status_code == 403


def test_other_features_do_not_unseal_the_same_rows_again(runs: Runs, engine: SilentEngine) -> None:
    asked = experiment(runs)
    run = finished(runs, engine, asked)
    changed = asked.data.model_copy(update={"scaling": "standard", "train_fraction": 0.5, "split_seed": 9})
    other = finished(runs, engine, asked.model_copy(update={"data": changed}))
    until(lambda: all(weights_of(runs, each) for each in (run, other)))
    runs.sealed_rows.open(run, me())
    with pytest.raises(RunsError, match="opened on"):
        runs.sealed_rows.open(other, me())


def test_what_was_measured_before_a_run_went_back_is_told_as_that(runs: Runs, engine: SilentEngine) -> None:
    run = finished(runs, engine, experiment(runs))
    until(lambda: weights_of(runs, run))
    runs.sealed_rows.open(run, me())
    opening = runs.sealed_rows.opening
    assert (found := opening(run)) is not None
    assert not found.is_of_before
    runs.steering.ask(run, StepBatch(at=1), me())
    until(lambda: run.revision == 1)
    engine.epochs(run, 2)
    engine.end(run)
    until(lambda: run.over)
    assert (found := opening(run)) is not None
    assert found.is_of_before


def test_what_cannot_be_opened_says_why(runs: Runs, engine: SilentEngine) -> None:
    asked = experiment(runs)
    going = runs.start(asked, me())
    with pytest.raises(RunsError, match="goes on"):
        runs.sealed_rows.open(going, me())
    plain = finished(runs, engine, plan(Experiment(data=Data(dataset="iris"))).experiment)
    until(lambda: weights_of(runs, plain))
    with pytest.raises(RunsError, match="no test rows"):
        runs.sealed_rows.open(plain, me())


def weights_of(runs: Runs, run: Run) -> bool:
    row = runs.sealed_rows._store.run(run.id) if runs.sealed_rows._store else None
    return bool(row and row["weights"])
