"""The addresses of experiments."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import LOCATION
from services.experiments.api import service
from services.experiments.api.schemas import ExperimentsPage, ExperimentView, NewExperiment
from services.experiments.batches import ExperimentResult
from services.security.access import ExperimentInPath, by_role, on_experiment
from services.security.acts import Act
from services.security.policy import Action
from services.store.experiments import ExperimentStage

router = APIRouter(tags=["experiments"])

_JSON = "application/json"


def _existing(experiment: ExperimentInPath, around: Around) -> str:
    """The id of an experiment that exists; looked for before the first byte of a stream is sent."""
    return service.view(around.engine, experiment).id


@router.post(
    "/experiments",
    status_code=HTTPStatus.ACCEPTED,
    response_model=ExperimentView,
    responses={
        200: {"model": ExperimentResult, "description": "It has been carried out before: its result."},
        202: {"description": "It is carried out; Location says where to look.", "headers": LOCATION},
    },
)
async def ask_experiment(
    new: NewExperiment,
    act: Annotated[Act, by_role(Action.ASK_EXPERIMENT)],
    around: Around,
    response: Response,
    key: IdempotencyKey = None,
) -> ExperimentView | Response:
    """Ask for an experiment. What was asked before, in whatever words, is not run again."""
    record = await service.ask(around, act, new, key)
    address = f"/experiments/{record.id}"
    if record.stage is ExperimentStage.DONE:
        content = await run_in_threadpool(service.result, around.engine, record.id)
        return Response(content, media_type=_JSON, headers={"Content-Location": f"{address}/result"})
    response.headers["Location"] = address
    return await run_in_threadpool(service.view, around.engine, record.id)


@router.get("/experiments")
def list_experiments(
    _: Annotated[Act, by_role(Action.SEE_EXPERIMENT)],
    around: Around,
    stage: Annotated[ExperimentStage | None, Query(description="Only experiments at this stage.")] = None,
    cursor: Annotated[
        str | None, Query(pattern=r"^[0-9]{1,15}-[0-9a-f]{64}$", description="The `next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ExperimentsPage:
    """List experiments, the one that was asked for last first."""
    return service.page(around.engine, stage, cursor, limit)


@router.get("/experiments/{experiment}")
def show_experiment(
    experiment: ExperimentInPath, _: Annotated[Act, on_experiment(Action.SEE_EXPERIMENT)], around: Around
) -> ExperimentView:
    """Tell where an experiment is and how much of it there is."""
    return service.view(around.engine, experiment)


@router.get("/experiments/{experiment}/result", response_model=ExperimentResult)
def show_experiment_result(
    experiment: ExperimentInPath, _: Annotated[Act, on_experiment(Action.SEE_EXPERIMENT)], around: Around
) -> Response:
    """Give the result of an experiment, the same bytes every time."""
    return Response(service.result(around.engine, experiment), media_type=_JSON)


@router.get("/experiments/{experiment}/events", response_class=EventSourceResponse)
async def follow_experiment(
    _: Annotated[Act, on_experiment(Action.SEE_EXPERIMENT)],
    around: Around,
    experiment: Annotated[str, Depends(_existing)],
) -> AsyncIterator[ServerSentEvent]:
    """Tell how an experiment goes on: `progress` whenever more of it is there, `ended` once at its end.

    A stream that has gone on for long ends without `ended`; whoever asks again, as browsers do by themselves, is
    told at once where the experiment is.
    """
    async for now in service.watched(around.engine, experiment, around.settings.longest_stream):
        kind = "progress" if now.stage is ExperimentStage.OPEN else "ended"
        yield ServerSentEvent(data=now, event=kind, id=str(now.done.batches))


@router.delete("/experiments/{experiment}")
async def cancel_experiment(
    experiment: ExperimentInPath, act: Annotated[Act, on_experiment(Action.CANCEL_EXPERIMENT)], around: Around
) -> ExperimentView:
    """Cancel an experiment. What has been run of it is kept, and is not run again if it is asked for again."""
    return await service.cancel(around, act, experiment)
