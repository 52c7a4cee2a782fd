"""Whether a process lives, whether it can be of use, and what it measures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.store import database
from services.store.probing import keeps_writes
from services.telemetry import CONTENT_TYPE
from services.temporal_client import answers
from services.workers.lag import CASES_BEHIND

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether the process has what it needs.

    Parameters
    ----------
    ready : all of it
    parts : each by itself; `database_writes` fails on a full disk, where `database` does not
    cases_behind : whose events this worker has not been able to write yet; none of a process that runs no cases
    """

    ready: bool
    parts: dict[str, bool]
    cases_behind: int | None = None


@router.get("/healthz")
async def show_health() -> Health:
    """Answer as long as the process lives."""
    return Health()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "Something that is needed is not there."}})
async def show_readiness(around: Around, response: Response) -> Readiness:
    """Answer 200 if the store answers and keeps what is written, and Temporal answers; else 503."""
    parts = {
        "database": await run_in_threadpool(database.answers, around.engine),
        "database_writes": await run_in_threadpool(keeps_writes, around.engine),
        "temporal": await answers(around.temporal),
    }
    ready = all(parts.values())
    if not ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = str(around.settings.retry_after)
    behind = around.telemetry.registry.get_sample_value(CASES_BEHIND)
    return Readiness(ready=ready, parts=parts, cases_behind=None if behind is None else int(behind))


@router.get("/metrics", response_class=Response, responses={200: {"content": {CONTENT_TYPE: {}}}})
async def show_metrics(around: Around) -> Response:
    """Give the Temporal SDK's metrics and the product's own, in Prometheus' text format."""
    return Response(await around.telemetry.text(), media_type=CONTENT_TYPE)
