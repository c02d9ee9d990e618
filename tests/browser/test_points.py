"""Points added and removed by clicking, in a real browser: the network learns from exactly those."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.support.experiments import SHORT
from tests.support.playground_page import POLLING, Playground, Visit, address_of

pytestmark = pytest.mark.timeout(600)


def editor(person: Playground) -> Locator:
    """The plot with its toolbar."""
    return person.page.locator(".points-editor")


def plot(person: Playground) -> Locator:
    return editor(person).locator("canvas.points-plot")


def unfold(person: Playground) -> None:
    """Opens the Data form and waits for the plot."""
    person.unfold("data")
    person.ready()
    expect(editor(person)).to_have_count(1)  # for a moment the one before is there too
    expect(editor(person)).to_have_attribute("data-added", re.compile("."))
    plot(person).scroll_into_view_if_needed()


def choose_by_picture(person: Playground, name: str) -> None:
    """Chooses a toy in the gallery."""
    person.named("gallery_popover").get_by_role("button").first.click()
    toy = person.page.get_by_role("radio", name=name)
    expect(toy.locator("img")).to_be_visible()
    assert toy.locator("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 64
    toy.click()
    expect(person.named("dataset").get_by_role("combobox")).to_have_value(name)
    expect(toy).to_have_count(0)
    unfold(person)


def choose(person: Playground, name: str) -> None:
    """What a click does from now on."""
    editor(person).locator(".choice", has_text=name).click()


def click(person: Playground, x: int, y: int) -> None:
    expect(editor(person)).to_have_count(1)  # Streamlit may draw it at another place, beside the one before
    plot(person).click(position={"x": x, "y": y}, timeout=10_000)


def heard(person: Playground) -> None:
    """Waits until the server knows of every click."""
    expect(editor(person)).to_have_attribute("data-told", "")
    person.ready()


def scene(person: Playground) -> dict[str, Any]:
    """What the run's picture is drawn over."""
    found: dict[str, Any] = person.get(f"/runs/{person.run}/scene").json()
    return found


def test_points_clicked_quickly_are_trained_with_and_shown_and_removed_ones_are_not(visit: Visit) -> None:
    person = visit(address_of(SHORT))
    unfold(person)
    choose_by_picture(person, "Spiral")
    choose(person, "blue")
    for step in range(6):  # without waiting: the page's script runs after each of them
        click(person, 60 + 12 * step, 30)
    choose(person, "Remove")
    for y in (75, 105):
        click(person, 153, y)
    expect(editor(person)).to_have_attribute("data-removed", "2")
    expect(editor(person)).to_have_attribute("data-added", "6")
    heard(person)
    expect(person.page.get_by_text("Points of your own among the training rows: 6.").first).to_be_visible()
    expect(person.page.get_by_text("Generated points that you removed: 2.").first).to_be_visible()
    person.set_epochs(5)
    person.train()
    assert person.wait_for_end() == "finished"
    shown = scene(person)["points"]
    assert shown["train"]["rows"] + shown["validation"]["rows"] == 500 + 6 - 2
    assert shown["train"]["y"][-6:] == [scene(person)["classes"].index("blue")] * 6
    assert len(set(shown["train"]["x"][1][-6:])) == 1
    person.reload()
    unfold(person)
    expect(editor(person)).to_have_attribute("data-added", "6")
    expect(editor(person)).to_have_attribute("data-removed", "2")
    editor(person).get_by_role("button", name="Clear").click()
    heard(person)
    expect(person.page.get_by_text("Points of your own among the training rows")).to_have_count(0)
    # Points of another seed, on a page as narrow as a telephone.
    before = plot(person).evaluate("(canvas) => canvas.toDataURL()")
    person.press("new_points")
    person.page.wait_for_function(
        "before => document.querySelector('canvas.points-plot').toDataURL() !== before",
        arg=before,
        polling=POLLING,
    )
    person.ready()
    expect(person.page.get_by_role("spinbutton", name="Points seed")).not_to_have_value("0")
    person.page.set_viewport_size({"width": 400, "height": 900})
    expect(plot(person)).to_be_visible()
    person.page.wait_for_function("document.scrollingElement.scrollWidth <= 400", polling=POLLING)
