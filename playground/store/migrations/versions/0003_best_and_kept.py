"""Adds the epoch that a run keeps; computes the best epochs of finished runs again from their events."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from playground.experiment import Complete
from playground.messages.events import decode_all
from playground.runs.run import Run
from playground.store.bodies import unpack

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OVER = ("finished", "stopped_early", "stopped", "failed", "interrupted")

_runs = sa.table(
    "runs",
    *map(sa.column, ("id", "owner", "experiment", "state", "best_epoch", "best_value", "kept_epoch")),
)
_events = sa.table("events", *map(sa.column, ("run_id", "number", "body")))


def upgrade() -> None:
    """To this version."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_epoch", sa.Integer(), nullable=True))
    connection = op.get_bind()
    over = sa.select(_runs.c.id, _runs.c.owner, _runs.c.experiment).where(_runs.c.state.in_(_OVER))
    for row in connection.execute(over).mappings().all():
        values = _found(connection, row)
        if values is not None:
            connection.execute(sa.update(_runs).where(_runs.c.id == row["id"]).values(**values))


def downgrade() -> None:
    """To the version before."""
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_column("kept_epoch")


def _found(connection: sa.Connection, row: Any) -> dict[str, Any] | None:
    """The columns by the run's own events; None if these cannot be read, and the columns then stay as they are."""
    bodies = sa.select(_events.c.body).where(_events.c.run_id == row["id"]).order_by(_events.c.number)
    heard = connection.execute(bodies).scalars().all()
    try:
        run = Run(row["id"], row["owner"], Complete.model_validate_json(row["experiment"]))
        for body in heard:
            run.hear(decode_all(unpack(body)))
    except Exception:  # one damaged run must not keep the server from starting
        return None
    best = run.best
    return {
        "best_epoch": best.epoch if best else None,
        "best_value": best.value if best else None,
        "kept_epoch": run.kept,
    }
