"""The chosen runs compared: their curves in one chart, the settings that differ, and parallel coordinates."""

from collections.abc import Sequence

import streamlit as st

from playground.charts.curves import BY, By, all_positive, curves
from playground.charts.parallel import LEAST, parallel
from playground.comparing import comparable
from playground.components.figure import figure
from playground.runs import Run
from playground.services import runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.trouble import read_or_say
from playground.ui.runs.comparability import comparability
from playground.ui.runs.compared import ComparedRuns, compare_runs, difference_table

_LIVE_SECONDS = 1.0
_RUN_WIDTH = 150  # pixels of a column of the table of differences
_SETTING_WIDTH = 200


def comparison(ids: Sequence[str], names: Sequence[str]) -> None:
    """Draws the runs with these ids, live while one of them trains; `names` are those that the owner gave them."""
    found = _find(ids)
    if not found:  # they were deleted a moment ago
        return
    common = comparable.common_names([run.experiment for run in found])
    with st.container(key="compare_controls", horizontal=True, vertical_alignment="center", gap="medium"):
        name = _choice("Measure", common, "compare_measure") or common[0]
        by: By = _choice("Along", list(BY), "compare_by") or "epoch"  # type: ignore[assignment]
        log = st.toggle("Logarithmic", key="compare_log")
        training = st.toggle("Training too", value=True, key="compare_training")
    going = any(not run.over for run in found)

    def draw() -> None:
        with read_or_say("comparison"):
            now = _find(ids)
            if len(now) < len(found):
                st.rerun()
            shown = compare_runs(now, names)
            _draw(shown, name, by, log=log, training=training)
            if going and all(run.over for run in now):
                st.rerun()

    st.fragment(draw, run_every=_LIVE_SECONDS if going else None)()


def _draw(shown: ComparedRuns, name: str, by: By, *, log: bool, training: bool) -> None:
    several = len(shown.runs) > 1
    comparability(comparable.comparison([run.experiment for run in shown.runs], f"val_{name}"))
    lines = shown.lines(name, training=training)
    if log and not all_positive(lines):
        log = False
        st.caption("Some values are 0 or less, which a logarithmic axis cannot show: the axis is linear.")
    chart = curves(lines, shown.title(name), by=by, log=log)
    figure(
        chart,
        key="compare_chart",
        alt=f"{name} of {', '.join(shown.labels)}",
        live=any(not run.over for run in shown.runs),
    )
    _captions(shown, by)
    if not several:
        return
    st.markdown("**Only what differs**" if shown.differing else "**The settings are the same**")
    with st.container(key="difference_table"):
        table = difference_table(shown, name)
        # Three runs are seen side by side in half of the page.
        setting, *columns = table.columns
        widths = {column: st.column_config.Column(width=_RUN_WIDTH) for column in columns}
        widths[setting] = st.column_config.Column(width=_SETTING_WIDTH)
        st.dataframe(table, hide_index=True, height="content", column_config=widths)
    if len(shown.runs) >= LEAST:
        best = shown.best(name)
        st.markdown("**From the settings to the best value**")
        if sum(value is not None for value in best) < 2:
            st.caption("This chart appears as soon as two runs have a value.")
        else:
            figure(
                parallel(
                    shown.labels,
                    shown.colour_indices,
                    shown.differing,
                    best,
                    f"val_{name}",
                    shown.title(name),
                ),
                key="compare_parallel",
                alt="Parallel coordinates: settings and best value of each run",
            )
            st.caption("Drag along an axis to show only some of the runs.")


def _captions(shown: ComparedRuns, by: By) -> None:
    said = ["Solid lines: training; dashed: validation; a mark: the best epoch."]
    waiting = [label for run, label in zip(shown.runs, shown.labels, strict=True) if run.state == "waiting"]
    if waiting:
        said.append(f"Waiting for a free worker: {', '.join(waiting)}.")
    failed = [
        f"{label}: {run.reason}" for run, label in zip(shown.runs, shown.labels, strict=True) if run.reason
    ]
    said += failed
    if by == "seconds" and len(shown.runs) > 1:
        said.append(
            "Seconds are those of training alone; they are more if the machine was busy with something else."
        )
    st.caption(escape(" ".join(said)))


def _choice(label: str, options: Sequence[str], key: str) -> str | None:
    if len(options) == 1:
        return options[0]
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return st.segmented_control(label, options, key=key, label_visibility="collapsed", required=True)


def _find(ids: Sequence[str]) -> list[Run]:
    return [run for name in ids if (run := runs().get(name)) is not None]
