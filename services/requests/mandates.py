"""Mandates: whom an applicant lets act for them, in what, and from when until when.

Applicants give mandates themselves and take them back; agents may lay theirs down. Nobody gives one for somebody else,
and no agent passes one on. What an agent may do is looked up for each request, so that a mandate that has ended, or was
taken back, counts for nothing from the next request on, in cases that are under way too.
"""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from sqlalchemy import Connection, Engine

from services.api.context import Around
from services.api.cursors import cursor_of, is_instant, place_of
from services.api.keys import IdempotencyKey, fingerprint
from services.api.moments import MomentIn, MomentOut
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.security.access import MandateInPath, by_role, on_mandate
from services.security.acts import Act
from services.security.policy import MANDATED, Action
from services.security.principal import Principal, Role, Subject
from services.store.database import reading, writing
from services.store.keys import use_key
from services.store.mandates import (
    MandatePosition,
    MandateRecord,
    add_mandate,
    count_of_open_mandates,
    find_mandate,
    mandates_of,
    revoke_mandate,
)
from workflows.definition.catalogue import lane_ids
from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.instants import Instant
from workflows.supervision.credit import is_subject

router = APIRouter(tags=["requests"], prefix="/mandates")

_MOST: Final = 200
"""How many mandates of one applicant count, or are to come, at a time: each request of their agents reads them."""

Mandated = Literal[Action.START_CASE, Action.ANSWER_STEP, Action.FILE_PAPERS, Action.RATE_CASE, Action.WITHDRAW_CASE]
"""What a mandate may be for."""


class MandateState(StrEnum):
    """Whether a mandate counts."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    ENDED = "ended"
    REVOKED = "revoked"


class NewMandate(Frozen):
    """A mandate to give.

    Parameters
    ----------
    agent : who is to act for you, as their token says
    lanes : in which; a case that another case opens travels a lane of its own. All lanes if absent
    actions : what they may do there, beside seeing your cases; everything that agents may do if absent
    starts_at : from when on; from now on if absent
    ends_at : until when
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "agent": "agent-1",
                    "lanes": ["property_registration"],
                    "actions": ["start_case", "answer_step", "file_papers"],
                    "ends_at": "2099-01-01T00:00:00+08:00",
                }
            ]
        }
    )

    agent: Subject
    lanes: Annotated[tuple[Identifier, ...], Field(max_length=100)] = ()
    actions: Annotated[tuple[Mandated, ...], Field(min_length=1, max_length=100)] = MANDATED
    starts_at: MomentIn | None = None
    ends_at: MomentIn


class MandateView(Frozen):
    """A mandate, as those see it between whom it is.

    Parameters
    ----------
    lanes : in which it counts; in all if there are none
    revoked_by : who ended it before its time; empty as long as nobody did
    """

    id: str
    agent: str
    applicant: str
    lanes: tuple[str, ...]
    actions: tuple[str, ...]
    starts_at: MomentOut
    ends_at: MomentOut
    granted_at: MomentOut
    revoked_at: MomentOut | None
    revoked_by: str
    state: MandateState


class Mandates(Frozen):
    """A page of mandates, the latest first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    mandates: tuple[MandateView, ...]
    next: str | None


@router.post("", status_code=HTTPStatus.CREATED)
def give_mandate(
    body: NewMandate, act: Annotated[Act, by_role(Action.GIVE_MANDATE)], around: Around, key: IdempotencyKey = None
) -> MandateView:
    """Let somebody act for you; whether they do so is their affair."""
    return given(around.engine, act, body, key)


@router.get("")
def list_mandates(
    act: Annotated[Act, by_role(Action.SEE_MANDATES)],
    around: Around,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Mandates:
    """List the mandates that you have given and those that you were given, ended ones too, the latest first."""
    return page(around.engine, act.who, cursor, limit)


@router.delete("/{mandate}")
def end_mandate(
    mandate: MandateInPath, act: Annotated[Act, on_mandate(Action.END_MANDATE)], around: Around
) -> MandateView:
    """Take a mandate back that you gave, or lay one down that you were given: at once, and for good."""
    now = present_instant()
    with writing(around.engine) as connection:
        revoke_mandate(connection, mandate, act.who.subject, now)
        record = _there(connection, mandate)
        append(connection, act.entry(Outcome.DONE))
    return _shown(record, now)


def given(engine: Engine, act: Act, body: NewMandate, key: str | None) -> MandateView:
    """Keep a mandate of whoever asks for it.

    Raises
    ------
    InvalidInputError, UnknownNameError
        If it could never count.
    KeyReusedError
        If the key stands for another request.
    """
    now, who, asked = present_instant(), act.who.subject, fingerprint(body)
    starts_at = now if body.starts_at is None else body.starts_at
    _require_meaning(who, body, max(starts_at, now))
    record = MandateRecord(
        id=uuid4().hex,
        agent=body.agent,
        applicant=who,
        lanes=tuple(sorted({*body.lanes})),
        actions=tuple(sorted({*body.actions})),
        starts_at=starts_at,
        ends_at=body.ends_at,
        granted_at=now,
    )
    with writing(engine) as connection:
        if key is not None and (before := use_key(connection, f"POST /mandates {who}", key, asked, record.id, now)):
            return _shown(_there(connection, before), now)
        if count_of_open_mandates(connection, who, now) >= _MOST:
            raise InvalidInputError(f"expected at most {_MOST} mandates of one applicant at a time. End one of them.")
        add_mandate(connection, record)
        append(connection, act.to(mandate=record.id).entry(Outcome.DONE, asked))
    return _shown(record, now)


def page(engine: Engine, who: Principal, cursor: str | None, limit: int) -> Mandates:
    """A page of somebody's mandates.

    Raises
    ------
    InvalidInputError
        If the cursor is none of ours.
    """
    applicant = who.subject if Role.APPLICANT in who.roles else None
    agent = who.subject if Role.AGENT in who.roles else None
    before = None if cursor is None else place_of(cursor, _position)
    with reading(engine) as connection:
        found = mandates_of(connection, applicant, agent, before, limit + 1)
    now, shown, more = present_instant(), found[:limit], len(found) > limit
    return Mandates(
        mandates=tuple(_shown(record, now) for record in shown),
        next=cursor_of(MandatePosition(shown[-1].granted_at, shown[-1].id)) if more else None,
    )


def _require_meaning(who: str, body: NewMandate, counts_from: Instant) -> None:
    if not is_subject(who):
        raise InvalidInputError(
            f"expected an applicant whose name has letters, digits and . _ - alone, as cases know them; was {who!r}"
        )
    if body.agent == who:
        raise InvalidInputError("expected an agent who is somebody else; for yourself you act as an applicant")
    for lane in body.lanes:
        if lane not in lane_ids():
            raise UnknownNameError("lane", lane, lane_ids())
    if body.ends_at <= counts_from:
        raise InvalidInputError("expected `ends_at` after `starts_at`, and to come; the mandate would never count")


def _there(connection: Connection, id_: str) -> MandateRecord:
    record = find_mandate(connection, id_)
    assert record is not None  # none is ever removed
    return record


def _shown(record: MandateRecord, now: Instant) -> MandateView:
    told = {name: getattr(record, name) for name in MandateRecord.__slots__}
    return MandateView(**told, state=_state(record, now))


def _state(record: MandateRecord, now: Instant) -> MandateState:
    if record.revoked_at is not None:
        return MandateState.REVOKED
    if record.ends_at <= now:
        return MandateState.ENDED
    return MandateState.TO_COME if record.starts_at > now else MandateState.IN_FORCE


def _position(values: list[object]) -> MandatePosition | None:
    match values:
        case [int(granted_at), str(id_)] if is_instant(granted_at):
            return MandatePosition(granted_at, id_)
        case _:
            return None
