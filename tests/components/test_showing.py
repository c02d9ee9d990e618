"""The pace of small networks: what is trained ahead is shown by and by, and what a person does acts where they look."""

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.messages.wishes import Pause, SetLearningRate, Step, StepBatch
from playground.runs import Run
from tests.support.bar_page import BarPage
from tests.support.chromium import PATIENCE
from tests.support.silent_engine import SilentEngine

LAST = 500


@pytest.fixture(scope="module")
def window(browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(PATIENCE)
    return page


def epoch(bar: BarPage) -> int:
    """The epoch that the page shows."""
    return int(bar.page.evaluate("window.presses.showing.epoch"))


def time_told(bar: BarPage) -> str:
    """The seconds of training that the page tells."""
    return bar.page.locator("[data-figure=seconds] dd").first.inner_text()


def in_words(epochs: int) -> str:
    """How long these epochs take, in the page's words."""
    seconds = epochs * SilentEngine.SECONDS
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def wait_for(bar: BarPage, least: int) -> None:
    bar.page.wait_for_function("(least) => window.presses.showing.epoch >= least", arg=least)


def trained_ahead(bar: BarPage, engine: SilentEngine) -> Run:
    """A run that this page has started, and that is over before the page hears of it."""
    run = bar.start(epochs=LAST)
    engine.epochs(run, *range(1, LAST + 1))
    engine.end(run)
    bar.open()
    bar.page.evaluate("(run) => window.presses.started.add(run)", run.id)
    bar.page.get_by_label("Speed").select_option("20")
    bar.say(run)
    wait_for(bar, 1)
    return run


def test_what_was_trained_ahead_goes_by_at_the_chosen_speed_and_all_that_is_shown_is_of_that_epoch(
    bar: BarPage, engine: SilentEngine
) -> None:
    trained_ahead(bar, engine)
    curves = bar.page.locator(".live-curves")
    bar.press("pause")
    then = epoch(bar)
    assert then < LAST
    expect(bar.page.get_by_role("button", name="Resume", exact=True)).to_be_enabled()
    expect(curves).to_contain_text(f"Paused After epoch {then}.", use_inner_text=True)
    expect(curves).to_contain_text(f"epoch {then} / {LAST}")
    expect(curves.locator("[data-figure=training]")).to_contain_text(f"{1 / (then + 1):.4g}"[:5])
    assert time_told(bar) == in_words(then), "not of what is trained ahead"
    bar.page.keyboard.press("ArrowRight")
    assert epoch(bar) == then + 1
    bar.page.keyboard.press(" ")
    wait_for(bar, then + 3)
    bar.page.keyboard.press("f")
    expect(curves).to_have_attribute("data-state", "finished")
    assert epoch(bar) == LAST
    assert time_told(bar) == in_words(LAST)
    assert engine.asked == [], "a pause and a step of what is there ask nobody"


def test_a_deed_drops_what_was_trained_ahead_and_the_page_waits_for_what_comes_of_it(
    bar: BarPage, engine: SilentEngine
) -> None:
    run = trained_ahead(bar, engine)
    bar.press("pause")
    then = epoch(bar)
    bar.page.evaluate("window.presses.setLearningRate(0.1)")
    bar.wait_until_taken()
    assert bar.asked(run) == [SetLearningRate(value=0.1, at=then)]
    assert (run.epoch, epoch(bar)) == (then, then)
    engine.epochs(run, then + 1, then + 2)
    bar.page.wait_for_function("(last) => window.presses.showing.trained === last", arg=then + 2)
    assert epoch(bar) == then, "it is still held"
    bar.press("step")
    assert epoch(bar) == then + 1
    bar.press("step_batch")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == StepBatch(at=then + 1)
    assert run.epoch == then + 1
    # It holds on its worker: from here on steps are the worker's.
    bar.page.wait_for_function("window.presses.showing.mode === 'edge'")
    bar.press("step")
    bar.wait_until_taken()
    assert bar.asked(run)[-1] == Step()


def test_a_run_that_goes_on_is_held_with_the_page_and_a_reload_comes_back_to_the_epoch_that_was_held(
    bar: BarPage, engine: SilentEngine
) -> None:
    run = bar.start(epochs=LAST)
    bar.open()
    bar.page.evaluate("(run) => window.presses.started.add(run)", run.id)
    bar.page.get_by_label("Speed").select_option("20")
    bar.say(run)
    engine.epochs(run, *range(1, 200))
    wait_for(bar, 2)
    bar.press("pause")
    bar.wait_until_taken()
    then = epoch(bar)
    assert bar.asked(run) == [Pause(at=then)]
    bar.page.reload()
    bar.page.wait_for_function("Boolean(window.call)")
    bar.say(run)
    bar.page.wait_for_function("window.presses.showing.trained === 199")
    assert epoch(bar) == then
    # Whoever comes later sees what goes on now.
    bar.page.evaluate("sessionStorage.clear(); window.presses.showing.run = null")
    bar.page.reload()
    bar.page.wait_for_function("Boolean(window.call)")
    bar.say(run)
    bar.page.wait_for_function("window.presses.showing.trained === 199")
    assert epoch(bar) == 199
