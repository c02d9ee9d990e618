"""Files for the browser: the components' scripts and styles, and Plotly out of its installed package."""

import gzip
import mimetypes
import os
from functools import cache
from importlib import resources
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

mimetypes.add_type("text/javascript", ".js")  # Python 3.11 and some systems know it by an older name

_SUFFIXES = (".js", ".css")
_LEAST_BYTES = 1000  # of a file that is compressed

_COMPONENTS = Path(str(resources.files("playground") / "components"))
_PLOTLY = Path(str(resources.files("plotly") / "package_data" / "plotly.min.js"))


class Assets(StaticFiles):
    """Serves scripts and styles, such as `picture/main.js`, and nothing else that lies beside them.

    The browser asks each time whether its copy is still valid. A file is compressed once: Plotly's 4.5 MB take a sixth
    of a second, too long to repeat for each visitor.
    """

    def __init__(self) -> None:
        super().__init__(directory=_COMPONENTS, packages=[("plotly", "package_data")])

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file at a path and its status; ("", None) for anything but a script or style."""
        return super().lookup_path(path) if path.endswith(_SUFFIXES) else ("", None)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, compressed if the browser accepts that; 304 if the browser has a valid copy."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        response.headers.add_vary_header("Accept-Encoding")
        asked = Headers(scope=scope)
        is_plain = response.status_code == 304 or "range" in asked or stat_result.st_size < _LEAST_BYTES
        if is_plain or "gzip" not in asked.get("accept-encoding", ""):
            return response
        headers = {
            name: response.headers[name] for name in ("etag", "last-modified", "cache-control", "vary")
        }
        return Response(
            _compress(str(full_path), stat_result.st_mtime_ns),
            headers=headers | {"Content-Encoding": "gzip"},
            media_type=response.media_type,
        )


def compress_plotly() -> None:
    """Compresses Plotly, so that the first visitor need not wait for it."""
    _compress(os.path.realpath(_PLOTLY), _PLOTLY.stat().st_mtime_ns)


@cache
def _compress(path: str, _changed: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), mtime=0)
