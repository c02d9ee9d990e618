"""Rules about rows: too few rows, copies on both sides of the split, missing values, and an order in time."""

import numpy
import pandas

from playground.datasets import telling
from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding.association import share_explained
from playground.datasets.understanding.caution import Caution, Remedy
from playground.datasets.understanding.situation import Situation
from playground.datasets.understanding.summary import Table
from playground.mentions import listed, quoted

_MANY_DROPPED = 0.1  # of the rows
_RISES = 0.98  # the least rank correlation of an ordered column with the row's index
_MAY_RISE = 0.7  # the same for a sample; it is lower, because ties lower the correlation of a sorted column
_LOOKED_AT = 1000  # the size of the sample, in rows
_FEWEST_IN_ORDER = 20
_ROWS_A_FEATURE = 10  # a rule of thumb


def more_features_than_rows(now: Situation) -> Caution | None:
    """More features than rows."""
    count = len(now.features)
    if count <= now.table.rows:
        return None
    keep = max(now.table.rows // _ROWS_A_FEATURE, 1)
    tells = {
        name: share_explained(now.table, name, now.target, target_are_classes=now.are_classes)
        for name in now.features
    }
    best = set(sorted(now.features, key=lambda name: -tells[name])[:keep])
    kept = tuple(name for name in now.features if name in best)
    return Caution(
        "more_features_than_rows",
        "More features than rows",
        f"There are {count:,} features and only {now.table.rows:,} rows: some of so many features fit the target by "
        "chance, and a network can learn every training row by heart.",
        now.table.rows,
        remedies=(
            Remedy(
                "Keep the one that tells most" if keep == 1 else f"Keep the {keep:,} that tell most",
                {"features": kept},
            ),
        ),
    )


def duplicates(now: Situation) -> Caution | None:
    """Rows that are copies of earlier rows, and validation rows that are copies of training rows."""
    used = [name for name in now.features if now.table.columns[name].kind is not Kind.IDENTIFIER]
    again = int(_duplicates(now.table.frame[[*used, now.target]]).sum()) if used else 0
    if not again:
        return None
    are = "is an exact copy of an earlier one" if again == 1 else "are exact copies of earlier ones"
    sentence = f"{again:,} of the {now.table.rows:,} rows {are}, {quoted(now.target)} included."
    if now.prepared is not None and now.prepared.report.copies:
        report = now.prepared.report
        sentence += (
            f" With this split, {report.copies:,} of the {report.parts.validation:,} validation rows "
            f"{'has' if report.copies == 1 else 'have'} an identical training row: they do not show how new rows are "
            "predicted."
        )
    elif now.prepared is not None:
        return None
    return Caution(
        "duplicates",
        "Rows that stand in the table twice",
        sentence,
        again,
        remedies=(Remedy("Keep copies on one side of the split", {"split": {"by": "copies"}}),),
    )


def missing_values(now: Situation) -> Caution | None:
    """Many rows that are dropped because a feature is missing."""
    gone = [name for name in now.features if 0 < now.table.columns[name].missing < now.table.rows]
    if now.data.missing != "drop" or not gone:
        return None
    frame = now.table.frame
    dropped = numpy.zeros(now.table.rows, bool)
    for name in gone:
        dropped |= missing(frame[name])
    rows = int(dropped.sum())
    if rows < _MANY_DROPPED * now.table.rows:
        return None
    return Caution(
        "missing_values",
        "Many rows with a missing value",
        f"{rows:,} of the {now.table.rows:,} rows have no value in {listed(gone)} and are left out. Filled, they train "
        "too: a missing number becomes the middle one of its column, a missing word the most frequent one.",
        rows,
        tuple(gone),
        (Remedy("Fill missing values", {"missing": "fill"}),),
    )


def rises_with_rows(now: Situation) -> Caution | None:
    """Features that rise or fall with the row's index, so that the table is probably ordered by time."""
    if now.table.card.is_toy or now.split_by == "time":
        return None
    found = [
        each.name
        for each in now.summaries
        if each.kind in (Kind.NUMBER, Kind.DATE) and each.distinct > 2 and _rises(now, each.name)
    ]
    if not found:
        return None
    return Caution(
        "rises_with_rows",
        "The rows are in an order",
        f"{listed(found)} {'rises or falls' if len(found) == 1 else 'rise or fall'} from row to row. Rows are split "
        "at random: each validation row has training rows from just before "
        "and after it. Tomorrow's rows have not, so the validation error promises too much.",
        now.table.rows,
        tuple(found),
        (Remedy("Let the last rows validate", {"split": {"by": "time"}}),),
    )


def _duplicates(frame: pandas.DataFrame) -> pandas.Series:
    """Whether each row is a copy of an earlier one, by 64-bit hashes, which are fast for many columns."""
    return pandas.Series(pandas.util.hash_pandas_object(frame, index=False).to_numpy()).duplicated()


def _rises(now: Situation, name: str) -> bool:
    return bool(now.table.measured(("rises", name), lambda: float(_is_in_order(now.table, name))))


def _is_in_order(table: Table, name: str) -> bool:
    values = table.numbers(name)
    if values is None or table.rows < _FEWEST_IN_ORDER:
        return False
    present = values[~numpy.isnan(values)]
    # For most columns a sample already shows that they are not in order.
    if _order(present[:: max(len(present) // _LOOKED_AT, 1)]) < _MAY_RISE:
        return False
    return telling.in_order_of(table.frame, [name]) is not None or _order(present) >= _RISES


def _order(values: Floats) -> float:
    """The absolute rank correlation of numbers with their indices; 0 for too few numbers."""
    if len(values) < _FEWEST_IN_ORDER:
        return 0.0
    ranks = _ranks(values)
    if ranks.min() == ranks.max():
        return 0.0
    return abs(float(numpy.corrcoef(ranks, numpy.arange(len(ranks)))[0, 1]))


def _ranks(values: Floats) -> Floats:
    """The rank of each number, (rows,), counted from 0; equal numbers have their mean rank."""
    _, inverse, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (numpy.cumsum(counts) - (counts + 1) / 2)[inverse]
    return ranks
