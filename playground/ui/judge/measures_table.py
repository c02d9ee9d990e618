"""The table of measures of the network and of baselines on one part of the rows."""

import pandas
import streamlit as st

from playground.evaluation.baselines import TITLES
from playground.evaluation.judgement import Judgement
from playground.evaluation.measures import NAMES, measure_title
from playground.ui.frame.markdown import escape

_HELP = {
    "mean": "Predicts the mean of the training rows for every row.",
    "most_frequent": "Calls every row the most frequent class of the training rows.",
    "linear": "Linear or logistic regression by scikit-learn on the same rows: a network without hidden layers.",
}


def measures_table(found: Judgement, part: str, threshold: float | None = None) -> None:
    """Draws the measures, one per row, and why some are missing."""
    columns = found.by_model(part, threshold)
    names = NAMES[found.planned.prepared.task]
    table = pandas.DataFrame(
        {
            "measure": [measure_title(name) for name in names],
            **{model: [found.words(name, measures) for name in names] for model, measures in columns.items()},
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        column_config={TITLES[name]: st.column_config.Column(help=_HELP[name]) for name in found.baselines},
        alt="Measures of the network and of simple models",
    )
    reasons = columns["network"].reasons
    for why in dict.fromkeys(reasons.values()):
        titles = [measure_title(name) for name, each in reasons.items() if each == why]
        st.caption(escape(f"{', '.join(titles)} cannot be told: {why}."))
