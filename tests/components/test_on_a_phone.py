"""The bar of a run in a window that is only touched: words beneath its icons, room for a finger, and no keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.bar_page import BarPage
from tests.support.chromium import PATIENCE

_NARROWEST = ViewportSize(width=360, height=780)
_FINGER = 39.5  # CSS pixels: 2.5 rem, less what rounding takes
_WORDS = ("Train", "Pause", "Epoch", "Batch", "Stop", "Reset", "Twin", "Speed", "More")


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=_NARROWEST, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_every_button_of_the_bar_has_its_word_and_room_for_a_finger(bar: BarPage) -> None:
    bar.open()
    controls = bar.page.locator(".run-bar .buttons > span > button, .run-bar select")
    expect(controls).to_have_count(len(_WORDS))
    expect(controls.first).to_have_css("flex-direction", "column")  # the style sheet is there
    boxes = [box for each in controls.all() if (box := each.bounding_box()) is not None]
    assert len({box["y"] for box in boxes}) == 1, "one line"
    assert min(min(box["width"], box["height"]) for box in boxes) >= _FINGER
    assert max(box["x"] + box["width"] for box in boxes) <= _NARROWEST["width"]
    for word in _WORDS:
        label = bar.page.locator(".run-bar .label").get_by_text(word, exact=True)
        expect(label).to_be_in_viewport(ratio=1)
        assert label.evaluate("it => it.scrollWidth <= it.parentElement.clientWidth"), word


def test_a_notice_comes_above_the_buttons_moves_none_and_is_read_whole(bar: BarPage) -> None:
    bar.open()
    train = bar.page.locator(".st-key-train")
    expect(train.locator("button")).to_have_css("flex-direction", "column")
    before = train.bounding_box()
    text = "The settings have changed: this run was trained with its own. " * 3
    bar.say(notice={"text": text.strip(), "tone": "info"})
    notice = bar.page.locator(".st-key-notice")
    expect(notice).to_be_in_viewport(ratio=1)
    assert notice.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert train.bounding_box() == before


def test_the_menu_opens_in_the_window_and_no_hint_names_a_key(bar: BarPage) -> None:
    bar.open()
    bar.page.get_by_role("button", name="More").tap()
    expect(bar.page.locator(".run-menu")).to_be_in_viewport(ratio=1)
    expect(bar.page.locator("[aria-description]").first).to_be_attached()
    expect(bar.page.locator("[aria-description*='Key:']")).to_have_count(0)
    expect(bar.page.locator(".explanations")).not_to_contain_text("Keys")
