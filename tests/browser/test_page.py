"""The page itself: what is in sight, in which light, and what it asks for."""

import re

import pytest
from playwright.sync_api import expect

from playground.experiment.presets import presets
from tests.support.playground_page import Playground, Visit, fits, wait_for_scheme

pytestmark = pytest.mark.timeout(600)

FIRST = next(iter(presets().values()))


def test_the_page_is_seen_whole_in_light_and_dark_wide_and_narrow_and_comes_from_one_server(
    visit_stub: Visit,
) -> None:
    # Nonsense in the address is a sentence, and no more.
    person = visit_stub(f"/?twin={'x' * 5000}", scheme="dark")
    expect(person.page.get_by_test_id("stToast")).to_have_text(
        re.compile(r"^\W*\w+\s*(The|This) [^.]{10,300}\.\s*$")
    )
    expect(person.page).to_have_url(re.compile(r"/\??$"))
    expect(person.button("train")).to_be_enabled()
    expect(person.named("preset").get_by_role("combobox")).to_have_value(FIRST.title)
    for seen in (
        person.button("train"),
        person.button("stop"),
        person.named("preset"),
        person.button("add_layer"),
        person.curves.locator(".js-plotly-plot").first,
    ):
        expect(seen).to_be_in_viewport(ratio=0.99)  # together, on a projector
    # Every test here fails at its end if another host was asked; this one sees that the chart is there all the same.
    loaded = person.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert any("plotly" in address for address in loaded)
    assert all(address.startswith((person.url, "data:", "blob:")) for address in loaded)
    wait_for_scheme(person.page, "dark")
    _fits(person)
    person.page.emulate_media(color_scheme="light")
    person.page.set_viewport_size({"width": 1440, "height": 900})
    wait_for_scheme(person.page, "light")
    _fits(person)


def _fits(person: Playground) -> None:
    for _ in fits(person.page):
        expect(person.button("train")).to_be_visible()
        expect(person.curves.locator(".js-plotly-plot").first).to_be_visible()
