"""The table of rules for cautions, the most severe first."""

from collections.abc import Callable, Sequence

from playground.datasets.pipeline.prepared import Prepared
from playground.datasets.understanding.caution import Caution
from playground.datasets.understanding.rules_of_columns import (
    codes,
    constant,
    identifier,
    many_values,
    outlier,
    text,
    too_large,
)
from playground.datasets.understanding.rules_of_rows import (
    duplicates,
    missing_values,
    more_features_than_rows,
    rises_with_rows,
)
from playground.datasets.understanding.rules_of_target import classes_alike, leak, rare_class
from playground.datasets.understanding.situation import Situation
from playground.datasets.understanding.summary import Table
from playground.experiment import Data

RULES: Sequence[Callable[[Situation], Caution | None]] = (
    leak,
    identifier,
    duplicates,
    rises_with_rows,
    more_features_than_rows,
    missing_values,
    rare_class,
    classes_alike,
    too_large,
    outlier,
    codes,
    many_values,
    text,
    constant,
)


def cautions(table: Table, data: Data, prepared: Prepared | None = None) -> list[Caution]:
    """The cautions before a network is trained on a table.

    Args:
        table: the table.
        data: the data of the experiment.
        prepared: the result of the preparation; None if it failed, then cautions that need the split are missing.
    """
    now = Situation(table, data, prepared)
    if now.target not in table.columns:
        return []
    return [found for rule in RULES if (found := rule(now)) is not None]
