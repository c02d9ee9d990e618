"""Files for the browser: the components' scripts and styles, and Plotly's script from its installed package."""

import gzip
import mimetypes
import os
import re
from functools import cache
from importlib import resources
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from playground.server.asset_version import FOLDER, SUFFIXES, asset_version

mimetypes.add_type("text/javascript", ".js")  # Python 3.11 and some systems know it by an older name

_LEAST_BYTES = 1000  # smaller files are not compressed
_VERSION = re.compile(r"v-[0-9a-f]{12}")
_IS_CURRENT = "playground.is_current"  # in a request's scope: whether its path has the current version
_FOR_EVER = "public, max-age=31536000, immutable"
_PLOTLY = Path(str(resources.files("plotly") / "package_data" / "plotly.min.js"))


class Assets(StaticFiles):
    """Serves scripts and styles, such as `v-0123456789ab/picture/main.js`, and no other files of their folders.

    A browser caches files of the current version and does not request them again at its next visit. A path with an
    older version, from a page that was opened before the server was replaced, or without a version gets the current
    file too, but the browser revalidates it each time. Each file is compressed once, because Plotly's 4.5 MB take a
    sixth of a second, too long to repeat for each visitor.
    """

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, packages=[("plotly", "package_data")])

    def get_path(self, scope: Scope) -> str:
        """The path of the requested file, without its version."""
        path = super().get_path(scope)
        first, _, rest = path.partition(os.sep)
        if not _VERSION.fullmatch(first):
            return path
        scope[_IS_CURRENT] = first == asset_version.now()
        return rest

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The path and the status of a file; ("", None) if it is not a script or style."""
        return super().lookup_path(path) if path.endswith(SUFFIXES) else ("", None)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, compressed if the browser accepts gzip; 304 if the browser has a valid copy."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _FOR_EVER if scope.get(_IS_CURRENT) else "no-cache"
        response.headers.add_vary_header("Accept-Encoding")
        requested = Headers(scope=scope)
        is_plain = response.status_code == 304 or "range" in requested or stat_result.st_size < _LEAST_BYTES
        if is_plain or "gzip" not in requested.get("accept-encoding", ""):
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
    """Compresses Plotly's script, so that the first visitor does not wait for it."""
    _compress(os.path.realpath(_PLOTLY), _PLOTLY.stat().st_mtime_ns)


@cache
def _compress(path: str, _changed: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), mtime=0)
