"""Events of cases, written once however often they come, and everything that is read off them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from services.store.cases import CaseRecord, Stage, add_case, find_case, kept_lane
from services.store.database import reading, writing
from services.store.inserting import insert_new
from services.store.tables import cases, events
from services.store.work_items import Item, drop_items, items_of, keep_items, project
from workflows.definition.lane import Lane
from workflows.definition.sealing import is_sealed
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.temporal.messages import RecordedEvent


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one recording added.

    Attributes
    ----------
    case : as it is now
    lane : that it travels, if the store has it
    events : those that were not there before, each with the work item that it is about, as it is now
    """

    case: CaseRecord
    lane: Lane | None
    events: tuple[tuple[CaseEvent, Item | None], ...]


def record_events(engine: Engine, case: str, lane: str, first: int, happened: Sequence[RecordedEvent]) -> Recorded:
    """Keep the events of a case from number `first` on; those already kept stay as they are.

    Parameters
    ----------
    lane : id of the lane that the case travels
    """
    with writing(engine) as connection:
        record = find_case(connection, case) or _unannounced(connection, case, lane, happened)
        known = {
            key[1] for key in insert_new(connection, events, [_row(case, *each) for each in _numbered(first, happened)])
        }
        fresh = [_event(case, event) for number, event in _numbered(first, happened) if number in known]
        content = kept_lane(connection, record.lane_hash) if record.lane_hash else None
        projected = _project(connection, record, content, fresh)
        for event in fresh:
            _follow(connection, event)
        after = find_case(connection, case)
        assert after is not None  # it was found or added above, in this transaction
    return Recorded(after, content, tuple(projected))


def rebuild_inbox(engine: Engine) -> None:
    """Make the inbox again from the events of all cases."""
    with writing(engine) as connection:
        drop_items(connection)
        for case in connection.scalars(select(cases.c.id)).all():
            record = find_case(connection, case)
            assert record is not None  # nobody else writes while this does
            content = kept_lane(connection, record.lane_hash) if record.lane_hash else None
            _project(connection, record, content, kept_events(connection, case))


def kept_events(connection: Connection, case: str, after: int = 0, limit: int | None = None) -> list[CaseEvent]:
    """The events of a case, in order.

    Parameters
    ----------
    after : how many to leave out at the beginning
    limit : how many at most
    """
    query = (
        select(events)
        .where(events.c.case_id == case, events.c.sequence >= after)
        .order_by(events.c.sequence)
        .limit(limit)
    )
    return [
        CaseEvent(case, EventKind(row.kind), row.at, row.step, row.occurrence, row.member, row.cause, row.outcome)
        for row in connection.execute(query)
    ]


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


def _numbered(first: int, happened: Sequence[RecordedEvent]) -> Iterable[tuple[int, RecordedEvent]]:
    return enumerate(happened, first)


def _unannounced(connection: Connection, case: str, lane: str, happened: Sequence[RecordedEvent]) -> CaseRecord:
    """The record of a case that nobody announced: another case opened it, or it was started past the API."""
    parent = find_case(connection, case.rpartition("/")[0])
    hashes = parent.lane_hashes if parent else {}
    attributes = parent.attributes if parent else {}
    content = kept_lane(connection, hashes[lane]) if lane in hashes else None
    # What is found out in a case that a sealed one opened would give the sealed one away.
    sealed = (parent is not None and parent.sealed) or (content is not None and is_sealed(content, attributes))
    record = CaseRecord(
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
    add_case(connection, record)
    return record


def _project(
    connection: Connection, case: CaseRecord, lane: Lane | None, happened: Iterable[CaseEvent]
) -> list[tuple[CaseEvent, Item | None]]:
    items = items_of(connection, case.id)
    projected: list[tuple[CaseEvent, Item | None]] = []
    touched: dict[tuple[str, int], Item] = {}
    for event in happened:
        name = (event.step, event.occurrence)
        item = project(items.get(name), event, case.lane, case.lane_hash, lane)
        if item is not None:
            items[name] = touched[name] = item
        projected.append((event, item))
    keep_items(connection, touched.values())
    return projected


def _follow(connection: Connection, event: CaseEvent) -> None:
    """Keep the case's own row in step with its events."""
    if event.step:
        return
    if event.kind is EventKind.SUBMITTED:
        values = {"stage": Stage.UNDER_WAY, "submitted_at": event.at}
    elif event.kind is EventKind.ENDED:
        values = {"stage": Stage.ENDED, "result": event.outcome, "ended_at": event.at}
    else:
        return
    connection.execute(update(cases).where(cases.c.id == event.case).values(values))


def _row(case: str, number: int, event: RecordedEvent) -> dict[str, object]:
    return {"case_id": case, "sequence": number, **event.model_dump()}


def _event(case: str, event: RecordedEvent) -> CaseEvent:
    return CaseEvent(
        case, EventKind(event.kind), event.at, event.step, event.occurrence, event.member, event.cause, event.outcome
    )
