"""What a back-up brings back, and what is left as it was where it cannot."""

import io
import json
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from playground.keeping.archive import BackupError
from playground.keeping.backup import back_up
from playground.keeping.restore import restore
from playground.lessons.uploaded import SETTING
from playground.store import Files, Store
from playground.store.servers import Servers
from tests.support.filled import fill, opened
from tests.support.kept_rows import everything, put_run
from tests.support.persons import ME


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
    put = Files.put

    def put_while_a_server_starts(self: Files, content: bytes) -> str:
        Servers(store).say_alive()
        return put(self, content)

    monkeypatch.setattr(Files, "put", put_while_a_server_starts)
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
    """A copy of an archive with other members, and with a manifest that agrees with them where it is `said` so."""
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
