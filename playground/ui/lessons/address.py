"""The address of a lesson: `?lesson=NAME&step=NAME`, which a link or a reload opens, and the run that is shown."""

import streamlit as st

from playground.lessons.catalogue import Shelved, lesson_named
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step

TRAINED = "trained"  # the parameter with the id of the run that a step shows


def opened() -> Shelved | None:
    """The lesson that the address names; None for the list of lessons, also where it names one that is not here."""
    name = st.query_params.get("lesson")
    if name is None:
        return None
    found = lesson_named(name)
    if found is None:
        st.query_params.clear()
        st.toast("There is no lesson of this name here.", icon=":material/link_off:")
    return found


def step_of(lesson: Lesson) -> Step:
    """The step that the address names; the first one where it names none."""
    return lesson.step(st.query_params.get("step"))


def go(lesson: str, step: str) -> None:
    """Leads to a step of a lesson: a callback."""
    st.query_params["lesson"] = lesson
    st.query_params["step"] = step
    st.query_params.pop(TRAINED, None)


def leave() -> None:
    """Leads to the list of lessons: a callback."""
    st.query_params.clear()
