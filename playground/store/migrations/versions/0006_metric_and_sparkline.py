"""Adds the best value of a run's first metric, and a few values of its curve for the table of runs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from playground.experiment import Complete
from playground.messages.events import decode_all
from playground.runs.rows import progress_of
from playground.runs.run import Run
from playground.store.bodies import unpack

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, Any] = {"metric": sa.String(64), "best_metric": sa.Float(53), "sparkline": sa.Text()}
_runs = sa.table("runs", *map(sa.column, ("id", "owner", "experiment", *_COLUMNS)))
_events = sa.table("events", *map(sa.column, ("run_id", "number", "body")))


def upgrade() -> None:
    """To this version."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        for name, kind in _COLUMNS.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    connection = op.get_bind()
    every = sa.select(_runs.c.id, _runs.c.owner, _runs.c.experiment)
    for row in connection.execute(every).mappings().all():
        values = _found(connection, row)
        if values is not None:
            connection.execute(sa.update(_runs).where(_runs.c.id == row["id"]).values(**values))


def downgrade() -> None:
    """To the version before."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        for name in _COLUMNS:
            batch_op.drop_column(name)


def _found(connection: sa.Connection, row: Any) -> dict[str, Any] | None:
    """The columns by the run's own events; None if these cannot be read."""
    bodies = sa.select(_events.c.body).where(_events.c.run_id == row["id"]).order_by(_events.c.number)
    heard = connection.execute(bodies).scalars().all()
    try:
        run = Run(row["id"], row["owner"], Complete.model_validate_json(row["experiment"]))
        for body in heard:
            run.hear(decode_all(unpack(body)))
        found = progress_of(run)
    except Exception:  # one damaged run must not keep the server from starting
        return None
    return {"metric": found["metric"], "best_metric": found["best_metric"], "sparkline": found["sparkline"]}
