"""How open cases stand, without looking at their events; which limits have passed already, so that each counts once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "standing"
down_revision = "mandates"


def upgrade() -> None:
    """Add the columns; they are filled when the read model is made again, which its new version asks for."""
    op.add_column("cases", sa.Column("state", sa.SmallInteger))
    op.add_column("cases", sa.Column("warning_at", sa.BigInteger))
    op.add_column("cases", sa.Column("due_at", sa.BigInteger))
    under_way = sa.text("stage = 'under_way'")
    op.create_index(
        "open_cases_standing",
        "cases",
        ["lane", "state", "due_at", "warning_at"],
        sqlite_where=under_way,
        postgresql_where=under_way,
    )
    still_open = sa.text("open = 1")
    op.create_index(
        "open_items_standing",
        "work_items",
        ["lane", "pool", "department", "stage", "enabled_at", "due_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "passed_limits",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("passed", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "step", "occurrence", "passed"),
    )
