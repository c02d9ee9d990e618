"""Roles of columns: the target, the features, and columns that are left out."""

from collections.abc import Iterable, Mapping

from playground.datasets.catalogue import card_for
from playground.datasets.understanding import Table
from playground.experiment import OF_TARGET, Data

TARGET, FEATURE, LEAVE_OUT = "target", "feature", "left out"
GROUP, TIME = "group", "time"  # columns that say how rows are split


def target_of(data: Data, table: Table) -> str:
    """The column to predict."""
    return data.target if data.target is not None else table.card.target


def features_of(data: Data, table: Table) -> tuple[str, ...]:
    """The columns from which it is predicted; only those in the table."""
    named = table.card.features if data.features is None else data.features
    target = target_of(data, table)
    return tuple(name for name in named if name != target and name in table.columns)


def roles_of(data: Data, table: Table) -> Mapping[str, str]:
    """The role of each column."""
    features = set(features_of(data, table))
    roles = {name: FEATURE if name in features else LEAVE_OUT for name in table.columns}
    if data.split is not None and data.split.column in roles:
        roles[data.split.column] = GROUP if data.split.by == "group" else TIME
    return roles | {target_of(data, table): TARGET}


def with_roles(
    data: Data,
    table: Table,
    *,
    target: str | None = None,
    features: Iterable[str] = (),
    leave_out: Iterable[str] = (),
    split: tuple[str, str] | None = None,
) -> Data:
    """The data with another target, more features, or fewer; `split` is `GROUP` or `TIME` and the column of that role.

    The previous target becomes a feature again only if the card says so, as the card of an own table does. A column
    that says how rows are split is no feature. Without any feature left, nothing changes.
    """
    before = target_of(data, table)
    now = before if target is None else target
    more, fewer = set(features), set(leave_out)
    own = set(features_of(data, table)) | (more - {now}) - fewer
    if target is not None and target != before:
        # In an own table, the card for another target has the previous one among its features.
        own |= {before} & set(card_for(data.model_copy(update={"target": target})).features)
    by_column = None if data.split is None else data.split.column
    if split is not None:
        by, by_column = split
        fewer.add(by_column)
    own = {name for name in own if name not in fewer and name != now}
    if not own:
        return data
    changes: dict[str, object] = {"features": tuple(name for name in table.columns if name in own)}
    if split is not None:
        changes["split"] = {"by": by, "column": by_column}
    elif by_column in {now, *more, *fewer}:
        changes["split"] = None
    if target is not None and target != before:
        changes |= {"target": target, **dict.fromkeys(OF_TARGET)}
        changes["options"] = {name: value for name, value in data.options.items() if name != "task"}
    if set(own) == set(table.card.features) - {now} and now == table.card.target:
        changes["features"] = None
    return Data.model_validate({**data.model_dump(), **changes})
