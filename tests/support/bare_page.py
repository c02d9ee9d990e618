"""A page with one component and nothing else: its files from the checkout, its data from the test, no server."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import plotly
from playwright.sync_api import Page, Route

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
COMPONENTS = Path(__file__).resolve().parents[2] / "playground" / "components"
URL = "http://localhost"
TYPES = {".js": "text/javascript", ".css": "text/css"}

# As Streamlit's theme has them, light and dark.
THEMES = {
    "light": ("#ffffff", "#1c272e", "#d7dfe3", "#f2f5f6", "#0f766e"),
    "dark": ("#11171c", "#e4ebee", "#34414a", "#1b242b", "#12807a"),
}

PAGE = """<!doctype html><meta charset="utf-8"><title>A component</title>
<style>
  body {{
    --st-background-color: {0}; --st-text-color: {1}; --st-border-color: {2};
    --st-secondary-background-color: {3}; --st-primary-color: {4};
    --st-base-radius: 6px; --st-button-radius: 6px; --st-font: sans-serif; --st-code-font: monospace;
    margin: 1rem; background: {0};
  }}
</style>
<main><div class="{5}"></div></main>
<script type="module">
  import component from "/assets/{6}/main.js";
  window.told = [];
  window.call = (data) => component({{
    parentElement: document.querySelector("main"), data,
    setTriggerValue: (name, value) => window.told.push([name, value]),
  }});
  await window.call({7});
</script>
"""


class BarePage:
    """The page; `answers` are what its routes say, by path: (status, content)."""

    def __init__(self, page: Page, component: str) -> None:
        self.page = page
        self.answers: dict[str, tuple[int, Any]] = {}
        self._component = component
        self._text = ""
        page.route("**/*", self._fulfil)

    def open(self, data: Mapping[str, Any], theme: Literal["light", "dark"] = "light") -> None:
        """Loads the page with a component that is handed `data`."""
        name = self._component
        self._text = PAGE.format(*THEMES[theme], name.replace("_", "-"), name, json.dumps(data))
        self.page.goto(f"{URL}/")

    def told(self) -> list[list[Any]]:
        """What the component told Python so far: [trigger, value]."""
        told: list[list[Any]] = self.page.evaluate("window.told")
        return told

    def _fulfil(self, route: Route) -> None:
        path = route.request.url.removeprefix(URL).partition("?")[0]
        if path == "/":
            route.fulfill(body=self._text, content_type="text/html")
        elif path.startswith("/assets/"):
            name = path.removeprefix("/assets/")
            file = PLOTLY if name == PLOTLY.name else COMPONENTS / name
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path in self.answers:
            status, content = self.answers[path]
            route.fulfill(status=status, json=content)
        else:
            route.abort()
