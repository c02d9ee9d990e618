"""The address of a lesson: `?lesson=NAME&step=NAME`, which a link or a reload opens, the run that is shown, and the
check under way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from playground.lessons.catalogue import ListedLesson, lesson_named
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.persons import may
from playground.runs import Group
from playground.services import runs
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.train.shown_run import by_history

TRAINED = "trained"  # the parameter with the id of the run that a step shows
_CHECK = "check"  # the parameter with the ids of the groups of a check under way

LessonStep = tuple[str, str] | None  # a lesson and its step; None for the list of lessons


def opened_lesson() -> ListedLesson | None:
    """The lesson that the address names; None for the list of lessons, and for a lesson that does not exist."""
    _turn_again()
    name = st.query_params.get("lesson")
    if name is None:
        return None
    found = lesson_named(name)
    if found is None:
        st.query_params.clear()
        st.toast("There is no lesson of this name here.", icon=":material/link_off:")
    return found


def step_of(lesson: Lesson) -> Step:
    """The step that the address names; the first step if it names none."""
    return lesson.step(st.query_params.get("step"))


def go(lesson: str, step: str) -> None:
    """Opens a step of a lesson: a callback."""
    _turn((lesson, step))


def leave() -> None:
    """Opens the list of lessons: a callback."""
    _turn(None)


def _turn_to(step: LessonStep) -> None:
    if step is None:
        st.query_params.clear()
        return
    st.query_params["lesson"], st.query_params["step"] = step
    for name in (TRAINED, _CHECK):
        st.query_params.pop(name, None)


def _lesson_step() -> LessonStep:
    """The lesson and step in the address; the step is "" if the address has none, which is not the first step."""
    lesson = st.query_params.get("lesson")
    return None if lesson is None else (lesson, st.query_params.get("step", ""))


def _turn(step: LessonStep) -> None:
    here = _lesson_step()
    if here is not None:  # in the list, only clicks of the person send messages
        visit().left_steps.add(here)
    visit().turned_to, visit().has_just_turned = step, True
    _turn_to(step)


def _turn_again() -> None:
    """Turns once more if the browser repeats the address of a step that was just left.

    The browser sent that message, for the end of a run or a key, before it got the new address. After it has sent the
    new address once, or after a step in its history, an earlier step is where the person wants to go.
    """
    here, asked = _lesson_step(), visit().turned_to
    if visit().has_just_turned:  # in this script
        visit().has_just_turned = False
    elif here != asked and here in visit().left_steps and not by_history():
        _turn_to(asked)
    else:
        visit().turned_to = here
        visit().left_steps.clear()


def about_check(lesson: Lesson, step: Step) -> Mapping[str, Any]:
    """The description of the groups of a check."""
    return {"of": None, "lesson": lesson.name, "step": step.name}


def note_check(*groups: str) -> None:
    """Writes the groups of the current check into the address; does nothing without one."""
    if groups:
        st.query_params[_CHECK] = ",".join(groups)
    else:
        st.query_params.pop(_CHECK, None)


def checks_in_address(lesson: Lesson, step: Step) -> Sequence[Group]:
    """The groups of the check of this step that the address names, the first with the reader's settings.

    Without a name in the address, the running check, because the page was reloaded before the address was written.
    Empty if a group does not exist or is another person's.

    Raises:
        StoreError: they are not in memory, and the store cannot be used.
    """
    names = [name for name in st.query_params.get(_CHECK, "").split(",") if name]
    found = [group for name in names if (group := runs().groups.get(name)) is not None]
    if not names and (going := runs().groups.going(person())) is not None:
        names, found = [going.id], [going]
    about: Mapping[str, Any] = about_check(lesson, step)
    theirs = [
        group
        for group in found
        if group.runs and may(person(), "steer", group) and about.items() <= group.settings.items()
    ]
    is_whole = len(theirs) == len(names) and bool(theirs) and "answer" in theirs[0].settings
    return theirs if is_whole else ()
