"""Every press counts, in a real browser on the real app: quick, early, and while nothing gets through."""

import itertools

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.experiments import LONG
from tests.support.playground_page import Playground, Visit, address_of
from tests.support.steps import ask_until, press_for_a_new_run, told, wait_for_hold

pytestmark = [pytest.mark.app, pytest.mark.timeout(300)]

CUTS = 5


def click(person: Playground, key: str, times: int = 1) -> None:
    """Clicks a button as fast as the browser makes clicks."""
    person.page.evaluate(
        "([key, times]) => { for (; times; times--) document.querySelector(`.st-key-${key} button`).click(); }",
        [key, times],
    )


def slow_down(person: Playground) -> None:
    """Has the run train a batch a second, while it is not stepped."""
    person.press("pace")
    speed = person.page.get_by_role("slider", name="Speed")
    speed.press("Home")
    speed.press("Escape")
    expect(speed).to_be_hidden()


def space(person: Playground, *, holds: bool) -> None:
    """Presses the key and waits until the worker says that the run is held, or goes on."""
    person.page.locator(".live-curves").click(position={"x": 5, "y": 5})
    person.page.keyboard.press("Space")
    condition = f"async (response) => (await response.json()).paused === {str(holds).lower()}"
    ask_until(person, f"/runs/{person.run}/curves", condition)


def test_two_hundred_clicks_on_epoch_are_two_hundred_epochs(visit: Visit) -> None:
    person = visit(address_of(presets()["spiral"]))
    click(person, "step", 200)
    expect(person.curves).not_to_have_attribute("data-run", "")
    person.wait_for_epoch(1)  # the first run of a server may wait long for its worker's libraries
    wait_for_hold(person, 200)
    expect(person.page.get_by_role("button", name="Resume", exact=True)).to_be_enabled()
    person.stop()
    assert person.wait_for_end() == "stopped"


def test_keys_and_buttons_count_while_the_connection_is_cut_again_and_again(visit_stub: Visit) -> None:
    person = visit_stub(address_of(LONG))
    person.page.locator(".live-curves").click(position={"x": 5, "y": 5})
    person.page.keyboard.press("ArrowRight")
    expect(person.curves).not_to_have_attribute("data-run", "")
    wait_for_hold(person, 1)
    slow_down(person)
    presses = itertools.cycle(["key", "button", "key", "key", "button"])
    for _ in range(CUTS):
        space(person, holds=False)
        space(person, holds=True)
        epoch: int = told(person)["epoch"]
        person.page.context.set_offline(True)
        for way in itertools.islice(presses, 98):
            if way == "key":
                person.page.keyboard.press("ArrowRight")
            else:
                click(person, "step")
        person.page.context.set_offline(False)
        wait_for_hold(person, epoch + 98)
    before = person.run
    person.page.keyboard.press("r")
    expect(person.curves).not_to_have_attribute("data-run", before)
    wait_for_hold(person, 0)
    person.page.keyboard.press("Space")
    person.wait_for_epoch(3)
    person.stop()
    assert person.wait_for_end() == "stopped"


def test_another_tab_of_the_same_person_steers_the_same_run(visit_stub: Visit) -> None:
    person = visit_stub(address_of(LONG))
    run = press_for_a_new_run(person, "step")
    wait_for_hold(person, 1)
    tab = Playground(person.page.context.new_page(), person.url)
    tab.open(f"/?run={run}")
    tab.press("step")
    wait_for_hold(person, 2)
    slow_down(tab)
    tab.press("pause")
    expect(person.page.get_by_role("button", name="Pause", exact=True)).to_be_enabled()
    person.press("stop")
    assert tab.wait_for_end() == "stopped"
