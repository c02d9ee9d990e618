"""Databases for the tests of this room, and places for files and uploaded lessons."""

from pathlib import Path

import pytest

from playground.lessons.uploaded import SETTING
from playground.store import Files
from tests.support.databases import address, store

__all__ = ["address", "files", "store"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """An empty store of files; uploaded lessons lie beside it."""
    monkeypatch.setenv(SETTING, str(tmp_path / "lessons"))
    return Files(str(tmp_path / "files"))
