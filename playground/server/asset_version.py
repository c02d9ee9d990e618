"""The version of the browser's scripts and styles, which is a part of their addresses."""

import hashlib
import importlib.metadata
import threading
import time
from importlib import resources
from pathlib import Path

from playground.server.base_path import base_path

FOLDER = Path(str(resources.files("playground") / "components"))
SUFFIXES = (".js", ".css")
LOOK_SECONDS = 5.0  # between two checks whether a file has changed, which take 200 system calls


class AssetVersion:
    """The version, a hash of the files' contents, so it is equal on all servers of a release. Thread-safe.

    The version changes at most `LOOK_SECONDS` after a file.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._looked_at = float("-inf")  # by the monotonic clock
        self._newest = 0  # when the newest file was changed, in nanoseconds since 1970
        self._version = ""

    def now(self) -> str:
        """The version, such as `v-0123456789ab`."""
        with self._lock:
            if time.monotonic() - self._looked_at > LOOK_SECONDS:
                files = sorted(path for path in self._folder.rglob("*") if path.suffix in SUFFIXES)
                newest = max((path.stat().st_mtime_ns for path in files), default=0)
                if newest != self._newest or not self._version:
                    self._newest, self._version = newest, _version_of(files, self._folder)
                self._looked_at = time.monotonic()
            return self._version


def _version_of(files: list[Path], folder: Path) -> str:
    whole = hashlib.sha256(importlib.metadata.version("plotly").encode())
    for path in files:
        content = path.read_bytes()
        whole.update(f"{len(content)} {path.relative_to(folder)}\n".encode() + content)
    return f"v-{whole.hexdigest()[:12]}"


asset_version = AssetVersion()


def module_of(component: str) -> str:
    """The path of a component's main module. Its relative imports have the same version in their paths."""
    return f"{base_path()}assets/{asset_version.now()}/{component}/main.js"
