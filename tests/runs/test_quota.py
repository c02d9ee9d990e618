"""Whoever keeps as much as one person may is told so, and what to do; others, and the command line, are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.limits import limits
from playground.messages.streamed import About
from playground.persons import CONSOLE
from playground.runs import Runs, RunsError, own_tables, quota
from playground.runs.own_tables import NoRoomError
from playground.runs.streamed_runs import BusyError
from playground.store import Files, Store
from tests.support.experiments import short
from tests.support.kept_rows import put_run
from tests.support.persons import ME, YOU
from tests.support.silent_engine import SilentEngine


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'playground.db'}")


@pytest.fixture
def runs(store: Store, tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(SilentEngine(), store, Files(str(tmp_path / "files")))
    runs.wait_for_store()
    yield runs
    runs.close()


def test_runs_that_one_person_keeps_have_a_bound(
    runs: Runs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = limits().model_copy(update={"kept_runs_per_person": 2})
    monkeypatch.setattr(quota, "limits", lambda: most)
    first, _ = put_run(store, ME.id), put_run(store, ME.id)
    for start in (
        lambda: runs.start(short(), ME),
        lambda: runs.groups.start([short()], ME, "seeds", ["a"], {}),
    ):
        with pytest.raises(RunsError, match="You keep 2 runs, and 2 are allowed"):
            start()
    with pytest.raises(BusyError, match="2 are allowed"):
        runs.streamed.begin(About(name="a", epochs=1, loss="mse", optimizer="sgd", curves=["loss"]), ME)
    for other in (YOU, CONSOLE):
        runs.start(short(), other)
    runs.marks.delete([first], ME)
    runs.start(short(), ME)


def test_the_files_of_one_persons_runs_have_a_bound_and_a_shared_one_counts_once(
    runs: Runs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = limits().model_copy(update={"kept_bytes_per_person": 100})
    monkeypatch.setattr(quota, "limits", lambda: most)
    mine = [put_run(store, ME.id), put_run(store, ME.id)]
    for run_id in mine:
        store.name_file(run_id, "data", "d" * 64, 60)
    runs.start(short(), ME)
    store.name_file(mine[0], "weights", "a" * 64, 40)
    with pytest.raises(RunsError, match="take 100 bytes, and 100 bytes are allowed"):
        runs.start(short(), ME)
    store.name_file(mine[0], "weights", None)
    runs.start(short(), ME)


def test_files_of_ones_own_have_a_bound_in_number(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    most = limits().model_copy(update={"uploads_per_person": 1})
    monkeypatch.setattr(own_tables, "limits", lambda: most)
    runs.own_tables.keep(b"a\n1\n", "a.csv", ME)
    with pytest.raises(NoRoomError, match="as many as one person may have"):
        runs.own_tables.keep(b"a\n2\n", "b.csv", ME)
    runs.own_tables.keep(b"a\n2\n", "b.csv", YOU)


def test_without_a_database_nobody_is_held_up(tmp_path: Path) -> None:
    closed = Store(f"sqlite:///{tmp_path / 'none.db'}")
    closed._tried.set()
    quota.Quota(closed).check(ME)
    quota.Quota(None).check(ME)
