"""What the picture shows where no run has one: the untrained network of the settings, or a recorded film."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.persons import new_number
from tests.support.bar_page import bar_data
from tests.support.chromium import PATIENCE
from tests.support.fake_run import FakeRun
from tests.support.made_up_pictures import PLANE, TABLE, arms, picture
from tests.support.picture_server import PictureServer, Shown

NOTHING = {"settings": None, "run": None, "differ": False, "branch": False, "recording": None}
FRESH = {**NOTHING, "settings": "/untrained/spiral"}
CURVES = FakeRun(state="finished", reach=200, metrics=["accuracy"]).since(0)

Hear = Callable[..., Page]


@pytest.fixture
def hear(picture_server: PictureServer, picture_window: Page) -> Iterator[Hear]:
    """Opens the page, and has Python say more of it: `hear(run=None, untrained=…)`."""
    yield from _hear(picture_server, picture_window)


def _hear(server: PictureServer, window: Page) -> Iterator[Hear]:
    server.shown = Shown(PLANE, [picture(0), picture(200)], curves={**CURVES, "pictures": 2})
    server.others = {
        "untrained/spiral": Shown(PLANE, [picture(0)]),
        "untrained/wine": Shown(TABLE, [picture(0, answer=arms(turned=True))]),
        "recordings/spiral": Shown(
            PLANE, [picture(epoch) for epoch in range(0, 201, 10)], curves=dict(CURVES)
        ),
    }
    window.set_viewport_size({"width": 930, "height": 900})
    window.goto(f"{server.url}/beside?quiet")
    window.wait_for_function("Boolean(window.hear)")

    def hear(**data: Any) -> Page:
        window.evaluate(f"hear({json.dumps(data)})")
        return window

    yield hear
    server.others = {}


def shows(page: Page, of: str, epoch: int | None = None, *, table: bool = False) -> None:
    """Waits until the picture is of a run, an untrained network or a film."""
    root = page.locator(".picture")
    expect(root).to_have_attribute("data-of", of)
    expect(root).not_to_have_attribute("data-stale", "")
    if epoch is not None:
        expect(root).to_have_attribute("data-epoch", str(epoch))
    expect(page.locator("canvas.boundary:visible")).to_have_count(1)
    # A table has its two axes to choose beside the picture.
    expect(page.locator(".picture .axes")).to_be_visible(visible=table)


def test_a_page_without_a_run_shows_the_untrained_network_of_its_settings(hear: Hear) -> None:
    page = hear(run=None, known_state="", untrained=FRESH)
    shows(page, "untrained", 0)
    expect(page.locator(".whose span")).to_have_text("The network before training")
    expect(page.get_by_role("button", name="Branch from here")).to_be_hidden()
    hear(run=None, known_state="", untrained={**FRESH, "settings": "/untrained/wine"})
    shows(page, "untrained", 0, table=True)
    hear(run=None, known_state="", untrained=NOTHING)
    expect(page.locator(".picture .stage")).to_contain_text("once the settings are right")


def test_a_browser_without_cookies_says_with_each_question_who_it_is(
    hear: Hear, picture_window: Page
) -> None:
    number, asked = new_number(), {}
    picture_window.on(
        "request", lambda request: asked.update({request.url: request.headers.get("x-visitor")})
    )
    page = hear(run=None, known_state="", untrained=FRESH, bar={**bar_data(), "number": number})
    shows(page, "untrained", 0)
    questions = {url.rpartition("spiral/")[2] for url, who in asked.items() if who == number}
    assert {"scene", "pictures/latest"} <= questions
    assert all(who == number for url, who in asked.items() if "/untrained/" in url)
    hear(run=None, known_state="", untrained=NOTHING, bar=bar_data())


def test_a_run_is_shown_until_it_is_over_and_the_settings_are_others(hear: Hear) -> None:
    known = {
        "settings": "/untrained/wine",
        "run": "/untrained/spiral",
        "differ": True,
        "branch": False,
        "recording": None,
    }
    page = hear(untrained={**known, "differ": False})
    shows(page, "run", 200)
    hear(untrained=known)
    shows(page, "untrained", 0, table=True)
    expect(page.locator(".live-curves")).to_have_attribute("data-before", "")
    page.get_by_role("button", name="Show the run").click()
    shows(page, "run", 200)
    expect(page.locator(".live-curves")).not_to_have_attribute("data-before", "")
    page.get_by_role("button", name="Show these settings").click()
    shows(page, "untrained", 0, table=True)


def test_a_run_of_the_settings_shown_begins_with_the_scene_that_the_page_has(
    hear: Hear, picture_window: Page
) -> None:
    page, asked = hear(run=None, known_state="", untrained=FRESH), []
    shows(page, "untrained", 0)
    picture_window.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    hear(untrained={**FRESH, "run": "/untrained/spiral", "batch": 10})
    shows(page, "run", 200)
    assert "latest" in asked
    assert "scene" not in asked


def test_the_untrained_network_stands_in_until_a_run_has_a_picture(
    hear: Hear, picture_server: PictureServer
) -> None:
    picture_server.shown.curves = {**CURVES, "state": "waiting", "curves": {}, "pictures": 0}
    page = hear(known_state="waiting", untrained={**FRESH, "run": "/untrained/spiral"})
    shows(page, "run", 0)
    picture_server.shown.curves = {**CURVES, "pictures": 2}
    shows(page, "run", 200)


def test_nothing_of_other_settings_is_seen_under_a_new_run(hear: Hear, picture_server: PictureServer) -> None:
    page = hear(run=None, known_state="", untrained={**FRESH, "settings": "/untrained/wine"})
    shows(page, "untrained", 0, table=True)
    picture_server.shown.curves = {**CURVES, "state": "waiting", "curves": {}, "pictures": 0}
    del picture_server.others["untrained/spiral"]
    hear(known_state="waiting", untrained={**FRESH, "run": "/untrained/spiral"})
    expect(page.locator(".picture .stage")).to_contain_text("The first picture is of the untrained network.")


@pytest.fixture
def first_visit(picture_server: PictureServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """The page of a browser that was never here: `first_visit(reduced_motion="reduce")`."""
    pages: list[Page] = []
    hears: list[Iterator[Hear]] = []

    def first_visit(**options: Any) -> Page:
        page = browser.new_page(**options)
        page.set_default_timeout(PATIENCE)
        pages.append(page)
        hears.append(_hear(picture_server, page))
        hear = next(hears[-1])
        return hear(run=None, known_state="", untrained={**FRESH, "recording": "/recordings/spiral"})

    yield first_visit
    for page in pages:
        page.close()
    picture_server.others = {}


def test_a_first_visit_opens_with_a_film_that_space_stops_and_a_second_without(
    first_visit: Callable[..., Page],
) -> None:
    page = first_visit()
    page.get_by_role("button", name="Pause the film").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play the epochs as a film").wait_for()
    assert not page.evaluate("told.some(([name]) => name === 'request')")
    shows(page, "recording")
    expect(page.get_by_role("status").first).to_contain_text("recorded film")
    page.keyboard.press("Space")
    page.wait_for_function(
        "told.some(([name, value]) => name === 'request' && value.at(-1).kind === 'train')"
    )
    page.reload()
    page.wait_for_function("Boolean(window.hear)")
    page.evaluate(
        f"hear({json.dumps({'run': None, 'untrained': {**FRESH, 'recording': '/recordings/spiral'}})})"
    )
    shows(page, "untrained", 0)


def test_the_film_stands_still_where_the_system_asks_for_less_motion(
    first_visit: Callable[..., Page],
) -> None:
    page = first_visit(reduced_motion="reduce")
    shows(page, "recording", 200)
    expect(page.get_by_role("button", name="Play the epochs as a film")).to_be_enabled()
