"""Whole experiments: the choice of a preset, and the files to open and to save."""

import streamlit as st

from playground.comparing.naming import is_preset
from playground.errors import ExperimentError, Problem
from playground.experiment.parse import parse
from playground.experiment.presets import presets
from playground.plan import Plan, plan
from playground.runs import Run
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape
from playground.ui.train.share import share


def preset(draft: Draft, current: Plan | None, run: Run | None) -> None:
    """Draws the choice of a preset and the popovers of the file and of the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choice(draft, current)
    with st.container(horizontal=True, gap="small"):
        with st.popover("File", icon=":material/draft:", key="file"):  # its help would cover what it opens
            _download(draft, current)
            _upload(draft)
        # A fragment takes all the width of its container.
        with st.container(width="content"):
            share(current, run)


def _choice(draft: Draft, current: Plan | None) -> None:
    names = list(presets())
    own = presets().get(draft.preset) if draft.preset is not None else None
    changed = own is not None and (current is None or not is_preset(current.experiment, own))
    # A widget reports only a changed choice, so after other changes of the settings the preset's name is no option.
    key = draft.key("preset") + ("-changed" if changed else "")

    def load() -> None:
        name = st.session_state[key]
        if name is not None:
            draft.load(presets()[name], preset=name)

    with st.container(key="preset"):
        st.selectbox(
            "Preset · changed" if changed else "Preset",
            names,
            index=names.index(draft.preset)
            if own is not None and not changed and draft.preset in names
            else None,
            format_func=lambda name: presets()[name].title,
            placeholder=own.title if own is not None else "Your own experiment",
            key=key,
            on_change=load,
            help="A whole experiment in one click: train it as it is, or change it.",
        )
    st.button(
        ":material/undo:",  # a screen reader reads its help
        key="reload_preset",
        help="Takes back every change you made to the preset.",
        disabled=not changed,
        on_click=_take_back,
        args=(draft,),
    )


def _take_back(draft: Draft) -> None:
    if draft.preset is not None:
        draft.load(presets()[draft.preset], draft.preset)


def _download(draft: Draft, current: Plan | None) -> None:
    draft.title = st.text_input("Title", draft.title, max_chars=200, key=draft.key("title"))
    st.download_button(
        "Download as JSON",
        current.experiment.model_dump_json(indent=2) if current else "",
        file_name="experiment.json",
        mime="application/json",
        icon=":material/download:",
        disabled=current is None,
        on_click="ignore",
        key="download",
        width="stretch",
    )


def _upload(draft: Draft) -> None:
    key = draft.key("upload")
    file = st.file_uploader("Open an experiment file", "json", key=key, max_upload_size=1)
    if file is None:
        return
    try:
        try:
            text = file.getvalue().decode("utf-8")
        except UnicodeDecodeError:
            raise ExperimentError(Problem("", "This file does not hold text.")) from None
        experiment = parse(text)
        plan(experiment)
    except ExperimentError as error:
        st.error("Nothing was changed. " + escape(str(error.problems[0])), icon=":material/error:")
        for problem in error.problems[1:4]:
            st.caption(escape(str(problem)))
        return
    draft.load(experiment)
    st.rerun()
