"""What is done for applicants."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.api.keys import fingerprint
from services.errors import CaseExistsError, CaseNotFoundError
from services.messages import deliver, require_actor
from services.requests.schemas import (
    Answer,
    CaseView,
    EventsPage,
    NewCase,
    Withdrawal,
    shown_case,
    shown_event,
)
from services.requests.starting import begin, checked_attributes, intend, route_of
from services.store.cases import CaseRecord, Stage, find_case
from services.store.database import reading
from services.store.recording import kept_events
from services.supervision.credit import attributes_by_credit
from services.temporal_client import look
from workflows.definition.steps import Mark
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import CHINA, Instant, instant_of
from workflows.temporal import names
from workflows.temporal.messages import ActorKind, CaseState, CompleteWork, Receipt, Withdraw

_MARKS: Final = {
    EventKind.SUBMITTED: Mark.SUBMITTED,
    EventKind.ACCEPTED: Mark.ACCEPTED,
    EventKind.DECIDED: Mark.DECIDED,
    EventKind.DELIVERED: Mark.DELIVERED,
}


async def start(around: Surroundings, new: NewCase, key: str | None) -> CaseRecord:
    """Start a case.

    Parameters
    ----------
    key : the same request under the same key starts one case
    """
    if new.rehearsal is not None and not around.settings.rehearsal:
        raise InvalidInputError(
            "rehearsals are not allowed here: cases keep to the wall's clock. GREENLANE_REHEARSAL=true allows them."
        )
    route = await run_in_threadpool(route_of, new.lane)
    at = _now()
    known = await run_in_threadpool(attributes_by_credit, around.engine, route, new.applicant, at)
    attributes = checked_attributes(route, {**new.attributes, **known})
    id_ = new.id or f"{route.lane.id}-{uuid4().hex[:16]}"
    used = None if key is None else (key, fingerprint(new))
    record = await run_in_threadpool(intend, around.engine, route, attributes, id_, at, used, new.applicant)
    began = await begin(around.engine, around.temporal, record, new.rehearsal)
    if not began and key is None:
        raise CaseExistsError(record.id)
    return record


async def case_view(around: Surroundings, case: str) -> CaseView:
    """Where a case is: as it says itself while it goes on, as the store says once it has ended."""
    record = await run_in_threadpool(case_record, around.engine, case)
    if record.stage is Stage.ENDED:
        return await run_in_threadpool(_closed_view, around.engine, record)
    return shown_case(record, await look(around.temporal, case))


async def withdraw(around: Surroundings, case: str, body: Withdrawal, key: str | None) -> Receipt:
    """Withdraw a case."""
    return await deliver(around, case, names.WITHDRAW, "", Withdraw(at=body.at), key)


async def answer(around: Surroundings, case: str, step: str, body: Answer, key: str | None) -> Receipt:
    """Answer a step that waits for the applicant."""
    await run_in_threadpool(require_actor, around.engine, case, step, (ActorKind.APPLICANT,))
    message = CompleteWork(step=step, occurrence=body.occurrence, outcome=body.outcome, at=body.at)
    return await deliver(around, case, names.COMPLETE_WORK, step, message, key)


def events_page(engine: Engine, case: str, after: int, limit: int) -> EventsPage:
    """What has happened to a case, a page at a time; what a sealed one declared is left out."""
    sealed = case_record(engine, case).sealed
    with reading(engine) as connection:
        found = kept_events(connection, case, after, limit + 1)
    shown = tuple(
        shown_event(sequence, event)
        for sequence, event in enumerate(found[:limit], after)
        if not (sealed and event.kind is EventKind.DECLARED)
    )
    return EventsPage(events=shown, next=after + limit if len(found) > limit else None)


def case_record(engine: Engine, case: str) -> CaseRecord:
    """The case of an id.

    Raises
    ------
    CaseNotFoundError
        If there is none.
    """
    with reading(engine) as connection:
        record = find_case(connection, case)
    if record is None:
        raise CaseNotFoundError(case)
    return record


def _closed_view(engine: Engine, record: CaseRecord) -> CaseView:
    with reading(engine) as connection:
        happened = kept_events(connection, record.id)
    return shown_case(record, _final_state(record, happened))


def _final_state(record: CaseRecord, happened: list[CaseEvent]) -> CaseState:
    return CaseState(
        case=record.id,
        lane=record.lane,
        at=record.ended_at or record.submitted_at,
        marks=tuple(dict.fromkeys(_MARKS[event.kind] for event in happened if event.kind in _MARKS)),
        stopped=False,
        result=record.result,
        items=(),
        events=len(happened),
    )


def _now() -> Instant:
    return instant_of(datetime.now(CHINA))
