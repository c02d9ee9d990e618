"""The app's name in the line at the head of a page: all of it or its last word, and never cut off."""

import pytest
from playwright.sync_api import Browser

from playground.ui.frame.frame import STYLE

_LINKS = "".join(
    f'<div class="stElementContainer"><div class="stPageLink"><a style="display: flex"><p>{name}</p></a></div></div>'
    for name in ("<em>Neural-network</em> playground", "Lessons", "Data", "My runs")
)


@pytest.mark.parametrize(
    ("width", "name"),
    [(296, "Playground"), (335, "Playground"), (368, "Playground"), (448, "Neural-network playground")],
)
def test_the_name_is_never_cut_off(browser: Browser, width: int, name: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 300})
    try:
        # Letters of one width: the fonts of a machine do not count. Streamlit's head line has a gap of 1rem.
        page.set_content(
            f"<style>{STYLE.read_text('utf-8')} body * {{ font: 12px monospace !important }}</style>"
            f'<div style="width: {width}px"><div class="st-key-brand" style="display: flex; width: 100%; gap: 1rem">'
            f"{_LINKS}</div></div>"
        )
        seen = page.locator(".st-key-brand > :first-child p")
        whole = seen.evaluate("it => it.scrollWidth <= it.clientWidth")
        hidden = page.locator("em").evaluate("it => getComputedStyle(it).position === 'absolute'")
    finally:
        page.close()
    assert ("Playground" if hidden else "Neural-network playground") == name
    assert whole
