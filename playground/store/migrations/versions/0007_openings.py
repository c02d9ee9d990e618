"""Sealed test rows that a person has opened, each choice of rows once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "openings",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("dataset", sa.String(length=255), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.Float(precision=53), nullable=False),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "dataset", "target", "rows", name=op.f("pk_openings")),
    )


def downgrade() -> None:
    """To the version before, which knows no test rows."""
    op.drop_table("openings")
