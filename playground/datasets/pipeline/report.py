"""Report: the preparation of a table, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.datasets.parts import Parts
from playground.experiment import Split
from playground.mentions import mentioned

# The plural of a reason's verb: "V2 never changes", but "V2 and V5 never change".
_OF_SEVERAL = {"never changes": "never change", "has": "have", "holds": "hold", "is": "are"}
_REASONS = 4  # most reasons in a sentence
_CODES_APART = 3  # most columns of probable codes with their own sentences
_SPLITS = {
    "stratified": "with the same shares on both sides",
    "group": "no {} is on both sides",
    "copies": "rows with the same features are on one side",
    "time": "the latest by {}",
}


@dataclass(frozen=True)
class Report:
    """Numbers of rows, and the use of each column.

    Attributes:
        rows, rows_dropped: the number of rows of the table, and of rows dropped because of missing values.
        parts: the number of rows of each part.
        used, left_out: the features that are used, and those that are not, with the reason of each.
        filled: the number of filled missing values, by column.
        encoded: the number of inputs of each text column.
        unseen_classes: the number of validation rows with a class that no training row has, by class.
        unseen_values: the number of validation rows with a value that no training row has, by text column.
        added, removed: the number of points that a person added to a toy, and removed from it.
        target: the column to predict.
        copies: the number of validation rows with a training row of the same features and target.
        same_features: the number of further validation rows with a training row of the same features.
        probable_codes: numeric columns with only a few consecutive whole numbers from 0 or 1 on, and their number.
        in_order_of: the feature by which the table is sorted; None if there is none.
        test: the number of sealed test rows.
        split, log_target, clip: the settings of the experiment.
    """

    rows: int
    rows_dropped: int
    parts: Parts[int]
    used: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    filled: Mapping[str, int] = field(default_factory=dict)
    encoded: Mapping[str, int] = field(default_factory=dict)
    unseen_classes: Mapping[str, int] = field(default_factory=dict)
    unseen_values: Mapping[str, int] = field(default_factory=dict)
    added: int = 0
    removed: int = 0
    target: str = ""
    copies: int = 0
    same_features: int = 0
    probable_codes: tuple[tuple[str, int], ...] = ()
    in_order_of: str | None = None
    test: int = 0
    split: Split | None = None
    log_target: bool = False
    clip: float | None = None

    def sentences(self) -> list[str]:
        """The sentences of the report, the features first. A sentence about many columns names the first few."""
        sentences = [_features(self.used, self.left_out)]
        if self.encoded:
            became = _list_counts(self.encoded)
            sentences.append(f"Text became inputs of 0 and 1, one for each value: {became}.")
        if self.rows_dropped:
            were = (
                "row with missing values was" if self.rows_dropped == 1 else "rows with missing values were"
            )
            sentences.append(f"{self.rows_dropped:,} {were} dropped.")
        if self.filled:
            sentences.append(f"Missing values were filled: {_list_counts(self.filled)}.")
        if self.clip is not None:
            sentences.append(
                f"Numbers outside the middle {1 - 2 * self.clip:.0%} of training rows were clipped."
            )
        if self.log_target:
            sentences.append(f"The logarithm of {mentioned([self.target])} is predicted.")
        how = ""
        if self.split is not None:
            how = f" ({_SPLITS[self.split.by].format(mentioned([self.split.column or 'their order']))})"
        sentences.append(f"{self.parts.training:,} rows train, {self.parts.validation:,} validate{how}.")
        if self.test:
            sentences.append(
                f"{self.test:,} test rows are sealed: nothing looks at them before they are opened."
            )
        if self.added:
            sentences.append(f"Points of your own among the training rows: {self.added}.")
        if self.removed:
            sentences.append(f"Generated points that you removed: {self.removed}.")
        if self.unseen_classes:
            counts = _list_counts(self.unseen_classes)
            sentences.append(f"Classes in validation rows only, which cannot be learned: {counts}.")
        if self.unseen_values:
            counts = _list_counts(self.unseen_values)
            sentences.append(
                f"Validation rows with a value no training row has, all inputs of it 0: {counts}."
            )
        return [*sentences, *self._cautions()]

    def _cautions(self) -> list[str]:
        """Sentences about problems that change the meaning of measures on the validation rows."""
        sentences, target = [], mentioned([self.target])
        rows = f"of the {self.parts.validation:,} validation rows"
        if self.copies:
            sentences.append(
                f"{self.copies:,} {rows} {_have(self.copies)} an identical training row, {target} included: "
                "they do not show how new rows are predicted."
            )
        if self.same_features:
            sentences.append(
                f"{self.same_features:,} {rows} {_have(self.same_features)} the features of a training row, "
                f"and another {target}."
            )
        sentences += _codes(self.probable_codes)
        if self.in_order_of:
            sentences.append(
                f"The table is in the order of {mentioned([self.in_order_of])}. The split is random: each validation "
                "row has training rows from before and after it, so this does not show how well later rows are "
                "predicted. Split by time to see that."
            )
        return sentences


def _codes(found: Sequence[tuple[str, int]]) -> list[str]:
    if len(found) > _CODES_APART:
        names = mentioned([name for name, _ in found])
        said = "have only a few values, whole numbers one apart, and are used as quantities"
        return [f"{names} {said}: they are probably categories."]
    return [
        f"{mentioned([name])} has only {count} values, whole numbers one apart, and is used as a quantity: "
        "it is probably a category."
        for name, count in found
    ]


def _list_counts(counts: Mapping[str, int]) -> str:
    return mentioned(list(counts), [f"({count:,})" for count in counts.values()])


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _features(used: Sequence[str], left_out: Sequence[tuple[str, str]]) -> str:
    asked = len(used) + len(left_out)
    if left_out:
        return f"{len(used):,} of {asked:,} features used; {left_out_sentence(left_out)}."
    if asked <= 3:
        return f"{'One feature' if asked == 1 else f'{asked} features'} used: {mentioned(used)}."
    return f"All {asked:,} features used."


def left_out_sentence(left_out: Sequence[tuple[str, str]]) -> str:
    """The reasons for left out columns, grouped by reason: "V2 and V5 never change; zip has …"."""
    by_reason: dict[str, list[str]] = {}
    for column, why in left_out:
        by_reason.setdefault(why, []).append(column)
    most = len(by_reason) if len(by_reason) <= _REASONS else _REASONS - 1
    said = [
        f"{mentioned(columns)} {why if len(columns) == 1 else _of_several(why)}"
        for why, columns in list(by_reason.items())[:most]
    ]
    if others := sum(map(len, list(by_reason.values())[most:])):
        said.append(f"{others:,} more for reasons like these")
    return "; ".join(said)


def _of_several(why: str) -> str:
    for one, several in _OF_SEVERAL.items():
        if why.startswith(one):
            return several + why.removeprefix(one)
    return why
