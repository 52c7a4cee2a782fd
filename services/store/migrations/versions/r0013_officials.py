"""Which officials there are, as far as they have sent requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "officials"
down_revision = "forecasts"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "officials",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("departments", sa.JSON, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
    )
