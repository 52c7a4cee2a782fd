"""How much is open and how it stands, each in one query over an index of what is open."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, case, func, literal, literal_column, select

from services.store.tables import cases, work_items
from workflows.instants import Instant
from workflows.measures.item_states import Lamp


class OpenCases(NamedTuple):
    """How many cases under way stand alike.

    Attributes
    ----------
    state : code of the national data standard; none if nobody knows
    """

    lane: str
    state: int | None
    lamp: Lamp
    cases: int


class OpenItems(NamedTuple):
    """How many open items stand alike.

    Attributes
    ----------
    department : English title; empty where it is nobody's
    oldest : when the item that has been there longest could be begun
    overdue : how many are past a limit
    """

    lane: str
    pool: str
    department: str
    stage: str
    items: int
    oldest: Instant
    overdue: int


def count_open_cases(connection: Connection, now: Instant) -> list[OpenCases]:
    """Count the cases under way."""
    lamp = case(
        (cases.c.due_at <= now, literal(int(Lamp.OVERDUE))),
        (cases.c.warning_at <= now, literal(int(Lamp.WARNING))),
        else_=literal(int(Lamp.NORMAL)),
    ).label("lamp")
    # Written out: of a parameter a database does not know in time that it may use the index of open cases alone.
    under_way = cases.c.stage == literal_column("'under_way'")
    query = select(cases.c.lane, cases.c.state, lamp, func.count().label("number")).where(under_way)
    found = connection.execute(query.group_by(cases.c.lane, cases.c.state, literal_column("lamp")))
    return [OpenCases(row.lane, row.state, Lamp(row.lamp), row.number) for row in found]


def count_open_items(connection: Connection, now: Instant) -> list[OpenItems]:
    """Count the open items."""
    of = (work_items.c.lane, work_items.c.pool, work_items.c.department, work_items.c.stage)
    overdue = func.sum(case((work_items.c.due_at <= now, 1), else_=0))
    query = select(*of, func.count(), func.min(work_items.c.enabled_at), overdue)
    found = connection.execute(query.where(work_items.c.open == literal_column("1")).group_by(*of))
    return [OpenItems(lane, pool, department, stage, *numbers) for lane, pool, department, stage, *numbers in found]
