"""Asking: the network's answer to a row that a person describes, and an explanation of it."""

from collections.abc import Mapping

import numpy as np
import pandas
import streamlit as st

from playground.charts import asking as charts
from playground.components.figure import figure
from playground.datasets import visible_table
from playground.datasets.arrays import Floats
from playground.evaluation.answers import Meaning, choose, meaning_of, predicted_of
from playground.evaluation.features import Value, Words
from playground.evaluation.form import Form, form_of
from playground.mentions import mentioned, short, told_apart
from playground.plan import Plan
from playground.runs import Run
from playground.runs.judging import planned_of
from playground.services import runs
from playground.ui.frame.markdown import escape
from playground.ui.judge.explaining import explain
from playground.ui.judge.form import LONGEST, draw_form, row_choice
from playground.ui.judge.way import way
from playground.words import Task

SECONDS = 20.0  # seconds for a worker's answer
_ALONG, _ADDS, _WAY = "Along a feature", "What each feature adds", "Through the layers"
_LINES = 10  # the most classes with a line of their own in a chart
_LEGEND = 40  # the most letters of a class in a legend


def ask(run: Run) -> None:
    """Draws the form, the answer to its row, and one explanation of the answer.

    Raises:
        RunsError, StoreError: there is no answer; the message says why.
    """
    planned = planned_of(run)
    form = form_of(planned)
    left, right = st.columns([3, 1])
    answer = left.container(key="ask_answer", gap="small")
    with right:
        row_choice(form, run.id)
    row, number = draw_form(form, run.id)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view = st.segmented_control(
            "How the answer comes about",
            (_ALONG, _ADDS, _WAY),
            key=f"ask_view-{run.id}",
            default=_ALONG,
            required=True,
            label_visibility="collapsed",
        )
        name = _feature_choice(form, run.id) if view == _ALONG else None
    values = [] if name is None else form.features[name].along(row[name])
    x = form.inputs([row, *({**row, name: value} for value in values)])
    predicted = predicted_of(planned.prepared, runs().asking.outputs(run, x, SECONDS))
    with answer:
        _answer(planned, predicted[:1], form, row, number)
    if name is not None:
        _curve(planned, predicted[1:], form, name, values, row[name])
    elif view == _WAY:
        way(run, planned, x[0], predicted, SECONDS)
    elif np.isfinite(predicted).all():
        with st.spinner("A worker tries what each feature changes …"):
            explain(run, planned, x[0], row, predicted, SECONDS)


def _feature_choice(form: Form, run_id: str) -> str:
    labels = told_apart(form.features, LONGEST)
    name: str = st.selectbox(
        "Feature",
        list(labels),
        key=f"ask_along-{run_id}",
        format_func=lambda name: labels.get(name, name),
        label_visibility="collapsed",
    )
    return name


def _answer(
    planned: Plan, predicted: Floats, form: Form, row: Mapping[str, Value], number: int | None
) -> None:
    meaning = meaning_of(planned)
    if not np.isfinite(predicted).all():
        st.markdown("The network answers with a number that is not finite.")
        return
    prepared = planned.prepared
    if prepared.task is Task.REGRESSION:
        said = meaning.words(float(predicted[0]))
    else:
        said = prepared.classes[int(choose(predicted, meaning.threshold)[0])]
    st.metric(escape(short(prepared.target)), escape(short(said)), width="content")
    if prepared.task is Task.BINARY:
        st.caption(
            escape(
                f"{meaning.of_class(1)}: {float(predicted[0]):.4g}. Above {meaning.threshold:g} the row is called so."
            )
        )
    elif prepared.task is Task.MULTICLASS:
        table = pandas.DataFrame({"class": list(prepared.classes), "probability": predicted[0]})
        st.dataframe(
            table.sort_values("probability", ascending=False, kind="stable"),
            hide_index=True,
            height=min(38 + 35 * len(table), 190),
            column_config={
                "probability": st.column_config.ProgressColumn(format="%.4f", min_value=0, max_value=1)
            },
            placeholder="",
            alt="The probability of each class",
        )
    _remarks(planned, form, row, number)


def _remarks(planned: Plan, form: Form, row: Mapping[str, Value], number: int | None) -> None:
    if number is not None:
        actual = visible_table(planned.experiment.data).loc[number, planned.prepared.target]
        if not pandas.isna(actual):
            said = f"{mentioned([planned.prepared.target])} {short(str(actual))}"
            st.caption(escape(f"In the table, row {number + 1:,} has {said}."))
    if beyond := form.beyond(row):
        st.caption(
            escape(
                f"{mentioned(beyond)}: beyond what any training row has: the network has never seen the like."
            )
        )
    if gaps := [name for name, value in row.items() if value is None]:
        st.caption(
            escape(f"{mentioned(gaps)}: missing, so the network gets what is usual in the training rows.")
        )


def _curve(planned: Plan, predicted: Floats, form: Form, name: str, values: list[Value], at: Value) -> None:
    if not np.isfinite(predicted).all():
        st.caption("Along this feature some answers are not finite, so there is no curve.")
        return
    meaning = meaning_of(planned)
    answers = _answers_by_name(meaning, predicted)
    title = meaning.axis
    is_words = isinstance(form.features[name], Words)
    if is_words:
        choices = [str(value) for value in values]
        chart = charts.along_words(choices, answers, None if at is None else str(at), name, title)
    else:
        chart = charts.along_numbers(values, answers, at, name, title)
    figure(chart, key="ask_curve", alt="The answer along a feature")
    if predicted.ndim == 2 and predicted.shape[1] > len(answers):
        st.caption(f"The {len(answers)} classes that are most probable somewhere along it.")


def _answers_by_name(meaning: Meaning, predicted: Floats) -> dict[str, Floats]:
    """The answers to draw, by name; of many classes the most probable ones."""
    if predicted.ndim == 1:
        return {meaning.axis: predicted}
    most = np.argsort(-predicted.max(axis=0), kind="stable")[:_LINES]
    names = list(told_apart(meaning.classes, _LEGEND).values())  # the axis says that it is their probability
    return {names[index]: predicted[:, index] for index in sorted(most)}
