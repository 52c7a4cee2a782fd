"""What a case has told and what came about of it.

A workflow hands its events over in the middle of a task, and Temporal keeps the task only when it is done. If the
worker is killed in between, the store has events that Temporal does not know of: they did not come about. The task is
then done again, later, by another worker, with other instants and perhaps with other messages, and tells under the same
numbers what did. So every telling says when its task began, by Temporal's clock, which only goes forward in a case; a
later telling takes the place of earlier ones from its first event on, and an earlier one that comes late gives way to
those after it. In whatever order tellings come, the same is kept in the end.

Where nobody knows when something was told, as where a case tells again from its beginning what has happened to it, that
fills in what is missing, and nothing is taken out for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select, update

from services.store.cases import Stage
from services.store.event_rows import Numbered, event_of
from services.store.tables import cases, events
from workflows.events.event import EventKind
from workflows.instants import Instant
from workflows.temporal.messages import RecordedEvent


@dataclass(frozen=True, slots=True)
class Telling:
    """What a case has handed over at once.

    Attributes
    ----------
    first : number of the first of the events
    told_at : instant of the workflow's task, by Temporal's clock; 0 if nobody knows
    """

    first: int
    events: tuple[RecordedEvent, ...]
    told_at: Instant = 0


def make_room(connection: Connection, case: str, telling: Telling) -> tuple[Telling, list[Numbered]]:
    """Take out of the store what a telling takes the place of.

    Returns
    -------
    as much of the telling as no later one takes the place of, and the events that were taken out
    """
    if telling.told_at == 0:
        return telling, []
    last = select(events.c.sequence, events.c.told_at).where(events.c.case_id == case)
    found = connection.execute(last.order_by(events.c.sequence.desc()).limit(1)).one_or_none()
    if found is None or (found.sequence < telling.first and found.told_at <= telling.told_at):
        return telling, []
    later = select(events.c.sequence).where(events.c.case_id == case, events.c.told_at > telling.told_at)
    end = connection.execute(later.order_by(events.c.sequence).limit(1)).scalar_one_or_none()
    if end is not None:
        telling = Telling(telling.first, telling.events[: max(end - telling.first, 0)], telling.told_at)
    return telling, take_out(connection, case, events.c.sequence >= telling.first, events.c.told_at < telling.told_at)


def take_out(connection: Connection, case: str, *which: ColumnElement[bool]) -> list[Numbered]:
    """Take events of a case out that did not come about; the inbox is another's business."""
    these = (events.c.case_id == case, *which)
    found = connection.execute(select(events).where(*these).order_by(events.c.sequence)).all()
    if found:
        connection.execute(delete(events).where(*these))
    if any(row.kind == EventKind.ENDED and not row.step for row in found):
        goes_on = {"stage": Stage.UNDER_WAY, "result": None, "ended_at": None}
        connection.execute(update(cases).where(cases.c.id == case).values(goes_on))
    return [(row.sequence, event_of(row)) for row in found]


def rows_of(case: str, telling: Telling) -> Sequence[dict[str, object]]:
    """A telling as rows of the table of events."""
    return [
        {"case_id": case, "sequence": number, "told_at": telling.told_at, **event.model_dump()}
        for number, event in enumerate(telling.events, telling.first)
    ]
