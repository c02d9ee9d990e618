"""A page with only a picture, and routes with the data that a test makes up."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs

from playwright.sync_api import Page

from playground.pictures.format import Picture, encode
from playground.pictures.weights import encode_several
from tests.support.asset_server import Answer, AssetServer
from tests.support.bar_page import bar_data

# Calls the picture and the curves as Streamlit's component does, without Streamlit.
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
<link rel="stylesheet" href="/assets/live_curves/beneath.css">
<link rel="stylesheet" href="/assets/picture/picture.css">
<link rel="stylesheet" href="/assets/picture/notes.css">
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

# Calls the points of a toy as Streamlit's component does; the test acts as Python with `window.hear`.
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
    """A run in the routes' answers.

    `gone` are listed epochs that are not available any more; `rows` the training rows of a run whose pictures the
    browser computes, `findings` what is wrong with it, and `asked` the questions about that. `refusal`: the
    sentence that refuses everything except its curves.
    """

    scene: Mapping[str, Any]
    pictures: Sequence[Picture]
    gone: set[int] = field(default_factory=set)
    curves: Mapping[str, Any] = field(default_factory=dict)
    rows: bytes = b""
    findings: Sequence[Mapping[str, Any]] = ()
    asked: list[str] = field(default_factory=list)
    refusal: str = ""

    def answer(self, path: Sequence[str], query: str = "") -> Answer:
        """Status, media type and body of a route beneath /runs/ID."""
        match path:
            case ["curves"]:
                return 200, "application/json", json.dumps(self.curves).encode()
            case _ if self.refusal:
                return 403, "application/json", json.dumps({"error": self.refusal}).encode()
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


class PictureServer(AssetServer):
    """The page at `url`; `shown` is its run, `others` are the answers of other paths."""

    shown: Shown

    def __init__(self) -> None:
        super().__init__()
        self.others: dict[str, Shown] = {}

    def answer(self, address: SplitResult) -> Answer:
        """Answers with the page or with a run's data."""
        kind, *path = address.path.strip("/").split("/")
        if kind == "runs":
            return self.shown.answer(path[1:], address.query)
        if path and f"{kind}/{path[0]}" in self.others:
            return self.others[f"{kind}/{path[0]}"].answer(path[1:], address.query)
        return 200, "text/html", PAGES.get(kind, PAGE).encode()


def slide(page: Page, epoch: int) -> None:
    """Moves the slider of the past."""
    page.locator("[name=epoch]").fill(str(epoch))
