"""Whether a case's file is sealed; no lane could seal one before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "sealing"
down_revision = "experiments"


def upgrade() -> None:
    """Note it of every case; those that are there are open."""
    op.add_column("cases", sa.Column("sealed", sa.SmallInteger, nullable=False, server_default=sa.text("0")))
