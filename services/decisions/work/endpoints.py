"""The addresses of one work item."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from services.api.conditions import ENTITY_TAG, IfMatch, entity_tag, seen_revision
from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import CaseInPath
from services.api.problems import CONDITIONAL
from services.decisions.work import service
from services.decisions.work.looking import item_view
from services.decisions.work.schemas import AskOpinions, Begin, Complete, CorrectionNotice, GiveOpinion, ItemView
from services.requests.schemas import TakenEffect
from services.security.access import on_case, on_step
from services.security.acts import Act
from services.security.policy import Action
from workflows.definition.values import (
    Identifier,
)

router = APIRouter(tags=["decisions"], prefix="/cases/{case}/work-items/{step}", responses={412: CONDITIONAL[412]})


@router.get("", responses={200: {"headers": ENTITY_TAG}})
def show_work_item(
    case: CaseInPath,
    step: Identifier,
    _: Annotated[Act, on_case(Action.SEE_WORK)],
    around: Around,
    response: Response,
    occurrence: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> ItemView:
    """Show a work item, open or closed; its ETag is what claims and other changes are held to by If-Match."""
    view = item_view(around.engine, case, step, occurrence)
    response.headers["ETag"] = entity_tag(view.revision)
    return view


@router.post("/begin")
async def begin_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Begin, Body(default_factory=Begin)],
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Begin a step."""
    seen = seen_revision(if_match)
    return TakenEffect(at=(await service.begin(around, act, case, step, body, seen, key)).at)


@router.post("/complete")
async def complete_step(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: Annotated[Complete, Body(default_factory=Complete)],
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Complete a step; who has not begun it begins it then."""
    seen = seen_revision(if_match)
    return TakenEffect(at=(await service.complete(around, act, case, step, body, seen, key)).at)


@router.post("/correction-notice")
async def give_correction_notice(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: CorrectionNotice,
    if_match: IfMatch = None,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Complete a check by telling the applicant, once, all that the file lacks.

    A second notice may only name documents that the first one named; none is given once the case counts as accepted.
    """
    seen = seen_revision(if_match)
    return TakenEffect(at=(await service.tell_what_is_missing(around, act, case, step, body, seen, key)).at)


@router.post("/opinions/asked")
async def ask_opinions(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_step(Action.DO_WORK)],
    around: Around,
    body: AskOpinions,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Ask other departments what they think of a step that one leads.

    The step can be completed once all of them have answered, or have had their time.
    """
    return TakenEffect(at=(await service.ask_opinions(around, act, case, step, body, key)).at)


@router.post("/opinions/given")
async def give_opinion(
    case: CaseInPath,
    step: Identifier,
    act: Annotated[Act, on_case(Action.GIVE_OPINION)],
    around: Around,
    body: GiveOpinion,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Say what one's department thinks of a step that another one leads."""
    return TakenEffect(at=(await service.give_opinion(around, act, case, step, body, key)).at)
