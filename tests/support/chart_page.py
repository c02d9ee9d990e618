"""The page of streamlit_page.py in a browser, and what its charts have drawn."""

import re

from playwright.sync_api import FloatRect, Locator, Page, expect

# Finds the Plotly node of a panel and what it has drawn.
CHART = "panel => document.querySelector(`[data-panel=${panel}] .plot`)"
RANGE = f"panel => ({CHART})(panel)._fullLayout.xaxis.range.map(Number)"
TRACE = f"([panel, name]) => ({CHART})(panel).data.find(trace => trace.name === name)"


def root(page: Page) -> Locator:
    """The component's root element, which carries its state."""
    return page.locator(".live-curves")


def status(page: Page) -> Locator:
    """The sentence on the run's state, which a screen reader reads too."""
    return root(page).get_by_role("status")


def wait_for(page: Page, *, epoch: int | None = None, more_updates: int = 0) -> None:
    """Waits until an epoch is drawn, and then for `more_updates` further updates."""
    expect(root(page)).to_have_attribute("data-version", re.compile("."))
    if epoch is not None:
        page.wait_for_function(
            "e => Number(document.querySelector('.live-curves').dataset.epoch) >= e", arg=epoch
        )
    if more_updates:
        version = int(root(page).get_attribute("data-version") or 0)
        page.wait_for_function(
            "v => Number(document.querySelector('.live-curves').dataset.version) >= v",
            arg=version + more_updates,
        )


def plot_area(page: Page, panel: str = "loss") -> FloatRect:
    """Where the curves of a panel are on the page."""
    box = page.locator(f"[data-panel={panel}] .nsewdrag").bounding_box()
    assert box
    return box


def zoom(page: Page, panel: str = "loss") -> list[float]:
    """Drags over the second quarter of the epochs; returns the range that is shown then."""
    area = plot_area(page, panel)
    y = area["y"] + area["height"] / 2
    page.mouse.move(area["x"] + area["width"] * 0.25, y)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.4, y, steps=4)
    page.mouse.move(area["x"] + area["width"] * 0.5, y, steps=4)
    page.mouse.up()
    page.wait_for_function(f"before => ({RANGE})('loss')[0] > before", arg=1)
    shown: list[float] = page.evaluate(RANGE, panel)
    return shown
