"""Roles of columns: which one is predicted, from which ones, and which are left out."""

from collections.abc import Iterable, Mapping

from playground.datasets.understanding import Table
from playground.experiment import Data

TARGET, FEATURE, LEAVE_OUT = "target", "feature", "left out"


def target_of(data: Data, table: Table) -> str:
    """The column to predict."""
    return data.target if data.target is not None else table.card.target


def features_of(data: Data, table: Table) -> tuple[str, ...]:
    """The columns to predict it from; only those that the table has."""
    named = table.card.features if data.features is None else data.features
    target = target_of(data, table)
    return tuple(name for name in named if name != target and name in table.columns)


def roles_of(data: Data, table: Table) -> Mapping[str, str]:
    """The role of each column."""
    target, features = target_of(data, table), set(features_of(data, table))
    return {
        name: TARGET if name == target else FEATURE if name in features else LEAVE_OUT
        for name in table.columns
    }


def with_roles(
    data: Data,
    table: Table,
    *,
    target: str | None = None,
    features: Iterable[str] = (),
    leave_out: Iterable[str] = (),
) -> Data:
    """The data with another target, more features, or fewer.

    The target of before becomes a feature again only where the card says so. Without any feature left, nothing changes.
    """
    before = target_of(data, table)
    now = before if target is None else target
    more, fewer = set(features), set(leave_out)
    own = set(features_of(data, table)) | (more - {now}) - fewer
    if target is not None and target != before and before in table.card.features:
        own.add(before)
    own = {name for name in own if name not in fewer and name != now}
    if not own:
        return data
    changes: dict[str, object] = {"features": tuple(name for name in table.columns if name in own)}
    if target is not None and target != before:
        changes["target"], changes["positive"] = target, None
        changes["options"] = {name: value for name, value in data.options.items() if name != "task"}
    if set(own) == set(table.card.features) - {now} and now == table.card.target:
        changes["features"] = None
    return Data.model_validate({**data.model_dump(), **changes})
