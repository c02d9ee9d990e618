"""One feature against the target, chosen from a list whose first feature tells most about the target."""

import numpy
import streamlit as st

from playground.charts.exploring import against
from playground.charts.exploring.shapes import MANY
from playground.components.figure import figure
from playground.datasets.arrays import Integers
from playground.datasets.exploring.counts import cells, cross, five_numbers, intervals, mean_line
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.mentions import quoted
from playground.ui.data.ranking import ranked_features
from playground.ui.frame.markdown import escape

_POINTS = 2000  # with more rows, counts in cells are drawn
_MOST_VALUES = 20


def against_target(data: Data, table: Table, target: str) -> None:
    """Draws the choice of a feature and its figure."""
    ranked = ranked_features(table, data)
    if not ranked:
        st.caption("There is no feature yet: choose some in the table of columns.")
        return
    name = st.selectbox(
        "Feature (the one that tells most about the target first)",
        list(ranked),
        format_func=lambda each: f"{each}: {ranked[each]:.0%}",
        key=f"against-{data.dataset}-{target}",
        help="The percentage says how much of the target's ups and downs this feature alone accounts for, along a "
        "straight line or from group to group (r², eta² or Cramér's V²). Several features together may tell far more.",
    )
    x, y = table.numbers(name), table.numbers(target)
    numbers = y is not None and data.options.get("task") != "classes"
    key, alt = "explore_against", f"{name} against {target}"
    if x is not None and numbers and y is not None:
        means = mean_line(x, y)
        names = (name, target)
        if table.rows <= _POINTS:
            figure(against.points(x, y, means, names), key=key, alt=alt)
            st.caption("Each point is a row. The line is the mean of the target among the rows near by.")
        else:
            across, up, counts = cells(x, y)
            figure(against.cells((across, up), counts, means, names), key=key, alt=alt)
            st.caption(
                f"All {table.rows:,} rows, counted in small cells: the bluer, the more rows. The line is the mean "
                "of the target among the rows near by."
            )
    elif x is not None:
        codes, classes = _classes(table, target)
        figure(against.by_class(intervals(x, codes, len(classes)), name, classes), key=key, alt=alt)
        st.caption(
            "A curve for each class: which share of its rows has such a value. Curves that lie apart tell it."
        )
        _cut(len(table.codes(target)[1]), MANY, "classes")
    elif numbers and y is not None:
        codes, words = table.codes(name)
        shown = most_frequent(_counts(codes, len(words)), _MOST_VALUES)
        chart = against.boxes(five_numbers(y, codes, shown), [words[at] for at in shown], (name, target))
        figure(chart, key=key, alt=alt)
        st.caption(
            "A box for each value: the middle half of its rows lies in it, with their middle value as a line; nine of "
            "ten rows lie between the ends."
        )
        _cut(len(words))
    else:
        codes, words = table.codes(name)
        shown = most_frequent(_counts(codes, len(words)), _MOST_VALUES)
        own, classes = _classes(table, target)
        counts = cross(codes, own, len(words), len(classes))[shown]
        figure(against.shares(counts, [words[at] for at in shown], name, classes), key=key, alt=alt)
        st.caption(
            "A bar for each value, divided by the classes of its rows. Bars that look alike tell nothing."
        )
        _cut(len(words))
        _cut(len(table.codes(target)[1]), MANY, "classes")
    st.caption(escape(f"By itself, {quoted(name)} accounts for {ranked[name]:.0%} of {quoted(target)}."))


def most_frequent(counts: Integers, most: int) -> list[int]:
    """The indices of the largest of `counts`, (values,): at most `most`, the largest first."""
    order = numpy.argsort(-counts, kind="stable")
    return [int(index) for index in order[:most] if counts[index] > 0]


def _classes(table: Table, target: str) -> tuple[Integers, list[str]]:
    """The classes that have a colour, the most frequent first; rows of others are -1."""
    codes, names = table.codes(target)
    shown = most_frequent(_counts(codes, len(names)), MANY)
    colour_of = numpy.full(len(names) + 1, -1, numpy.int64)
    colour_of[shown] = numpy.arange(len(shown))
    return colour_of[codes], [names[at] for at in shown]


def _counts(codes: Integers, size: int) -> Integers:
    return numpy.bincount(codes[codes >= 0], minlength=size)


def _cut(count: int, most: int = _MOST_VALUES, what: str = "values") -> None:
    """Says that a figure shows only the most frequent of its values or classes."""
    if count > most:
        st.caption(f":material/info: Shown: {most} of {count:,} {what}, the most frequent ones.")
