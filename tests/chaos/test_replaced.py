"""A server that is replaced while a page is open."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.chromium import PATIENCE
from tests.support.experiments import LONG
from tests.support.installation import TELLS, start
from tests.support.playground_page import Playground, address_of

pytestmark = pytest.mark.timeout(900)


@pytest.mark.parametrize("way", ["in order", "killed"])
def test_the_first_press_on_a_server_that_was_replaced_counts(
    browser: Browser, tmp_path: Path, way: str
) -> None:
    server = start(TELLS, tmp_path)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    person = Playground(context.new_page(), server.url)
    person.open(address_of(LONG))
    if way == "killed":
        server.kill()
    else:
        assert server.end() == []
    expect(person.page.locator(".no-connection")).to_be_visible()
    expect(person.page.get_by_test_id("stDialog")).to_have_count(0)
    server = start(TELLS, tmp_path, server.port)
    # The first press, without a reload and without waiting for anything but the server.
    person.page.locator(".st-key-train button, .live-curves [data-press=train]").first.click()
    expect(person.curves).not_to_have_attribute("data-run", "")
    person.wait_for_epoch(3)
    person.stop()
    assert person.wait_for_end() == "stopped"
    context.close()
    assert server.end() == []
