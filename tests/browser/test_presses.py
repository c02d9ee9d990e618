"""Every press counts, in a real browser on the real app: quick, early, and while nothing gets through."""

import itertools
import os

import pytest
from playwright.sync_api import expect

from tests.support.experiments import LONG
from tests.support.playground_page import Playground, Visit, address_of
from tests.support.steps import ask_until, click, told, wait_for_hold

pytestmark = pytest.mark.timeout(600)

CUTS = int(os.environ.get("PLAYGROUND_TESTS_CUTS", "5"))


def space(person: Playground, *, holds: bool) -> None:
    """Presses the key and waits until the worker says that the run is held, or goes on."""
    person.page.locator(".live-curves").click(position={"x": 5, "y": 5})
    person.page.keyboard.press("Space")
    ask_until(person, f"/runs/{person.run}/curves", lambda answer: answer.json()["paused"] == holds)


def test_keys_and_buttons_count_while_the_connection_is_cut_again_and_again(visit_stub: Visit) -> None:
    person = visit_stub(address_of(LONG))
    person.page.locator(".live-curves").click(position={"x": 5, "y": 5})
    person.page.keyboard.press("ArrowRight")
    expect(person.curves).not_to_have_attribute("data-run", "")
    wait_for_hold(person, 1)
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
