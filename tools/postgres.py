"""Finds the programs of a PostgreSQL server for the tests, or installs them with the system's package.

`python -m tools.postgres` prints their folder, and installs them if necessary.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import packages

MISSING = (
    "No PostgreSQL server was found, and none could be installed. Install one (on Debian: sudo apt install "
    "postgresql), or name the folder of its programs: POSTGRES_BIN=/path/to/bin make test"
)


def _candidates() -> Iterator[Path]:
    """Possible folders: POSTGRES_BIN, the PATH, Debian's folders, the newest first."""
    named = os.environ.get("POSTGRES_BIN")
    if named:
        yield Path(named)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))


def _works(folder: Path) -> bool:
    """Whether both programs start."""
    try:
        for name in ("initdb", "postgres"):
            subprocess.run([folder / name, "--version"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def find() -> Path | None:
    """The folder of a PostgreSQL whose programs start; None if there is none."""
    return next(filter(_works, _candidates()), None)


if __name__ == "__main__":
    if find() is None:
        packages.install("postgresql")
    folder = find()
    if folder is None:
        sys.exit(MISSING)
    print(folder)
