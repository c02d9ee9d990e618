"""A server of the components' files, which browsers may cache; subclasses answer everything else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import plotly

COMPONENTS = Path(__file__).resolve().parents[2] / "playground" / "components"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TYPES = {".js": "text/javascript", ".css": "text/css"}

Answer = tuple[int, str, bytes]  # status, media type, body


class AssetServer(ThreadingHTTPServer):
    """The server at `url`. A browser asks for each file once, and keeps its compiled form."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://localhost:{self.server_port}"

    def answer(self, address: SplitResult) -> Answer | None:
        """The answer to a request for anything but a component's file; None breaks the connection."""
        raise NotImplementedError

    def start(self) -> None:
        """Serves in a thread until the process ends."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Serves in a thread for as long as the block goes on."""
        self.start()
        yield self
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are reused
    server: AssetServer

    def do_GET(self) -> None:
        """Answers with a file of a component, or as the subclass says."""
        address = urlsplit(self.path)
        kind, *path = address.path.strip("/").split("/")
        if kind == "assets":
            file = PLOTLY if path == [PLOTLY.name] else COMPONENTS.joinpath(*path)
            self._send(200, TYPES[file.suffix], file.read_bytes(), cache="max-age=3600")
        else:
            self._answer(address)

    def do_POST(self) -> None:
        """Answers as the subclass says."""
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self._answer(urlsplit(self.path))

    def _answer(self, address: SplitResult) -> None:
        answer = self.server.answer(address)
        if answer is None:
            self.close_connection = True
        else:
            self._send(*answer, cache="no-store")

    def _send(self, status: int, media_type: str, body: bytes, cache: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", cache)
        if media_type == "application/octet-stream":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Logs nothing."""
