"""A page with nothing but a picture, and routes that give it what a test made up."""

import gzip
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import plotly

from playground.pictures.format import Picture, encode
from playground.pictures.weights import encode_several
from tests.support.bar_page import bar_data

COMPONENTS = Path(__file__).resolve().parents[2] / "playground" / "components"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TYPES = {".js": "text/javascript", ".css": "text/css"}

# The picture and the curves as Streamlit's component calls them, without Streamlit.
BESIDE = """<!doctype html><meta charset="utf-8"><title>Picture beside curves</title>
<style>
  body { --st-background-color: #ffffff; --st-text-color: #1c272e; --st-border-color: #d7dfe3; margin: 0 }
</style>
<main><div class="run-bar"></div><div class="live-curves"></div></main>
<script type="module">
  import component from "/assets/live_curves/main.js";
  window.told = [];
  window.component = component;
  // The test plays Python by `window.hear`, which changes the data.
  window.hear = (more = {}) => component({
    parentElement: document.querySelector("main"),
    data: {
      base: "/",
      run: "run",
      known_state: "running",
      picture: true,
      untrained: null,
      bar: BAR,
      panels: [{ name: "loss", title: "loss" }, { name: "accuracy", title: "accuracy", larger_is_better: true }],
      ...more,
    },
    setTriggerValue: (name, value) => window.told.push([name, value]),
  });
  if (!location.search) await window.hear();
</script>
"""

BESIDE = BESIDE.replace("BAR", json.dumps(bar_data()))

PAGE = """<!doctype html><meta charset="utf-8"><title>Picture</title>
<link rel="stylesheet" href="/assets/live_curves/live_curves.css">
<link rel="stylesheet" href="/assets/picture/picture.css">
<link rel="stylesheet" href="/assets/picture/timeline.css">
<link rel="stylesheet" href="/assets/picture/views.css">
<link rel="stylesheet" href="/assets/picture/editing.css">
<style>
  body { --st-background-color: #ffffff; --st-text-color: #1c272e; --st-border-color: #d7dfe3; margin: 0 }
  .picture { width: 460px; height: 470px }
</style>
<input class="field"><button class="other">Other</button>
<div class="live-curves"></div>
<script type="module">
  import { Picture } from "/assets/picture/picture.js";
  import { theme } from "/assets/kit/theme.js";
  const root = document.querySelector(".live-curves");
  window.told = [];
  window.marks = [];
  window.seen = [];
  window.picture = new Picture({
    tell: (name, value) => window.told.push([name, value]),
    marked: (epoch) => window.marks.push(epoch),
    resized: () => {},
  });
  root.append(picture.node);
  const seen = () => window.seen.push(Number(picture.node.dataset.epoch));
  new MutationObserver(seen).observe(picture.node, { attributeFilter: ["data-epoch"] });
  picture.theme(theme(root), root.dataset.scheme);
  picture.follow({ run: "run", address: "/runs/run", key: "same" });
  picture.hear({ state: "running", pictures: 1 });
</script>
"""

# The points of a toy as Streamlit's component calls them; the test plays Python by `window.hear`.
POINTS = """<!doctype html><meta charset="utf-8"><title>Points</title>
<style>
  body { --st-background-color: #ffffff; --st-text-color: #1c272e; --st-border-color: #d7dfe3; margin: 0 }
  main { width: 380px }
</style>
<main><div class="points-editor"></div></main>
<script type="module">
  import component from "/assets/points/main.js";
  window.told = [];
  const parentElement = document.querySelector("main");
  const setTriggerValue = (_, value) => window.told.push(value);
  window.hear = async (data) => void (window.cleanup = await component({ parentElement, setTriggerValue, data }));
</script>
"""

PAGES = {"beside": BESIDE, "points": POINTS}


@dataclass
class Shown:
    """A run as the routes tell of it.

    `gone` are epochs that are listed and cannot be had any more; `rows` the training rows of a run whose pictures the
    browser computes, `findings` what is wrong with it, and `asked` what was asked about that.
    """

    scene: Mapping[str, Any]
    pictures: Sequence[Picture]
    gone: set[int] = field(default_factory=set)
    curves: Mapping[str, Any] = field(default_factory=dict)
    rows: bytes = b""
    findings: Sequence[Mapping[str, Any]] = ()
    asked: list[str] = field(default_factory=list)

    def answer(self, path: Sequence[str], query: str = "") -> tuple[int, str, bytes]:
        """Status, media type and body of a route beneath /runs/ID."""
        match path:
            case ["curves"]:
                return 200, "application/json", json.dumps(self.curves).encode()
            case ["scene"]:
                return 200, "application/json", json.dumps(self.scene).encode()
            case ["pictures"]:
                entries = [[picture.epoch, picture.batch] for picture in self.pictures]
                return (
                    200,
                    "application/json",
                    json.dumps({"epochs": entries, "latest": entries[-1]}).encode(),
                )
            case ["rows"]:
                return 200, "application/octet-stream", self.rows
            case ["weights"]:
                wanted = parse_qs(query)
                first = (int(wanted["epoch"][0]), int(wanted["batch"][0]))
                several = [each for each in self.pictures if (each.epoch, each.batch) >= first]
                content = encode_several([encode(each) for each in several], None)
                return 200, "application/octet-stream", gzip.compress(content)
            case ["findings"]:
                self.asked.append(query)
                return 200, "application/json", json.dumps({"findings": self.findings}).encode()
            case ["pictures", "latest"]:
                return 200, "application/octet-stream", encode(self.pictures[-1])
            case ["pictures", epoch] if int(epoch) not in self.gone:
                found = next(picture for picture in self.pictures if picture.epoch == int(epoch))
                return 200, "application/octet-stream", encode(found)
        return (
            404,
            "application/json",
            json.dumps({"error": "This epoch's picture is not kept any more."}).encode(),
        )


class PictureServer(ThreadingHTTPServer):
    """The page at `url`; `shown` is what its run shows, `others` what lies beneath other paths."""

    shown: Shown

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://localhost:{self.server_port}"
        self.others: dict[str, Shown] = {}

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Serves in a thread for as long as the block goes on."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield self
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page, an asset, or what a run shows."""
        address = urlsplit(self.path)
        kind, *path = address.path.strip("/").split("/")
        if kind == "assets":
            file = PLOTLY if path == ["plotly.min.js"] else COMPONENTS.joinpath(*path)
            self._send(200, TYPES[file.suffix], file.read_bytes())
        elif kind == "runs":
            assert isinstance(self.server, PictureServer)
            self._send(*self.server.shown.answer(path[1:], address.query))
        elif path and isinstance(self.server, PictureServer) and f"{kind}/{path[0]}" in self.server.others:
            self._send(*self.server.others[f"{kind}/{path[0]}"].answer(path[1:], address.query))
        else:
            self._send(200, "text/html", PAGES.get(kind, PAGE).encode())

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if media_type == "application/octet-stream":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """A test has its own words."""
