"""A lesson from its first step to its last check, with the keyboard alone, by its own solutions."""

import json
import os

import pytest
from playwright.sync_api import Page, expect

from playground.lessons.catalogue import BUNDLED, lesson_named
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from tests.support.playground_page import RUN, Visit

SHORTEST = "1-single-neuron"  # by its runs
_NARROW, _PROJECTOR = (400, 900), (1280, 720)  # windows in pixels
# Whether the task stands above the experiment: who reads on meets it before the curves.
_TASK_FIRST = """() => {
    const task = document.querySelector(".st-key-lesson_goal");
    const experiment = document.querySelector(".st-key-lesson_right");
    return !experiment || task.getBoundingClientRect().bottom <= experiment.getBoundingClientRect().top;
}"""
# KaTeX gives some formulas a pixel or two more than they draw.
_IS_WHOLE = """() => [...document.querySelectorAll("[class*='st-key-pair-'] .katex-display")].every(
    (formula) => formula.scrollWidth <= formula.clientWidth + 4)"""
_MOST_TABS = 160  # elements of a step that the keyboard reaches, at most

# All of them, in both windows, take half an hour:
# PLAYGROUND_ALL_LESSONS=1 python -m pytest tests/browser/test_lesson.py
everything = bool(os.environ.get("PLAYGROUND_ALL_LESSONS"))
NAMES = sorted(folder.name for folder in BUNDLED.iterdir()) if everything else [SHORTEST]
WINDOWS = [_NARROW, _PROJECTOR] if everything else [_NARROW]

pytestmark = pytest.mark.timeout(3600 if everything else 600)


def lesson_of(name: str) -> Lesson:
    listed = lesson_named(name)
    assert listed is not None
    assert listed.lesson is not None
    return listed.lesson


def tab_to(page: Page, what: str, is_it: str) -> None:
    """Goes on by Tab until `is_it`, a function in JavaScript, says yes to the element with the focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"({is_it})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never comes to {what}")


def press_button(page: Page, name: str) -> None:
    """Goes to a button by Tab and presses it by Enter."""
    expect(page.get_by_role("button", name=name)).to_be_enabled()
    tab_to(page, f"“{name}”", f"element => element.textContent.endsWith({json.dumps(name)})")
    page.keyboard.press("Enter")


def solve(page: Page, step: Step) -> None:
    """Puts the solution of a step in, predicts where it asks for a choice, and has the solution checked."""
    assert step.goal is not None
    press_button(page, "Show a solution")
    press_button(page, "Put it in")
    expect(page.get_by_role("button", name="Put it in")).to_be_visible()
    if step.predict is not None and step.predict.choices is not None:
        tab_to(page, "the choices", "element => element.matches('.st-key-lesson_predict input')")
        page.keyboard.press("Space")
        expect(page.get_by_text("Now train, and see.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    outcome = page.locator(".st-key-lesson_goal").get_by_test_id("stAlert")
    expect(outcome).to_be_visible(timeout=RUN)
    expect(outcome).to_contain_text(step.goal.reached or "Reached.")


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_done_to_its_last_check_by_keyboard(
    visit: Visit, name: str, window: tuple[int, int]
) -> None:
    lesson = lesson_of(name)
    person = visit(None)
    page = person.page
    page.set_viewport_size({"width": window[0], "height": window[1]})
    page.goto(f"{person.url}/lessons?lesson={name}")
    for number, step in enumerate(lesson.steps, 1):
        expect(page.get_by_role("heading", name=step.title, exact=True)).to_be_visible()
        # Drawn last: what stood on the page before is gone.
        expect(page.get_by_text(f"Step {number} of {len(lesson.steps)}")).to_be_visible()
        solve(page, step)
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
        if window == _NARROW:
            page.wait_for_function(_TASK_FIRST)
        page.keyboard.press("n")
    expect(page.locator(f".st-key-lesson-{name}")).to_contain_text(
        f"{len(lesson.goals)} of {len(lesson.goals)} goals reached"
    )


def test_a_formula_is_whole_beside_its_line_of_keras_or_above_it(visit: Visit) -> None:
    person = visit(None)
    person.page.set_viewport_size({"width": 1280, "height": 900})
    for step in ("formula", "plane"):  # a short formula, and one wider than half the box
        person.page.goto(f"{person.url}/lessons?lesson={SHORTEST}&step={step}")
        formula = person.page.locator("[class*='st-key-pair-'] .katex-display").first
        expect(formula).to_be_visible()
        person.page.wait_for_function(_IS_WHOLE)
