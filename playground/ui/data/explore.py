"""Exploring a table: its target, each feature against it, pairs, correlations, and missing values."""

from collections.abc import Callable, Mapping

import numpy
import streamlit as st

from playground.charts.exploring.distribution import class_distribution, number_distribution
from playground.charts.exploring.maps import correlation_map, missing_map
from playground.charts.exploring.pair import pair_by_class, pair_by_number
from playground.charts.exploring.shapes import MANY
from playground.components.figure import figure
from playground.datasets.exploring.counts import intervals, sample
from playground.datasets.exploring.maps import correlations
from playground.datasets.exploring.maps import missing_map as missing_shares
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.measures import short_unit
from playground.mentions import quoted
from playground.ui.data.against_target import against_target, most_frequent
from playground.ui.data.ranking import ranked_features
from playground.ui.data.roles import target_of
from playground.ui.frame.markdown import escape

_POINTS = 3000  # the most points of a scatter plot; more would hide each other
_MOST_COLUMNS = 30  # the most columns of a map
_MOST_BARS = 20


def explore(data: Data, table: Table) -> None:
    """Draws the choice of a figure and the figure."""
    target = target_of(data, table)
    if target not in table.columns:
        return
    first = next(iter(FIGURES))
    what = st.segmented_control(
        "What to look at",
        list(FIGURES),
        default=first,
        key="explore_what",
        label_visibility="collapsed",
        required=True,
    )
    FIGURES[what or first](data, table, target)


def _target(data: Data, table: Table, target: str) -> None:
    column, values = table.columns[target], table.numbers(target)
    classes = data.options.get("task") == "classes" or values is None
    if classes:
        codes, names = table.codes(target)
        counts = numpy.bincount(codes[codes >= 0], minlength=len(names))
        shown = most_frequent(counts, _MOST_BARS)
        figure(
            class_distribution(
                target, [names[code] for code in shown], [int(counts[code]) for code in shown]
            ),
            key="explore_target",
            alt=f"How often each value of {target} occurs",
        )
        common = int(counts.max()) / max(int(counts.sum()), 1)
        st.caption(
            escape(
                f"Always answering {quoted(names[int(counts.argmax())])}, the most frequent one, would be right for "
                f"{common:.0%} of the rows: a network has to do better than that."
            )
        )
        _cut(len(names), _MOST_BARS, "values, the most frequent ones")
        return
    assert values is not None
    figure(
        number_distribution(_with_unit(table, target), intervals(values)),
        key="explore_target",
        alt=f"Histogram of {target}",
    )
    present = values[~numpy.isnan(values)]
    if len(present):
        gone = f" In {column.missing:,} rows it is missing." if column.missing else ""
        st.caption(
            escape(
                f"The mean is {present.mean():,.4g}, and the values lie about {present.std():,.3g} from it (their "
                f"standard deviation): always answering the mean would be off by about that much.{gone}"
            )
        )


def _pairs(data: Data, table: Table, target: str) -> None:
    able = [
        name for name, each in table.columns.items() if table.numbers(name) is not None and each.distinct > 1
    ]
    if len(able) < 2:
        st.caption("This needs two columns of numbers.")
        return
    best = [name for name in ranked_features(table, data) if name in able]
    first, second = (*best, *(name for name in able if name not in best and name != target), target)[:2]
    left, right = st.columns(2)
    x = left.selectbox("Across", able, index=able.index(first), key=f"pair_x-{data.dataset}")
    y = right.selectbox("Upwards", able, index=able.index(second), key=f"pair_y-{data.dataset}")
    across, up, values = table.numbers(x), table.numbers(y), table.numbers(target)
    assert across is not None
    assert up is not None
    rows = sample(table.rows, _POINTS)
    names = (_with_unit(table, x), _with_unit(table, y))
    if values is not None and data.options.get("task") != "classes":
        chart = pair_by_number(across[rows], up[rows], values[rows], names, target)
    else:
        codes, classes = _few_classes(table, target)
        chart = pair_by_class(across[rows], up[rows], codes[rows], classes, names)
    figure(chart, key="explore_pair", alt=f"{x} against {y}, coloured by {target}")
    st.caption(
        escape(
            f"Each point is a row; its colour says {quoted(target)}. Where colours lie apart, these two columns tell "
            "the target."
        )
    )
    _cut(table.rows, _POINTS, "rows, drawn at random")


def _correlations(data: Data, table: Table, target: str) -> None:
    ranked = [name for name in ranked_features(table, data) if table.numbers(name) is not None]
    shown = [name for name in ranked if not table.columns[name].never_changes][:_MOST_COLUMNS]
    if table.numbers(target) is not None:
        shown = [target, *shown]
    if len(shown) < 2:
        st.caption("This needs two columns of numbers that change.")
        return
    columns = [values for name in shown if (values := table.numbers(name)) is not None]
    figure(
        correlation_map(correlations(columns), shown),
        key="explore_correlations",
        alt="Correlations of the columns of numbers",
    )
    st.caption(
        "1 (blue): where one column is large, the other is too, along a straight line. -1 (orange): where one is "
        "large, the other is small. 0: no straight line, though there may be a curve. Two features close to 1 or -1 "
        "say nearly the same."
    )
    _cut(len(ranked), _MOST_COLUMNS, "features, those that tell most about the target")


def _missing(_data: Data, table: Table, _target: str) -> None:
    gone = [each for each in table.columns.values() if each.missing]
    if not gone:
        st.caption("No value is missing in this table.")
        return
    gone.sort(key=lambda each: -each.missing)
    shown = [each.name for each in gone[:_MOST_COLUMNS]]
    starts, shares = missing_shares(table.frame, shown)
    figure(
        missing_map(starts, shares, shown),
        key="explore_missing",
        alt="Where values are missing, by column and row",
    )
    st.caption(
        "The rows go downwards, a few of them in each stripe; the bluer, the more of them have no value. Gaps at the "
        "same height in several columns belong to the same rows."
    )
    _cut(len(gone), _MOST_COLUMNS, "columns with missing values, those with most")


def _few_classes(table: Table, target: str) -> tuple[numpy.ndarray, list[str]]:
    """The classes in the order of their rows; if there are many, the last one has all without a colour."""
    codes, names = table.codes(target)
    counts = numpy.bincount(codes[codes >= 0], minlength=len(names))
    shown = most_frequent(counts, MANY - 1 if len(names) > MANY else MANY)
    group_of = numpy.full(len(names) + 1, len(shown), numpy.int64)
    group_of[shown] = numpy.arange(len(shown))
    group_of[-1] = -1
    rest = ["all others"] if len(shown) < len(names) else []
    return group_of[codes], [*(names[at] for at in shown), *rest]


def _with_unit(table: Table, name: str) -> str:
    unit = short_unit(table.card.units.get(name, ""))
    return f"{name} ({unit})" if unit else name


def _cut(count: int, most: int, what: str) -> None:
    """Says that a figure shows only a part."""
    if count > most:
        st.caption(f":material/info: Shown: {most:,} of {count:,} {what}.")


FIGURES: Mapping[str, Callable[[Data, Table, str], None]] = {
    "Target": _target,
    "Features and target": against_target,
    "Pairs": _pairs,
    "Correlations": _correlations,
    "Missing values": _missing,
}
