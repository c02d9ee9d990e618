"""Rules about rows: too few of them, copies on both sides of the split, missing values, an order that means time."""

import numpy
import pandas

from playground.datasets import telling
from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding.association import told
from playground.datasets.understanding.caution import Caution, Remedy
from playground.datasets.understanding.situation import Situation
from playground.datasets.understanding.summary import Table
from playground.mentions import listed, quoted

_MANY_DROPPED = 0.1  # of the rows
_RISES = 0.98  # rank correlation with the number of the row
_MAY_RISE = 0.7  # likewise, of some rows: a column of few different values is sorted with less
_LOOKED_AT = 1000  # rows
_FEWEST_IN_ORDER = 20
_ROWS_A_FEATURE = 10  # that a rule of thumb wants


def more_features_than_rows(now: Situation) -> Caution | None:
    """More features than rows."""
    count = len(now.features)
    if count <= now.table.rows:
        return None
    keep = max(now.table.rows // _ROWS_A_FEATURE, 1)
    tells = {
        name: told(now.table, name, now.target, target_are_classes=now.are_classes) for name in now.features
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
    """Rows that stand in the table more than once, and how many of them validate what was trained on them."""
    used = [name for name in now.features if now.table.columns[name].kind is not Kind.IDENTIFIER]
    again = int(_duplicated(now.table.frame[[*used, now.target]]).sum()) if used else 0
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
    """Rows that are left out because a feature is missing, where they are many."""
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
    """Features that rise, or fall, with the number of the row: the table is probably in the order of time."""
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


def _duplicated(frame: pandas.DataFrame) -> pandas.Series:
    """Whether each row stands further up already. Hashes of 64 bits tell rows apart: quick for many columns."""
    return pandas.Series(pandas.util.hash_pandas_object(frame, index=False).to_numpy()).duplicated()


def _rises(now: Situation, name: str) -> bool:
    return bool(now.table.measured(("rises", name), lambda: float(_is_in_order(now.table, name))))


def _is_in_order(table: Table, name: str) -> bool:
    values = table.numbers(name)
    if values is None or table.rows < _FEWEST_IN_ORDER:
        return False
    present = values[~numpy.isnan(values)]
    # Some rows tell at once of most columns that there is no order.
    if _order(present[:: max(len(present) // _LOOKED_AT, 1)]) < _MAY_RISE:
        return False
    return telling.in_order_of(table.frame, [name]) is not None or _order(present) >= _RISES


def _order(values: Floats) -> float:
    """The rank correlation of numbers with their places, without its sign; 0 of too few."""
    if len(values) < _FEWEST_IN_ORDER:
        return 0.0
    ranks = _ranks(values)
    if ranks.min() == ranks.max():
        return 0.0
    return abs(float(numpy.corrcoef(ranks, numpy.arange(len(ranks)))[0, 1]))


def _ranks(values: Floats) -> Floats:
    """The rank of each number from 0, equal ones with their mean rank."""
    _, places, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (numpy.cumsum(counts) - (counts + 1) / 2)[places]
    return ranks
