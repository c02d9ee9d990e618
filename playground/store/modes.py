"""File modes: what the app writes is for the user it runs as, and for nobody else on the machine."""

import stat
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that its owner alone can enter. One that is there is left as it is."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(path: Path) -> None:
    """Take a file that everybody may read or write from everybody; a group that was chosen for it stays."""
    with suppress(OSError):  # it is not there, or is another user's, who has to see to it
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & stat.S_IRWXO:
            path.chmod(mode & ~(stat.S_IRWXG | stat.S_IRWXO))
