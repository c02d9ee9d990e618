"""Servers that keep runs, and waste no time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playground.runs import archive, keeper, shelf
from tests.support.server_of_runs import Server


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers give signs of life and look after each other without long pauses."""
    monkeypatch.setattr(keeper, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(shelf, "TRY_SECONDS", 0.05)
    monkeypatch.setattr(archive, "ENDED_SECONDS", 0.0)
    monkeypatch.setattr(archive, "QUIET_SECONDS", 0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is kept."""
    return tmp_path / "playground.db"


@pytest.fixture
def serve(quick: None, path: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts a server: `serve()`. Several share the database and the files."""
    started: list[Server] = []

    def start(address: str | None = None) -> Server:
        started.append(Server(address or f"sqlite:///{path}", tmp_path))
        return started[-1]

    yield start
    for server in started:
        server.runs.close()
