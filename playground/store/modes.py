"""File modes: files of the app are readable only for the user it runs as."""

import stat
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Makes a folder that only its owner can enter, with the folders above it. An existing folder stays as it is."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(path: Path) -> None:
    """Removes the access of group and others to a file, if others have access."""
    with suppress(OSError):  # it is missing or belongs to another user
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~(stat.S_IRWXG | stat.S_IRWXO))
