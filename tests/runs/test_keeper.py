"""What is heard is written before it is shown; a store that fails holds nobody up and misses nothing in the end."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from playground.experiment import Data, Dense, Experiment, Network
from playground.messages.events import LearningRate, Weights
from playground.messages.wishes import SetLearningRate
from playground.runs import NotAllowedError, Run, Runs, keeper
from playground.store import Files, Store, StoreError
from playground.store.bodies import unpack
from tests.support.experiments import complete
from tests.support.persons import ME, YOU, somebody
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import until

EXPERIMENT = complete(
    Experiment(data=Data(dataset="iris", target="species"), network=Network(layers=(Dense(units=4),)))
)


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "playground.db"


@pytest.fixture
def runs(engine: SilentEngine, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    monkeypatch.setattr(keeper, "BEAT_SECONDS", 0.1)
    runs = open_runs(engine, path, tmp_path)
    yield runs
    runs.close()


def open_runs(engine: SilentEngine, path: Path, tmp_path: Path) -> Runs:
    return Runs(engine, Store(f"sqlite:///{path}"), Files(str(tmp_path / "files")))


def store_of(runs: Runs) -> Store:
    assert runs._store is not None
    return runs._store


def row(runs: Runs, run: Run) -> dict[str, Any]:
    """The run's row, as soon as it is there."""
    until(lambda: store_of(runs).run(run.id) is not None)
    return store_of(runs).run(run.id) or {}


def test_nothing_is_shown_before_it_is_written(
    engine: SilentEngine, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    shown_too_early = []
    append = Store.append

    def watched(store: Store, rows: Any, heard: Any) -> None:
        epochs = [e for _, _, body in heard for e in unpack(body) if e["kind"] == "epochs"]
        shown_too_early.extend(e for e in epochs if e["first"] <= run.epoch)
        append(store, rows, heard)

    monkeypatch.setattr(Store, "append", watched)
    engine.epochs(run, *range(20))
    until(lambda: run.epoch == 19)
    assert shown_too_early == []
    _, events = store_of(runs).heard(run.id)
    assert [v for e in events if e["kind"] == "epochs" for v in e["logs"]["loss"]] == run.curves["loss"]


def test_a_run_that_goes_back_after_its_end_is_written_as_it_goes_on_and_whole_at_its_new_end(
    engine: SilentEngine, runs: Runs, path: Path, tmp_path: Path
) -> None:
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2, 3)
    engine.end(run)
    until(lambda: row(runs, run)["ended_at"] is not None)
    runs.steering.ask(run, SetLearningRate(value=0.5, at=1), ME)
    until(lambda: run.revision == 1)
    engine.say(run, LearningRate(epoch=1, value=0.5))
    engine.epochs(run, 2)
    until(lambda: run.epoch == 2)
    other = open_runs(engine, path, tmp_path)  # as another server reads it meanwhile
    found = other.get(run.id)
    assert found is not None
    assert (found.curves, found.job, found.over) == (run.curves, run.job, False)
    other.close()
    engine.end(run, "stopped")
    until(lambda: row(runs, run)["state"] == "stopped")
    assert (row(runs, run)["epochs"], run.learning_rates) == (2, [(1, 0.5)])


def test_a_run_that_is_over_lies_there_whole_with_its_files(
    engine: SilentEngine, runs: Runs, tmp_path: Path
) -> None:
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    engine.end(run)
    engine.hears[run.id]([Weights(content=b"weights")])
    until(lambda: row(runs, run)["weights"] is not None and row(runs, run)["ended_at"] is not None)
    until(lambda: row(runs, run)["data"] is not None)
    kept = row(runs, run)
    assert (kept["state"], kept["epochs"], kept["seconds"], kept["parameters"]) == ("finished", 2, 1.5, 9)
    assert (kept["best_epoch"], kept["best_value"], kept["layers"]) == (2, 2 / 3, "4")
    files = Files(str(tmp_path / "files"))
    assert files.get(kept["weights"]) == b"weights"
    assert files.get(kept["data"]).startswith(b"PAR1")
    number, _ = store_of(runs).heard(run.id)
    with sqlite3.connect(tmp_path / "playground.db") as connection:
        assert connection.execute("SELECT number FROM events").fetchall() == [(number,)]
    runs._memory._runs.clear()
    again = runs.get(run.id)
    assert again is not None
    assert again is not run
    # How long it waited for a worker is known to the server that started it alone.
    assert again.since(0) == {**run.since(0), "waited_seconds": None}
    assert again.history() == run.history()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("max_page_count=1", "disk under the database is full"),
        ("query_only=ON", "database cannot be used at the moment"),
    ],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_says_so_while_training_goes_on_and_what_was_missed_is_written_later(
    engine: SilentEngine, runs: Runs, fault: str, sentence: str
) -> None:
    before = runs.start(EXPERIMENT, ME)
    engine.begin(before)
    engine.epochs(before, 0, 1)
    until(lambda: before.epoch == 1)
    behave(runs, fault)
    engine.epochs(before, *range(2, 2000))
    during = runs.start(EXPERIMENT, ME)
    engine.begin(during)
    engine.epochs(during, 0, 1)
    until(lambda: before.epoch == 1999 and during.epoch == 1)
    assert sentence in runs.trouble
    assert {line.id for line in runs.table(ME)} >= {before.id}
    behave(runs, "max_page_count=1000000", "query_only=OFF")
    until(lambda: not runs.trouble)
    engine.epochs(before, 2000)
    engine.end(before)
    until(lambda: row(runs, before)["ended_at"] is not None and store_of(runs).run(during.id) is not None)
    runs._memory._runs.clear()
    again = runs.get(before.id)
    assert again is not None
    assert again.curves == before.curves
    assert len(again.curves["loss"]) == 2001


def behave(runs: Runs, *pragmas: str) -> None:
    """Gives these settings to every connection of the store from now on, as a full or a read-only disk would."""
    engine = store_of(runs)._engine
    assert engine is not None
    engine.dispose()

    @sqlalchemy.event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")


def test_a_store_that_cannot_be_opened_holds_no_run_up(engine: SilentEngine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    runs = open_runs(engine, tmp_path / "file" / "playground.db", tmp_path)
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1)
    until(lambda: run.epoch == 1)
    assert runs.trouble
    assert [line.id for line in runs.table(ME)] == [run.id]
    runs.close()


def test_two_servers_on_one_database_see_each_others_runs(
    engine: SilentEngine, runs: Runs, path: Path, tmp_path: Path
) -> None:
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    until(lambda: run.epoch == 2)
    elsewhere = SilentEngine()
    other = open_runs(elsewhere, path, tmp_path)
    until(lambda: other.get(run.id) is not None)
    seen = other.get(run.id)
    assert seen is not None
    assert seen.curves == run.curves
    engine.epochs(run, 3)
    engine.end(run)
    until(lambda: (found := other.get(run.id)) is not None and found.over)
    assert seen.since(0)["curves"] == run.since(0)["curves"]
    assert elsewhere.adopted == []
    other.close()


def test_a_server_that_ends_leaves_its_going_runs_to_the_next(
    engine: SilentEngine, runs: Runs, path: Path, tmp_path: Path
) -> None:
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    until(lambda: run.epoch == 2)
    runs.close()
    elsewhere = SilentEngine()
    other = open_runs(elsewhere, path, tmp_path)
    until(lambda: elsewhere.adopted == [run.id])
    # All of it again, and more: each epoch counts once.
    elsewhere.begin(run)
    elsewhere.epochs(run, 0, 1, 2, 3)
    again = other.get(run.id)
    assert again is not None
    until(lambda: again.epoch == 3)
    assert again.curves["loss"] == [1.0, 1 / 2, 1 / 3, 1 / 4]
    elsewhere.end(run)
    until(lambda: row(other, run)["state"] == "finished")
    other.close()


def test_neither_a_damaged_run_nor_a_store_that_fails_keeps_other_runs_from_the_next_server(
    engine: SilentEngine, runs: Runs, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, late, whole = (runs.start(EXPERIMENT, owner) for owner in (ME, YOU, somebody("they")))
    for run in (damaged, late, whole):
        row(runs, run)
    runs.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE runs SET experiment = '{}' WHERE id = ?", (damaged.id,))
    heard, failures = Store.heard, [StoreError("away")]

    def fails_once(store: Store, run_id: str, after: int = -1) -> Any:
        if run_id == late.id and failures:
            raise failures.pop()
        return heard(store, run_id, after)

    monkeypatch.setattr(Store, "heard", fails_once)
    elsewhere = SilentEngine()
    other = open_runs(elsewhere, path, tmp_path)
    until(lambda: {*elsewhere.adopted} == {late.id, whole.id})
    other.close()


def test_groups_wait_behind_single_runs_and_are_found_again(engine: SilentEngine, runs: Runs) -> None:
    group = runs.groups.start([EXPERIMENT] * 3, ME, "seeds", ["seed 0", "seed 1", "seed 2"], {"of": None})
    assert [run.membership.cell for run in group.runs if run.membership] == [
        "seed 0",
        "seed 1",
        "seed 2",
    ]
    with pytest.raises(ValueError, match="still goes on"):
        runs.groups.start([EXPERIMENT], ME, "seeds", ["seed 0"], {})
    assert runs.groups.get(group.id) is group
    for run in group.runs:
        engine.begin(run)
        engine.epochs(run, 0, 1)
        engine.end(run)
    until(lambda: all(row(runs, run)["ended_at"] for run in group.runs))
    runs._memory._runs.clear()
    runs._memory._groups.clear()
    again = runs.groups.get(group.id)
    assert again is not None
    assert again.in_short() == group.in_short()
    assert runs.groups.get("nonsense") is None


def test_a_person_names_stars_and_deletes_their_own_runs_alone(engine: SilentEngine, runs: Runs) -> None:
    run = runs.start(EXPERIMENT, ME)
    until(lambda: bool(runs.table(ME)))
    runs.marks.describe(run.id, ME, name="the best", note="so far", starred=True)
    with pytest.raises(NotAllowedError):
        runs.marks.describe(run.id, YOU, name="mine now")
    with pytest.raises(NotAllowedError):
        runs.marks.delete([run.id], YOU)
    (line,) = runs.table(ME)
    assert (line.name, line.note, line.starred) == ("the best", "so far", True)
    runs.marks.delete([run.id], ME)
    assert runs.table(ME) == []
    assert runs.get(run.id) is None
    with pytest.raises(NotAllowedError):
        runs.marks.restore([run.id], YOU)
    runs.marks.restore([run.id], ME)
    assert runs.get(run.id) is run
    assert [line.name for line in runs.table(ME)] == ["the best"]
    with pytest.raises(ValueError, match="letters"):
        runs.marks.describe(run.id, ME, name="x" * 201)
