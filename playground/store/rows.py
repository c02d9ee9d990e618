"""Rows of the tables `runs` and `groups` as typed dictionaries; `tables.py` describes the columns."""

from typing import TypedDict


class Basis(TypedDict):
    """The columns for the unit of the monitored value and the rows on which it is measured."""

    unit: str | None
    factor: float | None
    judged_by: str | None


class Progress(TypedDict):
    """The columns that change while a run goes on."""

    state: str
    reason: str
    epochs: int
    seconds: float
    parameters: int | None
    train_rows: int | None
    validation_rows: int | None
    best_epoch: int | None
    best_value: float | None
    kept_epoch: int | None
    machine: str | None
    metric: str | None
    best_metric: float | None
    sparkline: str | None


class Settings(TypedDict):
    """The columns that hold settings of the experiment; `playground.experiment.settings` names them."""

    dataset: str
    target: str
    loss: str
    optimizer: str
    learning_rate: float
    batch_size: int | None


class RunRow(Basis, Progress, Settings):
    """A row of the table `runs`."""

    id: str
    owner: str
    server: str
    parent: str | None
    group_id: str | None
    position: int
    cell: str
    experiment: str
    title: str
    layers: str
    monitor: str
    name: str
    note: str
    starred: bool
    deleted_at: float | None
    started_at: float
    ended_at: float | None
    weights: str | None
    data: str | None
    picture: str | None


class End(Progress):
    """The columns that are set when a run ends; `ended_at` is None if the run goes on again."""

    ended_at: float | None


class Change(TypedDict, total=False):
    """Columns of a run that are set separately, by its owner or by a server that gives the run up."""

    name: str
    note: str
    starred: bool
    deleted_at: float | None
    state: str
    reason: str
    ended_at: float


class UploadRow(TypedDict):
    """A row of the table `uploads`."""

    digest: str
    owner: str
    title: str
    size: int
    shared: bool
    created_at: float


class OpeningRow(TypedDict):
    """A row of the table `openings`."""

    owner: str
    dataset: str
    target: str
    rows: str
    run_id: str
    opened_at: float
    measures: str | None


class ProgressRow(TypedDict):
    """A row of the table `progress`."""

    owner: str
    lesson: str
    step: str
    tries: int
    seen_solution: bool
    reached_at: float | None


class GroupRow(TypedDict):
    """A row of the table `groups`."""

    id: str
    owner: str
    kind: str
    settings: str
    created_at: float
