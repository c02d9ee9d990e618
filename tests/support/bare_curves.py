"""A page with nothing but live curves, whose runs do what a test says: no Streamlit, no process of its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from playground.words import larger_is_better
from tests.support.fake_run import FakeRun
from tests.support.picture_server import COMPONENTS, PLOTLY, TYPES

# As Streamlit's component calls them; a test calls `show` with what Python says next.
PAGE = """<!doctype html><meta charset="utf-8"><title>Live curves</title>
<style>
  body {{ --st-background-color: #ffffff; --st-text-color: #1c272e; --st-border-color: #d7dfe3; margin: 1rem }}
</style>
<main><div class="live-curves"></div></main>
<script type="module">
  import component from "/assets/live_curves/main.js";
  window.told = [];
  const data = {0};
  window.show = (news) => component({{
    parentElement: document.querySelector("main"),
    data: Object.assign(data, news),
    setTriggerValue: (name, value) => window.told.push([name, value]),
  }});
  await window.show({{}});
</script>
"""
GONE = {"error": "This run is not kept here any more."}


class BareCurves(ThreadingHTTPServer):
    """The page at `url`; its address names the run, the loss's metrics, and what Python believes of the run."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://localhost:{self.server_port}"
        self.runs: dict[str, FakeRun] = {}
        self.questions: list[str] = []  # the runs whose curves were asked for

    def decide(self, run: str, **what: Any) -> None:
        """From now on the run does this (see FakeRun)."""
        self.runs[run] = FakeRun(**what)

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Serves in a thread for as long as the block goes on."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield self
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: BareCurves

    def do_GET(self) -> None:
        """The page, an asset, or the curves of a run."""
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path.strip("/").split("/"):
            case ["assets", *path]:
                file = PLOTLY if path == ["plotly.min.js"] else COMPONENTS.joinpath(*path)
                self._send(200, TYPES[file.suffix], file.read_bytes())
            case ["runs", run, "curves"]:
                self.server.questions.append(run)
                known = self.server.runs.get(run)
                answer = GONE if known is None else known.since(int(asked["from"]))
                self._send(404 if known is None else 200, "application/json", json.dumps(answer).encode())
            case _:
                self._send(200, "text/html", PAGE.format(json.dumps(_data(asked))).encode())

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """A test has its own words."""


def _data(asked: dict[str, str]) -> dict[str, Any]:
    names = ["loss", *(name for name in asked.get("metrics", "").split(",") if name)]
    return {
        "base": "/",
        "run": asked.get("run"),
        "known_state": asked.get("known_state", "running"),
        "panels": [
            {"name": name, "title": name, "larger_is_better": larger_is_better(name)} for name in names
        ],
    }
