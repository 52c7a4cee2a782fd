"""The instants that stand in the store, column by column, of everything that can only have been when it was written."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from services.store.tables import metadata
from workflows.instants import Instant

_OF_THE_FUTURE: Final = frozenset(
    {"due_at", "warning_at", "expires_at", "starts_at", "ends_at", "expected_at", "low_at", "high_at"}
    | {"first_expected_at", "first_low_at", "first_high_at"}
)
"""Until when something may take, or is expected to: no clock has told them."""


def kept_instants(connection: Connection) -> dict[str, tuple[Instant, ...]]:
    """Table and column to the instants in it, none of which the product has left open."""
    return {
        f"{table.name}.{column.name}": tuple(connection.scalars(select(column).where(column.is_not(None))))
        for table in metadata.sorted_tables
        for column in table.columns
        if (column.name == "at" or column.name.endswith("_at")) and column.name not in _OF_THE_FUTURE
    }
