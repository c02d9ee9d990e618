"""An experiment and a run are given away as addresses, in a real browser: copied here, opened there."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.support.playground_page import Playground, Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(timedelta(minutes=3).total_seconds())]


def shared(person: Playground) -> str:
    """What is in the clipboard once the address has been copied; the popover is left open."""
    person.page.get_by_role("button", name="Copy", exact=True).click()
    expect(person.page.get_by_role("button", name="Copied")).to_be_visible()
    text: str = person.page.evaluate("navigator.clipboard.readText()")
    return text


def open_popover(person: Playground) -> None:
    person.page.mouse.move(720, 890)  # the help of the button pressed last lies over what stands beside it
    person.press("share")
    expect(person.page.get_by_role("img", name="QR code of the address")).to_be_visible()


def test_settings_and_a_run_are_copied_as_addresses_that_open_elsewhere(visit_stub: Visit) -> None:
    person = visit_stub(permissions=("clipboard-read", "clipboard-write"))
    person.choose_preset("A single neuron")
    person.set_epochs(7)
    open_popover(person)
    address = shared(person)
    assert address.startswith(f"{person.url}/?experiment=1.")

    other = visit_stub(address.removeprefix(person.url))
    expect(other.page.get_by_text("7 epochs").first).to_be_visible()
    expect(other.page.get_by_text("Cereals · ").first).to_be_visible()
    expect(other.page).to_have_url(address)  # a reload brings them back
    expect(other.page.get_by_test_id("stToast")).to_have_count(0)

    person.page.keyboard.press("Escape")
    run = person.train()
    open_popover(person)
    person.page.get_by_text("This run", exact=True).click()
    expect(person.page.get_by_label("Address of this run")).to_have_value(f"{person.url}/?run={run}")
    assert shared(person) == f"{person.url}/?run={run}"
