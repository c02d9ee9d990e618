"""The picture beside the curves, in one component: the same epoch, the same room, triggers for Python."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.fake_run import FakeRun
from tests.support.made_up_pictures import PLANE, picture
from tests.support.picture_server import PictureServer, Shown

Look = Callable[..., Page]

# The vertical lines and the words of the loss panel, as Plotly has them.
LINES = "document.querySelector('.plot').layout.shapes.map(({ x0, line }) => [x0, line.dash ?? 'solid'])"
WORDS = "document.querySelector('.plot').layout.annotations.map(({ text }) => text)"

# The selectors of all rules, and those that style what stands below something with `:has()`.
SELECTORS = """() => {
  const selectors = (rule) => [rule.selectorText, ...within(rule.cssRules ?? [])].filter(Boolean);
  const within = (rules) => [...rules].flatMap(selectors);
  const all = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(({ cssRules }) => within(cssRules));
  const below = /:has\\(([^()]|\\([^()]*\\))*\\)[^\\s,]*\\s*[\\s>+~]\\s*[^\\s,]/;
  return [all, all.filter((selector) => below.test(selector))];
}"""


@pytest.fixture
def look(picture_server: PictureServer, picture_window: Page) -> Look:
    """Opens the page with a run that is over, and three pictures of it."""

    def look(width: int = 930, **answer: Any) -> Page:
        curves = FakeRun(state="finished", reach=200, metrics=["accuracy"]).since(0)
        shown = [picture(0), picture(10), picture(200)]
        picture_server.shown = Shown(PLANE, shown, curves={**curves, "pictures": 1, **answer})
        picture_window.set_viewport_size({"width": width, "height": 900})
        picture_window.goto(f"{picture_server.url}/beside")
        expect(picture_window.locator(".live-curves")).to_have_attribute("data-epoch", "200")
        expect(picture_window.locator(".picture")).to_have_attribute("data-epoch", "200")
        return picture_window

    return look


def boxes(page: Page, *selectors: str) -> list[Any]:
    """Where elements stand."""
    return [page.locator(selector).bounding_box() for selector in selectors]


def test_the_epoch_gone_back_to_is_marked_in_the_curves(look: Look) -> None:
    page = look()
    assert [10, "solid"] not in page.evaluate(LINES)
    page.locator("[name=epoch]").fill("10")
    page.wait_for_function(f"{LINES}.some(([epoch, dash]) => epoch === 10 && dash === 'solid')")
    tile = page.locator("[data-figure=training]")
    expect(tile).to_contain_text("loss, epoch 10")
    legend = page.locator(".legend .number").first
    then = legend.inner_text()
    page.get_by_role("button", name="Last").click()
    page.wait_for_function(f"{LINES}.every(([epoch]) => epoch !== 10)")
    expect(tile).to_contain_text("loss, last epoch")
    expect(legend).not_to_have_text(then)


def test_a_number_that_changes_has_nothing_but_itself_styled_anew(look: Look) -> None:
    # After every change below an element with such a rule, browsers style all that is in it anew.
    selectors, below = look().evaluate(SELECTORS)
    assert ".live-curves .sheet" in selectors
    assert below == []


def test_a_learning_rate_changed_in_mid_run_is_marked_at_its_epoch(look: Look) -> None:
    page = look(learning_rates=[[40, 0.003]])
    assert [40, "dash"] in page.evaluate(LINES)
    assert "learning rate 0.003" in page.evaluate(WORDS)


RATES = """() => [...document.querySelectorAll(".live-curves .plot")].map(({ data }) =>
  data.filter(({ name }) => name === "learning rate").map(({ x, y }) => x.map((epoch, i) => [epoch, y[i]])))"""


def test_a_learning_rate_that_changes_is_a_line_with_the_rate_of_each_epoch(look: Look) -> None:
    page = look(learning_rate=0.01, learning_rates=[[epoch, 0.01 / (epoch + 2)] for epoch in range(0, 40, 2)])
    (of_loss, *more), *others = page.evaluate(RATES)
    assert (more, others) == ([], [[]] * len(others)), "one line, beside the loss"
    rates = dict(map(tuple, of_loss))
    assert rates[1] == rates[2] == 0.01 / 2
    assert rates[3] == rates[4] == 0.01 / 4
    assert rates[0] is None, "nothing was trained in epoch 0"
    expect(page.locator('[data-panel="loss"] .legend .rate')).to_have_text("rate0.00025")
    assert not any("learning rate" in words for words in page.evaluate(WORDS)), "too many to mark each"


def test_a_learning_rate_that_never_changes_is_not_drawn(look: Look) -> None:
    page = look(learning_rate=0.01, learning_rates=[])
    assert not any(page.evaluate(RATES))
    expect(page.locator('[data-panel="loss"] .legend .rate')).to_be_hidden()


def test_curves_and_picture_share_the_room_and_stand_below_each_other_where_it_is_narrow(look: Look) -> None:
    curves, shown = boxes(look(930), ".curves", ".picture")
    assert [curves["y"], curves["height"]] == [shown["y"], shown["height"]]
    assert curves["x"] + curves["width"] < shown["x"]
    assert curves["width"] == pytest.approx(shown["width"], abs=1)
    curves, shown = boxes(look(600), ".curves", ".picture")
    assert curves["y"] + curves["height"] < shown["y"]
    assert shown["width"] == curves["width"]


def test_in_a_middling_window_charts_are_high_enough_to_read_and_the_whole_timeline_is_in_reach(
    look: Look,
) -> None:
    page = look(640)
    plots = [plot.bounding_box() for plot in page.locator(".plot").all()]
    assert min(plot["height"] for plot in plots if plot) > 120
    (whole,) = boxes(page, ".picture")
    parts = page.locator(".timeline > :is(button, .epochs, output)").all()
    for part in parts:
        box = part.bounding_box()
        assert box is not None, "each can be seen"
        assert whole["x"] <= box["x"]
        assert box["x"] + box["width"] <= whole["x"] + whole["width"]
    assert boxes(page, "[name=epoch]")[0]["width"] > 200


def test_the_ring_around_the_slider_leaves_the_epochs_beneath_it_free(look: Look) -> None:
    page = look(1440)
    page.locator("[name=epoch]").focus()
    page.keyboard.press("ArrowLeft")
    (slider, ticks) = boxes(page, "[name=epoch]", ".timeline .ticks")
    ring = page.locator("[name=epoch]").evaluate(
        "it => [getComputedStyle(it).outlineOffset, getComputedStyle(it).outlineWidth].map(parseFloat)"
    )
    assert ring[1] > 0
    assert slider["y"] + slider["height"] + sum(ring) <= ticks["y"] + 2


def test_the_legend_of_two_runs_has_lines_of_its_own_and_takes_no_room_from_the_charts(look: Look) -> None:
    page = look(640)
    before = min(plot["height"] for plot in boxes(page, ".plot >> nth=0", ".plot >> nth=1"))
    said = "They may take different numbers of steps: from 111 to 600."
    twin = {
        "run": "twin",
        "own": "learning rate 0.01, batch size 8",
        "other": "learning rate 0.1",
        "said": said,
    }
    page.evaluate("(beside) => window.hear({ beside })", twin)
    expect(page.locator(".beside .said")).to_have_text(said)
    swatches = page.locator(".beside span").evaluate_all(
        "all => all.map(it => getComputedStyle(it, '::before').content !== 'none')"
    )
    assert swatches == [True, True, False], "a sentence is no line in the chart"
    legend, controls, figures = boxes(page, ".beside", ".controls", ".figures")
    assert legend["y"] + legend["height"] <= controls["y"] + controls["height"] <= figures["y"]
    assert legend["width"] == controls["width"]
    assert min(plot["height"] for plot in boxes(page, ".plot >> nth=0", ".plot >> nth=1")) > before - 10


def test_the_picture_can_have_all_the_room_and_give_it_back(look: Look) -> None:
    page = look()
    before = boxes(page, ".sheet", ".picture", ".figures", ".curves")
    page.get_by_role("button", name="Give the picture all the room").click()
    expect(page.locator(".curves")).to_be_hidden()
    sheet, large, figures = boxes(page, ".sheet", ".picture", ".figures")
    assert [sheet, figures] == [before[0], before[2]]
    assert large["width"] == sheet["width"]
    page.get_by_role("button", name="Make room for the curves again").click()
    expect(page.locator(".curves")).to_be_visible()
    assert boxes(page, ".sheet", ".picture", ".figures", ".curves") == before


def test_nothing_moves_from_view_to_view_and_epoch_to_epoch(look: Look) -> None:
    page = look()
    parts = (".sheet", ".stage", ".timeline", ".figures", ".tabs", "[name=epoch]")
    before = boxes(page, *parts)
    for tab in ("Network", "Weights", "Boundary"):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(".picture")).to_have_attribute("data-view", tab.lower())
        for epoch in ("0", "200"):
            page.locator("[name=epoch]").fill(epoch)
            expect(page.locator(".picture")).to_have_attribute("data-epoch", epoch)
            assert boxes(page, *parts) == before


def test_python_hears_of_branches_and_the_end_by_name(look: Look) -> None:
    page = look()
    page.get_by_role("button", name="Branch from here").click()
    told = dict(page.evaluate("told"))
    (branch,) = told["request"]
    assert (branch["kind"], branch["epoch"]) == ("branch", 200)
    assert told["ended"] == {"run": "run", "state": "finished"}


STICKING_OUT = """() => [".curves", ".picture"].flatMap((name) => {
  const place = document.querySelector(name);
  const inside = ":is(header, .legend, .controls, .timeline, .notes) :is(button, label, select, output, span)";
  const end = place.getBoundingClientRect().right + 1;
  return [...place.querySelectorAll(inside)]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > end)
    .map((node) => `${name} ${node.className} ${node.textContent}`);
})"""


def test_nothing_sticks_out_of_its_half_where_curves_and_picture_stand_side_by_side(look: Look) -> None:
    page = look(690)  # as in a window of 1024, with room for the wider font of a bare page
    curves, shown = boxes(page, ".curves", ".picture")
    assert curves["x"] + curves["width"] <= shown["x"]
    assert page.evaluate(STICKING_OUT) == []


def test_the_figures_are_small_words_around_large_numbers(look: Look) -> None:
    page = look(930)
    name, value, below = (
        page.locator(f"[data-figure=training] {part}").first for part in ("dt", "dd", ".below")
    )
    sizes = [
        float(node.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))
        for node in (name, value, below)
    ]
    assert sizes[0] == sizes[2] < sizes[1]
    expect(below).to_have_css("white-space", "pre-line")
