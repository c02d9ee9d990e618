"""Own tables have owners: who sees them, how much room there is, and what goes when one is removed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.comparing.ground import ground
from playground.datasets import DataError, load, title
from playground.datasets.own.contents import content_of
from playground.experiment import Data, Experiment
from playground.experiment.uploads import name_of
from playground.limits import limits
from playground.plan import plan
from playground.runs import NotAllowedError, Runs, RunsError
from playground.runs.own_tables import NoSuchTableError, UnseenError
from playground.store import Files, Store, StoreError
from tests.support.own_tables import FLATS
from tests.support.persons import ME, YOU
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import SECONDS, until

CONTENT = FLATS.encode()


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def runs(tmp_path: Path, engine: SilentEngine) -> Iterator[Runs]:
    store = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    runs = Runs(engine, store, Files(str(tmp_path / "files")))
    runs.wait_for_store()
    yield runs
    runs.close()


@pytest.fixture
def digest(runs: Runs) -> str:
    return runs.own_tables.keep(CONTENT, "flats.csv", ME)


def experiment(digest: str) -> Experiment:
    return Experiment(data=Data(dataset=name_of(digest)))


def test_a_file_is_kept_once_for_all_who_have_it(runs: Runs, digest: str) -> None:
    assert runs.own_tables.keep(CONTENT, "the same.csv", YOU) == digest
    (mine,), (yours,) = runs.own_tables.of(ME), runs.own_tables.of(YOU)
    assert (mine.title, yours.title, mine.size, mine.shared) == (
        "flats.csv",
        "the same.csv",
        len(CONTENT),
        False,
    )
    assert content_of(digest) == CONTENT


def test_the_same_file_again_needs_no_room_and_gets_its_new_name(
    runs: Runs, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = limits().model_copy(update={"uploads_per_person_bytes": len(CONTENT) + 10})
    monkeypatch.setattr("playground.runs.own_tables.limits", lambda: most)
    assert runs.own_tables.keep(CONTENT, "new name.csv", ME) == digest
    assert title(name_of(digest)) == "new name.csv"
    with pytest.raises(RunsError, match="Remove one first"):
        runs.own_tables.keep(CONTENT + b"41;5,5;Rand;7,5;1\n", "more.csv", ME)
    runs.own_tables.keep(CONTENT, "flats.csv", YOU)  # who has room of their own


def test_a_file_above_the_limit_is_refused_by_its_size(runs: Runs) -> None:
    with pytest.raises(RunsError, match="at most 100 MB"):
        runs.own_tables.check_room(limits().upload_bytes + 1, ME)


def test_others_see_and_train_on_a_table_only_while_its_owner_shares_it(runs: Runs, digest: str) -> None:
    planned = plan(experiment(digest)).experiment
    assert runs.own_tables.may_see(ME, [digest])
    assert not runs.own_tables.may_see(YOU, [digest])
    assert not runs.own_tables.may_see(None, [digest])
    with pytest.raises(UnseenError):
        runs.start(planned, YOU)
    runs.own_tables.share(digest, ME, True)
    assert runs.own_tables.may_see(None, [digest])
    assert runs.start(planned, YOU).owner == YOU.id
    runs.own_tables.share(digest, ME, False)
    assert not runs.own_tables.may_see_data(YOU, planned)


def test_the_table_behind_a_twin_is_another_persons_too(runs: Runs, digest: str) -> None:
    twin = Experiment(data=Data(dataset="iris"), twin=experiment(digest))
    assert not runs.own_tables.may_see_data(YOU, twin)
    assert runs.own_tables.may_see_data(ME, twin)


def test_only_the_owner_shares_and_removes(runs: Runs, digest: str) -> None:
    for deed in (
        lambda: runs.own_tables.share(digest, YOU, True),
        lambda: runs.own_tables.remove(digest, YOU),
        lambda: runs.own_tables.runs_on(digest, YOU),
    ):
        with pytest.raises(NoSuchTableError):
            deed()
    assert issubclass(NoSuchTableError, NotAllowedError)


def test_a_removal_says_which_runs_lose_their_data_and_leaves_their_curves(
    runs: Runs, engine: SilentEngine, digest: str, tmp_path: Path
) -> None:
    run = runs.start(plan(experiment(digest)).experiment, ME)
    engine.begin(run)
    engine.epochs(run, 1, 2)
    engine.end(run)
    until(lambda: [row.id for row in runs.own_tables.runs_on(digest, ME)] == [run.id])
    assert ground(run.experiment.data) is not None
    runs.own_tables.remove(digest, ME)
    assert ground(run.experiment.data) is None
    assert not [
        path for path in (tmp_path / "files").rglob("*") if path.is_file() and CONTENT in path.read_bytes()
    ]
    for read in (lambda: load(run.experiment.data), lambda: content_of(digest)):
        with pytest.raises(DataError, match="was removed"):
            read()
    assert engine.forgotten == [digest]
    kept = runs.get(run.id)
    assert kept is not None
    assert len(kept.curves["loss"]) == 3  # from the untrained network on
    assert [row.id for row in runs.table(ME)] == [run.id]


def test_the_file_stays_for_another_owner(runs: Runs, digest: str) -> None:
    runs.own_tables.keep(CONTENT, "flats.csv", YOU)
    runs.own_tables.remove(digest, ME)
    assert content_of(digest) == CONTENT
    assert not runs.own_tables.may_see(ME, [digest])
    runs.own_tables.remove(digest, YOU)
    with pytest.raises(DataError):
        content_of(digest)


def test_a_run_holds_no_copy_of_an_own_table(
    runs: Runs, engine: SilentEngine, digest: str, tmp_path: Path
) -> None:
    run = runs.start(plan(experiment(digest)).experiment, ME)
    engine.begin(run)
    engine.end(run)
    runs.close()
    kept = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept == [digest]


def test_a_file_that_cannot_be_written_is_nobodys(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_files: Files, _content: bytes) -> str:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Files, "put", full)
    with pytest.raises(RunsError, match="full"):
        runs.own_tables.keep(CONTENT, "flats.csv", ME)
    assert runs.own_tables.of(ME) == []


def test_a_file_that_is_there_stays_where_it_cannot_be_written_again(
    runs: Runs, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_files: Files, _content: bytes) -> str:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Files, "put", full)
    with pytest.raises(RunsError, match="full"):
        runs.own_tables.keep(CONTENT, "flats.csv", ME)
    assert [table.digest for table in runs.own_tables.of(ME)] == [digest]


def test_a_file_that_takes_long_to_write_keeps_nobody_else_waiting(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, begun, goes_on = Files.put, threading.Event(), threading.Event()

    def slow(files: Files, content: bytes) -> str:
        if content == CONTENT:
            begun.set()
            assert goes_on.wait(SECONDS)
        return put(files, content)

    monkeypatch.setattr(Files, "put", slow)
    mine = threading.Thread(target=runs.own_tables.keep, args=(CONTENT, "flats.csv", ME))
    mine.start()
    assert begun.wait(SECONDS)
    try:
        yours = threading.Thread(target=runs.own_tables.keep, args=(b"a,b\n1,2\n", "other.csv", YOU))
        yours.start()
        yours.join(SECONDS)
        assert [table.title for table in runs.own_tables.of(YOU)] == ["other.csv"]
        assert not yours.is_alive()
    finally:
        goes_on.set()
        mine.join(SECONDS)
    assert [table.title for table in runs.own_tables.of(ME)] == ["flats.csv"]
