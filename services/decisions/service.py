"""What is done for officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.decisions.cursors import cursor_of, position_of
from services.decisions.schemas import Begin, Complete, Inbox, InboxItem
from services.errors import CaseNotFoundError, NotOfThisLaneError
from services.messages import deliver, require_actor
from services.security.access import held, held_to_step
from services.security.acts import Act
from services.security.policy import Action
from services.security.visibility import items_of_principal
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from services.store.work_items import Item, open_items, position_in_inbox
from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.temporal import names
from workflows.temporal.messages import (
    ActorKind,
    AgentAssigned,
    BeginWork,
    CompleteWork,
    Finding,
    ItemDecision,
    LicenceDecision,
    Receipt,
    SignedCommitment,
    TaxPaid,
)

OwnMessage = LicenceDecision | TaxPaid | ItemDecision | SignedCommitment | Finding | AgentAssigned

_LANES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decide_licence": "business_setup",
        "pay_tax": "property_registration",
        "decide_item": "construction_permit",
        "sign_commitment": "commitment_approval",
        "report_finding": "commitment_follow_up",
        "assign_agent": "agent_service",
    }
)
"""Name of a lane's own message to the lane whose cases take it."""

_OFFICIAL: Final = (ActorKind.POOL, ActorKind.THIRD_PARTY)


def inbox(engine: Engine, act: Act, pool: str | None, lane: str | None, cursor: str | None, limit: int) -> Inbox:
    """A page of the open steps that are somebody's business, those first that have been waiting longest."""
    after = None if cursor is None else position_of(cursor)
    with reading(engine) as connection:
        whose = items_of_principal(connection, act.who)
        found = open_items(connection, pool, lane, after, limit + 1, whose)
        items = tuple(_shown(connection, item) for item in found[:limit])
    last = found[:limit][-1] if len(found) > limit else None
    return Inbox(
        items=items,
        next=cursor_of(position_in_inbox(last)) if last else None,
    )


async def begin(around: Surroundings, act: Act, case: str, step: str, body: Begin, key: str | None) -> Receipt:
    """Begin a step."""
    await run_in_threadpool(require_actor, around.engine, case, step, _OFFICIAL)
    member = await member_of(around, act, body.member)
    message = BeginWork(step=step, occurrence=body.occurrence, member=member, at=body.at)
    return await deliver(around, act, case, names.BEGIN_WORK, step, message, key)


async def complete(around: Surroundings, act: Act, case: str, step: str, body: Complete, key: str | None) -> Receipt:
    """Complete a step."""
    await run_in_threadpool(require_actor, around.engine, case, step, _OFFICIAL)
    member = await member_of(around, act, body.member)
    message = CompleteWork(step=step, **{**dict(body), "member": member})
    return await deliver(around, act, case, names.COMPLETE_WORK, step, message, key)


async def member_of(around: Surroundings, act: Act, named: str) -> str:
    """In whose name work is done: in one's own, unless a supervisor names somebody else.

    Raises
    ------
    ForbiddenError
        If somebody names another one who may not.
    """
    if named not in {"", act.who.subject}:
        await held(around, replace(act, action=Action.ACT_FOR_MEMBER))
        return named
    return act.who.subject


async def tell(around: Surroundings, act: Act, case: str, update: str, message: OwnMessage, key: str | None) -> Receipt:
    """Send a case one of its lane's own messages.

    Raises
    ------
    NotOfThisLaneError
        If its lane does not take it.
    NotYoursError
        If it decides an item that is no department's.
    """
    await run_in_threadpool(_require_lane, around.engine, case, update)
    if isinstance(message, ItemDecision):
        await run_in_threadpool(require_actor, around.engine, case, message.item, (ActorKind.POOL,))
    act = await held_to_step(around, act, case, _step(message))
    # An applicant's name stands in the store alone, so it does not go into a message of theirs.
    by = "" if act.action is Action.ANSWER_STEP else await member_of(around, act, message.by)
    return await deliver(around, act, case, update, "", message.model_copy(update={"by": by}), key)


def _step(message: OwnMessage) -> str:
    """The step that a message is about."""
    match message:
        case LicenceDecision():
            return message.work("business_licence").step
        case _:
            return message.work().step


def _require_lane(engine: Engine, case: str, update: str) -> None:
    with reading(engine) as connection:
        record = find_case(connection, case)
    if record is None:
        raise CaseNotFoundError(case)
    if record.lane != _LANES[update]:
        raise NotOfThisLaneError(
            f"expected a case of lane {_LANES[update]!r} for {update!r}; {case!r} is one of {record.lane!r}"
        )


def _shown(connection: Connection, item: Item) -> InboxItem:
    step = kept_lane(connection, item.lane_hash).steps.get(item.step) if item.lane_hash else None
    work = step if isinstance(step, Task | ApplicantStep | ThirdPartyStep) else None
    return InboxItem(
        case=item.case_id,
        lane=item.lane,
        step=item.step,
        occurrence=item.occurrence,
        title=work.title if work else None,
        actor=item.actor,
        pool=item.pool,
        stage=item.stage,
        enabled_at=item.enabled_at,
        started_at=item.started_at,
        member=item.member,
        outcomes=(tuple(outcome.id for outcome in work.outcomes) if work else ()) or (DONE,),
    )
