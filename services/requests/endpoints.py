"""The addresses of what applicants do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Response

from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import LOCATION, CaseInPath
from services.requests import service
from services.requests.ids import require_nameless
from services.requests.schemas import (
    Answer,
    CaseView,
    EventsPage,
    NewCase,
    StartedCase,
    TakenEffect,
    Withdrawal,
)
from services.security.access import by_role, on_case, on_step
from services.security.acts import Act
from services.security.policy import Action
from services.security.principal import Role
from workflows.definition.values import (
    Identifier,
)

router = APIRouter(tags=["requests"])


@router.post("/cases", status_code=HTTPStatus.CREATED, responses={201: {"headers": LOCATION}})
async def start_case(
    new: NewCase,
    act: Annotated[Act, by_role(Action.START_CASE)],
    around: Around,
    response: Response,
    key: IdempotencyKey = None,
) -> StartedCase:
    """Start a case of a lane, or of a lane after a scenario's reform."""
    require_nameless(new.id, new.applicant or (act.who.subject if Role.APPLICANT in act.who.roles else None))
    record = await service.start(around, act, new, key)
    response.headers["Location"] = f"/cases/{quote(record.id, safe='')}"
    return StartedCase(
        id=record.id,
        lane=record.lane,
        scenario=record.scenario,
        lane_hash=record.lane_hash or "",
        submitted_at=record.submitted_at,
    )


@router.get("/cases/{case}")
async def show_case(case: CaseInPath, act: Annotated[Act, on_case(Action.SEE_CASE)], around: Around) -> CaseView:
    """Tell where a case is and whom it waits for."""
    return await service.case_view(around, act, case)


@router.get("/cases/{case}/events")
def list_case_events(
    case: CaseInPath,
    act: Annotated[Act, on_case(Action.SEE_CASE)],
    around: Around,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
) -> EventsPage:
    """Tell what has happened to a case."""
    return service.events_page(around.engine, act, case, cursor, limit)


@router.post("/cases/{case}/withdrawal")
async def withdraw_case(
    case: CaseInPath,
    act: Annotated[Act, on_case(Action.WITHDRAW_CASE)],
    around: Around,
    body: Annotated[Withdrawal, Body(default_factory=Withdrawal)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Withdraw a case."""
    return TakenEffect(at=(await service.withdraw(around, act, case, body, key)).at)


@router.post("/cases/{case}/answers/{step}")
async def answer_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.ANSWER_STEP)],
    around: Around,
    body: Annotated[Answer, Body(default_factory=Answer)],
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Answer a step that waits for the applicant."""
    return TakenEffect(at=(await service.answer(around, act, case, step, body, key)).at)
