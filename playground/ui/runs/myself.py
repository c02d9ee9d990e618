"""A code with which the person continues in another browser, and the deletion of all that they have here."""

import streamlit as st

from playground.components.move_here import move_here
from playground.lessons.error import LessonError
from playground.lessons.uploaded import join, take_back, uploaded_by
from playground.mentions import and_
from playground.persons import VISITOR
from playground.runs import RunsError
from playground.services import runs
from playground.store.people import Belongings
from playground.ui.frame.markdown import escape
from playground.ui.frame.signed_in import before_signing_in, signed_in
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.runs.deletion import forget_deleted

_WHAT = (
    "Each browser is one person here. With a code, another browser is the same person: it finds your runs, tables and "
    "progress, and both go on with them."
)
_SIGNED_IN = (
    "Sign in on the other browser as you did in this one: it finds your runs, tables and progress, and both go on with "
    "them."
)
_SHOWN = (
    "Type it there within ten minutes: My runs, *You on another browser*. It works once. Whoever types it is you from "
    "then on, so show it to nobody else."
)
_HERE = (
    "This browser then is that person. What was made in it until now stays with the person it was. Make a code first "
    "if you want to get back to it."
)
_FOR_EVER = (
    "Nothing of it can be brought back, and links to it lead nowhere from then on. What others have made of your runs "
    "stays theirs."
)


@st.fragment
def myself_button() -> None:
    """Draws a button that unfolds what a person can do with all they have here."""
    _take_over()
    popover = st.popover(
        "You on another browser",
        icon=":material/devices:",
        key="myself",
        on_change="rerun",
        type="tertiary",
    )
    if not popover.open:
        visit().code = None  # a code is shown once
        return
    with popover:
        if signed_in() is not None:
            st.caption(_SIGNED_IN)
        else:
            st.caption(_WHAT)
            _code()
            st.divider()
            move_here(key="move_here")
            st.caption(_HERE)
        st.divider()
        if st.button("Delete all of mine …", icon=":material/delete_forever:", key="delete_all"):
            _dialog()


def _take_over() -> None:
    """Offers to take over what was made in this browser before the login."""
    before = before_signing_in()
    if before is None:
        return
    try:
        found, lessons = runs().erasing.belongings(before), len(uploaded_by(before.id))
        if found.is_nothing and not lessons:
            return
        st.caption(f"Made in this browser before you signed in: {in_words(found, lessons)}.")
        if st.button("Make it mine", icon=":material/move_to_inbox:", key="take_over"):
            join(before.id, person().id)
            runs().joining.join(before, person())
            st.rerun()
    except RunsError as error:
        st.caption(f":red[{escape(str(error))}]")


def _code() -> None:
    if st.button("Show a code", icon=":material/key:", key="show_code"):
        try:
            visit().code = runs().moving.code_for(person(), st.context.cookies.get(VISITOR))
        except RunsError as error:
            st.caption(f":red[{escape(str(error))}]")
    if code := visit().code:
        st.code(code, language=None)
        st.caption(_SHOWN)


@st.dialog("Delete all of mine")
def _dialog() -> None:
    try:
        found = runs().erasing.belongings(person())
    except RunsError as error:
        st.caption(f":red[{escape(str(error))}]")
        return
    lessons = len(uploaded_by(person().id))
    if found.is_nothing and not lessons:
        st.markdown("Nothing of yours is kept here.")
        return
    stopped = " What goes on is stopped." if found.going else ""
    st.markdown(f"This deletes {in_words(found, lessons)}.{stopped} {_FOR_EVER}")
    with st.container(horizontal=True, gap="small"):
        if st.button("Delete all", icon=":material/delete_forever:", key="really_delete_all", type="primary"):
            _delete_all()
        if st.button("Keep all", key="keep_all"):
            st.rerun()


def _delete_all() -> None:
    try:
        for name in uploaded_by(person().id):
            take_back(name, person().id)
        runs().erasing.erase(person())
    except (LessonError, RunsError) as error:
        st.caption(f":red[{escape(str(error))}]")
        return
    forget_deleted()
    visit().last_run = visit().shown_run = None
    st.query_params.clear()
    st.rerun()


def in_words(found: Belongings, lessons: int) -> str:
    """What a person has, and how many lessons they have uploaded, as part of a sentence."""
    runs_said = _count(found.runs, "run")
    more = [
        f"{found.starred:,} starred" if found.starred else "",
        f"{found.going:,} still going on" if found.going else "",
    ]
    inside = ", ".join(part for part in more if part)
    parts = [
        (f"{runs_said} ({inside})" if inside else runs_said) if found.runs else "",
        _count(found.tables, "uploaded table") if found.tables else "",
        _count(lessons, "uploaded lesson") if lessons else "",
        f"your progress in {_count(found.steps, 'step')} of lessons" if found.steps else "",
        "the token for your own scripts" if found.has_token else "",
    ]
    return and_([part for part in parts if part])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
