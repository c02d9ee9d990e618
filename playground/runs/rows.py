"""The conversion of a run to a row of the database, and of a row and events to a run."""

import json
import math
import time
from collections.abc import Sequence
from typing import cast

from playground.comparing.ground import ground
from playground.comparing.quantity import quantity, shown_names
from playground.experiment import Complete
from playground.experiment.model import ANY_NAME
from playground.experiment.settings import columns
from playground.experiment.streamed import is_streamed
from playground.messages.events import Event
from playground.network.shapes import stack_in_short
from playground.runs.group import Group
from playground.runs.membership import Membership
from playground.runs.run import Run
from playground.store import Summary
from playground.store.rows import Basis, GroupRow, Progress, RunRow, Settings

SPARKLINE = 24  # the most values of a curve in the table of runs
_KINDS_BEFORE = {"luck": "seeds"}  # names of kinds of groups in earlier versions


def row_of(run: Run, server: str) -> RunRow:
    """All columns of a run of the server with this id."""
    experiment = run.experiment
    membership = run.membership
    return {
        "id": run.id,
        "owner": run.owner,
        "server": server,
        "parent": run.parent,
        "group_id": membership.group if membership else None,
        "position": membership.position if membership else 0,
        "cell": membership.cell if membership else "",
        "experiment": experiment.model_dump_json(),
        "title": without_nul(experiment.title),
        "layers": "" if is_streamed(experiment) else stack_in_short(experiment.network.layers),
        **_settings_of(experiment),
        "monitor": run.monitor,
        **basis_of(run.experiment, run.monitor),
        "name": "",
        "note": "",
        "starred": False,
        "deleted_at": run.deleted_at,
        "started_at": run.started_at,
        "ended_at": None,
        "weights": None,
        "data": None,
        "picture": None,
        **progress_of(run),
    }


def basis_of(experiment: Complete, monitor: str) -> Basis:
    """The columns for the unit of the monitored value and the rows on which it is measured."""
    rests_on, unit = ground(experiment.data), quantity(experiment, monitor).unit
    return {
        "unit": without_nul(unit.name)[:64] if unit is not None else None,
        "factor": unit.factor if unit is not None else None,
        "judged_by": rests_on.parts.validation.fingerprint if rests_on is not None else None,
    }


def progress_of(run: Run) -> Progress:
    """The columns that change while a run goes on."""
    best = run.best
    metric = next(iter(shown_names(run.experiment)[1:]), None)
    best_metric = run.best_of(f"val_{metric}") if metric is not None else None
    return {
        "state": run.state,
        "reason": run.reason,
        "epochs": max(run.epoch, 0),
        "seconds": run.seconds,
        "parameters": run.parameters,
        "train_rows": run.train_rows,
        "validation_rows": run.validation_rows,
        "best_epoch": best.epoch if best else None,
        "best_value": best.value if best else None,
        "kept_epoch": run.kept,
        "machine": json.dumps(dict(run.machine)) if run.machine else None,
        "metric": metric,
        "best_metric": best_metric.value if best_metric is not None else None,
        "sparkline": _sparkline(run.curves.get(run.monitor, ())),
    }


def _sparkline(curve: Sequence[float]) -> str | None:
    """Evenly spread values of a curve from epoch 1 to the last, null if not finite; None for fewer than two values."""
    first = min(1, len(curve))
    count = min(len(curve) - first, SPARKLINE)
    if count < 2:
        return None
    indices = (first + round(at * (len(curve) - 1 - first) / (count - 1)) for at in range(count))
    values = (curve[index] for index in indices)
    return json.dumps([float(f"{value:.4g}") if math.isfinite(value) else None for value in values])


def run_of(row: RunRow, events: Sequence[Event]) -> Run:
    """The run of a row and its events."""
    membership = Membership(row["group_id"], row["position"], row["cell"]) if row["group_id"] else None
    run = Run(
        row["id"],
        row["owner"],
        Complete.model_validate_json(row["experiment"], context=ANY_NAME),
        row["parent"],
        membership=membership,
        started_at=row["started_at"],
    )
    run.hear(events)
    return run


def group_row(group: Group) -> GroupRow:
    """All columns of a new group."""
    return GroupRow(
        id=group.id,
        owner=group.owner,
        kind=group.kind,
        settings=json.dumps(group.settings),
        created_at=time.time(),
    )


def group_of(row: GroupRow, runs: Sequence[Run]) -> Group:
    """The group of a row, with its runs in order."""
    kind = _KINDS_BEFORE.get(row["kind"], row["kind"])
    return Group(row["id"], row["owner"], kind, json.loads(row["settings"]), tuple(runs))


def summary_of(run: Run, group_kind: str | None = None) -> Summary:
    """A run's line in the table of runs, without the name, note and star, which only the store has."""
    row = row_of(run, "")
    columns = {**row, "group": row["group_id"], "group_kind": group_kind}
    return Summary._make(columns[name] for name in Summary._fields)


def as_of_now(summary: Summary, run: Run) -> Summary:
    """The store's line of a run, which may be a second old, with the run's present progress."""
    columns = {**summary._asdict(), **progress_of(run)}
    return Summary._make(columns[name] for name in Summary._fields)


def _settings_of(experiment: Complete) -> Settings:
    found = {
        name: without_nul(value) if isinstance(value, str) else value
        for name, value in columns(experiment).items()
    }
    return cast("Settings", found)  # a test compares the keys


def without_nul(text: str) -> str:
    """The text without NUL characters, which PostgreSQL refuses."""
    return text.replace("\x00", "")
