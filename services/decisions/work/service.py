"""What is done with one work item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.clock import present_instant
from services.decisions.cases.owner import owner_of_case
from services.decisions.work import schemas
from services.decisions.work.departments import department_of_case
from services.errors import CaseNotFoundError, MessageRefusedError
from services.messages import deliver, require_actor
from services.security.access import held, held_to_step
from services.security.acts import Act
from services.security.officials import require_official
from services.security.policy import Action
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.events.causes import Capacity, Handover
from workflows.temporal import names
from workflows.temporal.messages import ActorKind, BeginWork, CompleteWork, Receipt
from workflows.temporal.order_messages import AnyOrder, AskOpinions, GiveOpinion, GiveOrder, HandOver

_HOW: Final[Mapping[type, Handover]] = MappingProxyType(
    {
        schemas.Claim: Handover.CLAIMED,
        schemas.Release: Handover.RELEASED,
        schemas.Delegate: Handover.DELEGATED,
        schemas.Reassign: Handover.REASSIGNED,
    }
)

_OFFICIAL: Final = (ActorKind.POOL, ActorKind.THIRD_PARTY)


async def begin(
    around: Surroundings, act: Act, case: str, step: str, body: schemas.Begin, seen: int | None, key: str | None
) -> Receipt:
    """Begin a step.

    Parameters
    ----------
    seen : revision that the sender has seen; any if absent
    """
    require_actor(act, step, _OFFICIAL)
    member = await member_of(around, act, body.member)
    message = BeginWork(step=step, occurrence=body.occurrence, member=member, at=body.at, revision=seen)
    return await deliver(around, act, case, names.BEGIN_WORK, step, message, key)


async def complete(
    around: Surroundings, act: Act, case: str, step: str, body: schemas.Complete, seen: int | None, key: str | None
) -> Receipt:
    """Complete a step."""
    require_actor(act, step, _OFFICIAL)
    member = await member_of(around, act, body.member)
    message = CompleteWork(step=step, revision=seen, **{**dict(body), "member": member})
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


async def tell_what_is_missing(
    around: Surroundings,
    act: Act,
    case: str,
    step: str,
    body: schemas.CorrectionNotice,
    seen: int | None,
    key: str | None,
) -> Receipt:
    """Complete a check with a correction notice.

    Raises
    ------
    MessageRefusedError
        ``not_a_notice``, if the step has no such outcome, or more than one.
    """
    require_actor(act, step, _OFFICIAL)
    outcome = body.outcome
    if outcome is None:
        outcome = await run_in_threadpool(_notice_of, around.engine, case, step)
    message = CompleteWork(
        step=step,
        occurrence=body.occurrence,
        outcome=outcome,
        member=act.who.subject,
        missing=body.missing,
        at=body.at,
        revision=seen,
    )
    return await deliver(around, act, case, names.COMPLETE_WORK, step, message, key)


async def hand_over(
    around: Surroundings,
    act: Act,
    case: str,
    step: str,
    body: schemas.Claim | schemas.Release | schemas.Delegate | schemas.Reassign,
    seen: int | None,
    key: str | None,
) -> Receipt:
    """Have a step come into other hands.

    Raises
    ------
    MessageRefusedError
        ``not_of_department``, if it is not the work of those into whose hands it is to come.
    """
    if isinstance(body, schemas.Delegate | schemas.Reassign):
        now = present_instant()
        await run_in_threadpool(require_official, around.engine, body.to, Action.DO_WORK, act.resource, now)
    capacity = Capacity.SUPERVISOR if act.allows(Action.REASSIGN_WORK) else Capacity.OFFICER
    how = _HOW[type(body)]
    given = HandOver(by=act.who.subject, step=step, how=how, revision=seen, capacity=capacity, **dict(body))
    return await _ordered(around, act, case, step, given, key)


async def escalate(
    around: Surroundings, act: Act, case: str, step: str, body: schemas.Escalate, seen: int | None, key: str | None
) -> Receipt:
    """Have a step come into the hands of a supervisor, by its department or by the owner of the case.

    Raises
    ------
    ForbiddenError
        If the step is another department's and the sender does not own the case.
    """
    owner = await run_in_threadpool(owner_of_case, around.engine, case)
    if owner.owner != act.who.subject:
        act = await held_to_step(around, act, case, step)
    given = HandOver(by=act.who.subject, step=step, how=Handover.ESCALATED, revision=seen, **dict(body))
    return await _ordered(around, act, case, step, given, key)


async def ask_opinions(
    around: Surroundings, act: Act, case: str, step: str, body: schemas.AskOpinions, key: str | None
) -> Receipt:
    """Ask other departments what they think of a step.

    Raises
    ------
    UnknownNameError
        If one of them is no pool of the lane.
    """
    for department in body.departments:
        await run_in_threadpool(department_of_case, around.engine, case, department)
    given = AskOpinions(by=act.who.subject, step=step, **dict(body))
    return await _ordered(around, act, case, step, given, key)


async def give_opinion(
    around: Surroundings, act: Act, case: str, step: str, body: schemas.GiveOpinion, key: str | None
) -> Receipt:
    """Say what one's department thinks of a step.

    Raises
    ------
    UnknownNameError
        If the department is no pool of the lane.
    ForbiddenError
        If it is not one's own.
    """
    resource = await run_in_threadpool(department_of_case, around.engine, case, body.department)
    act = await held(around, replace(act, resource=resource))
    given = GiveOpinion(by=act.who.subject, step=step, **dict(body))
    return await _ordered(around, act, case, step, given, key)


async def _ordered(around: Surroundings, act: Act, case: str, step: str, given: AnyOrder, key: str | None) -> Receipt:
    require_actor(act, step, (ActorKind.POOL,))
    return await deliver(around, act, case, names.GIVE_ORDER, step, GiveOrder(order=given), key)


def _notice_of(engine: Engine, case: str, step: str) -> str:
    """The one outcome of a step that tells what is missing."""
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            raise CaseNotFoundError(case)
        work = kept_lane(connection, record.lane_hash).steps.get(step) if record.lane_hash else None
    outcomes = work.outcomes if isinstance(work, Task | ApplicantStep | ThirdPartyStep) else ()
    match [outcome.id for outcome in outcomes if outcome.from_documents]:
        case [only]:
            return only
        case found:
            raise MessageRefusedError(
                "not_a_notice",
                f"expected a step with one outcome that tells what is missing; {step!r} has "
                f"{', '.join(found) or 'none'}. Name the outcome if there are several.",
            )
