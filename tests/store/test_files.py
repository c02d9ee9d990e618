"""Files by their content, in a folder and in an object store."""

import hashlib
from pathlib import Path

import pytest

from playground.store import Files, StoreError


@pytest.fixture(params=["folder", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "files") if request.param == "folder" else f"memory://{tmp_path.name}"


def test_the_same_content_lies_there_once_under_its_hash(url: str) -> None:
    files = Files(url)
    name = files.put(b"content")
    assert name == hashlib.sha256(b"content").hexdigest()
    assert files.put(b"content") == name
    assert Files(url).get(name) == b"content"
    files.remove(name)
    with pytest.raises(StoreError):
        files.get(name)
    files.remove(name)


def test_damage_is_noticed_and_no_other_file_can_be_asked_for(tmp_path: Path) -> None:
    files = Files(str(tmp_path))
    name = files.put(b"content")
    (tmp_path / name[:2] / name).write_bytes(b"something else")
    with pytest.raises(StoreError, match="changed or damaged"):
        files.get(name)
    with pytest.raises(StoreError):
        files.get("../../etc/passwd")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name]
