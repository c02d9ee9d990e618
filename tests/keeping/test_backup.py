"""A back-up that is brought back elsewhere is the same installation, whatever kind of database either place has."""

import os
import tempfile
import threading
from pathlib import Path

import pytest

from playground.keeping import backup
from playground.keeping.archive import BackupError
from playground.keeping.backup import back_up
from playground.keeping.restore import restore
from playground.lessons.uploaded import SETTING
from playground.persons import Person
from playground.runs import Runs
from playground.store import Files, Store, StoreError
from playground.store.dump import snapshot
from playground.store.servers import Servers
from playground.store.tables import metadata
from tests.store.databases import REVISIONS, content_of, unpack
from tests.support.filled import LESSON, fill, opened
from tests.support.installation import settings
from tests.support.kept_rows import everything, put_run
from tests.support.persons import ME
from tests.support.silent_engine import SilentEngine


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_back_up_brought_back_elsewhere_is_the_same(
    other: str,
    store: Store,
    files: Files,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(store, files, tmp_path)
    Servers(store).say_alive()  # it goes on
    archive = tmp_path / "backups" / "a.tar.gz"
    made = back_up(store, files, archive)
    assert (made.files, made.lost, archive.stat().st_mode & 0o077) == (2, [], 0)

    monkeypatch.setenv(SETTING, str(tmp_path / "elsewhere" / "lessons"))
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    if other == "postgresql":
        url = request.getfixturevalue("postgres").database().replace("://", "+psycopg://")
    elsewhere = Files(str(tmp_path / "elsewhere" / "files"))
    restored = restore(archive, url, elsewhere)
    assert (restored.rows, restored.files) == (made.rows, 2)
    with opened(url) as found:
        assert found.table(ME.id) == store.table(ME.id)
        assert found.key() == store.key()
        assert everything(found) == {**everything(store), "servers": []}
    assert elsewhere.listing()[0].keys() == files.listing()[0].keys()
    assert (tmp_path / "elsewhere" / "lessons" / LESSON).read_text() == "a lesson"
    with pytest.raises(BackupError, match="--force"):
        restore(archive, url, elsewhere)
    with opened(url) as found:
        put_run(found, ME.id)
    restore(archive, url, elsewhere, force=True)
    with opened(url) as found:
        assert found.table(ME.id) == store.table(ME.id)


def test_a_back_up_has_one_moment_of_all_tables(store: Store) -> None:
    put_run(store, ME.id)
    with snapshot(store) as now:
        assert len(list(now.rows("runs"))) == 1
        writing = threading.Thread(target=put_run, args=(store, ME.id))
        writing.start()
        writing.join()
        assert len(store.table()) == 2
        assert (len(list(now.rows("runs"))), len(list(now.rows("events")))) == (1, 1)


def test_a_back_up_has_every_table_but_those_that_matter_for_minutes(store: Store) -> None:
    with snapshot(store) as now:
        assert set(now.tables) == set(metadata.tables) - {"servers", "leases", "moves"}


def test_a_back_up_never_takes_the_place_of_another_file(store: Store, files: Files, tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_text("mine")
    with pytest.raises(BackupError, match="already"):
        back_up(store, files, tmp_path / "a.tar.gz")
    assert (tmp_path / "a.tar.gz").read_text() == "mine"


def test_a_file_that_is_gone_or_damaged_is_told(store: Store, files: Files, tmp_path: Path) -> None:
    gone = put_run(store, ME.id, weights="a" * 64, data=(damaged := files.put(b"data")))
    (tmp_path / "files" / damaged[:2] / damaged).write_bytes(b"else")
    assert store.run(gone) is not None
    assert back_up(store, files, tmp_path / "a.tar.gz").lost == sorted(["a" * 64, damaged])


def test_a_large_table_waits_beside_the_back_up(
    store: Store, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_run(store, ME.id)
    monkeypatch.setattr(backup, "_IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no room"))
    assert back_up(store, files, tmp_path / "a.tar.gz").rows["runs"] == 1


def test_a_place_that_cannot_be_reached_ends_a_back_up(
    store: Store, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"weights")

    def fail(*_: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(files._system, "cat_file", fail)
    with pytest.raises(StoreError, match="cannot be"):
        back_up(store, files, tmp_path / "a.tar.gz")
    assert not (tmp_path / "a.tar.gz").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no disk here that is always full.")
def test_a_full_disk_under_the_back_up_is_said_to_be_that(
    store: Store,
    files: Files,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put_run(store, ME.id, note=os.urandom(1_000_000).hex())
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *more: real("/dev/full", os.O_WRONLY))
    with pytest.raises(BackupError, match="The back-up cannot be written: No space left on device"):
        back_up(store, files, tmp_path / "a.tar.gz")
    assert not (tmp_path / "a.tar.gz").exists()
    assert not caplog.records  # which would speak of the database's disk


def test_runs_of_every_kind_come_back_and_a_held_one_goes_on_from_its_checkpoint(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "lessons"))
    revision = REVISIONS[-1]
    unpack(revision, tmp_path / "old")
    environment, content = settings(tmp_path / "old"), content_of(revision)
    with opened(environment["DATABASE_URL"]) as store:
        back_up(store, Files(environment["PLAYGROUND_FILES"]), tmp_path / "a.tar.gz")
        before = store.table(content["owner"])
    files = Files(str(tmp_path / "files"))
    restore(tmp_path / "a.tar.gz", address, files)
    engine = SilentEngine()
    runs = Runs(engine, Store(address), files)
    try:
        runs.wait_for_store()
        assert runs.table(Person(content["owner"])) == before
        by_name = {then["called"]: name for name, then in content["runs"].items()}
        assert set(engine.adopted) == {by_name["held"], by_name["waiting"]}
        held = runs.get(by_name["held"])
        assert held is not None
        assert held.set_aside is not None
        assert files.has(held.set_aside)
    finally:
        runs.close()
