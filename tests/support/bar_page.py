"""A page with the live curves and their bar. Its routes are the server's own; the test plays Python and the worker."""

import json
from collections import deque
from collections.abc import Sequence
from typing import Any, Literal

from playwright.sync_api import Page, Route
from starlette.testclient import TestClient

from playground.components.curves_data import Beside
from playground.experiment import Data, Experiment, Training
from playground.messages.wishes import Wish
from playground.persons import Person, new_number, person_of
from playground.runs import Run, Runs
from tests.support.asset_server import COMPONENTS, TYPES
from tests.support.bare_page import THEMES
from tests.support.experiments import complete
from tests.support.silent_engine import SilentEngine

URL = "http://localhost"

PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A bar</title>
<style>
  body {{
    --st-background-color: {0}; --st-text-color: {1}; --st-border-color: {2};
    --st-secondary-background-color: {3}; --st-primary-color: {4}; --st-red-color: #b00020;
    --st-base-radius: 6px; --st-button-radius: 6px; --st-font: sans-serif;
    margin: 1rem; background: {0};
  }}
</style>
<input class="field">
<main><div class="run-bar"></div><div class="live-curves"></div></main>
<script type="module">
  import component from "/assets/live_curves/main.js";
  import {{ presses }} from "/assets/live_curves/presses.js";
  window.presses = presses;
  window.told = [];
  window.call = (data) => component({{
    parentElement: document.querySelector("main"), data,
    setTriggerValue: (name, value) => window.told.push([name, structuredClone(value)]),
  }});
</script>
"""

# The worker's own speed, in a browser where no speed was chosen yet.
AT_FULL_SPEED = (
    "try { localStorage['live-curves-speed'] ??= 'full' } catch { /* a page without an address */ }"
)

Way = Literal["drop", "lose the answer", "twice", "break", "refuse"]


def bar_data(**more: Any) -> dict[str, Any]:
    """Python's data for the bar: settings that can be trained, and no run."""
    return {
        "ready": True,
        "problem": "",
        "notice": {"text": "", "tone": "info"},
        "twin": False,
        "shown": False,
        "doctor": True,
        "word": {"mine": False},
        "met": {},
        "number": None,
        "rates": [],
        "rate": None,
    } | more


class BarPage:
    """The page, with the run `beside` its own; `is_unseen`: its run is on a table that the person may not see.

    `ways` say what happens to the next messages of wishes on their way; all later ones arrive.
    """

    def __init__(self, page: Page, client: TestClient, runs: Runs, engine: SilentEngine) -> None:
        self.page = page
        self.ways: deque[Way] = deque()
        self.posts = 0
        self.beside: Beside | None = None
        self.is_unseen = False
        self._client = client
        self.runs = runs
        self._engine = engine
        self._number = new_number()
        self._data: dict[str, Any] = {}
        client.cookies.set("visitor", self._number)
        page.unroute_all()
        page.add_init_script(
            "localStorage.getItem('live-curves-speed') ?? localStorage.setItem('live-curves-speed', 'full')"
        )
        page.route("**/*", self._fulfil)

    def open(self, run: Run | None = None, **bar: Any) -> "BarPage":
        """Loads the page, with a run or without one."""
        self.page.goto(f"{URL}/")
        self.page.wait_for_function("Boolean(window.call)")
        self._data = bar_data()
        self.say(run, **bar)
        return self

    def say(self, run: Run | None = None, **bar: Any) -> None:
        """Gives the component data, as the page's script does."""
        self._data |= bar
        word: dict[str, Any] = {"mine": run is not None and self.owns(run)}
        if run:
            word |= run.controls()
        rate = run.experiment.training.optimizer.learning_rate if run else None
        known = {
            "word": word,
            "shown": run is not None and not self.is_unseen,
            "rates": [0.001, 0.01, 0.1],
            "rate": rate,
        }
        data = {
            "base": "/",
            "run": run.id if run else None,
            "known_state": run.state if run else "",
            "panels": [{"name": "loss", "title": "Loss", "larger_is_better": False}],
            "picture": False,
            "beside": self.beside,
            "bar": self._data | known,
        }
        self.page.evaluate("(data) => window.call(data)", data)

    def start(self, **training: Any) -> Run:
        """Starts a run of the person at the page."""
        experiment = complete(Experiment(data=Data(dataset="iris"), training=Training(**training)))
        run = self.runs.start(experiment, self.person)
        self._engine.begin(run)
        self._engine.epochs(run, 0)
        return run

    @property
    def person(self) -> Person:
        """The person at the page."""
        person = person_of(self._number)
        assert person is not None
        return person

    def owns(self, run: Run) -> bool:
        """Whether the run belongs to the person at the page."""
        return run.owner == self.person.id

    def press(self, key: str, times: int = 1) -> None:
        """Clicks a button of the bar, as fast as a browser can."""
        self.page.evaluate(
            "([key, times]) => { for (; times; times--) document.querySelector(`.st-key-${key} button`).click(); }",
            [key, times],
        )

    def asked(self, run: Run) -> list[Wish]:
        """The wishes that have reached the engine for a run, in their order."""
        return [wish for name, wish in self._engine.asked if name in (run.id, run.job)]

    def wait_until_taken(self) -> None:
        """Waits until no press is waiting for the server."""
        self.page.wait_for_function("window.presses.waiting === 0")

    def requests(self) -> Sequence[dict[str, Any]]:
        """The requests in the latest message to Python."""
        told: list[Any] = self.page.evaluate(
            "window.told.filter(([name]) => name === 'request').at(-1)?.[1] ?? []"
        )
        return told

    def _fulfil(self, route: Route) -> None:
        path = route.request.url.removeprefix(URL)
        if path == "/":
            route.fulfill(body=PAGE.format(*THEMES["light"]), content_type="text/html")
        elif path == "/assets/plotly.min.js":
            route.abort()
        elif path.startswith("/assets/"):
            file = COMPONENTS / path.removeprefix("/assets/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path.startswith("/runs/"):
            self._answer(route, path)
        else:
            route.abort()

    def _answer(self, route: Route, path: str) -> None:
        request, way = route.request, None
        if request.method == "POST":
            self.posts += 1
            way = self.ways.popleft() if self.ways else None
        if way == "drop":
            route.abort()
            return
        if way == "break":
            route.fulfill(status=503, body="A gateway has nothing behind it.")
            return
        if way == "refuse":
            route.fulfill(status=413, body="<html>A proxy lets no such message through.</html>")
            return
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        for _ in range(2 if way == "twice" else 1):
            answer = self._client.request(request.method, path, content=request.post_data, headers=headers)
        if way == "lose the answer":
            route.abort()
        else:
            route.fulfill(status=answer.status_code, json=json.loads(answer.content))
