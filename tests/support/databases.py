"""Databases for tests: SQLite in a file, and a real PostgreSQL server. A room's conftest imports these fixtures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.store.settings import database_url
from playground.store.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """SQLAlchemy's address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'playground.db'}"
    monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgres").database())
    return database_url()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store that is open."""
    store = Store(address)
    store.open()
    yield store
    store.close()
