"""Seeing it learn, in a real browser: held, stepped, gone back to, begun anew."""

import re

import pytest
from playwright.sync_api import expect

from playground.experiment.presets import presets
from tests.support.chromium import PATIENCE
from tests.support.playground_page import Playground, Visit, address_of
from tests.support.steps import ask_until, click, press_for_a_new_run, told, wait_for_hold

pytestmark = pytest.mark.timeout(600)

SPIRAL = address_of(presets()["spiral"])


def pictured(person: Playground, epoch: int) -> bytes:
    """The picture of an epoch, as soon as it is kept."""
    return ask_until(person, f"/runs/{person.run}/pictures/{epoch}", lambda answer: answer.ok).body()


def boundary(person: Playground) -> str:
    """The pixels of the boundary."""
    pixels: str = person.page.locator("canvas.boundary:not(.fit)").evaluate("(canvas) => canvas.toDataURL()")
    return pixels


def test_two_hundred_clicks_are_two_hundred_epochs_and_the_past_looks_as_it_did_then(visit: Visit) -> None:
    person = visit(SPIRAL)
    click(person, "step", 200)
    expect(person.curves).not_to_have_attribute("data-run", "")
    person.wait_for_epoch(1)  # the first run of a server may wait long for its worker's libraries
    wait_for_hold(person, 200)
    expect(person.page.get_by_role("button", name="Resume", exact=True)).to_be_enabled()
    # Further, step by step.
    person.press("step")
    wait_for_hold(person, 201)
    picture = person.page.locator(".picture")
    expect(picture).to_have_attribute("data-epoch", "201")
    then = boundary(person)
    person.press("step_batch")
    wait_for_hold(person, 201, batch=1)
    person.press("pause")
    assert person.wait_for_end() == "finished"
    assert max(told(person)["curves"]["val_accuracy"]) >= 0.95
    expect(picture).to_have_attribute("data-epoch", "600")
    assert boundary(person) != then
    # Up the middle one crosses both arms of the spiral, each more than once.
    crossings = person.page.locator("canvas.boundary:not(.fit)").evaluate(
        """(canvas) => {
            const middle = Math.floor(canvas.width / 2);
            const {data} = canvas.getContext("2d").getImageData(middle, 0, 1, canvas.height);
            const sides = [];
            for (let i = 0; i < data.length; i += 4)
                if (Math.abs(data[i] - data[i + 2]) > 60) sides.push(data[i] > data[i + 2]);
            return sides.filter((side, i) => i && side !== sides[i - 1]).length;
        }"""
    )
    assert crossings >= 4
    person.page.locator(".picture input[type=range]").fill("201")
    expect(picture).to_have_attribute("data-epoch", "201")
    expect(picture).to_have_attribute("data-batch", "0")
    assert boundary(person) == then
    # The diagram changes the settings by the same way as the forms, and shows what is typed there.
    person.page.get_by_role("tab", name="Network").click()
    person.page.get_by_role("button", name="One unit more in Dense 2").click()
    units = person.page.get_by_role("textbox", name="Units of the dense layers")
    expect(units).to_have_value("8-9")
    units.fill("6-7")
    units.press("Enter")
    expect(person.page.get_by_role("button", name="Dense 1 6 tanh: change it")).to_be_visible()


def test_a_reset_learns_the_same_again_another_learning_rate_and_new_weights_do_not(visit: Visit) -> None:
    person = visit(SPIRAL)
    press_for_a_new_run(person, "step")
    wait_for_hold(person, 1)
    person.press("step")
    wait_for_hold(person, 2)
    begin, first, second = (pictured(person, epoch) for epoch in range(3))
    press_for_a_new_run(person, "reset")
    wait_for_hold(person, 0)
    assert pictured(person, 0) == begin
    person.press("step")
    wait_for_hold(person, 1)
    assert pictured(person, 1) == first
    person.ready()
    person.press("pace")
    rate = person.page.get_by_role("slider", name="Learning rate of this run")
    expect(rate).to_be_visible()
    rate.press("End")
    expect(rate).to_have_js_property("value", rate.get_attribute("max"))
    rate.press("Escape")
    person.press("step")
    wait_for_hold(person, 2)
    assert told(person)["learning_rates"] != []
    assert pictured(person, 2) != second
    person.press("pace")
    press_for_a_new_run(person, "new_weights")
    wait_for_hold(person, 0)
    assert pictured(person, 0) != begin
    person.stop()
    assert person.wait_for_end() == "stopped"


def test_another_rate_counts_from_the_epoch_that_is_seen_although_the_run_was_trained_to_its_end(
    visit: Visit,
) -> None:
    person = visit(SPIRAL)
    person.page.get_by_label("Speed").select_option("5")  # two minutes for all of it
    run = person.train()

    def wait_for_end(revision: int) -> None:
        end = {"state": "finished", "revision": revision}
        ask_until(person, f"/runs/{run}/curves", lambda answer: end.items() <= answer.json().items())

    wait_for_end(0)
    person.wait_for_epoch(2)
    person.press("pause")
    expect(person.curves).to_contain_text("Paused")
    seen = int(person.page.get_by_role("progressbar").get_attribute("aria-valuenow") or -1)
    expect(person.page.locator(".picture")).to_have_attribute("data-epoch", str(seen))
    assert 2 <= seen < 600
    before = told(person)["curves"]["loss"]
    person.press("pace")
    rate = person.page.get_by_role("slider", name="Learning rate of this run")
    rate.press("ArrowLeft")
    rate.press("Escape")
    wait_for_end(1)
    after = told(person)
    assert [epoch for epoch, _ in after["learning_rates"]] == [seen]
    assert after["curves"]["loss"][: seen + 1] == before[: seen + 1]
    assert after["curves"]["loss"][seen + 1] != before[seen + 1]
    expect(person.curves).to_have_attribute("data-epoch", str(seen))
    person.reload()
    expect(person.curves).to_have_attribute("data-epoch", str(seen))
    person.press("pause")
    person.wait_for_epoch(seen + 2)
    person.page.keyboard.press("f")
    assert person.wait_for_end() == "finished"
    expect(person.page.locator(".picture")).to_have_attribute("data-epoch", "600")
    # The page has a run that is over: it is judged.
    _judge(person)


def _judge(person: Playground) -> None:
    """The threshold moves the confusion matrix, and a click on a cell lists its rows."""
    person.press("judge")
    # What lies behind is darkened, by night too.
    expect(person.page.locator(".stDialog")).to_have_css("background-color", re.compile(r"rgba\(0, 0, 0,"))
    matrix = person.page.locator(".st-key-judge_matrix-validation")
    cells = matrix.locator("td")
    expect(cells).to_have_count(6)
    before = cells.all_text_contents()
    person.page.get_by_role("slider", name=re.compile("^Threshold")).press("End")
    # Nothing is called the second class any more.
    expect(cells.nth(2)).to_have_text("0")
    expect(cells.nth(5)).to_have_text("0")
    after = cells.all_text_contents()
    assert [int(after[row]) for row in (1, 4)] == [int(before[row]) + int(before[row + 1]) for row in (1, 4)]
    canvas = matrix.locator(".dvn-scroller")
    box = canvas.bounding_box(timeout=PATIENCE)
    assert box is not None
    canvas.click(position={"x": box["width"] / 2, "y": 35 * 1.5}, timeout=PATIENCE)
    expect(person.page.get_by_text(re.compile(f"^{after[1]} rows are"))).to_be_visible()
