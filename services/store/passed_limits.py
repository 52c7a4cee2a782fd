"""Which limits of work items have passed: each is told once, to whichever worker notes it first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from sqlalchemy import Column, Connection, Engine, exists, literal_column, select

from services.store.database import reading, writing
from services.store.inserting import insert_new
from services.store.tables import passed_limits, work_items
from workflows.instants import Instant
from workflows.measures.samples import Counted, Passed

_MOST: Final = 10_000
"""Passings that are noted at a time, so that nobody else has to wait long for the database."""

Of: TypeAlias = tuple[str, Passed]
"""A case with a limit of one of its items that has passed."""


def note_passed(connection: Connection, passed: Iterable[Of]) -> list[Of]:
    """Note that limits of items have passed.

    Returns
    -------
    those of which nobody has noted it before
    """
    by_key: dict[tuple[object, ...], Of] = {
        (case, each.step, each.occurrence, each.limit): (case, each) for case, each in passed
    }
    rows = [dict(zip(passed_limits.primary_key.columns.keys(), key, strict=True)) for key in by_key]
    return [by_key[key] for key in insert_new(connection, passed_limits, rows)]


def note_passed_by_time(engine: Engine, since: Instant, now: Instant) -> list[Passed]:
    """Note the limits of open items of departments that have passed because time did, whatever happens to the cases.

    Parameters
    ----------
    since : limits that passed before were looked for already

    Returns
    -------
    those of which nobody has noted it before
    """
    noted: list[Passed] = []
    for limit, column in ((Counted.WARNINGS, work_items.c.warning_at), (Counted.BREACHES, work_items.c.due_at)):
        while found := _passed(engine, limit, column, since, now):
            with writing(engine) as connection:
                noted += [passed for _, passed in note_passed(connection, found)]
    return noted


def _passed(engine: Engine, limit: Counted, column: Column[int], since: Instant, now: Instant) -> list[Of]:
    """Cases with limits that have passed and are not noted."""
    items = work_items.c
    name = [items[key] == passed_limits.c[key] for key in ("case_id", "step", "occurrence")]
    query = (
        select(items.case_id, items.step, items.occurrence, items.lane, items.department)
        .where(items.open == literal_column("1"), items.department != "")
        .where(column > since, column <= now, column > items.enabled_at)
        .where(~exists().where(*name, passed_limits.c.passed == limit))
        .limit(_MOST)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [(row.case_id, Passed(row.step, row.occurrence, limit, row.lane, row.department)) for row in rows]
