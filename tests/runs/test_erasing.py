"""All that a person has goes at once: runs, tables, progress and tokens; other people's things stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.messages.events import Weights
from playground.messages.streamed import About
from playground.messages.wishes import Stop
from playground.runs import Runs
from playground.store import Files, Store
from playground.store.people import LONG_AGO, Belongings
from playground.store.tidying import Tidying
from tests.support.experiments import short
from tests.support.kept_rows import everything, put_run
from tests.support.own_tables import FLATS
from tests.support.persons import ME, YOU
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'playground.db'}")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(str(tmp_path / "files"))


@pytest.fixture
def runs(engine: SilentEngine, store: Store, files: Files) -> Iterator[Runs]:
    runs = Runs(engine, store, files)
    runs.wait_for_store()
    yield runs
    runs.close()


def test_all_of_a_person_goes_and_nothing_of_others(
    runs: Runs, engine: SilentEngine, store: Store, files: Files
) -> None:
    old = put_run(store, ME.id, starred=True, weights=files.put(b"mine alone"), data=files.put(b"shared"))
    yours = put_run(store, YOU.id, data=files.put(b"shared"))
    assert runs.get(old) is not None  # it was read before
    over, going = runs.start(short(), ME), runs.start(short(), ME)
    for run in (over, going):
        engine.begin(run)
        engine.epochs(run, 0, 1)
    engine.end(over)
    until(lambda: over.over and len(store.table(ME.id)) == 3)
    group = runs.groups.start([short()] * 2, ME, "seeds", ["a", "b"], {})
    for run in group.runs:
        engine.end(run)
    until(lambda: group.over and len(store.table(ME.id)) == 5)
    table = runs.own_tables.keep(FLATS.encode(), "flats.csv", ME)
    runs.own_tables.keep(FLATS.encode(), "the same", YOU)
    assert runs.streamed.tokens is not None
    runs.streamed.tokens.make(ME.id)
    runs.lessons.tried(ME, "a lesson", "a step", reached=True)
    runs.lessons.tried(YOU, "a lesson", "a step", reached=True)
    said = runs.erasing.belongings(ME)
    assert said == Belongings(runs=5, starred=1, going=1, tables=1, steps=1, has_token=True)

    runs.erasing.erase(ME)
    assert runs.erasing.belongings(ME).is_nothing
    assert runs.table(ME) == []
    assert (going.job, Stop()) in engine.asked
    assert all(runs.get(run_id) is None for run_id in (old, over.id, going.id))
    assert runs.groups.get(group.id) is None
    assert [row.id for row in runs.table(YOU)] == [yours]
    assert runs.lessons.of(YOU)
    assert files.has(table)
    kept = files.listing()[0]
    assert {files.get(name) for name in kept} >= {b"shared"}
    assert b"mine alone" not in {files.get(name) for name in kept}

    # What still comes of the run that went on brings nothing back.
    engine.say(going, Weights(content=b"late"))
    engine.end(going, "stopped")
    until(lambda: (store.run(going.id) or {"state": ""})["state"] == "stopped")
    runs.marks.restore([old], ME)
    assert store.run(old) is None
    assert Tidying(store).remove_deleted([going.id], LONG_AGO + 1) == 1
    assert not [row for rows in everything(store).values() for row in rows if ME.id in row]


def test_a_run_that_a_script_still_sends_goes_with_the_others(runs: Runs, store: Store) -> None:
    about = About(name="a", epochs=9, loss="mse", optimizer="sgd", curves=["loss"])
    run = runs.streamed.begin(about, ME)
    until(lambda: bool(store.table(ME.id)))
    runs.erasing.erase(ME)
    assert runs.erasing.belongings(ME).is_nothing
    assert (runs.get(run.id), runs.was_deleted(run.id)) == (None, True)  # which tells the script to end
