"""Who may act for whom, by a mandate that applicants give and take back themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "mandates"
down_revision = "departments"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mandates",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("applicant", sa.Text, nullable=False),
        sa.Column("lanes", sa.JSON, nullable=False),
        sa.Column("actions", sa.JSON, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("granted_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.Column("revoked_by", sa.Text, nullable=False),
    )
    op.create_index("mandates_by_agent", "mandates", ["agent", "ends_at"])
    op.create_index("mandates_by_applicant", "mandates", ["applicant", "ends_at"])
