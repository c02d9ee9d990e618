"""The reader's runs of an experiment side by side: their validation curves, differences and results."""

import streamlit as st

from playground.charts.curves import curves
from playground.comparing import comparable
from playground.components.figure import figure
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.runs import Run
from playground.services import runs
from playground.store import StoreError
from playground.ui.lessons.state import LessonVisit
from playground.ui.runs.comparability import comparability
from playground.ui.runs.compared import compare_runs, difference_table

MOST = 4  # the most runs, the latest ones
_RUN_WIDTH = 150  # the width of a column in pixels


def side_by_side(lesson: Lesson, step: Step, at: LessonVisit) -> None:
    """Draws a switch that unfolds the comparison, once two runs of the experiment are over in this visit."""
    found = _finished_runs(step, at)
    if len(found) < 2:
        return
    with st.container(key="lesson_runs", gap="small"):
        if not st.toggle("Your last runs side by side", key=f"side-by-side-{lesson.name}-{step.experiment}"):
            return
        names = comparable.common_names([run.experiment for run in found])
        # Losses cannot be compared if the runs have different ones.
        name = (
            next((each for each in names if each != "loss"), names[0]) if _losses_differ(found) else names[0]
        )
        shown = compare_runs(found, [""] * len(found))
        title = shown.title(name)
        comparability(comparable.comparison([run.experiment for run in found], f"val_{name}"))
        figure(
            curves(shown.lines(name, training=False), title),
            key="lesson_runs_chart",
            alt=f"Validation curves of your last runs: {title}",
        )
        st.caption(f"Dashed: {title} on the validation rows; a mark: the best epoch.")
        table = difference_table(shown, name)
        st.dataframe(
            table,
            hide_index=True,
            height="content",
            column_config={each: st.column_config.Column(width=_RUN_WIDTH) for each in table.columns},
        )


def _finished_runs(step: Step, at: LessonVisit) -> list[Run]:
    """The last finished runs of the step's experiment with more than one epoch, the newest last."""
    found: list[Run] = []
    for name in reversed(at.trained.get(step.experiment or "", ())):
        try:
            run = runs().get(name)
        except StoreError:  # the page says what is wrong
            return []
        if run is not None and run.over and len(run.curves.get("loss", ())) > 1:
            found.append(run)
        if len(found) == MOST:
            break
    return found[::-1]


def _losses_differ(found: list[Run]) -> bool:
    return len({run.experiment.training.loss for run in found}) > 1
