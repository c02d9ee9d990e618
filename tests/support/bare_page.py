"""A page with only one component: its files from the checkout, its data from the test."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal
from urllib.parse import SplitResult

from playwright.sync_api import Page

from tests.support.asset_server import Answer, AssetServer

# The colours of Streamlit's theme, light and dark.
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
    """The page; `answers` are those of its routes by path: (status, content). Of several pages the latest is served."""

    def __init__(self, page: Page, component: str) -> None:
        self.page = page
        self.answers: dict[str, tuple[int, Any]] = {}
        self.text = ""
        self._component = component

    def open(self, data: Mapping[str, Any], theme: Literal["light", "dark"] = "light") -> None:
        """Loads the page with a component that gets `data`."""
        name = self._component
        self.text = PAGE.format(*THEMES[theme], name.replace("_", "-"), name, json.dumps(data))
        server = _server()
        server.shown = self
        self.page.goto(f"{server.url}/")

    def told(self) -> list[list[Any]]:
        """The component's messages to Python so far: [trigger, value]."""
        told: list[list[Any]] = self.page.evaluate("window.told")
        return told


class _Server(AssetServer):
    shown: BarePage

    def answer(self, address: SplitResult) -> Answer | None:
        if address.path == "/":
            return 200, "text/html", self.shown.text.encode()
        known = self.shown.answers.get(address.path)
        return known and (known[0], "application/json", json.dumps(known[1]).encode())


@cache
def _server() -> _Server:
    """One server for the whole process, so that browsers cache its files."""
    server = _Server()
    server.start()
    return server
