"""A fragment that is asked for while the whole page is drawn takes nothing off the page, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.streamlit_server import StreamlitServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StreamlitServer]:
    server = StreamlitServer(tmp_path / "log", app="fragments_page.py")
    yield server
    server.process.terminate()
    server.process.wait(20)


def test_fragments_stay_in_their_places(server: StreamlitServer, window: Page) -> None:
    page = window
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server.url)
    whole, left, right = 1, 1, 1

    def shown() -> None:
        # In this order, each once, and nothing else.
        drawn = [f"whole {whole}.", f"left {left}.", f"right {right}."]
        expect(page.get_by_test_id("stMarkdown")).to_have_text(drawn)

    shown()
    for _ in range(5):  # the fault showed four times of five
        page.get_by_role("button", name="Draw the whole page").click()
        whole += 1
        expect(page.get_by_text(f"whole {whole}.")).to_be_visible()
        page.get_by_role("button", name="Draw left").click()
        left, right = left + 2, right + 1
        shown()
        page.get_by_role("button", name="Draw right").click()
        right += 1
        shown()
        page.get_by_role("button", name="Draw left").click()
        left += 1
        shown()
    assert errors == []
