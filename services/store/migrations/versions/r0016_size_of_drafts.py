"""How much all versions of a draft take up, so that what one designer may keep has a bound."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "size_of_drafts"
down_revision = "drafts"


def upgrade() -> None:
    """Count what is there already."""
    op.add_column("drafts", sa.Column("size", sa.BigInteger, nullable=False, server_default="0"))
    op.execute(
        "UPDATE drafts SET size = COALESCE((SELECT SUM(LENGTH(lane) + LENGTH(levers) + LENGTH(note)) "
        "FROM draft_versions WHERE draft_versions.draft = drafts.id), 0)"
    )
