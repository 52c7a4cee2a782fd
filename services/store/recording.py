"""Events of cases, written once however often they come, and everything that is read off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, update

from services.store.cases import CaseRecord, Stage, add_case, find_case, hold_case, kept_lane
from services.store.database import reading, writing
from services.store.event_rows import Numbered, numbered_events
from services.store.grouping import write_together
from services.store.inserting import insert_new
from services.store.projecting import project, project_again
from services.store.tables import cases, events
from services.store.tellings import Telling, make_room, rows_of
from services.store.work_items import Item, items_of
from workflows.definition.lane import Lane
from workflows.definition.sealing import is_sealed
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant
from workflows.temporal.messages import RecordedEvent


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one recording added.

    Attributes
    ----------
    case : as it is now
    lane : that it travels, if the store has it
    events : those that were not there before, or otherwise, each with the work item that it is about, as it is now
    numbers : of these events, among those of the case
    """

    case: CaseRecord
    lane: Lane | None
    events: tuple[tuple[CaseEvent, Item | None], ...]
    numbers: tuple[int, ...]


def record_events(
    engine: Engine, case: str, lane: str, first: int, happened: Sequence[RecordedEvent], told_at: Instant = 0
) -> Recorded:
    """Keep the events of a case from number `first` on; those already kept stay as they are, unless they were lost.

    Parameters
    ----------
    lane : id of the lane that the case travels
    told_at : instant of the workflow's task that tells them, by Temporal's clock; see :mod:`services.store.tellings`
    """
    return write_together(
        engine, lambda connection: _recorded(connection, case, lane, Telling(first, tuple(happened), told_at))
    )


def _recorded(connection: Connection, case: str, lane: str, telling: Telling) -> Recorded:
    if hold_case(connection, case) is None:
        add_case(connection, opened_case(connection, case, lane, telling.events))
    fresh, lost = keep_events(connection, case, telling)
    record = find_case(connection, case)
    assert record is not None  # it was found or added above, in this transaction
    content = kept_lane(connection, record.lane_hash) if record.lane_hash else None
    told = _projected_again(connection, case, fresh) if lost else project(connection, record, content, fresh)
    after = find_case(connection, case)
    assert after is not None
    news = [(each[0], about) for each, about in zip(fresh, told, strict=True) if each not in lost]
    return Recorded(after, content, tuple(about for _, about in news), tuple(number for number, _ in news))


def keep_events(connection: Connection, case: str, telling: Telling) -> tuple[list[Numbered], list[Numbered]]:
    """Write down events of a case that is there, and keep the case's own row in step; the inbox is another's business.

    Returns
    -------
    those that were not there before, and those that are no longer there or stood there otherwise, by number
    """
    telling, lost = make_room(connection, case, telling)
    new = {key[1] for key in insert_new(connection, events, rows_of(case, telling))}
    numbered = enumerate(telling.events, telling.first)
    fresh = [(number, _event(case, event)) for number, event in numbered if number in new]
    for _, event in fresh:
        _follow(connection, event)
    return fresh, lost


def _projected_again(
    connection: Connection, case: str, fresh: Sequence[Numbered]
) -> list[tuple[CaseEvent, Item | None]]:
    project_again(connection, case)
    items = items_of(connection, case)
    return [(event, items.get((event.step, event.occurrence))) for _, event in fresh]


def rebuild_inbox(engine: Engine) -> None:
    """Make the inbox again from the events of all cases; one case at a time, so that others may write in between."""
    with reading(engine) as connection:
        ids = connection.scalars(select(cases.c.id).order_by(cases.c.id)).all()
    for case in ids:
        with writing(engine) as connection:
            hold_case(connection, case)
            project_again(connection, case)


def kept_events(connection: Connection, case: str, after: int = 0, limit: int | None = None) -> list[CaseEvent]:
    """The events of a case, in order.

    Parameters
    ----------
    after : how many to leave out at the beginning
    limit : how many at most
    """
    return [event for _, event in numbered_events(connection, case, events.c.sequence >= after, limit=limit)]


def count_events(connection: Connection, case: str) -> int:
    """How many events of a case are kept."""
    return connection.execute(select(func.count()).where(events.c.case_id == case)).scalar_one()


def event_log(engine: Engine, lane: str | None = None, *, sealed: bool = False) -> EventLog:
    """Everything that happened to the cases of a lane, or to all of them, as measures take it.

    Parameters
    ----------
    sealed : whether sealed cases are among them

    Returns
    -------
    cases in the order of submission, the events of each in its own order
    """
    log = EventLog()
    query = select(cases.c.id).order_by(cases.c.submitted_at, cases.c.id)
    if lane is not None:
        query = query.where(cases.c.lane == lane)
    if not sealed:
        query = query.where(cases.c.sealed == 0)
    with reading(engine) as connection:
        for case in connection.scalars(query):
            log.extend(kept_events(connection, case))
    return log


def opened_case(connection: Connection, case: str, lane: str, happened: Sequence[RecordedEvent]) -> CaseRecord:
    """The record of a case that nobody announced: another case opened it, or it was started past the API.

    Parameters
    ----------
    lane : id of the lane that it travels
    happened : the first that is known of it
    """
    parent = find_case(connection, case.rpartition("/")[0])
    hashes = parent.lane_hashes if parent else {}
    attributes = parent.attributes if parent else {}
    content = kept_lane(connection, hashes[lane]) if lane in hashes else None
    # What is found out in a case that a sealed one opened would give the sealed one away.
    sealed = (parent is not None and parent.sealed) or (content is not None and is_sealed(content, attributes))
    return CaseRecord(
        id=case,
        lane=lane,
        lane_hash=hashes.get(lane),
        lane_hashes=hashes,
        scenario=parent.scenario if parent else None,
        attributes=attributes,
        parent=parent.id if parent else None,
        submitted_at=happened[0].at if happened else 0,
        stage=Stage.REQUESTED,
        result=None,
        ended_at=None,
        sealed=sealed,
        applicant=parent.applicant if parent else None,
    )


def _follow(connection: Connection, event: CaseEvent) -> None:
    """Keep the case's own row in step with its events, in whatever order they come."""
    if event.step:
        return
    this = update(cases).where(cases.c.id == event.case)
    if event.kind is EventKind.SUBMITTED:
        connection.execute(this.values(submitted_at=event.at))
        connection.execute(this.where(cases.c.stage == Stage.REQUESTED).values(stage=Stage.UNDER_WAY))
    elif event.kind is EventKind.ENDED:
        connection.execute(this.values(stage=Stage.ENDED, result=event.outcome, ended_at=event.at))


def _event(case: str, event: RecordedEvent) -> CaseEvent:
    return CaseEvent(
        case, EventKind(event.kind), event.at, event.step, event.occurrence, event.member, event.cause, event.outcome
    )
