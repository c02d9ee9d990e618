"""A back-up that is brought back elsewhere is the same installation, whatever kind of database either place has."""

import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from playground.keeping.archive import BackupError
from playground.keeping.backup import back_up
from playground.keeping.restore import restore
from playground.lessons.uploaded import SETTING
from playground.persons import Person
from playground.runs import Runs
from playground.store import Files, Store, StoreError
from playground.store.bodies import pack
from playground.store.dump import snapshot
from playground.store.rows import UploadRow
from playground.store.servers import Servers
from playground.store.tables import metadata
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads
from tests.store.databases import REVISIONS, content_of, unpack
from tests.support.installation import settings
from tests.support.kept_rows import everything, put_run
from tests.support.persons import ME
from tests.support.silent_engine import SilentEngine

LESSON = "upload-0123456789abcdef0123/lesson.toml"


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    store.open()
    try:
        yield store
    finally:
        store.close()


def fill(store: Store, files: Files, folder: Path) -> None:
    """Rows in many tables, files and an uploaded lesson."""
    run_id = put_run(store, ME.id, weights=files.put(b"weights"), best_value=0.1 + 0.2, name="Größe 🧠")
    store.append([], [(run_id, 1, pack([{"kind": "paused"}]))])
    put_run(store, ME.id, starred=True, note="Two\nlines.")
    digest = files.put(b"a table")
    row = UploadRow(digest=digest, owner=ME.id, title="t", size=7, shared=True, created_at=2.5)
    Uploads(store).add(row)
    Tokens(store).make(ME.id)
    path = folder / "lessons" / LESSON
    path.parent.mkdir(parents=True)
    path.write_text("a lesson")


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


def test_nothing_is_brought_back_under_a_server_that_runs(store: Store, files: Files, tmp_path: Path) -> None:
    archive = tmp_path / "a.tar.gz"
    back_up(store, files, archive)
    Servers(store).say_alive()
    with pytest.raises(BackupError, match="Stop it"):
        restore(archive, store._url, files, force=True)


def test_a_server_that_starts_while_files_come_back_keeps_its_database(
    archive: Path, store: Store, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_run(store, ME.id)
    before = store.table()
    monkeypatch.setattr(Files, "put", lambda *_: Servers(store).say_alive() or "a" * 64)
    monkeypatch.setattr(Files, "get", lambda *_: b"")
    with pytest.raises(BackupError, match="Stop it"):
        restore(archive, store._url, files, force=True)
    assert store.table() == before


def test_a_damaged_file_is_replaced_by_that_of_the_back_up(
    archive: Path, address: str, files: Files, tmp_path: Path
) -> None:
    name = files.put(b"weights")
    (tmp_path / "files" / name[:2] / name).write_bytes(b"damaged")
    restore(archive, address, files, force=True)
    assert files.get(name) == b"weights"


def rewritten(archive: Path, change: Callable[[str, bytes], bytes | None], *, said: bool = True) -> Path:
    """A copy of an archive with other members; the manifest says so too where it is to be believed."""
    target = archive.with_name("changed.tar.gz")
    members: dict[str, str] = {}
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            file = old.extractfile(entry)
            assert file is not None
            before = file.read()
            if entry.name == "manifest.json" and said:
                before = json.dumps({**json.loads(before), "members": members}).encode()
            content = change(entry.name, before)
            if content is not None:
                members[entry.name] = sha256(content).hexdigest()
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return target


@pytest.fixture
def archive(tmp_path: Path, files: Files) -> Path:
    """A back-up of a SQLite database."""
    with opened(f"sqlite:///{tmp_path / 'first.db'}") as store:
        fill(store, files, tmp_path)
        back_up(store, files, tmp_path / "a.tar.gz")
    return tmp_path / "a.tar.gz"


def test_a_damaged_back_up_changes_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    elsewhere = Files(str(tmp_path / "elsewhere"))
    cut, text = tmp_path / "cut.tar.gz", tmp_path / "text"
    whole = archive.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    text.write_text("no back-up")

    def change_runs(name: str, content: bytes) -> bytes:
        return content.replace(b"Two", b"Six") if name == "tables/runs.jsonl" else content

    def rename(name: str, content: bytes) -> bytes:
        return b"other weights" if content == b"weights" else content

    def newer(name: str, content: bytes) -> bytes:
        return (
            json.dumps({**json.loads(content), "revision": "9999"}).encode()
            if name == "backup.json"
            else content
        )

    def without_end(name: str, content: bytes) -> bytes | None:
        return None if name == "manifest.json" else content

    for file, sentence in [
        (lambda: cut, "damaged, or was cut off"),
        (lambda: text, "no back-up"),
        (lambda: tmp_path / "none", "cannot be read"),
        (lambda: rewritten(archive, change_runs, said=False), "tables/runs.jsonl is not what it was"),
        (lambda: rewritten(archive, rename), "files/.* is not what it was"),
        (lambda: rewritten(archive, without_end), "its end is missing"),
        (lambda: rewritten(archive, newer), "newer version"),
    ]:
        with pytest.raises(BackupError, match=sentence):
            restore(file(), url, elsewhere)
    assert not (tmp_path / "empty.db").exists()
    assert elsewhere.listing() == ({}, {})


def test_rows_that_a_database_refuses_leave_it_as_it_was(
    archive: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_run(store, ME.id)
    before = everything(store)

    def twice(name: str, content: bytes) -> bytes:
        return content + content.splitlines(keepends=True)[-1] if name == "tables/runs.jsonl" else content

    with pytest.raises(Exception, match="not accept"):
        restore(rewritten(archive, twice), store._url, Files(str(tmp_path / "elsewhere")), force=True)
    assert everything(store) == before


def test_a_back_up_of_an_earlier_version_is_brought_up_to_date(
    archive: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"files", "people"}

    def earlier(name: str, content: bytes) -> bytes | None:
        if name == "backup.json":
            return json.dumps({**json.loads(content), "revision": "0009"}).encode()
        return None if Path(name).stem in new and name.startswith("tables/") else content

    monkeypatch.setenv(SETTING, str(tmp_path / "elsewhere" / "lessons"))
    restore(rewritten(archive, earlier), address, Files(str(tmp_path / "elsewhere" / "files")))
    with opened(address) as found, opened(f"sqlite:///{tmp_path / 'first.db'}") as first:
        assert {n: r for n, r in everything(found).items() if n not in new} == {
            n: r for n, r in everything(first).items() if n not in new
        }


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
    place, content = settings(tmp_path / "old"), content_of(revision)
    with opened(place["DATABASE_URL"]) as store:
        back_up(store, Files(place["PLAYGROUND_FILES"]), tmp_path / "a.tar.gz")
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
