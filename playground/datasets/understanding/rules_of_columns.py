"""Rules about single columns: identifiers, constants, too many values, outliers, numbers that are too large."""

import numpy

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.encode import MAX_CATEGORIES
from playground.datasets.pipeline.scale import learn_scale
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding.caution import Caution, Remedy
from playground.datasets.understanding.situation import Situation, rows_in
from playground.datasets.understanding.summary import ColumnSummary, Table
from playground.experiment.uploads import is_own
from playground.mentions import listed

# The share of the range below which the middle four fifths of the rows are squeezed by a few outliers.
_SQUEEZED = 0.02
_EXACT = 2.0**24  # above it, float32 does not have every whole number
_LEAST_ROWS = 10
_KEPT = 20  # the number of values that a remedy keeps of a column with too many


def identifier(now: Situation) -> Caution | None:
    """Features that are identifiers of the rows."""
    found = [each.name for each in now.summaries if each.kind is Kind.IDENTIFIER]
    if not found:
        return None
    return Caution(
        "identifier",
        "A name or number of the row among the features",
        f"{listed(found)} {_has(found)} another value in every row. A network can only learn such values by heart, "
        "and new rows have new ones.",
        now.table.rows,
        tuple(found),
        now.without(found),
    )


def constant(now: Situation) -> Caution | None:
    """Constant features."""
    found = [each.name for each in now.summaries if each.never_changes]
    if not found:
        return None
    return Caution(
        "constant",
        "A column that never changes",
        f"{listed(found)} {_has(found)} one value at most, the same in every row: nothing can be learned from that, "
        "and training leaves such columns out.",
        now.table.rows,
        tuple(found),
        now.without(found),
    )


def many_values(now: Situation) -> Caution | None:
    """Categorical features with too many values to become inputs."""
    if now.data.most_categories is not None:
        return None
    found = {each.name: each.distinct for each in now.summaries if _has_many_words(now, each)}
    if not found:
        return None
    most = max(found.values())
    return Caution(
        "many_values",
        "Words with too many different values",
        f"{listed(list(found))} {_has(list(found))} {'up to ' if len(found) > 1 else ''}{most:,} different values. "
        f"Each would become an input of its own, so columns with more than {MAX_CATEGORIES} are left out of training.",
        now.table.rows,
        tuple(found),
        (
            Remedy(
                f"Keep the {_KEPT} most frequent, and call the others “other”", {"most_categories": _KEPT}
            ),
            *now.without(found),
        ),
    )


def text(now: Situation) -> Caution | None:
    """Columns of free text in an own table, which are not features unless a person chooses so."""
    if now.data.features is not None:
        return None
    left_out = now.table.card.leave_out
    found = {
        name: each.distinct
        for name, each in now.table.columns.items()
        if each.kind is Kind.TEXT and name in left_out and each.distinct > 1 and is_own(now.table.card.name)
    }
    if not found:
        return None
    kinds = {**(now.data.kinds or {}), **dict.fromkeys(found, str(Kind.CATEGORY))}
    bound = {"most_categories": _KEPT} if max(found.values()) > MAX_CATEGORIES else {}
    return Caution(
        "text",
        "Free text, which is left out",
        f"{listed(list(found))} {_has(list(found))} {max(found.values()):,} different texts. A network here takes "
        "numbers and categories, and can learn nothing from a text that hardly any other row has.",
        now.table.rows,
        tuple(found),
        (
            Remedy(
                "Take as categories" + (f", the {_KEPT} most frequent of them" if bound else ""),
                {"kinds": kinds, **bound},
            ),
            Remedy("Leave out", {"features": now.features}),
        ),
    )


def codes(now: Situation) -> Caution | None:
    """Numeric features whose few whole numbers are probably codes of categories."""
    found = () if now.prepared is None else now.prepared.report.probable_codes
    if not found:
        return None
    names = [name for name, _ in found]
    one_hot = {**(now.data.encoding or {}), **dict.fromkeys(names, "one_hot")}
    return Caution(
        "codes",
        "Numbers that are probably categories",
        f"{listed(names)} {_has(names)} only a few whole numbers, one apart. Used as a quantity, 2 lies halfway "
        "between 1 and 3; if they are codes of kinds, each should be an input of its own.",
        now.table.rows,
        tuple(names),
        (Remedy("Take them as categories", {"encoding": one_hot}),),
    )


def outlier(now: Situation) -> Caution | None:
    """Numeric columns in which outliers squeeze the other values into a small range under min-max scaling."""
    if now.data.scaling != "minmax" or now.data.clip is not None:
        return None
    names = [each.name for each in now.summaries if each.kind is Kind.NUMBER]
    if not now.are_classes and now.data.scale_target:
        names.append(now.target)
    found = {name: rows for name in names if (rows := _outside(now.table, name))}
    if not found:
        return None
    return Caution(
        "outlier",
        "A few values far from all others",
        f"Min-max scaling gives the smallest value 0 and the largest 1. In {listed(list(found))} a few values lie so "
        "far out that most rows are squeezed into a fiftieth of that range, where a network hardly tells them apart.",
        rows_in(found),
        tuple(found),
        (
            Remedy("Bring the farthest 1% nearer", {"clip": 0.01}),
            Remedy("Scale by mean and deviation instead", {"scaling": "standard"}),
        ),
    )


def too_large(now: Situation) -> Caution | None:
    """Features whose scaled numbers overflow float32, or become equal in float32."""
    found = {name: rows for name in now.features if (rows := _lost(now, name))}
    if not found:
        return None
    scaled = () if now.data.scaling != "none" else (Remedy("Scale the columns", {"scaling": "minmax"}),)
    return Caution(
        "too_large",
        "Numbers too large for a network",
        f"A network computes with numbers of about seven digits and up to 3.4e38 (float32). In {listed(list(found))} "
        "different numbers become the same one, or one without end.",
        rows_in(found),
        tuple(found),
        (*scaled, *now.without(found)),
    )


def _has(names: list[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _has_many_words(now: Situation, column: ColumnSummary) -> bool:
    return (
        column.kind is not Kind.IDENTIFIER
        and column.distinct > MAX_CATEGORIES
        and now.table.numbers(column.name) is None
    )


def _outside(table: Table, name: str) -> int:
    """The number of outliers of a column, if they squeeze the other values into a small range; else 0."""
    return int(table.measured(("outside", name), lambda: float(_far_out(table.numbers(name)))))


def _far_out(values: Floats | None) -> int:
    if values is None:
        return 0
    present = values[~numpy.isnan(values)]
    if len(present) < _LEAST_ROWS:
        return 0
    low, high = numpy.quantile(present, (0.1, 0.9))
    with numpy.errstate(all="ignore"):
        whole = present.max() - present.min()
        if not 0 < high - low < _SQUEEZED * whole:
            return 0
        reach = 5 * (high - low)
    return int(((present < low - reach) | (present > high + reach)).sum())


def _lost(now: Situation, name: str) -> int:
    """The number of rows whose scaled number is not finite, or becomes equal to another in float32."""
    column = now.table.columns[name]
    if column.low is None or column.high is None or max(-column.low, column.high) < _EXACT:
        return 0
    values = now.table.numbers(name)
    if values is None or column.never_changes:
        return 0
    present = values[~numpy.isnan(values)]
    with numpy.errstate(all="ignore"):
        scaled = learn_scale(present[:, None], now.data.scaling).apply(present[:, None])[:, 0]
        single = scaled.astype(numpy.float32)
    if not numpy.isfinite(single).all():
        return int((~numpy.isfinite(single)).sum())
    if now.data.scaling != "none":
        return 0
    return column.distinct - len(numpy.unique(single))
