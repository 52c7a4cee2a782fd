"""Insertions that may come twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Row = dict[str, object]


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """Insert the rows whose primary key is not there yet; the others stay as they are.

    Returns
    -------
    primary keys of the rows that were inserted
    """
    if not rows:
        return []
    # One row is not handed over as a list of one, for which SQLAlchemy would do what it does for thousands.
    given = rows[0] if len(rows) == 1 else rows
    return [tuple(row) for row in connection.execute(_insertion_of_new(connection.dialect.name, table), given)]


@cache
def _insertion_of_new(database: str, table: Table) -> ReturningInsert[tuple[object, ...]]:
    """Put together once: that takes as long as doing it."""
    return _insert(database, table).on_conflict_do_nothing().returning(*table.primary_key.columns)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; those whose primary key is there already take the place of what was there."""
    if not rows:
        return
    insert = _insert(connection.dialect.name, table)
    keys = [column.name for column in table.primary_key.columns]
    values = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=values), rows)


def _insert(database: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return (postgresql.insert if database == "postgresql" else sqlite.insert)(table)


def next_value(connection: Connection, counters: Table, name: str) -> int:
    """Count up a counter of a table with ``name`` and ``value``, from 1 on; others wait for the transaction's end."""
    first = _insert(connection.dialect.name, counters).values(name=name, value=1)
    counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1}).returning(
        counters.c.value
    )
    return int(connection.execute(counted).scalar_one())
