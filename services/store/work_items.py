"""The inbox, projected from events: which steps wait for whom, and how far they have got."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select, tuple_, update

from services.store.inserting import insert_new
from services.store.tables import work_items
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
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


class Position(NamedTuple):
    """Where an item stands in the inbox, which is in the order in which items were enabled."""

    enabled_at: Instant
    case_id: str
    step: str
    occurrence: int


class Standing(NamedTuple):
    """How many items of a pool are at a stage."""

    lane: str
    pool: str
    stage: str
    items: int


_CLOSED: Final = {EventKind.COMPLETED: ItemStage.COMPLETED, EventKind.CANCELLED: ItemStage.CANCELLED}


def project(item: Item | None, event: CaseEvent, lane: str, hash_: str | None, content: Lane | None) -> Item | None:
    """What an event makes of a work item.

    Parameters
    ----------
    item : as it was before; none if the step was not an item
    lane, hash_, content : id of the case's lane, its hash, and the lane itself, as far as they are known

    Returns
    -------
    the item as it is now; none if the event is not about an item
    """
    if event.kind is EventKind.ENABLED:
        actor, pool = _performer(content, event.step)
        if actor is None:
            return None
        return Item(
            event.case, event.step, event.occurrence, lane, hash_, actor, pool, ItemStage.WAITING, enabled_at=event.at
        )
    if item is None:
        return None
    match event.kind:
        case EventKind.STARTED:
            return replace(item, stage=ItemStage.STARTED, started_at=event.at, member=event.member)
        case EventKind.RELEASED:
            return replace(item, stage=ItemStage.CIRCULATING)
        case EventKind.COMPLETED | EventKind.CANCELLED:
            stage = _CLOSED[event.kind]
            return replace(
                item, stage=stage, closed_at=event.at, member=event.member or item.member, outcome=event.outcome
            )
        case _:
            return item


def _performer(lane: Lane | None, step: str) -> tuple[ActorKind | None, str]:
    match lane.steps.get(step) if lane is not None else None:
        case Task(pool=pool):
            return ActorKind.POOL, pool
        case ApplicantStep():
            return ActorKind.APPLICANT, ""
        case ThirdPartyStep():
            return ActorKind.THIRD_PARTY, ""
        case _:
            return None, ""


def items_of(connection: Connection, case: str) -> dict[tuple[str, int], Item]:
    """Every item that a case has had, by step and occurrence."""
    rows = connection.execute(select(work_items).where(work_items.c.case_id == case)).mappings()
    return {(row["step"], row["occurrence"]): _item(row) for row in rows}


def keep_items(connection: Connection, items: Iterable[Item]) -> None:
    """Write items as they are now."""
    for item in items:
        row = {name: getattr(item, name) for name in Item.__slots__}
        row["open"] = int(item.closed_at is None)
        if not insert_new(connection, work_items, [row]):
            key = work_items.c
            connection.execute(
                update(work_items)
                .where(key.case_id == item.case_id, key.step == item.step, key.occurrence == item.occurrence)
                .values(row)
            )


def open_items(
    connection: Connection,
    pool: str | None,
    lane: str | None,
    after: Position | None,
    limit: int,
    whose: ColumnElement[bool] | None = None,
) -> list[Item]:
    """The open items of an inbox, in the order in which they were enabled.

    Parameters
    ----------
    pool, lane : only theirs, if given
    after : only what stands after this
    limit : how many at most
    whose : only items of which it holds, if given
    """
    order = (work_items.c.enabled_at, work_items.c.case_id, work_items.c.step, work_items.c.occurrence)
    query = select(work_items).where(work_items.c.open == 1).order_by(*order).limit(limit)
    if pool is not None:
        query = query.where(work_items.c.pool == pool)
    if lane is not None:
        query = query.where(work_items.c.lane == lane)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    if whose is not None:
        query = query.where(whose)
    return [_item(row) for row in connection.execute(query).mappings()]


def standings(connection: Connection) -> list[Standing]:
    """How many open items every pool has, by stage."""
    columns = (work_items.c.lane, work_items.c.pool, work_items.c.stage)
    query = select(*columns, func.count()).where(work_items.c.open == 1).group_by(*columns)
    return [Standing(*row) for row in connection.execute(query)]


def drop_items(connection: Connection) -> None:
    """Empty the inbox, to make it again from events."""
    connection.execute(delete(work_items))


def _item(row: RowMapping) -> Item:
    values = {name: row[name] for name in Item.__slots__}
    return Item(**{**values, "actor": ActorKind(row["actor"]), "stage": ItemStage(row["stage"])})
