"""Insertions that may come twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, object]


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """Insert the rows whose primary key is not there yet; the others stay as they are.

    Returns
    -------
    primary keys of the rows that were inserted
    """
    if not rows:
        return []
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return [tuple(row) for row in connection.execute(statement, rows)]
