"""The list of lessons with the person's progress, and the report to download."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from playground.components.share_link import share_link
from playground.lessons.catalogue import ListedLesson, lesson_named, lessons
from playground.lessons.error import LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.uploaded import keep, take_back, uploaded_by
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.lessons.address import go
from playground.ui.lessons.report import report
from playground.ui.lessons.text import Done, is_done
from playground.ui.train.address import address, sharing_hint


def all_lessons(done: Done) -> None:
    """Draws a card for each lesson; for a lesson that cannot be read, its problems."""
    found = lessons()
    with st.container(key="all_lessons"):
        st.markdown("## Lessons")
        st.caption(
            "Each lesson is a page on which you turn the knob and see it happen. What you reach is kept for you."
        )
        for each in found:
            _card(each, done)
        _upload()
        whole = [each.lesson for each in found if each.lesson is not None]
        if any(key[1] and reached.tries for key, reached in done.items()):
            _report(whole, done)


def _card(each: ListedLesson, done: Done) -> None:
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


def _upload() -> None:
    """Draws the upload of an own lesson, which others can open by its link."""
    with st.popover("A lesson of your own", icon=":material/upload_file:", key="own_lesson"):
        # A new uploader after a removal, because the old one would upload its file again.
        key = f"lesson_zip-{visit().lesson_uploader}"
        file = st.file_uploader("A lesson's folder as a zip", "zip", key=key, max_upload_size=1)
        if file is None:
            st.caption("How to write one stands in the guide for teachers, docs/lessons.md.")
        else:
            _keep(file.getvalue())
        _own_lessons()


def _keep(content: bytes) -> None:
    """Stores an uploaded lesson and draws its link, or its problems."""
    try:
        name = keep(content, person().id)
    except LessonError as error:
        for problem in error.problems[:5]:
            st.caption(f":red[:material/error:] {escape(str(problem))}")
        return
    if hint := sharing_hint():
        st.caption(escape(hint))
    share_link(
        address("lessons", lesson=name),
        label="Address of this lesson",
        note="Opens the lesson for whoever has it.",
        key="lesson_link",
    )


def _own_lessons() -> None:
    """Draws the lessons that the person has uploaded, each with buttons to open and to remove it."""
    for name in uploaded_by(person().id):
        found = lesson_named(name)
        lesson = None if found is None else found.lesson
        with st.container(key=f"own-{name}", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(escape(lesson.title if lesson is not None else name), width="stretch")
            if lesson is not None:
                st.button("Open", key=f"open-{name}", on_click=partial(go, name, lesson.steps[0].name))
            st.button(
                "Remove",
                key=f"remove-{name}",
                icon=":material/delete:",
                help="Its link then opens nothing any more, unless another person has uploaded the same lesson.",
                on_click=partial(_remove, name),
            )


def _remove(name: str) -> None:
    """Removes a lesson: a callback."""
    visit().lesson_uploader += 1
    try:
        take_back(name, person().id)
    except LessonError as error:
        st.toast(escape(error.problems[0].sentence), icon=":material/error:")


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
