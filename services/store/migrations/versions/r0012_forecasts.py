"""What is expected of lanes, departments and open cases, and how what came stands to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "forecasts"
down_revision = "tellings"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "forecasts",
        sa.Column("made_at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("took", sa.BigInteger, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "case_forecasts",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("first_expected_at", sa.BigInteger, nullable=False),
        sa.Column("first_low_at", sa.BigInteger, nullable=False),
        sa.Column("first_high_at", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expected_at", sa.BigInteger, nullable=False),
        sa.Column("low_at", sa.BigInteger, nullable=False),
        sa.Column("high_at", sa.BigInteger, nullable=False),
        sa.Column("completed_at", sa.BigInteger),
        sa.Column("verdict", sa.Text, nullable=False, server_default=sa.text("''")),
    )
    op.create_index("case_forecasts_by_verdict", "case_forecasts", ["verdict", "lane"])
