"""The list of lessons with what the person has reached, and the report to download."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from playground.lessons.lesson import Lesson
from playground.lessons.library import Shelved, lessons
from playground.ui.frame.markdown import escape
from playground.ui.lessons.address import go
from playground.ui.lessons.report import report
from playground.ui.lessons.text import Done, is_done


def all_lessons(done: Done) -> None:
    """Draws a card for each lesson; for one that cannot be read, what is wrong with it."""
    found = lessons()
    with st.container(key="all_lessons"):
        st.markdown("## Lessons")
        st.caption(
            "Each lesson is a page on which you turn the knob and see it happen. What you reach is kept for you."
        )
        for each in found:
            _card(each, done)
        whole = [each.lesson for each in found if each.lesson is not None]
        if any(key[1] and reached.tries for key, reached in done.items()):
            _report(whole, done)


def _card(each: Shelved, done: Done) -> None:
    lesson = each.lesson
    with st.container(key=f"lesson-{each.name}", border=True, gap="small"):
        if lesson is None:
            st.markdown(f"**{escape(each.name)}**")
            assert each.error is not None
            for problem in each.error.problems[:5]:
                st.caption(f":red[:material/error:] {escape(str(problem))}")
            return
        reached = sum(is_done(lesson, step, done) for step in lesson.goals)
        minutes = f" · about {lesson.content.minutes} minutes" if lesson.content.minutes else ""
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            with st.container(gap=None):
                st.markdown(f"**{escape(lesson.title)}**")
                st.markdown(escape(lesson.content.about))
                goals = f"{reached} of {len(lesson.goals)} goals reached" if lesson.goals else "no goals"
                st.caption(f"{len(lesson.steps)} steps{minutes} · {goals}")
            first = (
                next((step for step in lesson.goals if not is_done(lesson, step, done)), lesson.steps[0])
                if reached
                else lesson.steps[0]
            )
            st.button(
                "Go on" if reached else "Begin",
                icon=":material/arrow_forward:",
                key=f"open-{each.name}",
                type="primary" if not reached or reached < len(lesson.goals) else "secondary",
                on_click=partial(go, each.name, first.name),
            )
        if lesson.goals:
            st.progress(reached / len(lesson.goals))


def _report(whole: Sequence[Lesson], done: Done) -> None:
    st.download_button(
        "Report of what you have reached",
        report(whole, done),
        file_name="lessons.md",
        mime="text/markdown",
        icon=":material/download:",
        on_click="ignore",
        key="lesson_report",
    )
