"""The map of a sweep: it fills while runs train, tells states and values apart without colour, and opens a run."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.bare_page import BarePage
from tests.support.fake_member import fake_member

RATES = ["0.1", "0.01", "0.001"]
BATCHES = ["32", "full"]


def asked(rows: bool = True, **more: Any) -> dict[str, Any]:
    learning_rate = {"title": "Learning rate", "values": RATES}
    batch_size = {"title": "Batch size", "values": BATCHES}
    return {
        "base": "/",
        "group": "sweep",
        "overs": [learning_rate, batch_size] if rows else [learning_rate],
        "measure": "validation loss",
        "larger_is_better": False,
    } | more


@pytest.fixture
def bare(window: Page) -> BarePage:
    window.set_viewport_size({"width": 900, "height": 600})
    return BarePage(window, "sweep_map")


def says(bare: BarePage, *runs: dict[str, Any]) -> None:
    """What the group's route answers from now on."""
    bare.answers["/groups/sweep"] = (
        200,
        {"id": "sweep", "kind": "sweep", "settings": {}, "runs": list(runs)},
    )


def cell(bare: BarePage, index: int) -> Locator:
    return bare.page.locator(".sweep-map button").nth(index)


def paper(cell: Locator) -> list[int]:
    text: str = cell.evaluate("node => getComputedStyle(node).backgroundColor")
    return [int(value) for value in re.findall(r"\d+", text)[:3]]


def lightness(colour: list[int]) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def test_two_settings_are_a_grid_with_heads(bare: BarePage) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(6)))
    bare.open(asked())
    expect(bare.page.get_by_role("columnheader")).to_have_text(["Batch size", "Learning rate", *BATCHES])
    expect(bare.page.get_by_role("rowheader")).to_have_text(RATES)
    expect(bare.page.get_by_role("row").nth(3).get_by_role("button")).to_have_text(["0.3000", "0.4000"])
    expect(cell(bare, 3)).to_have_accessible_name(
        "Learning rate 0.01, Batch size full: validation loss 0.4000 at epoch 7, finished"
    )


def test_one_setting_is_a_row(bare: BarePage) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(3)))
    bare.open(asked(rows=False))
    expect(bare.page.get_by_role("columnheader")).to_have_text(["Learning rate", *RATES])
    expect(bare.page.get_by_role("rowheader")).to_have_count(0)
    expect(bare.page.get_by_role("button")).to_have_text(["★ 0.1000", "0.2000", "0.3000"])


def test_cells_fill_while_the_runs_train(bare: BarePage) -> None:
    says(
        bare,
        fake_member("a", "running", 0.5, epoch=10),
        fake_member("b", "waiting", place=1),
        fake_member("c", "waiting", place=2),
    )
    bare.open(asked(rows=False))
    expect(cell(bare, 0)).to_have_text("★ 0.5000training")
    expect(cell(bare, 1)).to_have_accessible_name("Learning rate 0.01: no value yet, number 1 in the queue")
    expect(bare.page.get_by_role("status")).to_have_text("0 of 3 cells are done, 1 trains now.")
    bare.page.evaluate("window.first = document.querySelector('.sweep-map button')")

    says(
        bare,
        fake_member("a", value=0.4),
        fake_member("b", "running", 0.25),
        fake_member("c", "failed", reason="The loss became NaN."),
    )
    expect(cell(bare, 1)).to_have_text("★ 0.2500training")
    expect(cell(bare, 0)).to_have_text("0.4000")
    expect(cell(bare, 2)).to_have_text("–✕ failed")
    expect(cell(bare, 2)).to_have_attribute("title", re.compile(r"The loss became NaN\."))
    expect(bare.page.get_by_role("status")).to_have_text("2 of 3 cells are done, 1 trains now, 1 failed.")
    assert bare.page.evaluate("window.first.isConnected")


def test_when_all_is_over_nobody_asks_any_more(browser: Browser) -> None:
    page = browser.new_page()  # a clock is that of a whole profile
    page.clock.install()
    bare = BarePage(page, "sweep_map")
    says(bare, fake_member("a", value=0.1), fake_member("b", "running"), fake_member("c", "waiting"))
    bare.open(asked(rows=False))
    expect(page.locator(".sweep-map")).to_have_attribute("data-state", "running")
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(3)))
    bare.open(asked(rows=False))
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_have_text("All 3 cells are done.")
    asking: list[str] = []
    page.on("request", lambda request: asking.append(request.url))
    page.clock.run_for(60_000)
    assert asking == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("larger_is_better", "best"), [(False, 0), (True, 4)])
def test_the_best_stands_out_and_the_others_follow(
    bare: BarePage, theme: Any, larger_is_better: bool, best: int
) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(5)))
    overs = [{"title": "Seed", "values": list("01234")}]
    bare.open(asked(overs=overs, larger_is_better=larger_is_better), theme)
    expect(cell(bare, best)).to_have_text(re.compile("^★ "))
    expect(bare.page.locator("[data-best]")).to_have_count(1)
    shades = [lightness(paper(cell(bare, i))) for i in range(5)]
    # By lightness alone, from the best to the worst, towards the page.
    from_best = shades if best == 0 else shades[::-1]
    assert from_best == sorted(from_best, reverse=theme == "dark")
    assert min(abs(one - other) for one, other in pairwise(shades)) > 8
    word = "larger" if larger_is_better else "smaller"
    expect(bare.page.locator(".legend")).to_contain_text(f"Best validation loss, {word} is better")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_value_is_read_on_its_colour(bare: BarePage, theme: Any) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 100) for i in range(40)))
    bare.open(asked(overs=[{"title": "Seed", "values": [str(i) for i in range(40)]}]), theme)
    expect(bare.page.locator("[data-best]")).to_have_count(1)
    contrasts: list[float] = bare.page.evaluate("""async () => {
        const { contrast } = await import("/assets/sweep_map/scale.js");
        const channels = (colour) => colour.match(/\\d+/g).slice(0, 3).map(Number);
        return [...document.querySelectorAll(".sweep-map button")].map((cell) => {
            const style = getComputedStyle(cell);
            return contrast(channels(style.color), channels(style.backgroundColor));
        });
    }""")
    assert min(contrasts) >= 4.5  # WCAG 2.2, 1.4.3


def test_one_run_that_diverged_leaves_the_others_their_colours(bare: BarePage) -> None:
    says(
        bare,
        fake_member("a", value=0.1),
        fake_member("b", value=0.12),
        fake_member("c", value=0.14),
        fake_member("d", value=1e6),
    )
    bare.open(asked(overs=[{"title": "Seed", "values": list("0123")}]))
    expect(bare.page.locator(".legend")).to_contain_text("0.1600 and worse")
    shades = [paper(cell(bare, i)) for i in range(4)]
    assert len({tuple(shade) for shade in shades}) == 4
    expect(cell(bare, 3)).to_have_text("1.00e6")


def test_a_failed_run_is_never_the_best(bare: BarePage) -> None:
    says(bare, fake_member("a", "failed", 0.1), fake_member("b", value=0.3), fake_member("c", value=0.2))
    bare.open(asked(rows=False))
    expect(bare.page.locator("[data-best]")).to_have_text("★ 0.2000")


def test_states_differ_by_word_and_frame(bare: BarePage) -> None:
    states = ["waiting", "running", "finished", "stopped_early", "stopped", "failed", "interrupted"]
    says(bare, *(fake_member(state, state, 0.2) for state in states))
    bare.open(asked(overs=[{"title": "Seed", "values": list("0123456")}]))
    expect(bare.page.locator("[data-state=waiting]").last).to_have_css("border-style", "dashed")
    shown = [re.sub(r"^★? ?0.2000", "", cell(bare, i).inner_text()).strip() for i in range(7)]
    assert shown == ["waiting", "training", "", "", "■ stopped", "✕ failed", "■ cut off"]


def test_a_click_opens_the_run_of_the_cell(bare: BarePage) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(6)))
    bare.open(asked())
    cell(bare, 4).click()
    assert bare.told() == [["open", "r4"]]


def test_the_keyboard_walks_the_cells_and_opens_one(bare: BarePage) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i / 10) for i in range(6)))
    bare.open(asked())
    expect(cell(bare, 5)).to_have_text("0.6000")
    press = bare.page.keyboard.press
    press("Tab")
    expect(cell(bare, 0)).to_be_focused()
    for key, index in [("ArrowRight", 1), ("ArrowRight", 1), ("ArrowDown", 3), ("ArrowUp", 1), ("ArrowDown", 3),
                       ("Home", 2), ("ArrowDown", 4), ("ArrowDown", 4), ("End", 5)]:  # fmt: skip
        press(key)
        expect(cell(bare, index)).to_be_focused()
    press("Enter")
    assert bare.told() == [["open", "r5"]]
    press("Shift+Tab")
    press("Tab")
    expect(cell(bare, 5)).to_be_focused()  # one stop of Tab for the whole grid


def test_a_sweep_the_server_does_not_keep_is_told_in_its_words(bare: BarePage) -> None:
    bare.answers["/groups/sweep"] = (404, {"error": "This sweep is not kept here."})
    bare.open(asked())
    expect(bare.page.get_by_role("status")).to_have_text("This sweep is not kept here.")
    expect(bare.page.get_by_role("table")).to_have_count(0)


def test_a_lost_connection_is_said_and_mended(bare: BarePage) -> None:
    says(bare, fake_member("a", "running", 0.5), fake_member("b", "waiting"), fake_member("c", "waiting"))
    bare.open(asked(rows=False))
    expect(cell(bare, 0)).to_contain_text("0.5000")
    del bare.answers["/groups/sweep"]
    expect(bare.page.get_by_role("status")).to_contain_text("Connection lost")
    expect(cell(bare, 0)).to_contain_text("0.5000")
    says(bare, fake_member("a", value=0.3), fake_member("b", value=0.4), fake_member("c", value=0.5))
    expect(bare.page.get_by_role("status")).to_have_text("All 3 cells are done.")


def test_another_sweep_takes_the_place_of_the_first(bare: BarePage) -> None:
    says(bare, fake_member("a", "running", 0.5), fake_member("b", "waiting"), fake_member("c", "waiting"))
    bare.open(asked(rows=False))
    expect(cell(bare, 0)).to_contain_text("0.5000")
    bare.answers["/groups/other"] = (
        200,
        {"runs": [fake_member("x", value=0.25), fake_member("y", value=0.75)]},
    )
    bare.page.evaluate(
        "data => window.call(data)", asked(group="other", overs=[{"title": "Seed", "values": ["0", "1"]}])
    )
    expect(bare.page.get_by_role("button")).to_have_text(["★ 0.2500", "0.7500"])


def test_a_wide_sweep_scrolls_on_a_narrow_page_and_keeps_its_row_heads(bare: BarePage) -> None:
    says(bare, *(fake_member(f"r{i}", value=0.1 + i) for i in range(16)))
    rate = {"title": "Learning rate", "values": ["0.1", "0.01"]}
    bare.page.set_viewport_size({"width": 400, "height": 600})
    bare.open(asked(overs=[rate, {"title": "Seed", "values": list("01234567")}]))
    expect(bare.page.locator(".sweep-map button[data-state=finished]")).to_have_count(16)
    expect(cell(bare, 7)).not_to_be_in_viewport()
    cell(bare, 7).focus()
    expect(cell(bare, 7)).to_be_in_viewport()
    expect(bare.page.get_by_role("rowheader").first).to_be_in_viewport()
    assert bare.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
