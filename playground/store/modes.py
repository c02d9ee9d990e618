"""File modes: what the app writes is for the user it runs as, and for nobody else on the machine."""

import stat
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, with the folders above it. An existing one stays as it is."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(path: Path) -> None:
    """Close a file to group and others where others have access; one that only a group can use stays as it is."""
    with suppress(OSError):  # it is not there, or belongs to another user
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~(stat.S_IRWXG | stat.S_IRWXO))
