"""A lesson from its first step to its last check in a narrow window, with the keyboard alone, by its own solutions."""

import pytest
from playwright.sync_api import Page, expect

from playground.lessons.catalogue import lesson_named
from playground.lessons.lesson import Lesson
from tests.support.playground_page import RUN, Visit

pytestmark = pytest.mark.timeout(600)

LESSON = "1-single-neuron"  # its runs are the shortest
_MOST_TABS = 120  # elements of a step that the keyboard reaches, at most


def the_lesson() -> Lesson:
    shelved = lesson_named(LESSON)
    assert shelved is not None
    assert shelved.lesson is not None
    return shelved.lesson


def press_button(page: Page, name: str) -> None:
    """Goes to a button by Tab and presses it by Enter."""
    expect(page.get_by_role("button", name=name)).to_be_enabled()
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").endswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never comes to “{name}”")


def test_a_lesson_is_done_to_its_last_check_by_keyboard_in_a_narrow_window(visit: Visit) -> None:
    lesson = the_lesson()
    person = visit(None, width=400)
    page = person.page
    page.goto(f"{person.url}/lessons?lesson={LESSON}")
    for number, step in enumerate(lesson.steps, 1):
        expect(page.get_by_role("heading", name=step.title, exact=True)).to_be_visible()
        press_button(page, "Show a solution")
        press_button(page, "Put it in")
        expect(page.get_by_role("button", name="Put it in")).to_be_visible()
        page.keyboard.press("Control+Enter")
        assert step.goal is not None
        expect(page.locator(".st-key-lesson_goal").get_by_test_id("stAlert")).to_contain_text(
            step.goal.reached, timeout=RUN
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_text(f"Step {number} of {len(lesson.steps)}")).to_be_visible()
        page.keyboard.press("n")
    expect(page.locator(f".st-key-lesson-{LESSON}")).to_contain_text(
        f"{len(lesson.goals)} of {len(lesson.goals)} goals reached"
    )
