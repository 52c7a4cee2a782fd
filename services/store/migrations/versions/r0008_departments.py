"""What departments' systems have done: each effect once by its key, the registers, and what the public is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "departments"
down_revision = "inbox"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "effects",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("found", sa.SmallInteger, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("effects_by_case", "effects", ["case_id"])
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "registrations",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("registered_at", sa.BigInteger, nullable=False),
    )
    op.create_index("registrations_by_case", "registrations", ["case_id"])
    op.create_table(
        "taxpayers",
        sa.Column("code", sa.Text, sa.ForeignKey("registrations.code"), primary_key=True),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "seals",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, sa.ForeignKey("registrations.code"), nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("filed_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "publications",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("lane_title", sa.JSON, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("decision_title", sa.JSON, nullable=True),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("published_at", sa.BigInteger, nullable=False),
    )
    op.create_index("publications_by_lane", "publications", ["lane", "number"])
