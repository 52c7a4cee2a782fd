"""The addresses of what there is to know."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Response
from starlette.concurrency import run_in_threadpool

from services.api.conditions import ENTITY_TAG
from services.api.context import Around
from services.api.moments import MomentIn
from services.api.paths import CaseInPath
from services.clock import present_instant
from services.errors import NothingThereError
from services.forecasting.published import PublishedForecast
from services.insights.event_export import ExportFormat, export_page, exported
from services.insights.forecasts import forecast_now
from services.insights.schemas import (
    LaneSummary,
    ScenarioSummary,
    catalogue,
)
from services.insights.statistics import LaneStatistics, lane_statistics
from services.insights.timeline import Timeline, timeline
from services.security.access import by_role, held, on_case
from services.security.acts import Act
from services.security.policy import Action, Resource
from services.security.resources import resource_of_lane
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.errors import UnknownNameError
from workflows.levers.scenario import Scenario, shipped_scenarios

router = APIRouter(tags=["insights"])


@router.get("/lanes")
def list_lanes(_: Annotated[Act, by_role(Action.SEE_CATALOGUE)]) -> tuple[LaneSummary, ...]:
    """List the lanes that cases can be started under."""
    return catalogue().lanes


@router.get(
    "/lanes/{lane}",
    responses={200: {"headers": ENTITY_TAG}, 304: {"description": "It has not changed."}},
    response_model=Lane,
)
def show_lane(
    lane: str,
    _: Annotated[Act, by_role(Action.SEE_CATALOGUE)],
    response: Response,
    known: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Lane | Response:
    """Show a lane as it is; its ETag is the hash of its content."""
    try:
        found = shipped_lane(lane)
    except UnknownNameError as error:
        raise NothingThereError(str(error)) from error
    tag = f'"{lane_hash(found)}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}  # it tells of nobody: kept, and asked for again
    if known == tag:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return found


@router.get("/lanes/{lane}/statistics")
async def show_lane_statistics(
    lane: str,
    act: Annotated[Act, by_role(Action.SEE_STATISTICS)],
    around: Around,
    start: Annotated[MomentIn | None, Query(description="Only cases submitted then or later.")] = None,
    end: Annotated[MomentIn | None, Query(description="Only cases submitted before; until now if absent.")] = None,
) -> LaneStatistics:
    """Measure a lane's cases: the same figures, under the same names, as a simulation of it gives.

    Figures of cases are of those that were submitted from `start` to before `end`. Figures of pools run from `start` to
    `at`, the instant of the answer, since these cases keep their pools busy after `end`.
    """
    resource = resource_of_lane(shipped_lane(lane)) if lane in lane_ids() else Resource()
    await held(around, replace(act, resource=resource).to(lane=lane))
    at = present_instant()
    return await run_in_threadpool(lane_statistics, around.engine, lane, start, at + 1 if end is None else end, at)


@router.get("/forecast")
async def show_forecast(
    act: Annotated[Act, by_role(Action.SEE_STATISTICS)], around: Around
) -> PublishedForecast | None:
    """Tell what is expected, by simulation from how things stood: breaches, times, how busy everybody will be.

    Officers and supervisors are told of the lanes and pools of their departments. When a case is expected to be
    completed is told with the case. Nothing is told before the first forecast: the answer is `null`.
    """
    return await run_in_threadpool(forecast_now, around.engine, act)


@router.get("/cases/{case}/timeline")
async def show_case_timeline(
    case: CaseInPath, act: Annotated[Act, on_case(Action.SEE_CASE)], around: Around
) -> Timeline:
    """Tell the course of a case: its states, its steps, its limits, and who had it for how long."""
    members = act.allows(Action.SEE_MEMBERS)
    return await run_in_threadpool(timeline, around.engine, case, present_instant(), members=members)


@router.get("/scenarios")
def list_scenarios(_: Annotated[Act, by_role(Action.SEE_CATALOGUE)]) -> tuple[ScenarioSummary, ...]:
    """List the reforms whose lanes cases can be started under too."""
    return catalogue().scenarios


@router.get("/scenarios/{scenario}")
def show_scenario(scenario: str, _: Annotated[Act, by_role(Action.SEE_CATALOGUE)]) -> Scenario:
    """Show a scenario with its levers."""
    known = shipped_scenarios()
    if scenario not in known:
        raise NothingThereError(str(UnknownNameError("scenario", scenario, list(known))))
    return known[scenario]


@router.get(
    "/events",
    response_class=Response,
    responses={
        200: {
            "description": "One event a line, with the fields of a log; `Link` leads to the next page, if any.",
            "content": {
                "application/x-ndjson": {"schema": {"type": "string"}},
                "text/csv": {"schema": {"type": "string"}},
            },
            "headers": {"Link": {"schema": {"type": "string"}, "description": "The next page, as rel=next."}},
        }
    },
)
async def export_events(
    act: Annotated[Act, by_role(Action.EXPORT_EVENTS)],
    around: Around,
    lane: Annotated[str | None, Query(max_length=200, description="Only events of cases of this lane.")] = None,
    cursor: Annotated[str | None, Query(max_length=2_000, description="As in the `Link` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
    written_as: Annotated[ExportFormat, Query(alias="format", description="NDJSON or CSV.")] = ExportFormat.NDJSON,
    *,
    sealed: Annotated[bool, Query(description="Whether sealed cases are among them; left out otherwise.")] = False,
) -> Response:
    """Hand out the events of all cases, in the order of their submission.

    What happens to a case while somebody is turning pages behind it is seen the next time.
    """
    await held(around, exported(act, lane, sealed=sealed))
    page = await run_in_threadpool(export_page, around.engine, lane, cursor, limit, written_as, sealed=sealed)
    headers: dict[str, str] = {}
    if page.next is not None:
        query = {"lane": lane, "cursor": page.next, "limit": limit, "format": written_as.value}
        query["sealed"] = "true" if sealed else None
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        headers["Link"] = f'</events?{asked}>; rel="next"'
    return Response(page.content, media_type=written_as.media_type, headers=headers)
