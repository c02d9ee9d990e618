"""Which columns the network of a run needs: how much worse it is if one of them is shuffled."""

import numpy as np
import pandas
import streamlit as st

from playground.charts import asking as charts
from playground.components.figure import figure
from playground.evaluation.answers import own_unit
from playground.evaluation.importance import REPEATS, Importance
from playground.experiment.measures import title_of, with_unit
from playground.mentions import quoted
from playground.plan import Plan
from playground.runs import Run
from playground.runs.judging import planned_of
from playground.services import runs
from playground.ui.frame.markdown import escape
from playground.ui.judge.asking import SECONDS

_MOST_BARS = 30


def importance(run: Run) -> None:
    """Draws the importance of each column, and the progress while it is measured.

    Raises:
        RunsError, StoreError: it cannot be measured; the message says why.
    """
    planned = planned_of(run)
    said = "A worker shuffles one column after the other …"
    bar = st.progress(0.0, said)

    def tell(share: float) -> None:
        bar.progress(share, said)

    found = runs().asking.importance(run, SECONDS, tell)
    bar.empty()
    if not np.isfinite(found.drops).all():
        st.caption("The network answers with numbers that are not finite, so nothing can be told.")
        return
    st.markdown(escape(_sentence(planned, found)))
    order = np.argsort(-found.means, kind="stable")
    shown = order[:_MOST_BARS]
    figure(
        charts.importance(
            [found.columns[index] for index in shown],
            found.means[shown],
            found.spreads[shown],
            _axis(planned, found),
        ),
        key="importance",
        alt="How much worse the network is without each column",
    )
    if len(shown) < len(order):
        st.caption(f"The chart shows the {len(shown)} columns that count most.")
    whole = len(planned.prepared.validation)
    which = f"the {found.rows:,} validation rows"
    if found.rows < whole:
        which = f"{found.rows:,} of the {whole:,} validation rows, evenly spread"
    st.caption(
        escape(
            f"Each column was shuffled {REPEATS} times in {which}, as scikit-learn's permutation_importance does; the "
            "lines show one standard deviation. Where two columns tell the same, each may seem to count little: the "
            "network still has the other one."
        )
    )
    table = pandas.DataFrame(
        {
            "column": [found.columns[index] for index in order],
            "importance": [_words(planned, found, float(found.means[index])) for index in order],
            "standard deviation": [_words(planned, found, float(found.spreads[index])) for index in order],
        }
    )
    st.dataframe(
        table, hide_index=True, placeholder="", key="importance_table", alt="The importance of each column"
    )


def _sentence(planned: Plan, found: Importance) -> str:
    most = int(found.means.argmax())
    name, drop = found.columns[most], float(found.means[most])
    if drop <= 0:
        return "No column counts: the network is as good with any of them shuffled."
    changed = "accuracy falls" if found.measure == "accuracy" else f"{title_of(found.measure)} grows"
    return (
        f"{quoted(name)} counts most: where it is shuffled, the {changed} by {_words(planned, found, drop)}."
    )


def _words(planned: Plan, found: Importance, value: float) -> str:
    if found.measure == "accuracy":
        return f"{100 * value:.4g} percentage points"
    return with_unit(found.measure, value, own_unit(planned))


def _axis(planned: Plan, found: Importance) -> str:
    if found.measure == "accuracy":
        return "fall of accuracy"
    unit = own_unit(planned)
    return f"growth of the {title_of(found.measure)}{f' ({unit.name})' if unit and unit.name else ''}"
