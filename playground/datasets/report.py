"""Report: what `prepare` did to a table, in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from playground.datasets.encode import IS_EMPTY, NEVER_CHANGES

_OF_SEVERAL = {NEVER_CHANGES: "never change", IS_EMPTY: "have no values"}


@dataclass(frozen=True)
class Report:
    """Counts of rows, and what became of each column.

    `rows` are the table's, `rows_dropped` those with missing values, `filled` the missing values filled by column,
    `used` and `left_out` (with why) the features asked for, `encoded` the number of categories of each text column,
    `unseen` the rows of each class, or of each text column's unknown values, that only validation rows have.
    """

    rows: int
    rows_dropped: int
    train_rows: int
    validation_rows: int
    used: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    filled: Mapping[str, int] = field(default_factory=dict)
    encoded: Mapping[str, int] = field(default_factory=dict)
    unseen: Mapping[str, int] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """What was done, one sentence each, the features first. Column names stand in them as they are."""
        sentences = [_features(self.used, self.left_out)]
        if self.encoded:
            became = and_([f"{name} ({count})" for name, count in self.encoded.items()])
            sentences.append(f"Text became inputs of 0 and 1, one for each value: {became}.")
        if self.rows_dropped:
            were = "row with missing values was" if self.rows_dropped == 1 else "rows with missing values were"
            sentences.append(f"{self.rows_dropped:,} {were} dropped.")
        if self.filled:
            counts = and_([f"{name} ({count:,})" for name, count in self.filled.items()])
            sentences.append(f"Missing values were filled: {counts}.")
        sentences.append(f"{self.train_rows:,} rows train, {self.validation_rows:,} validate.")
        if self.unseen:
            counts = and_([f"{name} ({count:,})" for name, count in self.unseen.items()])
            sentences.append(f"Found in validation rows only, so that it cannot be learned: {counts}.")
        return sentences


def _features(used: Sequence[str], left_out: Sequence[tuple[str, str]]) -> str:
    asked = len(used) + len(left_out)
    if left_out:
        return f"{len(used)} of {asked} features used; {left_out_sentence(left_out)}."
    return f"One feature used: {used[0]}." if asked == 1 else f"All {asked} features used."


def left_out_sentence(left_out: Sequence[tuple[str, str]]) -> str:
    """Why columns are left out, those of one reason together: "V2 and V5 never change; zip has …"."""
    by_reason: dict[str, list[str]] = {}
    for column, why in left_out:
        by_reason.setdefault(why, []).append(column)
    return "; ".join(
        f"{and_(columns)} {why if len(columns) == 1 else _OF_SEVERAL.get(why, _plural(why))}"
        for why, columns in by_reason.items()
    )


def and_(words: Iterable[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _plural(why: str) -> str:
    verb, _, rest = why.partition(" ")
    return f"{ {'has': 'have', 'holds': 'hold'}.get(verb, verb) } {rest}"
