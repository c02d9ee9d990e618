"""Files for the browser: the components' scripts and styles, and Plotly out of its installed package."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True)
class Asset:
    """A file as it is served: `etag` tells its content, `gzipped` is empty where that is not worth it."""

    content: bytes
    gzipped: bytes
    media_type: str
    etag: str


@cache
def plotly_min_js() -> Asset:
    """Plotly's own bundle, 4.5 MB, compressed once (1.4 MB)."""
    file = resources.files("plotly") / "package_data" / "plotly.min.js"
    return _asset(file.read_bytes(), ".js")


def component_file(address: str) -> Asset | None:
    """A script or style beneath `playground/components/`, such as `picture/main.js`; None for whatever is not one."""
    # Looked up among what is there: a name never becomes a path.
    path = _component_files().get(address)
    return None if path is None else _component_asset(path, path.stat().st_mtime_ns)


@cache
def _component_files() -> dict[str, Path]:
    root = Path(str(resources.files("playground") / "components"))
    files = (path for path in root.rglob("*/*") if path.suffix in _MEDIA_TYPES)
    return {path.relative_to(root).as_posix(): path for path in files}


@cache
def _component_asset(path: Path, _changed: int) -> Asset:
    return _asset(path.read_bytes(), path.suffix)


def _asset(content: bytes, suffix: str) -> Asset:
    return Asset(
        content=content,
        gzipped=gzip.compress(content, mtime=0) if len(content) > 1000 else b"",
        media_type=_MEDIA_TYPES[suffix],
        etag=hashlib.sha256(content).hexdigest()[:16],
    )
