"""A page with only live curves, whose runs do what a test says: no Streamlit, no process of its own."""

import json
from typing import Any
from urllib.parse import SplitResult, parse_qs

from playground.components.live_curves import FIRST
from playground.words import larger_is_better
from tests.support.asset_server import Answer, AssetServer
from tests.support.fake_run import FakeRun

# As Streamlit's component calls them; a test calls `show` with Python's next data.
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


class BareCurves(AssetServer):
    """The page at `url`; its address names the run, the loss's metrics, and the state of the run that Python knows."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: dict[str, FakeRun] = {}
        self.questions: list[str] = []  # the runs whose curves were requested

    def decide(self, run: str, **what: Any) -> None:
        """Sets what the run does from now on (see FakeRun)."""
        self.runs[run] = FakeRun(**what)

    def answer(self, address: SplitResult) -> Answer:
        """The page, or the curves of a run."""
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path.strip("/").split("/"):
            case ["runs", run, "curves"]:
                self.questions.append(run)
                known = self.runs.get(run)
                answer = GONE if known is None else known.since(int(asked["from"]))
                return 404 if known is None else 200, "application/json", json.dumps(answer).encode()
        return 200, "text/html", PAGE.format(json.dumps(_data(asked))).encode()


def _data(asked: dict[str, str]) -> dict[str, Any]:
    names = ["loss", *(name for name in asked.get("metrics", "").split(",") if name)]
    return {
        "base": "/",
        "run": asked.get("run"),
        "known_state": asked.get("known_state", "running"),
        "first": FIRST,
        "panels": [
            {
                "name": name,
                "title": name,
                "larger_is_better": larger_is_better(name),
                "also": asked.get("also") if name == "loss" else None,
            }
            for name in names
        ],
    }
