"""Cases, the lanes that they travel, their events, the inbox, and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cases"
down_revision = None


def upgrade() -> None:
    """Make the tables that every installation begins with."""
    op.create_table(
        "lanes",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("lane_hash", sa.Text, sa.ForeignKey("lanes.hash")),
        sa.Column("lane_hashes", sa.JSON, nullable=False),
        sa.Column("scenario", sa.Text),
        sa.Column("attributes", sa.JSON, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("submitted_at", sa.BigInteger, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("ended_at", sa.BigInteger),
    )
    op.create_index("cases_by_lane", "cases", ["lane", "stage"])
    op.create_table(
        "events",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_table(
        "work_items",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("step", sa.Text, primary_key=True),
        sa.Column("occurrence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("lane_hash", sa.Text),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("open", sa.SmallInteger, nullable=False),
        sa.Column("enabled_at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("member", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_index("work_items_in_order", "work_items", ["open", "enabled_at", "case_id", "step", "occurrence"])
    op.create_index("work_items_by_pool", "work_items", ["open", "pool", "enabled_at"])
    op.create_table(
        "keys",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
    )
