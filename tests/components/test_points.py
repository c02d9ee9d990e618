"""The plot of a toy's points in a real browser: what clicks, fingers and keys add and remove, and what Python hears."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.chromium import PATIENCE
from tests.support.picture_server import PictureServer

# Four points of two classes, the corners of a square; the last one validates.
PLANE: dict[str, Any] = {
    "features": ["x1", "x2"],
    "classes": ["orange", "blue"],
    "target": "label",
    "rows": [0, 1, 2, 7],
    "x": [[-3, 3, 3, -3], [-3, -3, 3, 3]],
    "y": [0, 0, 1, 1],
    "trains": [1, 1, 1, 0],
    "added": [],
    "removed": [],
    "of": "first",
    "heard": "",
    "limits": {"added": 200, "removed": 500, "reach": 12},
}
SURFACE = {**PLANE, "classes": [], "target": "y", "y": [-1, 0, 0.5, 1]}
LINE = {**SURFACE, "features": ["x"], "x": [[-3, 3, 3, -3]]}

# Where a place of the plane is in the canvas: as plot.js has it, -6 to 6 in a square of 214 pixels.
LEFT, TOP, SIDE = 46, 6, 214

Show = Callable[..., Page]


def pixel(x1: float, x2: float) -> dict[str, float]:
    return {"x": LEFT + (x1 + 6) / 12 * SIDE, "y": TOP + (6 - x2) / 12 * SIDE}


@pytest.fixture(scope="module")
def points_window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(has_touch=True)
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


@pytest.fixture
def show(picture_server: PictureServer, points_window: Page) -> Show:
    """Opens the plot with what Python says of it."""

    def show(data: dict[str, Any] = PLANE) -> Page:
        points_window.set_viewport_size({"width": 420, "height": 420})
        points_window.goto(f"{picture_server.url}/points")
        points_window.wait_for_function("Boolean(window.hear)")
        hear(points_window, data)
        expect(root(points_window)).to_have_attribute("data-added", str(len(data["added"])))
        return points_window

    return show


def hear(page: Page, data: dict[str, Any]) -> None:
    """Python's next message."""
    page.evaluate("data => window.hear(data)", data)


def told(page: Page) -> list[dict[str, Any]]:
    """What Python was told, first to last."""
    messages: list[dict[str, Any]] = page.evaluate("window.told")
    return messages


def root(page: Page) -> Locator:
    return page.locator(".points-editor")


def plot(page: Page) -> Locator:
    return page.locator("canvas.points-plot")


def choose(page: Page, name: str) -> None:
    """What a click does from now on."""
    page.locator(".choice", has_text=name).click()


def test_a_click_adds_a_point_of_the_chosen_class_where_it_was(show: Show) -> None:
    page = show()
    choose(page, "blue")
    plot(page).click(position=pixel(1.5, -2))
    expect(root(page)).to_have_attribute("data-added", "1")
    ((x1, x2, label),) = told(page)[-1]["added"]
    assert (x1, x2, label) == (pytest.approx(1.5, abs=0.06), pytest.approx(-2, abs=0.06), "blue")
    assert told(page)[-1]["of"] == "first"


def test_the_nearest_point_is_removed_but_none_far_away(show: Show) -> None:
    page = show()
    choose(page, "Remove")
    plot(page).click(position=pixel(0, 0))
    expect(page.get_by_role("status")).to_have_text("No point is near enough.")
    assert told(page) == []
    plot(page).click(position=pixel(-2.7, 3.2))
    assert told(page)[-1]["removed"] == [7]
    plot(page).click(position=pixel(-3, 3))
    assert len(told(page)) == 1


def test_a_point_of_ones_own_is_removed_from_ones_own(show: Show) -> None:
    page = show({**PLANE, "added": [[0, 0, "blue"], [1.5, 1.5, "orange"]]})
    choose(page, "Remove")
    plot(page).click(position=pixel(0.1, 0))
    assert told(page)[-1]["added"] == [[1.5, 1.5, "orange"]]
    assert told(page)[-1]["removed"] == []


def number(message: dict[str, Any]) -> dict[str, Any]:
    """What Python says of the last message that it took in."""
    return {name: message[name] for name in ("editor", "number")}


def test_clicks_while_python_is_busy_are_all_kept(show: Show) -> None:
    page = show()
    for x1 in range(-5, 5):
        plot(page).click(position=pixel(x1, 0))
    first, last = told(page)[0], told(page)[-1]
    assert [len(message["added"]) for message in told(page)] == list(range(1, 11))
    # Python took in the first one only, and says so with what it then had.
    hear(page, {**PLANE, "added": first["added"], "heard": number(first)})
    expect(root(page)).to_have_attribute("data-added", "10")
    expect(root(page)).not_to_have_attribute("data-told", "")
    hear(page, {**PLANE, "added": last["added"], "heard": number(last)})
    expect(root(page)).to_have_attribute("data-told", "")
    expect(root(page)).to_have_attribute("data-added", "10")


def test_what_python_did_not_hear_is_told_again(show: Show) -> None:
    page = show()
    plot(page).click(position=pixel(1, 1))
    page.wait_for_function("window.told.length > 1")
    again = told(page)
    assert again[0] == again[1]
    hear(page, {**PLANE, "added": again[0]["added"], "heard": number(again[0])})
    expect(root(page)).to_have_attribute("data-told", "")


def test_undo_takes_clicks_back_one_by_one_and_clear_all_at_once(show: Show) -> None:
    page = show()
    undo, clear = (page.get_by_role("button", name=name) for name in ("Undo", "Clear"))
    expect(undo).to_be_disabled()
    expect(clear).to_be_disabled()
    plot(page).click(position=pixel(1, 1))
    choose(page, "Remove")
    plot(page).click(position=pixel(3, 3))
    expect(page.get_by_role("status")).to_have_text("1 added, 1 removed")
    undo.click()
    assert (len(told(page)[-1]["added"]), told(page)[-1]["removed"]) == (1, [])
    undo.click()
    assert told(page)[-1]["added"] == []
    expect(undo).to_be_disabled()
    plot(page).click(position=pixel(3, 3))
    clear.click()
    assert (told(page)[-1]["added"], told(page)[-1]["removed"]) == ([], [])
    undo.click()
    assert told(page)[-1]["removed"] == [2]


def test_other_points_forget_what_was_removed_and_keep_what_was_added(show: Show) -> None:
    page = show()
    plot(page).click(position=pixel(1, 1))
    choose(page, "Remove")
    plot(page).click(position=pixel(3, 3))
    last = told(page)[-1]
    hear(page, {**PLANE, "of": "second", "added": [], "removed": []})
    expect(root(page)).to_have_attribute("data-removed", "0")
    assert (told(page)[-1]["of"], told(page)[-1]["removed"]) == ("second", [])
    assert told(page)[-1]["added"] == last["added"]
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_value_is_chosen_for_points_over_a_plane(show: Show) -> None:
    page = show(SURFACE)
    page.get_by_label("Value of the points that are added").fill("-0.75")
    plot(page).click(position=pixel(0, 0))
    assert told(page)[-1]["added"][0][2] == -0.75
    page.get_by_label("Value of the points that are added").fill("99")
    plot(page).click(position=pixel(1, 1))
    assert told(page)[-1]["added"][1][2] == 12


def test_the_height_of_the_click_is_the_value_where_there_is_one_feature(show: Show) -> None:
    page = show(LINE)
    plot(page).click(position={"x": LEFT + 5, "y": TOP + SIDE / 2})
    ((x, y),) = told(page)[-1]["added"]
    assert x == pytest.approx(-5.8, abs=0.1)
    assert y == pytest.approx(0, abs=0.05)


def test_no_more_are_added_than_allowed(show: Show) -> None:
    page = show({**PLANE, "added": [[0, 0, "blue"]], "limits": {**PLANE["limits"], "added": 1}})
    plot(page).click(position=pixel(1, 1))
    expect(page.get_by_role("status")).to_have_text("At most 1 can be added.")
    assert told(page) == []


def test_a_finger_adds_a_point(show: Show) -> None:
    page = show()
    box = plot(page).bounding_box()
    assert box
    at = pixel(2, 2)
    page.touchscreen.tap(box["x"] + at["x"], box["y"] + at["y"])
    expect(root(page)).to_have_attribute("data-added", "1")


def test_everything_can_be_done_with_keys(show: Show) -> None:
    page = show()
    page.get_by_role("radio", name="orange").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="blue")).to_be_checked()
    plot(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(root(page)).to_have_attribute("data-added", "1")
    ((x1, x2, label),) = told(page)[-1]["added"]
    assert (x1, x2, label) == (pytest.approx(5 * 8 / SIDE * 12, abs=0.01), 0, "blue")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(root(page)).to_have_attribute("data-added", "0")


def test_a_call_that_is_overtaken_and_cleaned_up_takes_nothing_away(show: Show) -> None:
    page = show()
    choose(page, "blue")
    plot(page).click(position=pixel(1, 1))
    page.evaluate("window.cleanup()")
    hear(page, PLANE)
    plot(page).click(position=pixel(2, 1))
    assert [point[2] for point in told(page)[-1]["added"]] == ["blue", "blue"]


def test_a_plot_that_has_left_the_page_tells_nothing_more(show: Show) -> None:
    page = show()
    plot(page).click(position=pixel(1, 1))
    page.evaluate("""() => {
        window.stopped = [];
        window.clearInterval = (clear => id => { window.stopped.push(id); clear(id); })(window.clearInterval);
        document.querySelector(".points-editor").remove();
        window.cleanup();
    }""")
    assert page.evaluate("window.stopped.length") == 1
