"""Summary: one line of the table of runs."""

from typing import NamedTuple


class Summary(NamedTuple):
    """A run in short; `started_at` in seconds since 1970, `seconds` of training.

    The best value times `factor` is in `unit`; both are None where it has no unit. `judged_by` is a fingerprint of the
    validation rows: only runs that share it were judged by the same rows.

    `name`, `note` and `starred` are the person's own; `cell` says what a run of a group stands for in it, and
    `group_kind` what the group is for. `best_metric` is the best validation value of `metric`, the first of the run's
    metrics that does not repeat its loss. `sparkline` is the monitored curve in a few values, as a list in JSON.
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
