"""The addresses of the messages of single lanes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from services.api.context import Around, Surroundings
from services.api.keys import IdempotencyKey
from services.api.paths import CaseInPath
from services.decisions.lane_messages import service
from services.decisions.lane_messages.schemas import (
    AgentAssignedIn,
    FindingIn,
    ItemDecisionIn,
    LicenceDecisionIn,
    SignedCommitmentIn,
    TaxPaidIn,
)
from services.requests.schemas import TakenEffect
from services.security.access import on_case
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["decisions"])


@router.post("/cases/{case}/decide-licence")
async def decide_licence(
    case: CaseInPath,
    body: LicenceDecisionIn,
    act: Annotated[Act, on_case(Action.DO_WORK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Grant or refuse the business licence of a business setup."""
    return await _told(around, act, case, "decide_licence", body, key)


@router.post("/cases/{case}/pay-tax")
async def pay_tax(
    case: CaseInPath,
    body: TaxPaidIn,
    act: Annotated[Act, on_case(Action.DO_WORK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Report that the deed tax of a property registration is paid."""
    return await _told(around, act, case, "pay_tax", body, key)


@router.post("/cases/{case}/decide-item")
async def decide_item(
    case: CaseInPath,
    body: ItemDecisionIn,
    act: Annotated[Act, on_case(Action.DO_WORK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Decide one item of a construction project."""
    return await _told(around, act, case, "decide_item", body, key)


@router.post("/cases/{case}/sign-commitment")
async def sign_commitment(
    case: CaseInPath,
    body: SignedCommitmentIn,
    act: Annotated[Act, on_case(Action.ANSWER_STEP)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Commit in writing to the conditions of an approval."""
    return await _told(around, act, case, "sign_commitment", body, key)


@router.post("/cases/{case}/report-finding")
async def report_finding(
    case: CaseInPath,
    body: FindingIn,
    act: Annotated[Act, on_case(Action.DO_WORK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Report whether a commitment was kept."""
    return await _told(around, act, case, "report_finding", body, key)


@router.post("/cases/{case}/assign-agent")
async def assign_agent(
    case: CaseInPath,
    body: AgentAssignedIn,
    act: Annotated[Act, on_case(Action.DO_WORK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Name the agent who will see a client through."""
    return await _told(around, act, case, "assign_agent", body, key)


async def _told(
    around: Surroundings, act: Act, case: str, update: str, body: service.OwnMessage, key: str | None
) -> TakenEffect:
    return TakenEffect(at=(await service.tell(around, act, case, update, body, key)).at)
