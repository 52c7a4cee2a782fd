"""The addresses of what is ordered of a case, and of how it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import CaseInPath
from services.decisions.cases import service, standing
from services.decisions.cases.schemas import (
    AskExtension,
    DecideExtension,
    Owning,
    ProcedureTurn,
    Refusal,
    Standing,
    TakingBack,
)
from services.requests.schemas import TakenEffect
from services.security.access import on_case
from services.security.acts import Act
from services.security.policy import Action
from workflows.events.causes import Procedure

router = APIRouter(tags=["decisions"], prefix="/cases/{case}")


@router.get("/standing")
def show_case_standing(case: CaseInPath, _: Annotated[Act, on_case(Action.SEE_WORK)], around: Around) -> Standing:
    """Tell how a case stands: its state by the national codes, its limits, its procedures, its owner, its work."""
    return standing.standing(around.engine, case)


@router.post("/procedures/{procedure}/begin")
async def begin_procedure(
    case: CaseInPath,
    procedure: Procedure,
    act: Annotated[Act, on_case(Action.RUN_PROCEDURE)],
    around: Around,
    body: Annotated[ProcedureTurn, Body(default_factory=ProcedureTurn)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Begin a special procedure; the legal clock stands still until it ends."""
    return TakenEffect(at=(await service.begin_procedure(around, act, case, procedure, body, key)).at)


@router.post("/procedures/{procedure}/end")
async def end_procedure(
    case: CaseInPath,
    procedure: Procedure,
    act: Annotated[Act, on_case(Action.RUN_PROCEDURE)],
    around: Around,
    body: Annotated[ProcedureTurn, Body(default_factory=ProcedureTurn)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """End a special procedure; the legal clock goes on unless it stands still for something else."""
    return TakenEffect(at=(await service.end_procedure(around, act, case, procedure, body, key)).at)


@router.post("/extension")
async def ask_extension(
    case: CaseInPath,
    body: AskExtension,
    act: Annotated[Act, on_case(Action.ASK_EXTENSION)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Ask for more time for the decision: as many working days as the lane allows, ten where it says nothing."""
    return TakenEffect(at=(await service.ask_extension(around, act, case, body, key)).at)


@router.post("/extension/decision")
async def decide_extension(
    case: CaseInPath,
    body: DecideExtension,
    act: Annotated[Act, on_case(Action.DECIDE_EXTENSION)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Grant or refuse more time for the decision; for supervisors, and not for who has asked."""
    return TakenEffect(at=(await service.decide_extension(around, act, case, body, key)).at)


@router.post("/refusal")
async def refuse_case(
    case: CaseInPath,
    body: Refusal,
    act: Annotated[Act, on_case(Action.REFUSE_CASE)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Do not accept a case: the matter needs no licence, or is another authority's. It ends."""
    return TakenEffect(at=(await service.end(around, act, case, body, key)).at)


@router.post("/taking-back")
async def take_back_decision(
    case: CaseInPath,
    body: TakingBack,
    act: Annotated[Act, on_case(Action.TAKE_BACK)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Retract or revoke the decision of a case that goes on after it; for supervisors. The case ends."""
    return TakenEffect(at=(await service.end(around, act, case, body, key)).at)


@router.post("/owner")
async def own_case(
    case: CaseInPath,
    act: Annotated[Act, on_case(Action.OWN_CASE)],
    around: Around,
    body: Annotated[Owning, Body(default_factory=Owning)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Say who follows a case to its end.

    Without it that is who first had it in hand. They may say so themselves, with their supervisor, or give it away; for
    others a supervisor does.
    """
    return TakenEffect(at=(await service.own(around, act, case, body, key)).at)
