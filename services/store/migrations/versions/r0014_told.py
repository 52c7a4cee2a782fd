"""Find what was told last without looking at every event."""

from __future__ import annotations

from alembic import op

revision = "told"
down_revision = "officials"


def upgrade() -> None:
    """Make the index."""
    op.create_index("events_by_told_at", "events", ["told_at"])
