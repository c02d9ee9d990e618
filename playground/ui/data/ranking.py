"""Features, ranked by how much each alone tells about the target."""

from functools import lru_cache

from playground.datasets.understanding import Table
from playground.datasets.understanding.association import share_explained
from playground.experiment import Data
from playground.ui.data.roles import features_of, target_of
from playground.ui.data.shown_data import table_of_data


def ranked_features(table: Table, data: Data) -> dict[str, float]:
    """The features with the share of the target that each explains, 0 to 1, the largest share first."""
    return dict(_rank_default(data)) if table is table_of_data(data) else dict(_rank(table, data))


@lru_cache(maxsize=4)
def _rank_default(data: Data) -> tuple[tuple[str, float], ...]:
    return _rank(table_of_data(data), data)


def _rank(table: Table, data: Data) -> tuple[tuple[str, float], ...]:
    target = target_of(data, table)
    classes = data.options.get("task") == "classes" or table.numbers(target) is None
    shares = [
        (name, share_explained(table, name, target, target_are_classes=classes))
        for name in features_of(data, table)
    ]
    return tuple(sorted(shares, key=lambda each: -each[1]))
