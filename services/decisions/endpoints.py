"""The addresses of what officers do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from services.api.context import Around, Surroundings
from services.api.keys import IdempotencyKey
from services.api.paths import CaseInPath
from services.decisions import service
from services.decisions.schemas import (
    AgentAssignedIn,
    Begin,
    Complete,
    FindingIn,
    Inbox,
    ItemDecisionIn,
    LicenceDecisionIn,
    SignedCommitmentIn,
    TaxPaidIn,
)
from services.requests.schemas import TakenEffect
from services.security.access import by_role, on_case, on_step
from services.security.acts import Act
from services.security.policy import Action
from workflows.definition.values import (
    Identifier,
)

router = APIRouter(tags=["decisions"])


@router.get("/work-items")
def work_items(
    act: Annotated[Act, by_role(Action.SEE_INBOX)],
    around: Around,
    pool: Annotated[str | None, Query(max_length=200, description="Only items that wait for this pool.")] = None,
    lane: Annotated[str | None, Query(max_length=200, description="Only items of cases of this lane.")] = None,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Inbox:
    """Show the open steps that are one's business, those first that have been waiting longest.

    Officers and supervisors are shown what waits for their departments, and what waits for others in cases in which
    they take part; applicants and agents are shown what waits for them.
    """
    return service.inbox(around.engine, act, pool, lane, cursor, limit)


@router.post("/cases/{case}/work-items/{step}/begin")
async def begin(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Begin, Body(default_factory=Begin)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Begin a step."""
    return TakenEffect(at=(await service.begin(around, act, case, step, body, key)).at)


@router.post("/cases/{case}/work-items/{step}/complete")
async def complete(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Complete, Body(default_factory=Complete)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Complete a step; who has not begun it begins it then."""
    return TakenEffect(at=(await service.complete(around, act, case, step, body, key)).at)


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
