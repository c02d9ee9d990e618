"""The pictures behind a part of a judgement, each with its class, the predicted class and its probability."""

import numpy as np
import streamlit as st

from playground.datasets.arrays import Floats, Integers
from playground.datasets.catalogue import load
from playground.datasets.pixels import are_pixels, pictures_of
from playground.evaluation.answers import Answers
from playground.evaluation.judgement import Judgement
from playground.ui.frame.markdown import escape

_MOST = 40  # the most pictures
_SIZE = 9  # the size of a picture's pixel in pixels of the page
_WIDTH = 86


def has_pictures(found: Judgement) -> bool:
    """Whether the rows of the table are pictures."""
    return are_pixels(found.planned.prepared.encoding.used)


def wrong_first(answers: Answers, called: Integers) -> Integers:
    """Indices of rows, (rows,): the wrong ones, the most certain first; then the others, the least certain first."""
    sure = _sureness(answers, called)
    order: Integers = np.where(called != answers.classes, -1 - sure, sure).argsort(kind="stable")
    return order


def pictures(found: Judgement, part: str, rows: Integers, called: Integers) -> None:
    """Draws the pictures of `rows`, which are indices of rows of the part, in that order.

    `called`, (rows,), has the class that each row of the part is called.
    """
    answers, prepared = found.network[part], found.planned.prepared
    shown = rows[:_MOST]
    table = load(found.planned.experiment.data).loc[answers.rows[shown]]
    if not len(shown):
        return
    classes, sure = prepared.classes, _sureness(answers, called)
    captions = [
        f"{classes[called[row]]} {sure[row]:.0%}"
        + ("" if called[row] == answers.classes[row] else f", is {classes[answers.classes[row]]}")
        for row in shown
    ]
    with st.container(key=f"judge_pictures-{part}"):
        st.image(
            list(pictures_of(table, prepared.encoding.used, _SIZE)),
            [escape(each) for each in captions],
            width=_WIDTH,
        )
    if len(rows) > _MOST:
        st.caption(f"The first {_MOST} of {len(rows):,} rows.")


def _sureness(answers: Answers, called: Integers) -> Floats:
    """The probability of the class that each row is called, (rows,)."""
    sure: Floats = answers.predicted[range(len(called)), called]
    return sure
