"""The table of the visitor's runs with its filters, the choice of rows, and the CSV file."""

from collections.abc import Callable
from contextlib import suppress

import pandas
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from playground.experiment.settings import of_column
from playground.experiment.training_settings import FULL_BATCH
from playground.services import runs
from playground.states import GOING, STATES
from playground.store import StoreError
from playground.ui.frame.markdown import escape
from playground.ui.frame.offered import different_titles
from playground.ui.frame.trouble import read_or_say
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.runs.chosen import MOST, choose, chosen_ids
from playground.ui.runs.folding import fold, sparklines, unfold
from playground.ui.runs.runs_frame import Filters, as_csv, filter_rows, frame, measures

# The results come first: beside a chosen run there is room for half of the columns.
_COLUMNS = (
    *(
        "star",
        "called",
        "ended",
        "best_value",
        "curve",
        "in_unit",
        "of_unit",
        "best_epoch",
        "best_metric",
        "metric_title",
        "started",
        "data",
        "layers",
    ),
    *(
        "loss",
        "with",
        "learning_rate",
        "batch_size",
        "kept_epoch",
        "measure",
        "epochs",
        "seconds",
        "parameters",
    ),
)
_MOST_ROWS = 19  # in sight at once, as many as a window has room for; further ones are scrolled to
_LIVE_SECONDS = 2.0
_IDLE_SECONDS = 3.0


def runs_table() -> None:
    """Draws the table, live while a run trains. The runs chosen in it are written into the address.

    A run that comes meanwhile, from a script or from another tab, is listed within `_IDLE_SECONDS`.
    """
    me = person()
    newest = runs().newest(me)
    first = frame(runs().table(me))
    going = _any_going(first)
    if not going:
        st.fragment(_await_newer, run_every=_IDLE_SECONDS)(newest)
    if first.empty:
        with st.container(key="no_runs", horizontal_alignment="center", vertical_alignment="center"):
            st.page_link(
                "train.py",
                label="You have no runs yet: train one on the Playground.",
                icon=":material/play_arrow:",
            )
            st.caption(
                "Every run stays here with its curves: look at it again, name it, compare several, "
                "or try its settings with other seeds.",
                width="content",
            )
        return
    filters, folds = _filters(first)
    read = [first]  # ten thousand runs take a fifth of a second, so the first draw reads them no second time

    def draw() -> None:
        with read_or_say("table"):
            table = read.pop() if read else frame(runs().table(me))
            listed = filter_rows(table, filters)
            _table(fold(listed) if folds else unfold(listed))
            _foot(listed, len(table), lambda: filter_rows(frame(runs().table(me)), filters))
            # Only the fragment has run, but the chosen runs and the timer belong to the whole page.
            if visit().has_chosen or _any_going(table) != going:
                visit().has_chosen = False
                st.rerun()

    st.fragment(draw, run_every=_LIVE_SECONDS if going else None)()


def _await_newer(newest: str | None) -> None:
    with suppress(StoreError):  # the table says so
        if runs().newest(person()) != newest:
            st.rerun()


def _table(shown: pandas.DataFrame) -> None:
    members, studies = shown["members"].tolist(), shown["study"].tolist()
    groups = shown["group"].tolist()
    # The browser knows rows by their numbers, so other rows need another key.
    key = f"runs-{hash(tuple(members)) & 0xFFFFFFFF:x}"
    picked = chosen_ids()
    at = {run: row for row, runs_of_row in enumerate(members) for run in runs_of_row}
    rows = sorted({at[run] for run in picked if run in at})
    ticked = st.session_state.get(key)
    if ticked is not None and set(ticked["selection"]["rows"]) != set(rows):
        selection = {"rows": rows, "cells": []}
        st.session_state[key] = {"selection": selection}  # the choice was made outside the table

    def take() -> None:
        selection = st.session_state[key]["selection"]
        visit().has_chosen = True
        if cells := selection.get("cells"):
            # A click on a row opens that run or study alone; the box at its left adds it to the others.
            row = cells[0][0]
            st.session_state[key] = {"selection": {"rows": [] if studies[row] else [row], "cells": []}}
            if studies[row]:
                st.query_params.from_dict({studies[row]: groups[row]})
            else:
                choose(members[row])
            return
        now = selection["rows"]
        # The order of choosing decides the colours. A run that a filter hides stays chosen.
        kept = [run for run in picked if run not in at or at[run] in now]
        choose([*kept, *(run for row in now if row not in rows for run in members[row])])

    st.dataframe(
        shown.assign(curve=sparklines(shown))[list(_COLUMNS)],
        key=key,
        hide_index=True,
        height=35 * (min(max(len(shown), 1), _MOST_ROWS) + 1) + 3,
        column_config=_columns(),
        on_select=take,
        selection_mode=["multi-row", "single-cell"],
        selection_default={"selection": {"rows": rows}},
        placeholder="",
        lazy=False,
        alt="Your runs",
    )


def _foot(listed: pandas.DataFrame, count: int, read: Callable[[], pandas.DataFrame]) -> None:
    with st.container(key="runs_foot", horizontal=True, vertical_alignment="center"):
        st.caption(escape(_foot_text(listed, count)), width="content")
        st.download_button(
            "CSV",
            lambda: as_csv(read()),
            file_name="runs.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="runs_csv",
            help="The runs listed above with all their fields, for a spreadsheet.",
        )


def _any_going(table: pandas.DataFrame) -> bool:
    return bool(table["state"].isin(GOING).any())


def _filters(table: pandas.DataFrame) -> tuple[Filters, bool]:
    """Draws the filters; returns them, and whether seeds and sweeps take one row each."""
    known = list(table["dataset"].unique())
    present = set(table["state"].unique())
    states = [state for state in STATES if state in present]
    with st.container(key="runs_filters", horizontal=True, vertical_alignment="center", gap="small"):
        text = st.text_input(
            "Find",
            key="find_runs",
            placeholder="Find",
            icon=":material/search:",
            label_visibility="collapsed",
        )
        datasets = st.multiselect(
            of_column("dataset").title,
            known,
            format_func=different_titles(known),
            key="find_data",
            placeholder="All data sets",
            label_visibility="collapsed",
        )
        chosen_states = st.multiselect(
            "State",
            states,
            format_func=lambda state: STATES[state],
            key="find_states",
            placeholder="All states",
            label_visibility="collapsed",
        )
        starred = st.toggle("Starred", key="find_starred")
        folds = table["group_kind"].notna().any() and st.toggle(
            "Studies in one row", value=True, key="fold_studies"
        )
    return Filters(text, tuple(datasets), tuple(chosen_states), starred), bool(folds)


def _foot_text(shown: pandas.DataFrame, count: int) -> str:
    said = (
        f"{len(shown):,} of {count:,} runs. "
        if len(shown) < count
        else f"{count:,} run{'s' * (count != 1)}. "
    )
    of = measures(shown)
    if len(of) > 1:
        said += f"Best values are of {len(of)} different measures, data sets or validation rows: "
        said += "values of different kinds cannot be compared. "
    return (
        said
        + f"A click on a run opens it; tick up to {MOST} at the left edge to compare them; a click on a column's head "
        "sorts."
    )


def _columns() -> dict[str, ColumnConfig | str | None]:
    column = st.column_config
    return {
        "star": column.TextColumn("★", width=40, help="Starred"),
        "called": column.TextColumn(
            "Run", width=280, help="The name that you gave it, or else one made of its settings"
        ),
        "started": column.DatetimeColumn(
            "Started", width=140, format="D MMM, HH:mm:ss", timezone=st.context.timezone
        ),
        "ended": column.TextColumn("State", width=110),
        "data": column.TextColumn(of_column("dataset").title, width=130),
        "layers": column.TextColumn("Layers", width=120, help="Units of the dense layers"),
        "loss": column.TextColumn(of_column("loss").title, width=150),
        "with": column.TextColumn(of_column("optimizer").title, width=90),
        "learning_rate": column.NumberColumn(of_column("learning_rate").title, width=110, format="%g"),
        "batch_size": column.NumberColumn(
            of_column("batch_size").title, width=90, format="%d", help=f"Empty: the {FULL_BATCH}"
        ),
        "best_value": column.NumberColumn(
            "Best", width=90, format="%.4g", help="Best value of the measure beside it"
        ),
        "curve": column.LineChartColumn(
            "Curve",
            width=90,
            y_min=0,
            y_max=1,
            help="The measure's curve from epoch 1 on, each at its own scale",
        ),
        "best_epoch": column.NumberColumn("at epoch", width=80, format="%d"),
        "best_metric": column.NumberColumn(
            "Best metric", width=100, format="%.4g", help="Best validation value of the run's first metric"
        ),
        "metric_title": column.TextColumn("Metric", width=110),
        "kept_epoch": column.NumberColumn(
            "Kept epoch",
            width=90,
            format="%d",
            help="The epoch whose weights the network keeps: the restored one, else the last",
        ),
        "in_unit": column.NumberColumn(
            "In its unit",
            width=100,
            format="%.4g",
            help="Best value in the target's own unit, in which errors can be compared",
        ),
        "of_unit": column.TextColumn("Unit", width=90),
        "measure": column.TextColumn(
            "Measure", width=230, help="Only values of the same measure on the same data can be compared"
        ),
        "epochs": column.NumberColumn("Epochs", width=80, format="%d", help="Trained so far"),
        "seconds": column.NumberColumn("Seconds", width=80, format="%.1f", help="Of training"),
        "parameters": column.NumberColumn("Parameters", width=100, format="localized"),
    }
