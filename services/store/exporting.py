"""Events of many cases, read out of the store: for logs and for whoever keeps a copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, tuple_

from services.store.cases import kept_lane
from services.store.database import reading
from services.store.event_rows import numbered_events
from services.store.tables import cases, events
from workflows.definition.lane import Lane
from workflows.definition.steps import Task
from workflows.errors import UnknownNameError
from workflows.events.event import CaseEvent
from workflows.instants import Instant


class EventPosition(NamedTuple):
    """Where an event stands among all: cases in the order of submission, the events of each in its own order."""

    submitted_at: Instant
    case: str
    sequence: int


def events_after(
    connection: Connection, lane: str | None, position: EventPosition | None, limit: int, *, sealed: bool
) -> list[tuple[EventPosition, CaseEvent]]:
    """The events that follow a position.

    Parameters
    ----------
    lane : whose cases; those of all lanes if absent
    position : after which; from the beginning if absent
    limit : how many at most
    sealed : whether events of sealed cases are among them
    """
    begun = (cases.c.submitted_at, cases.c.id)
    query = select(*begun).order_by(*begun)
    if lane is not None:
        query = query.where(cases.c.lane == lane)
    if not sealed:
        query = query.where(cases.c.sealed == 0)
    if position is not None:
        query = query.where(tuple_(*begun) >= position[:2])
    found: list[tuple[EventPosition, CaseEvent]] = []
    for submitted_at, case in connection.execute(query).all():
        first = position.sequence + 1 if position is not None and position.case == case else 0
        # Case by case, by the key of the table: sorting all events for every page would cost more with every page.
        following = numbered_events(connection, case, events.c.sequence >= first, limit=limit)
        found += [(EventPosition(submitted_at, case, number), event) for number, event in following]
        if len(found) >= limit:
            break
    return found[:limit]


def check_lane(connection: Connection, lane: str, shipped: Iterable[str]) -> None:
    """Refuse a lane that nobody can know.

    Parameters
    ----------
    shipped : ids of lanes that are known though no case travels them

    Raises
    ------
    UnknownNameError
        If it is none of them and no case travels it.
    """
    known = {*shipped, *connection.scalars(select(cases.c.lane).distinct())}
    if lane not in known:
        raise UnknownNameError("lane", lane, sorted(known))


def pools_of(engine: Engine, lane: str | None) -> dict[str, str]:
    """Step id to the id of the pool that does it, in what the cases of a lane, or all cases, are pinned to."""
    query = select(cases.c.lane_hash).where(cases.c.lane_hash.is_not(None)).distinct().order_by(cases.c.lane_hash)
    if lane is not None:
        query = query.where(cases.c.lane == lane)
    with reading(engine) as connection:
        return pools_of_steps(kept_lane(connection, hash_) for hash_ in connection.scalars(query).all())


def pools_of_steps(lanes: Iterable[Lane]) -> dict[str, str]:
    """Step id to the id of the pool that does it; steps that lanes have of different pools are left out."""
    pools: dict[str, set[str]] = {}
    for lane in lanes:
        for step in lane.steps.values():
            if isinstance(step, Task):
                pools.setdefault(step.id, set()).add(step.pool)
    return {step: next(iter(its)) for step, its in pools.items() if len(its) == 1}
