"""Summary: one line of the table of runs."""

from typing import NamedTuple


class Summary(NamedTuple):
    """A run without its curves; `started_at` is in seconds since 1970, `seconds` are seconds of training.

    The best value times `factor` is in `unit`; both are None if it has no unit. `judged_by` is a fingerprint of the
    validation rows: runs were measured on the same rows only if it is equal.

    The owner sets `name`, `note` and `starred`. `cell` is the label of a run in its group, and `group_kind` the kind of
    the group. `best_metric` is the best validation value of `metric`, the first of the run's metrics that does not
    repeat its loss. `sparkline` is a list in JSON with a few values of the monitored curve.

    """

    id: str
    title: str
    name: str
    note: str
    starred: bool
    started_at: float
    state: str
    reason: str
    dataset: str
    target: str
    layers: str
    loss: str
    optimizer: str
    learning_rate: float
    batch_size: int | None
    monitor: str
    best_value: float | None
    best_epoch: int | None
    epochs: int
    seconds: float
    parameters: int | None
    parent: str | None
    group: str | None
    cell: str
    kept_epoch: int | None = None
    unit: str | None = None
    factor: float | None = None
    judged_by: str | None = None
    group_kind: str | None = None
    metric: str | None = None
    best_metric: float | None = None
    sparkline: str | None = None
