"""The stream of a page: it feeds what is drawn, and questions take its place where it does not come through."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.support.bare_curves import BareCurves
from tests.support.chart_page import TRACE, root, status, wait_for

SET = {"state": "running", "epochs": 500, "reason": "", "held": False, "paused": False, "learning_rates": []}


class Streams:
    """The server's end of a page's streams. `said` is what the page said on the latest one."""

    def __init__(self, page: Page) -> None:
        self.opened = 0
        self.refuses = False
        self.said: list[dict[str, Any]] = []
        self._page = page
        self._number = 0
        self._route: WebSocketRoute | None = None
        page.route_web_socket("**/stream", self._open)

    def _open(self, route: WebSocketRoute) -> None:
        self.opened += 1
        if self.refuses:
            route.close()
            return
        self._route, self._number = route, 0
        self.said = []
        route.on_message(lambda text: self.said.append(json.loads(text)))

    def wait_for(self, kind: str, times: int = 1) -> dict[str, Any]:
        """Waits until the page has said something so often, and returns the last of it."""
        while len(found := [said for said in self.said if said["kind"] == kind]) < times:
            self._page.wait_for_timeout(20)
        return found[-1]

    def tell(self, *news: dict[str, Any], content: bytes = b"") -> None:
        """Sends a message."""
        assert self._route is not None
        self._number += 1
        text = json.dumps({"number": self._number, "news": list(news)})
        head = text.encode()
        self._route.send(len(head).to_bytes(4, "little") + head + content if content else text)

    def close(self) -> None:
        """Breaks the stream."""
        assert self._route is not None
        self._route.close(code=1011)


@pytest.fixture
def page(profile: BrowserContext) -> Any:
    page = profile.new_page()
    yield page
    page.close()


def losses(first: int, last: int) -> dict[str, Any]:
    values = [1 / (epoch + 1) for epoch in range(first, last + 1)]
    return {"from": first, "curves": {"loss": values, "val_loss": values}}


def drawn(page: Page) -> list[Any]:
    values: list[Any] = page.evaluate(TRACE, ["loss", "training"])["y"]
    return values


def test_the_page_is_fed_by_the_stream_and_asks_no_more(server: BareCurves, page: Page) -> None:
    server.decide("streamed", state="waiting", reach=-1, place=1)
    streams = Streams(page)
    page.goto(f"{server.url}/?run=streamed")
    asked = streams.wait_for("follow")
    assert (asked["run"], asked["first"], asked["pictures"]) == ("streamed", 0, None)
    streams.tell({"topic": asked["topic"], "set": SET, **losses(0, 3)})
    wait_for(page, epoch=3)
    before = server.questions.count("streamed")
    streams.tell({"topic": asked["topic"], "set": {"epoch": 5, "reason": ""}, **losses(4, 5)})
    wait_for(page, epoch=5)
    assert drawn(page) == [1 / (epoch + 1) for epoch in range(6)]
    for epoch in range(6, 11):
        streams.tell({"topic": asked["topic"], **losses(epoch, epoch)})
    assert streams.wait_for("seen")["number"] == 5
    streams.tell({"topic": asked["topic"], "anew": True, "set": {"epoch": -1}})
    streams.tell(
        {"topic": asked["topic"], "set": {"epoch": 0}, "from": 0, "curves": {"loss": [2], "val_loss": [2]}}
    )
    expect(root(page)).to_have_attribute("data-epoch", "0")
    assert drawn(page) == [2]
    streams.tell({"topic": asked["topic"], "set": {"state": "finished"}})
    expect(root(page)).to_have_attribute("data-state", "finished")
    # Nothing new will come: the page follows it no more.
    assert streams.wait_for("leave")["topic"] == asked["topic"]
    assert server.questions.count("streamed") == before


def test_a_stream_that_breaks_is_replaced_by_questions_and_goes_on_where_it_was(
    server: BareCurves, page: Page
) -> None:
    server.decide("broken", state="waiting", reach=-1, place=1)
    streams = Streams(page)
    page.goto(f"{server.url}/?run=broken")
    topic = streams.wait_for("follow")["topic"]
    streams.tell({"topic": topic, "set": SET, **losses(0, 3)})
    wait_for(page, epoch=3)
    server.decide("broken", reach=9)
    streams.refuses = True
    streams.close()
    wait_for(page, epoch=9)
    opened = streams.opened
    streams.refuses = False
    while streams.opened == opened:
        page.wait_for_timeout(20)
    assert streams.wait_for("follow")["first"] == 10
    streams.tell({"topic": topic, "set": SET | {"epoch": 11}, **losses(10, 11)})
    wait_for(page, epoch=11)
    asked = server.questions.count("broken")
    streams.tell({"topic": topic, "set": {"epoch": 12}, **losses(12, 12)})
    wait_for(page, epoch=12)
    assert server.questions.count("broken") == asked
    assert None not in drawn(page)


def test_a_stream_that_lets_nothing_through_is_no_hindrance(server: BareCurves, page: Page) -> None:
    server.decide("buffered", reach=5000, epochs=5000, per_second=50)
    streams = Streams(page)
    page.goto(f"{server.url}/?run=buffered")
    streams.wait_for("follow")
    wait_for(page, epoch=20)


def test_what_the_stream_cannot_follow_is_told_as_by_the_route(server: BareCurves, page: Page) -> None:
    server.decide("lost", state="waiting", reach=-1, place=1)
    streams = Streams(page)
    page.goto(f"{server.url}/?run=lost")
    topic = streams.wait_for("follow")["topic"]
    streams.tell({"topic": topic, "status": 503, "error": "The database cannot be used at the moment."})
    expect(status(page)).to_contain_text("Connection lost, trying again.")
    streams.tell({"topic": topic, "set": SET, **losses(0, 3)})
    expect(status(page)).not_to_contain_text("Connection lost")
    streams.tell({"topic": topic, "status": 404, "error": "It was deleted."})
    expect(root(page)).to_have_attribute("data-state", "gone")
    assert page.evaluate("told[0]") == ["ended", {"run": "lost", "state": "gone"}]


def test_a_hidden_tab_says_so(server: BareCurves, page: Page) -> None:
    server.decide("hidden", state="waiting", reach=-1, place=1)
    streams = Streams(page)
    page.goto(f"{server.url}/?run=hidden")
    streams.wait_for("follow")
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    for times, hidden in enumerate((True, False), start=1):
        page.evaluate(hide, hidden)
        assert streams.wait_for("hidden", times)["hidden"] is hidden
