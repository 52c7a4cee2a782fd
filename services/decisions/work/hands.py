"""The addresses by which a work item comes into other hands.

A claim has to say what its sender has seen, by If-Match: of two officers who saw the same item free, one gets it and
the other is told that it has changed (412). Whoever does not say it is asked to (428). For the others it may be said.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from services.api.conditions import IfMatch, needed_revision, seen_revision
from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import CaseInPath
from services.api.problems import CONDITIONAL
from services.decisions.work import service
from services.decisions.work.schemas import Claim, Delegate, Escalate, Reassign, Release
from services.requests.schemas import TakenEffect
from services.security.access import on_case, on_step
from services.security.acts import Act
from services.security.policy import Action
from workflows.definition.values import (
    Identifier,
)

router = APIRouter(tags=["decisions"], prefix="/cases/{case}/work-items/{step}", responses={412: CONDITIONAL[412]})


@router.post("/claim", responses={428: CONDITIONAL[428]})
async def claim_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Claim, Body(default_factory=Claim)],
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Take a step into one's hands; from then on nobody else begins or completes it."""
    seen = needed_revision(if_match)
    receipt = await service.hand_over(around, act, case, step, body, seen, key)
    return TakenEffect(at=receipt.at)


@router.post("/release")
async def release_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Release, Body(default_factory=Release)],
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Give a step that is in one's hands back to the pool."""
    seen = seen_revision(if_match)
    receipt = await service.hand_over(around, act, case, step, body, seen, key)
    return TakenEffect(at=receipt.at)


@router.post("/delegate")
async def delegate_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Delegate,
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Give a step that is in one's hands to a colleague."""
    seen = seen_revision(if_match)
    receipt = await service.hand_over(around, act, case, step, body, seen, key)
    return TakenEffect(at=receipt.at)


@router.post("/reassign")
async def reassign_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.REASSIGN_WORK)],
    around: Around,
    body: Reassign,
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Give a step to somebody of the department, in whose hands it may be; for supervisors."""
    seen = seen_revision(if_match)
    receipt = await service.hand_over(around, act, case, step, body, seen, key)
    return TakenEffect(at=receipt.at)


@router.post("/escalate")
async def escalate_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_case(Action.ESCALATE_WORK)],
    around: Around,
    body: Annotated[Escalate, Body(default_factory=Escalate)],
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Put a step into a supervisor's hands: by the department whose it is, or by the owner of the case."""
    seen = seen_revision(if_match)
    return TakenEffect(at=(await service.escalate(around, act, case, step, body, seen, key)).at)
