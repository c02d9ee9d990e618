"""A row's way through the layers of a network, as a figure."""

import streamlit as st

from playground.charts.way import way as chart
from playground.components.figure import figure
from playground.datasets.arrays import Floats, Inputs
from playground.evaluation.answers import meaning_of
from playground.evaluation.steps import Step, steps
from playground.plan import Plan
from playground.runs import Run
from playground.services import runs
from playground.ui.frame.markdown import escape


def way(run: Run, planned: Plan, x: Inputs, predicted: Floats, seconds: float) -> None:
    """Draws the output of each layer for a row.

    Args:
        run: the run of the network.
        planned: its plan.
        x: (inputs,), the scaled inputs of the row.
        predicted: the answer, (1,) or (1, classes).
        seconds: the limit for a worker's answer.
    """
    found = steps(planned, x, runs().asking.layers(run, x, seconds))
    figure(chart(found), key="ask_way", alt="What each layer puts out for this row")
    st.caption(escape(_sentence(planned, found, predicted)))


def _sentence(planned: Plan, found: tuple[Step, ...], predicted: Floats) -> str:
    said = (
        "Each cell is one value that a layer puts out for this row: blue above 0, orange below, the stronger the "
        "farther from 0, measured by the farthest of its layer."
    )
    prepared, meaning = planned.prepared, meaning_of(planned)
    output, answer = float(found[-1].values[0]), float(predicted.reshape(-1)[0])
    if prepared.classes or output == answer:
        return said
    what = "the target's logarithm, scaled" if prepared.log_target else "the scaled target"
    return (
        f"{said} The output, {output:.4g}, is {what}: as a value of the target it is {meaning.words(answer)}."
    )
