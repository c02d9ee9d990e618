"""Where the tests keep their runs, which is nobody's own place, and the servers that several processes share."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.support.server import Server


def settings(folder: Path) -> dict[str, str]:
    """Environment variables of an installation in `folder`, whose workers do nothing that nobody asked for."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'playground.db'}",
        "PLAYGROUND_FILES": str(folder / "files"),
        "PLAYGROUND_COMPILED": "",  # each process of the suite compiles for itself
        "PLAYGROUND_WARM_UP": "0",  # what a test does not train need not be prepared
        "PLAYGROUND_SECRET": "the same key for every database of the suite",
    }


@dataclass(frozen=True)
class Kind:
    """A kind of server that tests visit.

    Args:
        variable: what the environment calls the one that tools/run_tests.py started for several processes.
        more: environment variables of the server besides its installation's.
    """

    variable: str
    more: dict[str, str]


# One worker: each needs many seconds to import TensorFlow, and as many again to compile what others compiled before.
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
        """The server that the processes of the suite share, if there is one."""
        url, _, folder = os.environ.get(kind.variable, "").partition(" ")
        return cls(url, Path(folder)) if url else None

    def as_variable(self) -> str:
        """The text from which `shared` makes it again."""
        return f"{self.url} {self.folder}"


def start(kind: Kind, folder: Path, port: int | None = None) -> Server:
    """Start a server with everything it keeps in a folder, at a free port unless one is named."""
    folder.mkdir(exist_ok=True)
    return Server(folder / "log", port=port, settings=settings(folder) | kind.more)
