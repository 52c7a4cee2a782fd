"""Who has a work item in hand, how urgent it is, when it is due, and what version of the code made the inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox"
down_revision = "access_keys"

_IN_ORDER = ["priority", "enabled_at", "case_id", "step", "occurrence"]
_INDEXES = {
    "open_items_in_order": _IN_ORDER,
    "open_items_by_pool": ["pool", *_IN_ORDER],
    "open_items_by_department": ["department", *_IN_ORDER],
    "open_items_by_lane": ["lane", *_IN_ORDER],
    "open_items_by_assignee": ["assignee", *_IN_ORDER],
    "open_items_by_warning_at": ["warning_at"],
    "open_items_by_due_at": ["due_at"],
}


def upgrade() -> None:
    """Add the columns; nobody has noted a version, so the inbox is made again with what belongs in them."""
    op.add_column("work_items", sa.Column("department", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("work_items", sa.Column("priority", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("work_items", sa.Column("assignee", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("work_items", sa.Column("revision", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("work_items", sa.Column("warning_at", sa.BigInteger))
    op.add_column("work_items", sa.Column("due_at", sa.BigInteger))
    op.drop_index("work_items_in_order", "work_items")
    op.drop_index("work_items_by_pool", "work_items")
    for name, columns in _INDEXES.items():
        still_open = sa.text("open = 1")
        op.create_index(name, "work_items", columns, sqlite_where=still_open, postgresql_where=still_open)
    op.create_table(
        "read_models",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
