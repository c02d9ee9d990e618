"""One row explained: what each column adds to the network's answer for it."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import streamlit as st

from playground.charts import asking as charts
from playground.components.figure import figure
from playground.datasets.arrays import Floats, Inputs
from playground.evaluation.answers import meaning_of
from playground.evaluation.contributions import background_of
from playground.evaluation.features import Value
from playground.mentions import mentioned
from playground.plan import Plan
from playground.runs import Run
from playground.services import runs
from playground.ui.frame.markdown import escape

_MOST_BARS = 30


def explain(
    run: Run, planned: Plan, x: Inputs, row: Mapping[str, Value], predicted: Floats, seconds: float
) -> None:
    """Draws what each column adds to the answer for a row; for several classes, to that of the most probable one.

    Args:
        run: the run of the network.
        planned: its plan.
        x: (inputs,), the scaled inputs of the row.
        row: its values by feature.
        predicted: the answer, (1,) or (1, classes).
        seconds: the limit for a worker's answer.
    """
    meaning = meaning_of(planned)
    found = runs().asking.explain(run, x, seconds)
    if not np.isfinite(found.added).all():
        st.caption("Some answers are not finite, so nothing can be told.")
        return
    index = int(predicted[0].argmax()) if predicted.ndim == 2 else 0
    what = meaning.of_class(index) if predicted.ndim == 2 else meaning.name
    mean, added, errors = float(found.mean[index]), found.added[:, index], found.errors[:, index]

    def said(value: float) -> str:
        return f"{value:.4g}" if meaning.classes else meaning.words(value)

    used = planned.prepared.encoding.used
    names = [f"{mentioned([name])} = {_short(row[name])}" if name in row else name for name in used]
    shown = np.sort(np.argsort(-np.abs(added), kind="stable")[:_MOST_BARS])
    figure(
        charts.contributions([names[each] for each in shown], added[shown], errors[shown], what),
        key="ask_contributions",
        alt="What each column adds to the answer",
    )
    st.caption(escape(" ".join(_sentences(planned, added, mean, errors, what, said))))
    if len(shown) < len(added):
        st.caption(f"The chart shows the {len(shown)} columns that add most.")


def _sentences(
    planned: Plan, added: Floats, mean: float, errors: Floats, what: str, said: Callable[[float], str]
) -> Iterator[str]:
    (rows, _), whole = background_of(planned), float(added.sum())
    yield f"On average over {rows:,} training rows the {what} is {said(mean)}."
    yield f"All {len(added):,} columns together add {said(whole)}, which makes {said(mean + whole)} for this row."
    if errors.any():
        yield f"The values are sampled; the lines show one standard error, at most {said(float(errors.max()))}."
    yield (
        "What a column adds is what the answer changes when it becomes known, on average over all orders in which the "
        "columns may become known (its Shapley value)."
    )


def _short(value: Value) -> str:
    return "missing" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
