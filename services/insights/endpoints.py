"""The addresses of what there is to know."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from services.errors import NothingThereError
from services.insights.schemas import (
    LaneSummary,
    ScenarioSummary,
    catalogue,
)
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.errors import UnknownNameError
from workflows.levers.scenario import Scenario, shipped_scenarios

router = APIRouter(tags=["insights"])


@router.get("/lanes")
def lanes() -> tuple[LaneSummary, ...]:
    """List the lanes that cases can be started under."""
    return catalogue().lanes


@router.get("/lanes/{lane}", responses={304: {"description": "It has not changed."}}, response_model=Lane)
def lane(
    lane: str, response: Response, known: Annotated[str | None, Header(alias="If-None-Match")] = None
) -> Lane | Response:
    """Show a lane as it is; its ETag is the hash of its content."""
    try:
        found = shipped_lane(lane)
    except UnknownNameError as error:
        raise NothingThereError(str(error)) from error
    tag = f'"{lane_hash(found)}"'
    if known == tag:
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return found


@router.get("/scenarios")
def scenarios() -> tuple[ScenarioSummary, ...]:
    """List the reforms whose lanes cases can be started under too."""
    return catalogue().scenarios


@router.get("/scenarios/{scenario}")
def scenario(scenario: str) -> Scenario:
    """Show a scenario with its levers."""
    known = shipped_scenarios()
    if scenario not in known:
        raise NothingThereError(str(UnknownNameError("scenario", scenario, list(known))))
    return known[scenario]
