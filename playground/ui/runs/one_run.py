"""One chosen run: its name, note and star, and buttons for what a person can do with it."""

import streamlit as st

from playground.comparing.naming import automatic_name
from playground.runs import Run, RunsError
from playground.runs.marks import NAME_LENGTH, NOTE_LENGTH
from playground.services import runs
from playground.store import Summary
from playground.studies.seeds import SEEDS
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import run_in_short
from playground.ui.frame.unseen import is_unseen
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.judge.dialog import judge_button
from playground.ui.runs.deletion import delete
from playground.ui.runs.doctor import doctor
from playground.ui.train.starting import start_seeds
from playground.ui.train.take_away import take_away
from playground.ui.train.test_rows import test_rows


def one_run(run: Run, summary: Summary | None) -> None:
    """Draws a run. `summary` is its row in the table of the person at the page; None if the run is another person's."""
    called = summary.name if summary is not None and summary.name else run_in_short(run)
    made_of = automatic_name(run.experiment)
    more = f" :gray[{escape(made_of)}]" if made_of not in called else ""
    st.markdown(f"**{escape(called)}**{more}")
    with st.container(key="run_actions", horizontal=True, vertical_alignment="center", gap="small"):
        if _button("Open", "open_in_full", "open_run", "Shows the run on the Playground, with its settings."):
            open_run(run)
        if run.is_streamed:
            st.caption("Trained elsewhere: its rows are unknown.", width="content")
        elif not is_unseen(run):
            _experiments(run)
        _whole_group(run)
        if summary is not None and _button("Delete", "delete", "delete_run", "Can be taken back at once."):
            delete([run.id])
        judge_button(run)
        take_away(run)
        test_rows(run)
    if run.notice:
        st.caption(f":orange[:material/cloud_off: {escape(run.notice)}]")
    doctor(run)
    if summary is not None:
        _description(run, summary)


def _experiments(run: Run) -> None:
    """Draws buttons for what can be trained with a run's settings."""
    if _button(
        "Twin", "content_copy", "twin_run", "The same settings, seed and weights: change one and compare."
    ):
        st.switch_page("train.py", query_params={"twin": run.id})
    if _button(
        "Seeds",
        "casino",
        "seeds_run",
        f"Trains it with {SEEDS} seeds, to see how much of the result is luck.",
    ):
        _train_seeds(run)
    if _button("Sweep …", "grid_on", "sweep_run", "Trains it over lists of one or two settings."):
        st.query_params.from_dict({"over": run.id})
        st.rerun()


def _train_seeds(run: Run) -> None:
    try:
        group = start_seeds(run)
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/hourglass_top:")
        return
    st.query_params.from_dict({"seeds": group.id})
    st.rerun()


def _whole_group(run: Run) -> None:
    membership = run.membership
    group = runs().groups.get(membership.group) if membership is not None else None
    if group is None:
        return
    title, icon = {"sweep": ("Its sweep", "grid_view"), "seeds": ("All its seeds", "casino")}[group.kind]
    if _button(title, icon, "whole_group", "Shows the runs that it was started with."):
        st.query_params.from_dict({group.kind: group.id})
        st.rerun()


def open_run(run: Run) -> None:
    """Opens the Playground with a run and its settings."""
    draft = visit().draft
    if draft is not None and not run.is_streamed:
        draft.load(run.experiment)
    st.switch_page("train.py", query_params={"run": run.id})


def _description(run: Run, summary: Summary) -> None:
    with st.container(key="run_description", horizontal=True, vertical_alignment="top", gap="small"):
        if st.button(
            "Starred" if summary.starred else "Star",
            icon=":material/star:" if summary.starred else ":material/star_outline:",
            key=f"star-{run.id}",
            type="primary" if summary.starred else "secondary",
        ):
            _describe(run, starred=not summary.starred)
            st.rerun()
        _text(run, "name", "Name", summary.name, "Name: how you will find it again")
        _text(run, "note", "Note", summary.note, "Note: what you saw")


def _text(run: Run, field: str, title: str, value: str, placeholder: str) -> None:
    key = f"{field}-{run.id}"

    def keep() -> None:
        text, most = st.session_state[key].strip(), NAME_LENGTH if field == "name" else NOTE_LENGTH
        if len(text) > most:
            # A limit of the field itself would refuse a text that is too long as a whole.
            text = st.session_state[key] = text[:most]
            st.toast(f"Only the first {most:,} letters were kept.", icon=":material/content_cut:")
        if field == "name":
            _describe(run, name=text)
        else:
            _describe(run, note=text)

    if field == "name":
        st.text_input(
            title, value, label_visibility="collapsed", key=key, on_change=keep, placeholder=placeholder
        )
    else:
        st.text_area(
            title,
            value,
            height=68,
            label_visibility="collapsed",
            key=key,
            on_change=keep,
            placeholder=placeholder,
        )


def _describe(
    run: Run, *, name: str | None = None, note: str | None = None, starred: bool | None = None
) -> None:
    try:
        runs().marks.describe(run.id, person(), name=name, note=note, starred=starred)
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/error:")


def _button(title: str, icon: str, key: str, help_text: str) -> bool:
    return st.button(title, icon=f":material/{icon}:", key=key, help=help_text, type="tertiary")
