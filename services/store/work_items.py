"""The inbox: which steps wait for whom, how far they have got, and whatever one may ask of that.

A page of it goes from the most urgent item to the least, and among equals from the one that has been waiting longest.
What an item's place depends on never changes, so whoever goes on after an item misses none and sees none twice,
whatever comes and goes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    literal_column,
    or_,
    select,
    tuple_,
)

from services.store.inserting import put
from services.store.tables import work_items
from workflows.instants import Instant
from workflows.measures.item_states import Lamp
from workflows.temporal.messages import ActorKind


class ItemStage(StrEnum):
    """How far a work item has got."""

    WAITING = "waiting"
    STARTED = "started"
    CIRCULATING = "circulating"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Item:
    """A work item of the inbox.

    Attributes
    ----------
    lane_hash : of the lane in which its step is described; none if the store has not got that lane
    pool : id of the pool that it waits for; empty if it waits for the applicant or a third party
    department : English title of the pool's department, as in the metrics; empty where there is no pool
    priority : lower goes first
    assignee : whose it is; anybody's of the pool if empty
    revision : how many things have happened to it since it was enabled
    warning_at, due_at : from when on little is left of a limit of its lane or its own, and from when on that is over;
        of a closed item, as it was then. None while no limit runs
    """

    case_id: str
    step: str
    occurrence: int
    lane: str
    lane_hash: str | None
    actor: ActorKind
    pool: str
    stage: ItemStage
    enabled_at: Instant
    started_at: Instant | None = None
    closed_at: Instant | None = None
    member: str = ""
    outcome: str = ""
    department: str = ""
    priority: int = 0
    assignee: str = ""
    revision: int = 0
    warning_at: Instant | None = None
    due_at: Instant | None = None


class Position(NamedTuple):
    """Where an item stands in the inbox."""

    priority: int
    enabled_at: Instant
    case_id: str
    step: str
    occurrence: int


_ORDER: Final = tuple(work_items.c[name] for name in Position._fields)
_OPEN: Final = work_items.c.open == literal_column("1")
"""Written out: of a parameter a database does not know in time that it may use an index of open items alone."""


def items_of(connection: Connection, case: str) -> dict[tuple[str, int], Item]:
    """Every item that a case has had, by step and occurrence."""
    rows = connection.execute(select(work_items).where(work_items.c.case_id == case)).mappings()
    return {(row["step"], row["occurrence"]): _item(row) for row in rows}


def keep_items(connection: Connection, items: Iterable[Item]) -> None:
    """Write items as they are now."""
    columns = Item.__slots__
    rows = [{**{name: getattr(item, name) for name in columns}, "open": int(item.closed_at is None)} for item in items]
    put(connection, work_items, rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open items somebody asks for: those for which all of this holds that is given.

    Attributes
    ----------
    department : English title of it
    assignee : whose they are; nobody's if empty
    lamp : how they stand to the limits that run for them at `now`
    now : the same for all pages
    """

    pool: str | None = None
    department: str | None = None
    lane: str | None = None
    case: str | None = None
    actor: ActorKind | None = None
    stage: ItemStage | None = None
    assignee: str | None = None
    lamp: Lamp | None = None
    now: Instant = 0


def position_in_inbox(item: Item) -> Position:
    """Where an item stands."""
    return Position(item.priority, item.enabled_at, item.case_id, item.step, item.occurrence)


def items_wanted(
    connection: Connection,
    wanted: Wanted,
    after: Position | None,
    limit: int,
    whose: ColumnElement[bool] | None = None,
) -> list[Item]:
    """A page of the open items, the most urgent and oldest first.

    Parameters
    ----------
    after : only what stands after this
    limit : how many at most
    whose : only items of which it holds, if given
    """
    return [_item(row) for row in connection.execute(page_of_inbox(wanted, after, limit, whose)).mappings()]


def page_of_inbox(
    wanted: Wanted, after: Position | None, limit: int, whose: ColumnElement[bool] | None = None
) -> Select[tuple[object, ...]]:
    """The query of :func:`items_wanted`."""
    query = select(work_items).where(_OPEN).order_by(*_ORDER).limit(limit)
    for name in ("pool", "department", "lane", "actor", "stage", "assignee"):
        value: str | None = getattr(wanted, name)
        if value is not None:
            query = query.where(work_items.c[name] == value)
    if wanted.case is not None:
        query = query.where(work_items.c.case_id == wanted.case)
    if wanted.lamp is not None:
        query = query.where(_shows(wanted.lamp, wanted.now))
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(*after))
    return query if whose is None else query.where(whose)


def _shows(lamp: Lamp, now: Instant) -> ColumnElement[bool]:
    due_at, warning_at = work_items.c.due_at, work_items.c.warning_at
    match lamp:
        case Lamp.OVERDUE:
            return due_at <= now
        case Lamp.WARNING:
            return and_(warning_at <= now, or_(due_at.is_(None), due_at > now))
        case Lamp.NORMAL:
            return and_(
                or_(due_at.is_(None), due_at > now),
                or_(warning_at.is_(None), warning_at > now),
            )


def open_items(
    connection: Connection,
    pool: str | None,
    lane: str | None,
    after: Position | None,
    limit: int,
    whose: ColumnElement[bool] | None = None,
) -> list[Item]:
    """As :func:`items_wanted`, of a pool or a lane."""
    return items_wanted(connection, Wanted(pool=pool, lane=lane), after, limit, whose)


def drop_items(connection: Connection, case: str) -> None:
    """Forget the items of a case, to make them again from events."""
    connection.execute(delete(work_items).where(work_items.c.case_id == case))


def _item(row: RowMapping) -> Item:
    values = {name: row[name] for name in Item.__slots__}
    return Item(**{**values, "actor": ActorKind(row["actor"]), "stage": ItemStage(row["stage"])})
