"""The sealed test rows of a run: what opening them means, the opening, and the measures."""

import time

import pandas
import streamlit as st

from playground.comparing.quantity import quantity
from playground.messages.opened import Measures
from playground.persons import may
from playground.runs import Run, RunsError
from playground.runs.sealed_rows import Opening
from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import person

_MEANS = (
    "Some rows of this table were set aside before training, and nothing has looked at them. Here the network that "
    "this run kept is measured on them. **That is done once**: it is noted with the run, and no other run of yours can "
    "be measured on the same rows afterwards. So open them when all choices are made: data, network, training."
)
_BEFORE = (
    "The run has gone back and was trained anew since: the test rows tell of the network that it kept when they were "
    "opened, not of today's."
)
_AFTER = (
    "This is the honest guess of how well the network does on new rows. Do not choose by it: whatever is chosen by "
    "test rows is no longer tested by them."
)


def test_rows(run: Run) -> None:
    """Draws a button that unfolds the test rows of the person's own run; nothing for a run without test rows."""
    if run.experiment.data.test is None or not may(person(), "open", run):
        return
    popover = st.popover(
        "Test rows", icon=":material/lock:", key=f"test_rows-{run.id}", on_change="rerun", type="tertiary"
    )
    if not popover.open:
        return
    with popover:
        try:
            found = runs().sealed_rows.opening(run)
        except StoreError as error:
            st.caption(escape(str(error)))
            return
        if found is None:
            _draw_sealed(run)
        elif found.measures is None:
            _measuring(run)
        else:
            _figures(run, found)


def _draw_sealed(run: Run) -> None:
    st.caption(_MEANS)
    if not run.over:
        st.caption("The run goes on. Look here again when it is over.")
        return
    _open_button(run, "Open them now")


def _open_button(run: Run, title: str) -> None:
    if st.button(title, icon=":material/lock_open:", key=f"open_test-{run.id}", type="primary"):
        try:
            runs().sealed_rows.open(run, person())
        except (RunsError, StoreError) as error:
            st.caption(f":red[{escape(str(error))}]")
            return
        st.rerun()


@st.fragment(run_every=1)
def _measuring(run: Run) -> None:
    """Says that a worker measures, until it is done."""
    try:
        found = runs().sealed_rows.opening(run)
    except StoreError as error:
        st.caption(escape(str(error)))
        return
    if found is not None and found.measures is not None:
        st.rerun()
    goes_on, why_not = runs().sealed_rows.state(run)
    if goes_on:
        st.caption(":material/hourglass: A worker measures the network on the test rows …")
        return
    st.caption(escape(why_not) if why_not else "The test rows are open, and were not measured yet.")
    _open_button(run, "Measure them")


def _figures(run: Run, found: Opening) -> None:
    measures = Measures.model_validate_json(found.measures or "")
    st.dataframe(figures(run, measures), hide_index=True, placeholder="")
    opened = time.strftime("%Y-%m-%d, %H:%M UTC", time.gmtime(found.opened_at))
    left_out = [
        sentence
        for count, sentence in (
            (measures.incomplete, f"{measures.incomplete:,} more lack a feature"),
            (measures.unfit, f"{measures.unfit:,} more hold what no training row has"),
        )
        if count
    ]
    more = f" ({', '.join(left_out)})" if left_out else ""
    st.caption(
        f"Opened on {opened}: {measures.rows:,} test rows{more}. {_BEFORE if found.is_of_before else _AFTER}"
    )


def figures(run: Run, measures: Measures) -> pandas.DataFrame:
    """Loss and metrics of the kept network, one column per kind of rows (test, validation, training), in words."""
    known = run.evaluated or {}
    columns = {}
    for name, value in measures.values.items():
        told = quantity(run.experiment, name)
        of_parts = (value, known.get(f"val_{name}"), known.get(name))
        columns[told.title] = ["–" if each is None else told.words(each) for each in of_parts]
    return pandas.DataFrame({"rows": ["test", "validation", "training"], **columns})
