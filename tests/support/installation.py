"""Installations for tests, apart from anybody's own, and the servers that several processes share."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.support.server import Server


def settings(folder: Path) -> dict[str, str]:
    """Environment variables of an installation in `folder`, whose workers prepare nothing in advance."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'playground.db'}",
        "PLAYGROUND_FILES": str(folder / "files"),
        "PLAYGROUND_COMPILED": "",  # compiled code is not stored
        "PLAYGROUND_WARM_UP": "0",  # no preset is prepared in advance
        "PLAYGROUND_SECRET": "the same key for every database of the suite",
    }


@dataclass(frozen=True)
class Kind:
    """A kind of server for tests.

    Args:
        variable: the environment variable of the server that tools/run_tests.py started for several processes.
        more: further environment variables of the server.
    """

    variable: str
    more: dict[str, str]


# One worker, because each needs many seconds to import TensorFlow and to compile again what others compiled.
TRAINS = Kind("PLAYGROUND_TESTS_SERVER", {"PLAYGROUND_WORKERS": "1"})
TELLS = Kind("PLAYGROUND_TESTS_STUB_SERVER", {"PLAYGROUND_JOB": "tests.support.stub_job"})
KINDS = (TRAINS, TELLS)


@dataclass(frozen=True)
class Installation:
    """A server's address, and the folder with its database, files and log."""

    url: str
    folder: Path

    @classmethod
    def shared(cls, kind: Kind) -> Self | None:
        """The server that the processes of the suite share; None if there is none."""
        url, _, folder = os.environ.get(kind.variable, "").partition(" ")
        return cls(url, Path(folder)) if url else None

    def as_variable(self) -> str:
        """The text from which `shared` makes it again."""
        return f"{self.url} {self.folder}"


def start(kind: Kind, folder: Path, port: int | None = None) -> Server:
    """Starts a server that stores everything in a folder, at a free port unless one is given."""
    folder.mkdir(exist_ok=True)
    return Server(folder / "log", port=port, settings=settings(folder) | kind.more)
