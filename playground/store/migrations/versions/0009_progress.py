"""The progress of persons in lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "progress",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("seen_solution", sa.Boolean(), nullable=False),
        sa.Column("reached_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("owner", "lesson", "step", name=op.f("pk_progress")),
    )


def downgrade() -> None:
    """To the version before, which knows no progress."""
    op.drop_table("progress")
