"""Seeds and sweeps folded: all runs of a group in one row of the table of runs."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pandas

from playground.states import GOING
from playground.words import larger_is_better

MOST_SPARKLINES = 1000  # the newest rows; more would make the page's message too long
_TITLES: Mapping[str, Callable[[int], str]] = {
    "seeds": lambda count: f"{count} seeds",
    "luck": lambda count: f"{count} seeds",  # how an earlier version named them
    "sweep": lambda count: f"sweep of {count}",
}


def fold(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with one row for each group, at the position of its newest run.

    Returns:
        The table with the columns `members`, the ids of the runs of a row, and `study`, the kind of the group or "".
        A folded row has the best values of its runs, their seconds and their epochs in sum.
    """
    folded = table.copy()
    folded["members"] = [(each,) for each in table["id"].tolist()]
    folded["study"] = ""
    grouped = table[table["group_kind"].isin(list(_TITLES))]
    for _, runs in grouped.groupby("group", sort=False):
        first = runs.index[0]
        for name, value in _row(runs).items():
            folded.at[first, name] = value
        folded = folded.drop(index=runs.index[1:])
    return folded


def unfold(table: pandas.DataFrame) -> pandas.DataFrame:
    """The table with one row for each run, and the columns that `fold` adds."""
    return table.assign(members=[(each,) for each in table["id"].tolist()], study="")


def sparklines(table: pandas.DataFrame) -> list[list[float] | None]:
    """The curve of each row from 0 to 1; None for those without one, and for all but the newest."""
    texts = table["sparkline"].tolist()
    return [_curve(text) for text in texts[:MOST_SPARKLINES]] + [None] * max(0, len(texts) - MOST_SPARKLINES)


def _curve(text: Any) -> list[float] | None:
    if not isinstance(text, str):
        return None
    values = [value for value in json.loads(text) if value is not None]
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.5 for value in values]


def _row(runs: pandas.DataFrame) -> dict[str, Any]:
    count = len(runs)
    kind = str(runs["group_kind"].iloc[0])
    best = _best(runs, "best_value", larger_is_better(str(runs["monitor"].iloc[0])))
    metric = runs["metric"].iloc[0]
    going = int(runs["state"].isin(GOING).sum())
    row: dict[str, Any] = {
        name: runs.at[best, name]
        for name in ("best_value", "in_unit", "of_unit", "best_epoch", "kept_epoch", "sparkline", "layers")
    }
    if isinstance(metric, str):
        row["best_metric"] = runs.at[_best(runs, "best_metric", larger_is_better(metric)), "best_metric"]
    states = runs["ended"].unique()
    return row | {
        "called": f"{_without_cell(runs)} · {_TITLES[kind](count)}",
        "ended": f"{count - going} of {count} ended" if going else states[0] if len(states) == 1 else "ended",
        "epochs": runs["epochs"].sum(),
        "seconds": runs["seconds"].sum(),
        "star": "★" if runs["starred"].any() else "",
        "members": tuple(runs["id"].tolist()[::-1]),
        "study": "sweep" if kind == "sweep" else "seeds",
    }


def _best(runs: pandas.DataFrame, name: str, is_larger: bool) -> Any:
    """The index of the row with the best value; the first row if none has a value."""
    values = runs[name].dropna()
    if values.empty:
        return runs.index[0]
    return values.idxmax() if is_larger else values.idxmin()


def _without_cell(runs: pandas.DataFrame) -> str:
    """The common name of a group's runs, without their cells."""
    called, cell = str(runs["called"].iloc[0]), str(runs["cell"].iloc[0])
    return called.removesuffix(f" · {cell}") if cell else called
