"""Events as the rows of their table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Row, select

from services.store.tables import events
from workflows.events.event import CaseEvent, EventKind

Numbered = tuple[int, CaseEvent]
"""An event with its number among those of its case."""


def numbered_events(
    connection: Connection, case: str, *chosen: ColumnElement[bool], limit: int | None = None
) -> list[Numbered]:
    """The kept events of a case, in order.

    Parameters
    ----------
    chosen : only those for which all of this holds
    limit : how many at most
    """
    query = select(events).where(events.c.case_id == case, *chosen).order_by(events.c.sequence).limit(limit)
    return [(row.sequence, event_of(row)) for row in connection.execute(query)]


def event_of(row: Row[tuple[object, ...]]) -> CaseEvent:
    """The event that a row of the table is."""
    return CaseEvent(
        row.case_id, EventKind(row.kind), row.at, row.step, row.occurrence, row.member, row.cause, row.outcome
    )
