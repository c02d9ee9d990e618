"""Codes with which a person continues in another browser."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "moves",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_moves")),
    )
    op.create_index(op.f("ix_moves_digest"), "moves", ["digest"], unique=True)


def downgrade() -> None:
    """To the version before, which knows no such codes."""
    op.drop_table("moves")
