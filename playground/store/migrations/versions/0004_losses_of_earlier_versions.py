"""Marks earlier runs with hinge or mape, because these losses mean something else now.

Every run also gets the unit of its best value, and the fingerprint of the rows on which it is measured.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from playground.experiment import Complete
from playground.runs.rows import basis_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CHANGED = ("hinge", "mape")
_BASIS: dict[str, Any] = {"unit": sa.String(64), "factor": sa.Float(53), "judged_by": sa.String(16)}
_runs = sa.table("runs", *map(sa.column, ("id", "experiment", "monitor", *_BASIS)))


def upgrade() -> None:
    """To this version."""
    connection = op.get_bind()
    # A parent or original within an experiment may have such a loss even if the run has another.
    like = sa.or_(*(_runs.c.experiment.like(f'%"{loss}"%') for loss in _CHANGED))
    for run_id, text in connection.execute(sa.select(_runs.c.id, _runs.c.experiment).where(like)).all():
        try:
            content = json.loads(text)
            _mark(content)
        except (ValueError, TypeError, KeyError):  # one damaged run must not keep the server from starting
            continue
        changed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        connection.execute(sa.update(_runs).where(_runs.c.id == run_id).values(experiment=changed))
    with op.batch_alter_table("runs", schema=None) as batch_op:
        for name, kind in _BASIS.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    _fill(connection)


def downgrade() -> None:
    """To the version before, which knows no other version of a loss."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        for name in _BASIS:
            batch_op.drop_column(name)
    connection = op.get_bind()
    marked = _runs.c.experiment.like('%"loss_version"%')
    for run_id, text in connection.execute(sa.select(_runs.c.id, _runs.c.experiment).where(marked)).all():
        content = json.loads(text)
        for experiment in _all(content):
            experiment["training"].pop("loss_version", None)
        changed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        connection.execute(sa.update(_runs).where(_runs.c.id == run_id).values(experiment=changed))


def _fill(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(_runs.c.id, _runs.c.experiment, _runs.c.monitor)).all()
    for run_id, text, monitor in rows:
        try:
            experiment = Complete.model_validate_json(text)
        except ValueError:  # one damaged run must not keep the server from starting
            continue
        basis = basis_of(experiment, monitor)
        connection.execute(sa.update(_runs).where(_runs.c.id == run_id).values(**basis))


def _mark(content: dict[str, Any]) -> None:
    for experiment in _all(content):
        if experiment["training"].get("loss") in _CHANGED:
            experiment["training"]["loss_version"] = 1


def _all(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The experiment and those within it: the parent of a branch, the original of a twin."""
    found = [content]
    if content.get("branch"):
        found += _all(content["branch"]["experiment"])
    if content.get("twin"):
        found += _all(content["twin"])
    return found
