"""Owners are keyed hashes of the cookies' numbers; the key lies in a table of its own."""

import hashlib
import hmac
import os
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CONSOLE = "console"  # not a cookie's number, so it stays


def upgrade() -> None:
    """To this version."""
    key = secrets.token_bytes(32)
    keys = op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
    )
    connection = op.get_bind()
    connection.execute(keys.insert().values(name="visitors", content=key))
    in_force = os.environ.get("PLAYGROUND_SECRET", "").encode() or key
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Otherwise overwritten data would stay readable in the file.
        connection.execute(sa.text("PRAGMA secure_delete=ON"))
    for name in ("runs", "groups"):
        table = sa.table(name, sa.column("owner"))
        owners = connection.execute(sa.select(table.c.owner).distinct()).scalars().all()
        for owner in owners:
            if owner != _CONSOLE:
                hashed = hmac.new(in_force, owner.encode(), hashlib.sha256).hexdigest()
                connection.execute(sa.update(table).where(table.c.owner == owner).values(owner=hashed))
    if sqlite:
        connection.execute(sa.text("PRAGMA secure_delete=OFF"))


def downgrade() -> None:
    """To the version before, whose servers recognize nobody, because a hash does not tell the number."""
    op.drop_table("secrets")
