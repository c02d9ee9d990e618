"""The page of runs in a browser: choosing rows, looking at curves, names, stars, deletion."""

import re

from playwright.sync_api import Locator, expect

from tests.support.chromium import PATIENCE
from tests.support.playground_page import Playground

_ROW = 35  # pixels of Streamlit's tables


class RunsPage:
    """The page of runs in a person's window."""

    def __init__(self, person: Playground) -> None:
        self.person = person
        self.page = person.page
        self.table = self.page.locator('[class*="st-key-runs-"] canvas').first
        self.chart = self.page.locator(".st-key-compare_chart .figure")
        self.differing = self.page.locator(".st-key-difference_table")

    def come(self) -> None:
        """Follows the link in the head of the Playground."""
        self.page.get_by_role("link", name="My runs").click(timeout=PATIENCE)
        self.ready()

    def go(self, address: str) -> None:
        """Goes to an address of this page."""
        self.page.goto(self.person.url + address, timeout=PATIENCE)
        self.ready()

    def ready(self) -> None:
        """Waits until the page's script has run."""
        expect(self.page).to_have_url(re.compile("/runs"))
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def cells(self, table: Locator) -> list[str]:
        """The texts of a table's visible cells, row by row, as a screen reader gets them."""
        # Hidden cells are not drawn yet.
        table.scroll_into_view_if_needed(timeout=PATIENCE)
        expect(table.locator("td").first).to_be_attached()
        return [text.strip() for text in table.locator("td").all_text_contents()]

    def choose(self, row: int) -> None:
        """Chooses a row, from 0 on, by the box at its left edge; waits until the address says so."""
        before = self.page.url
        # The element that scrolls the canvas covers it.
        self.page.locator('[class*="st-key-runs-"] .dvn-scroller').first.click(
            position={"x": 17, "y": _ROW * (row + 1.5)}, timeout=PATIENCE
        )
        expect(self.page).not_to_have_url(before)
        self.ready()

    def chosen(self) -> list[str]:
        """Ids in the address."""
        found = re.search(r"compare=([^&]+)", self.page.url)
        return found[1].replace("%2C", ",").split(",") if found else []

    def button(self, key: str) -> Locator:
        """The button with a key."""
        return self.page.locator(f'[class*="st-key-{key}"]').get_by_role("button").first
