"""What is done for applicants."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.api.cursors import cursor_of, place_of
from services.api.keys import fingerprint
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.errors import CaseExistsError, CaseNotFoundError
from services.forecasting.published import ExpectedCompletion
from services.forecasting.telling import expected_completion
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
from services.requests.starting import (
    SCOPE,
    TakenKey,
    begin_in,
    checked_attributes,
    lanes_of,
    route_of,
    write_down,
)
from services.security.access import hold
from services.security.acts import Act
from services.security.policy import Action
from services.security.principal import Principal, Role
from services.security.resources import is_brought, resource_of_lane
from services.store.cases import CaseRecord, Stage, find_case
from services.store.database import reading
from services.store.grouping import write_together
from services.store.recording import kept_events
from services.supervision.credit import attributes_by_credit
from services.temporal_client import look
from workflows.definition.catalogue import lane_ids
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.marks import MARK_OF
from workflows.supervision.credit import is_subject
from workflows.temporal import names
from workflows.temporal.messages import ActorKind, CaseState, CompleteWork, Receipt, Withdraw


async def start(around: Surroundings, act: Act, new: NewCase, key: str | None) -> CaseRecord:
    """Start a case.

    Parameters
    ----------
    act : of whoever asks for it
    key : the same request of the same person under the same key starts one case

    Raises
    ------
    ForbiddenError
        If they may not start a case of that lane for that applicant.
    """
    if new.rehearsal is not None and not around.settings.rehearsal:
        raise InvalidInputError(
            "rehearsals are not allowed here: cases keep to the wall's clock. GREENLANE_REHEARSAL=true allows them."
        )
    record, lanes = await run_in_threadpool(_written_down, around.engine, act, new, key)
    began = await begin_in(around.temporal, record, lanes, new.rehearsal)
    if not began and key is None:
        raise CaseExistsError(record.id)
    return record


def _written_down(engine: Engine, act: Act, new: NewCase, key: str | None) -> tuple[CaseRecord, dict[str, Lane]]:
    """A case that may be started, kept together with who asked for it, and its lanes."""
    route = route_of(new.lane)
    applicant = _whose(act.who, new)
    act = replace(act, resource=resource_of_lane(route.lane, applicant)).to(lane=route.lane.id)
    hold(engine, act)
    at = present_instant()
    id_ = _free_id(new.id, route.lane.id) or f"{route.lane.id}-{uuid4().hex[:16]}"
    asked = fingerprint(new)
    taken = None if key is None else TakenKey(f"{SCOPE} {act.who.subject}", key, asked)
    known = attributes_by_credit(engine, route, applicant, at)
    attributes = checked_attributes(route, {**new.attributes, **known})

    def write(connection: Connection) -> tuple[CaseRecord, dict[str, Lane]]:
        record, is_new = write_down(connection, route, attributes, id_, at, taken, applicant)
        lanes = lanes_of(connection, record)
        if is_new:
            append(connection, act.to(case=record.id).entry(Outcome.DONE, asked))
        return record, lanes

    return write_together(engine, write)


async def case_view(around: Surroundings, act: Act, case: str) -> CaseView:
    """Where a case is: as it says itself while it goes on, as the store says once it has ended."""
    record = await run_in_threadpool(case_record, around.engine, case)
    members = act.allows(Action.SEE_MEMBERS)
    if record.stage is Stage.ENDED:
        return await run_in_threadpool(_closed_view, around.engine, record)
    expected = await run_in_threadpool(_expected, around.engine, case)
    return shown_case(record, await look(around.temporal, case), expected, members=members)


async def withdraw(around: Surroundings, act: Act, case: str, body: Withdrawal, key: str | None) -> Receipt:
    """Withdraw a case."""
    return await deliver(around, act, case, names.WITHDRAW, "", Withdraw(at=body.at), key)


async def answer(around: Surroundings, act: Act, case: str, step: str, body: Answer, key: str | None) -> Receipt:
    """Answer a step that waits for the applicant."""
    require_actor(act, step, (ActorKind.APPLICANT,))
    message = CompleteWork(step=step, occurrence=body.occurrence, outcome=body.outcome, at=body.at)
    return await deliver(around, act, case, names.COMPLETE_WORK, step, message, key)


def events_page(engine: Engine, act: Act, case: str, cursor: str | None, limit: int) -> EventsPage:
    """What has happened to a case, a page at a time; what a sealed one declared is left out.

    Raises
    ------
    InvalidInputError
        If the cursor is none of ours.
    """
    after = 0 if cursor is None else place_of(cursor, _count)
    members = act.allows(Action.SEE_MEMBERS)
    sealed = case_record(engine, case).sealed
    with reading(engine) as connection:
        found = kept_events(connection, case, after, limit + 1)
    shown = tuple(
        shown_event(sequence, event, members=members)
        for sequence, event in enumerate(found[:limit], after)
        if not (sealed and event.kind is EventKind.DECLARED)
    )
    return EventsPage(events=shown, next=cursor_of([after + limit]) if len(found) > limit else None)


def _count(values: list[object]) -> int | None:
    match values:
        case [int(count)] if 0 <= count < 2**31:
            return count
    return None


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


def _expected(engine: Engine, case: str) -> ExpectedCompletion | None:
    with reading(engine) as connection:
        return expected_completion(connection, case)


def _closed_view(engine: Engine, record: CaseRecord) -> CaseView:
    with reading(engine) as connection:
        happened = kept_events(connection, record.id)
    return shown_case(record, _final_state(record, happened), members=False)  # nothing is open, so nobody is at it


def _final_state(record: CaseRecord, happened: list[CaseEvent]) -> CaseState:
    return CaseState(
        case=record.id,
        lane=record.lane,
        at=record.ended_at or record.submitted_at,
        marks=tuple(dict.fromkeys(MARK_OF[event.kind] for event in happened if event.kind in MARK_OF)),
        stopped=False,
        result=record.result,
        items=(),
        events=len(happened),
    )


def _whose(who: Principal, new: NewCase) -> str | None:
    """Whose a new case is: whoever is named, else of those who can only mean themselves their own."""
    if new.applicant is None and who.roles == {Role.APPLICANT}:
        if not is_subject(who.subject):
            raise InvalidInputError(
                f"expected an applicant to be called by letters, digits and . _ -; the token says {who.subject!r}. "
                "Have the issuer name applicants so, by another claim if need be (GREENLANE_SUBJECT_CLAIM)."
            )
        return who.subject
    return new.applicant


def _free_id(id_: str | None, lane: str) -> str | None:
    """The id that was chosen, if it is none that an authority's own case is going to have.

    Those are begun by themselves, once, under ids that anybody can foresee. Whoever took such an id first would keep a
    case from being opened, such as the one that puts them on a list.
    """
    taken = id_ and next((each for each in lane_ids() if id_.startswith(f"{each}-") and not is_brought(each)), None)
    if taken and taken != lane:
        raise InvalidInputError(
            f"expected an id that does not begin like those of lane {taken!r}; was {id_!r}. Choose another one, or "
            "leave it out to be given one."
        )
    return id_
