"""The table of measures: the network on one part of the rows, beside baselines."""

import pandas
import streamlit as st

from playground.evaluation.answers import own_unit
from playground.evaluation.baselines import TITLES
from playground.evaluation.judgement import Judgement
from playground.evaluation.measures import NAMES, Measures
from playground.experiment.measures import title_of, with_unit
from playground.ui.frame.markdown import escape

_TITLES = {"f1_score": "F1"}
_HELP = {
    "mean": "Predicts the mean of the training rows for every row.",
    "most_frequent": "Calls every row the most frequent class of the training rows.",
    "linear": "Linear or logistic regression by scikit-learn on the same rows: a network without hidden layers.",
}


def measures_table(found: Judgement, part: str, threshold: float | None = None) -> None:
    """Draws the measures, a row each, and why some cannot be told."""
    own = found.measures(found.network[part], threshold)
    columns = {
        "network": own,
        **{name: found.baseline_measures(parts[part]) for name, parts in found.baselines.items()},
    }
    names = NAMES[found.planned.prepared.task]
    table = pandas.DataFrame(
        {
            "measure": [_TITLES.get(name) or title_of(name) for name in names],
            **{
                TITLES.get(column, column): [cell(name, measures, found) for name in names]
                for column, measures in columns.items()
            },
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        column_config={TITLES[name]: st.column_config.Column(help=_HELP[name]) for name in found.baselines},
        alt="Measures of the network and of simple models",
    )
    for why in dict.fromkeys(own.reasons.values()):
        titles = [_TITLES.get(name) or title_of(name) for name, each in own.reasons.items() if each == why]
        st.caption(escape(f"{', '.join(titles)} cannot be told: {why}."))


def cell(name: str, measures: Measures, found: Judgement) -> str:
    """A measure in words, in the target's own unit; a dash where it cannot be told."""
    known = name in measures.values
    return with_unit(name, measures.values[name], own_unit(found.planned)) if known else "–"
