"""The text of a step: its head, its Markdown, and formulas beside their lines of Keras."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from playground.comparing.glossary import anchor_of, terms_in
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.runs.lesson_progress import StepProgress
from playground.ui.frame.markdown import escape
from playground.ui.lessons.address import go, leave

Done = Mapping[tuple[str, str], StepProgress]


def head_of(lesson: Lesson, step: Step, done: Done) -> None:
    """Draws a link to all lessons, the lesson's name, and a mark for each step, which opens it."""
    with st.container(key="lesson_head", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "All lessons", icon=":material/arrow_back:", key="to_lessons", type="tertiary", on_click=leave
        )
        st.caption(escape(lesson.title))
    with st.container(key="lesson_steps", horizontal=True, gap="xsmall"):
        for number, other in enumerate(lesson.steps, 1):
            here, reached = other.name == step.name, is_done(lesson, other, done)
            st.button(
                ":material/check:" if reached and not here else str(number),
                key=f"to-{lesson.name}-{other.name}",
                help=f"{number}. {escape(other.title)}{' (reached)' if reached else ''}",
                type="primary" if here else "secondary",
                on_click=partial(go, lesson.name, other.name),
            )


def is_done(lesson: Lesson, step: Step, done: Done) -> bool:
    """Whether a person has reached the goal of a step."""
    found = done.get((lesson.name, step.name))
    return found is not None and found.reached_at is not None


def text(lesson: Lesson, step: Step) -> None:
    """Draws the text of a step."""
    with st.container(key="lesson_text"):
        st.markdown(f"## {escape(step.title)}")
        st.markdown(lesson.texts[step.name])
        for number, pair in enumerate(step.pairs):
            with st.container(key=f"pair-{step.name}-{number}", border=True, gap="xsmall"):
                formula, keras = st.columns(2, vertical_alignment="center", gap="small")
                with formula:
                    st.latex(pair.formula)
                with keras:
                    st.code(pair.keras, language="python", wrap_lines=True)
                if pair.says:
                    st.caption(pair.says)
        if words := terms_in(lesson.texts[step.name]):
            # A Markdown link opens in a new tab, so the step stays as it is.
            links = (f"[{escape(word)}](glossary#{anchor_of(word)})" for word in words)
            with st.container(key="lesson_words"):
                st.caption(f":material/dictionary: {' · '.join(links)}")


def turn(lesson: Lesson, step: Step) -> None:
    """Draws buttons for the previous and the next step, which also have keys."""
    names = [other.name for other in lesson.steps]
    at = names.index(step.name)
    with st.container(
        key="lesson_turn", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.button(
            "Back",
            icon=":material/chevron_left:",
            key="lesson_back",
            disabled=at == 0,
            shortcut="P",
            on_click=partial(go, lesson.name, names[max(at - 1, 0)]),
        )
        st.caption(f"Step {at + 1} of {len(names)}", width="content")
        is_last = at == len(names) - 1
        st.button(
            "All lessons" if is_last else "Next",
            icon=":material/chevron_right:",
            icon_position="right",
            key="lesson_next",
            shortcut="N",
            on_click=leave if is_last else partial(go, lesson.name, names[min(at + 1, len(names) - 1)]),
        )
