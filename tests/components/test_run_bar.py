"""The bar of a run: every press is kept until it is answered, and buttons, keys and run have one state."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.messages.events import LearningRate
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, StepBatch, Stop
from tests.support.bar_page import BarPage, Way
from tests.support.chromium import PATIENCE
from tests.support.silent_engine import SilentEngine


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def test_presses_reach_the_run_once_and_in_their_order_however_the_way_fails(bar: BarPage) -> None:
    run = bar.start()
    bar.open(run)
    ways: list[Way] = ["drop", "lose the answer", "twice", "break"]
    for way in ways:
        bar.ways.append(way)
        for _ in range(5):
            bar.press("step", 5)
            bar.press("step_batch", 2)
            bar.page.keyboard.press("ArrowRight")
        bar.wait_until_taken()
    assert bar.asked(run) == ([Step()] * 5 + [StepBatch()] * 2 + [Step()]) * 20
    assert not bar.ways
    bar.press("stop")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == Stop()


def test_presses_before_the_run_exists_are_handed_to_it(bar: BarPage) -> None:
    bar.open()
    bar.press("step", 3)
    bar.page.keyboard.press("ArrowRight")
    bar.press("pause")
    (start,) = bar.requests()
    assert (start["kind"], start["held"], start["replaces"]) == ("hold", True, None)
    # It is asked for again until it is met, by the same number.
    bar.page.wait_for_function("window.told.filter(([name]) => name === 'request').length > 1")
    assert bar.requests() == [start]
    run = bar.start()
    bar.say(run, met={start["id"]: {"run": run.id, "error": ""}})
    bar.press("step")
    bar.wait_until_taken()
    assert bar.asked(run) == [*[Step()] * 4, Resume(), Step()]


def test_a_request_is_repeated_at_once_when_the_network_is_back(bar: BarPage) -> None:
    bar.open()
    bar.page.evaluate("window.setTimeout = () => 0")  # no time passes
    bar.press("train")
    times = "window.told.filter(([name]) => name === 'request').length"
    assert bar.page.evaluate(times) == 1
    bar.page.context.set_offline(True)
    bar.page.context.set_offline(False)
    bar.page.wait_for_function(f"{times} > 1")
    (start,) = bar.requests()
    assert start["kind"] == "train"
    run = bar.start()
    bar.say(run, met={start["id"]: {"run": run.id, "error": ""}})
    bar.page.evaluate("window.told.length = 0")
    bar.page.evaluate("window.dispatchEvent(new Event('online'))")
    assert bar.requests() == []  # what is met is not asked for again


def test_a_refused_start_says_why_and_drops_what_was_pressed_after_it(bar: BarPage) -> None:
    bar.open()
    bar.press("step", 3)
    (start,) = bar.requests()
    bar.say(met={start["id"]: {"run": None, "error": "You have 2 runs going on."}})
    notice = bar.page.locator(".st-key-notice")
    expect(notice).to_have_text("You have 2 runs going on. What was pressed after it was dropped.")
    expect(bar.page.locator(".st-key-stop button")).to_be_disabled()
    bar.press("train")
    (again,) = bar.requests()
    assert (again["kind"], again["held"]) == ("train", False)
    expect(notice).to_have_text("Starting …")


def test_after_a_reset_presses_belong_to_the_new_run_and_what_came_before_to_the_old(
    bar: BarPage, engine: SilentEngine
) -> None:
    old = bar.start()
    bar.open(old)
    bar.press("step")
    bar.wait_until_taken()
    bar.press("reset")
    bar.press("step", 2)
    bar.press("reset")  # and once more, before the first one is met
    bar.press("step_batch")
    first, second = bar.requests()
    assert [first["replaces"], second["replaces"]] == [old.id, first["id"]]
    engine.end(old)
    middle, new = bar.start(), bar.start()
    outcomes = {
        request["id"]: {"run": run.id, "error": ""} for request, run in ((first, middle), (second, new))
    }
    bar.say(new, met=outcomes)
    bar.wait_until_taken()
    assert [bar.asked(run) for run in (old, middle, new)] == [[Step()], [Step()] * 2, [StepBatch()]]


def test_space_means_what_the_run_was_last_asked_for_in_whichever_tab(
    bar: BarPage, engine: SilentEngine
) -> None:
    run = bar.start()
    bar.open(run)
    button = bar.page.get_by_role("button", name="Pause", exact=True)
    expect(button).to_be_enabled()
    for _ in range(3):  # quicker than any answer
        bar.page.keyboard.press(" ")
    bar.wait_until_taken()
    assert bar.asked(run) == [Pause(), Resume(), Pause()]
    expect(bar.page.get_by_role("button", name="Resume", exact=True)).to_be_enabled()
    bar.runs.steering.ask(run, Resume(), bar.person)  # another tab
    expect(button).to_be_enabled()
    bar.page.keyboard.press(" ")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == Pause()
    bar.runs.steering.ask(run, Stop(), bar.person)
    expect(bar.page.locator(".st-key-train button")).to_be_enabled()
    engine.end(run, "stopped")
    expect(bar.page.locator(".live-curves")).to_have_attribute("data-state", "stopped")
    bar.page.keyboard.press(" ")
    assert bar.requests()[-1]["kind"] == "train"


def test_train_is_off_with_a_reason_that_can_be_read_while_the_settings_have_a_problem(bar: BarPage) -> None:
    bar.open(ready=False, problem="training.epochs: 0 is too small; the least is 1. (and 1 more)")
    train = bar.page.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_disabled()
    expect(train).to_have_accessible_description(
        "training.epochs: 0 is too small; the least is 1. (and 1 more)"
    )
    expect(bar.page.locator(".st-key-notice")).to_be_visible()
    expect(bar.page.locator(".status")).to_contain_text("Not ready")
    bar.page.keyboard.press(" ")
    bar.page.keyboard.press("r")
    assert not bar.requests()
    # Once the settings are right, no sentence about them is left.
    bar.say(ready=True, problem="")
    expect(train).to_be_enabled()
    expect(bar.page.locator(".st-key-notice")).to_have_text("")


def test_the_focus_stays_in_the_bar_and_space_is_the_runs_after_a_click(bar: BarPage) -> None:
    bar.open()
    bar.page.locator(".st-key-train button").click()
    expect(bar.page.get_by_role("button", name="Pause", exact=True)).to_be_focused()
    run = bar.start()
    bar.say(run, met={bar.requests()[0]["id"]: {"run": run.id, "error": ""}})
    bar.page.locator(".st-key-step button").click()
    expect(bar.page.locator(".st-key-notice")).not_to_contain_text("Trains one epoch")
    bar.page.keyboard.press(" ")
    bar.wait_until_taken()
    assert bar.asked(run) == [Step(), Resume()]
    # Who walks with the keyboard presses what has the focus.
    bar.page.keyboard.press("Tab")
    expect(bar.page.get_by_role("button", name="Batch", exact=True)).to_be_focused()
    bar.page.keyboard.press(" ")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == StepBatch()
    bar.page.locator(".field").focus()
    bar.page.keyboard.type("r r")
    expect(bar.page.locator(".field")).to_have_value("r r")
    assert len(bar.asked(run)) == 3
    # A tab that is shown already has no use for Space.
    tab = "Object.assign(document.createElement('button'), {role: 'tab', ariaSelected: 'true'})"
    bar.page.evaluate(f"() => {{ const tab = {tab}; document.body.append(tab); tab.focus(); }}")
    bar.page.keyboard.press(" ")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == Resume()


def test_the_learning_rate_shows_the_runs_own_and_goes_to_it(bar: BarPage, engine: SilentEngine) -> None:
    run = bar.start()
    bar.open(run)
    bar.page.get_by_role("button", name="More").click()
    rate = bar.page.get_by_role("slider", name="Learning rate of this run")
    expect(rate).to_have_attribute("aria-valuetext", "0.001")
    engine.say(run, LearningRate(epoch=3, value=0.0005))  # a plateau lowered it
    expect(rate).to_have_attribute("aria-valuetext", "0.0005")
    for event in ("pointerdown", "pointercancel"):  # a finger that scrolls has touched it
        rate.dispatch_event(event)
    engine.say(run, LearningRate(epoch=4, value=0.01))
    expect(rate).to_have_attribute("aria-valuetext", "0.01")
    rate.press("ArrowRight")
    bar.wait_until_taken()
    assert bar.asked(run) == [SetLearningRate(value=0.1)]
    rate.press("Escape")
    expect(rate).to_be_hidden()


def test_a_run_of_somebody_else_can_only_be_looked_at(bar: BarPage) -> None:
    run = bar.start()
    run.owner = "somebody else"
    bar.open(run)
    for key in ("pause", "stop"):
        expect(bar.page.locator(f".st-key-{key} button")).to_be_disabled()
    expect(bar.page.locator(".st-key-train button")).to_be_enabled()
    bar.page.keyboard.press("ArrowRight")
    assert bar.requests()[-1]["kind"] == "hold"
    assert bar.asked(run) == []


def test_presses_that_wait_for_the_server_are_told_and_a_run_that_is_over_says_so(
    bar: BarPage, engine: SilentEngine
) -> None:
    run = bar.start()
    bar.open(run)
    bar.ways.extend(["break"] * 3)
    bar.press("step", 2)
    notice = bar.page.locator(".st-key-notice")
    expect(notice).to_have_text(
        "The server does not answer. 2 presses are kept and handed over as soon as it does."
    )
    engine.end(run)
    expect(notice).to_have_text("The run was over before this press reached it.")
    assert bar.asked(run) == []


def test_a_press_that_a_proxy_refuses_with_a_page_of_its_own_is_dropped_with_a_sentence(bar: BarPage) -> None:
    run = bar.start()
    bar.open(run)
    bar.ways.append("refuse")
    bar.press("step")
    bar.wait_until_taken()
    expect(bar.page.locator(".st-key-notice")).to_have_text("The server did not take this press (413).")
    assert bar.asked(run) == []
    bar.press("step_batch")
    bar.wait_until_taken()
    assert bar.asked(run) == [StepBatch()]
