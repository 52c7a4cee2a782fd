"""Whose case a case is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "applicants"
down_revision = "sealing"


def upgrade() -> None:
    """Note it of every case, and find cases by it; of those that are there it is not known."""
    op.add_column("cases", sa.Column("applicant", sa.Text))
    op.create_index("cases_by_applicant", "cases", ["applicant"])
