"""When each event was told: what was told earlier and otherwise did not come about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "tellings"
down_revision = "standing"


def upgrade() -> None:
    """Add the column; of events that are there already nobody knows, so whatever is told of them counts as later."""
    op.add_column("events", sa.Column("told_at", sa.BigInteger, nullable=False, server_default="0"))
