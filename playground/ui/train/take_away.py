"""Exporting a run: a download for each form, and a check that its script trains the same network."""

import json
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from playground.experiment.uploads import digests_in
from playground.export.comparing import TOLERANCE, Difference
from playground.export.history import history
from playground.persons import may
from playground.runs import Run, RunsError
from playground.runs.taking_away import Way
from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.markdown import escape
from playground.ui.frame.unseen import why_unseen
from playground.ui.frame.visit import ReportVisit, visit
from playground.ui.frame.visitor import person

_PATIENCE = 0.3  # seconds for a worker's answer, at each run of the fragment


class _Form(NamedTuple):
    title: str
    help: str
    file: str


_FORMS: Mapping[Way, _Form] = {
    "script": _Form("Script", "One Keras file with its data: runs anywhere, without this app.", "script.zip"),
    "notebook": _Form(
        "Notebook", "The same with text between the cells, for Jupyter or Kaggle.", "notebook.zip"
    ),
    "model": _Form(
        "Model",
        "The trained network as a .keras file that takes raw rows, and a program for it.",
        "model.zip",
    ),
    "tensorboard": _Form("TensorBoard", "The curves as TensorBoard's event files.", "tensorboard.zip"),
}


def take_away(run: Run) -> None:
    """Draws a button that unfolds the exports of the person's own run."""
    if not may(person(), "steer", run):
        return
    popover = st.popover(
        "Take away", icon=":material/download:", key="take_away", on_change="rerun", type="tertiary"
    )
    if popover.open:
        with popover:
            _forms(run)


@st.fragment(run_every=1)
def _forms(run: Run) -> None:
    if why := why_unseen(digests_in(run.experiment)):
        st.caption(escape(why))
        return
    st.caption("A worker makes what you press; then it can be saved.")
    for way, form in _FORMS.items():
        _form(run, way, form)
    _report(run)
    if run.epoch:
        st.download_button(
            "History (CSV)",
            history(run.curves, run.learning_rate),
            "history.csv",
            "text/csv",
            icon=":material/download:",
            key=f"take_history-{run.id}",
            on_click="ignore",
        )
    st.download_button(
        "Experiment (JSON)",
        run.experiment.model_dump_json(indent=2) + "\n",
        "experiment.json",
        "application/json",
        icon=":material/download:",
        key=f"take_experiment-{run.id}",
        on_click="ignore",
    )
    _check(run)


def _form(run: Run, way: Way, form: _Form) -> None:
    made = runs().taking_away.made(run, way)
    if made is not None and made.content:
        st.download_button(
            f"Save {form.file}",
            made.content,
            form.file,
            "application/zip",
            icon=":material/download:",
            key=f"save_{way}-{run.id}",
            on_click="ignore",
        )
        return
    _make_button(run, way, form.title, form.help, made.failed if made else "")


def _report(run: Run) -> None:
    """Draws a button that has the report made, and then one that saves it."""
    try:
        opened = runs().sealed_rows.are_open(run, person())
    except StoreError as error:
        st.caption(escape(str(error)))
        return
    report = visit().reports.setdefault((run.job, opened), ReportVisit())
    failed = ""
    if report.is_wanted:
        try:
            # A worker predicts all rows; until then the fragment runs every second.
            judged = None if run.kept is None else runs().judging.judge(run, _PATIENCE, opened=opened)
            if run.kept is None or judged is not None:
                report.content, report.is_wanted = runs().taking_away.report(run, judged), False
        except (RunsError, StoreError) as error:
            report.is_wanted = False
            failed = str(error)
    if report.content is not None:
        st.download_button(
            "Save report.html",
            report.content,
            "report.html",
            "text/html",
            icon=":material/download:",
            key=f"save_report-{run.id}",
            on_click="ignore",
        )
        return

    def want() -> None:
        report.is_wanted = True

    goes_on, can_be = report.is_wanted, run.over and run.epoch > 0
    means = "One HTML file with settings, curves, judgement and the network, to be read without a connection."
    st.button(
        "Report: a worker is at it …" if goes_on else "Report",
        icon=":material/hourglass:" if goes_on else ":material/build:",
        key=f"make_report-{run.id}",
        help=means if can_be else f"{means} The run has to be over.",
        disabled=goes_on or not can_be,
        on_click=want,
    )
    if failed:
        st.caption(f":red[{escape(failed)}]")


def _make_button(run: Run, way: Way, title: str, means: str, failed: str) -> None:
    goes_on = runs().taking_away.goes_on(run, way)
    can_be = run.over or way in ("script", "notebook")
    pressed = st.button(
        f"{title}: a worker is at it …" if goes_on else title,
        icon=":material/hourglass:" if goes_on else ":material/build:",
        key=f"make_{way}-{run.id}",
        help=means if can_be else f"{means} The run has to be over.",
        disabled=goes_on or not can_be,
    )
    if pressed:
        who = person()
        assert who is not None
        try:
            runs().taking_away.begin(run, way, who)
        except (RunsError, StoreError) as error:
            st.caption(f":red[{escape(str(error))}]")
            return
        st.rerun()
    if failed:
        st.caption(f":red[{escape(failed)}]")


def _check(run: Run) -> None:
    made = runs().taking_away.made(run, "check")
    _make_button(
        run,
        "check",
        "Check this script",
        "Runs the exported script in a clean process and compares its losses with those of this run.",
        made.failed if made else "",
    )
    if made is not None and made.content:
        st.caption(escape(sentence(Difference(**json.loads(made.content)))))


def sentence(found: Difference) -> str:
    """The result of a check as a sentence."""
    epochs = f"{found.epochs:,} epoch{'s' * (found.epochs != 1)}"
    if not found.largest:
        return (
            f"The script trains the same: its losses of the first {epochs} are this run's, to the last digit."
        )
    where = f"{found.curve} of epoch {found.epoch:,}"
    if found.is_none:
        return (
            f"The script trains the same: over the first {epochs} the largest difference of its losses is "
            f"{_percent(found.largest)} of their size ({where}); up to {_percent(TOLERANCE)} is rounding."
        )
    if found.largest == float("inf"):
        return f"The script does not train the same: its {where} diverges where this run's does not, or the other way."
    return (
        f"The script does not train the same: its {where} differs by {_percent(found.largest)}. "
        f"Up to {_percent(TOLERANCE)} would be rounding."
    )


def _percent(share: float) -> str:
    """A share with two digits, never as a power of ten: `0.00002%`."""
    return f"{float(f'{share * 100:.2g}'):.10f}".rstrip("0").rstrip(".") + "%"
