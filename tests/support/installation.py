"""Where the tests keep their runs, which is nobody's own place, and the server that several processes share."""

import os
from pathlib import Path

# The address of a server that tools/run_tests.py started; its settings are then in the environment already.
SERVER = "PLAYGROUND_TESTS_SERVER"


def settings(folder: Path) -> dict[str, str]:
    """Environment variables of an installation in `folder`."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'playground.db'}",
        "PLAYGROUND_FILES": str(folder / "files"),
        "PLAYGROUND_SECRET": "the same key for every database of the suite",
    }


def shared_server() -> str | None:
    """The address of the server that the processes of the suite share, if there is one."""
    return os.environ.get(SERVER)
