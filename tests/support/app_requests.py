"""Requests of the bar to the page's script, queued as by the component's callback: AppTest has no component."""

import json
import secrets
from typing import Any

from streamlit.testing.v1 import AppTest

from playground.messages.requests import Request
from playground.ui.lessons.state import StepVisit
from tests.support.visits import visit_of


def request(kind: Any, **more: Any) -> Request:
    """A request as a browser makes it."""
    return Request(id=secrets.token_hex(16), kind=kind, **more)


def ask(page: AppTest, *asked: Request, of: StepVisit | None = None) -> AppTest:
    """Makes the script meet requests, of the Playground or of a lesson's step."""
    (visit_of(page) if of is None else of).requests = [*asked]
    page.run()
    assert not page.exception
    return page


def curves_data(page: AppTest) -> dict[str, Any]:
    """The data from which the live curves, their picture and their bar are drawn."""
    assert not page.exception
    parts = [part.proto for part in page.get("bidi_component")]
    found: dict[str, Any] = next(
        json.loads(part.json) for part in parts if part.component_name.startswith("live_curves")
    )
    return found


def bar(page: AppTest) -> dict[str, Any]:
    """The data from which the bar is drawn."""
    found: dict[str, Any] = curves_data(page)["bar"]
    return found
