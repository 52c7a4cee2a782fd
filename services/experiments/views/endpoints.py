"""The addresses of views, reports and everything else that is seen of an experiment beside its result."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final, TypeAlias

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.api.moments import MomentIn
from services.clock import present_instant
from services.experiments.api.schemas import NewExperiment
from services.experiments.report.language import Language
from services.experiments.views import service
from services.experiments.views.document import ExperimentViews
from services.experiments.views.of_studies import LiveAgainstSimulatedView
from services.experiments.views.writing import csv_of_view
from services.security.access import ExperimentInPath, held, on_experiment
from services.security.acts import Act
from services.security.policy import Action, Resource
from services.security.resources import resource_of_lane
from simulations.experiment import Model
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.instants import Instant

router = APIRouter(tags=["experiments"])

_CSV: Final = "text/csv; charset=utf-8"
_YAML: Final = "application/yaml"
_NOTHING_FROM_ELSEWHERE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_MARKED: Final = "\ufeff"
"""Tells spreadsheets that a file is UTF-8; without it Chinese titles come out garbled in them."""

_KEPT: Final = {".": ".", "-": "-", "_": "_"}

Seen: TypeAlias = Annotated[Act, on_experiment(Action.SEE_EXPERIMENT)]
ViewInPath: TypeAlias = Annotated[
    str, Path(max_length=60, pattern=r"^[a-z_]+(-[0-9]+)?$", description="Id of the view.")
]
Start: TypeAlias = Annotated[MomentIn | None, Query(description="Only live cases submitted then or later.")]
End: TypeAlias = Annotated[MomentIn | None, Query(description="Only live cases submitted before; until now if absent.")]


@router.get("/experiments/{experiment}/views")
def show_experiment_views(experiment: ExperimentInPath, _: Seen, around: Around) -> ExperimentViews:
    """Give the result of an experiment in views: each a sentence, a table and the data of a chart.

    All that there is to be worked out has been: whoever draws a view does no arithmetic. Below every view stands what
    it rests on.
    """
    return service.views(around.engine, experiment)


@router.get("/experiments/{experiment}/views/live_against_simulated")
async def show_live_against_simulated(
    experiment: ExperimentInPath, act: Seen, around: Around, start: Start = None, end: End = None
) -> LiveAgainstSimulatedView:
    """Put live cases beside the simulation of the very lane that they started under.

    Whoever asks has to be allowed to see the statistics of that lane.
    """
    return await _live(experiment, act, around, (start, end))


@router.get(
    "/experiments/{experiment}/views/live_against_simulated.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_live_against_simulated(
    experiment: ExperimentInPath, act: Seen, around: Around, start: Start = None, end: End = None
) -> Response:
    """Give the table of live cases beside the simulation as CSV."""
    found = await _live(experiment, act, around, (start, end))
    return _csv(csv_of_view(found), f"{experiment[:12]}-{found.id}")


@router.get(
    "/experiments/{experiment}/views/{view}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export_experiment_view(experiment: ExperimentInPath, view: ViewInPath, _: Seen, around: Around) -> Response:
    """Give the table of one view as CSV, with what it rests on in every line."""
    found = service.view(around.engine, experiment, view)
    return _csv(csv_of_view(found), f"{experiment[:12]}-{found.id}")


@router.get(
    "/experiments/{experiment}/report",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
def show_experiment_report(
    experiment: ExperimentInPath,
    _: Seen,
    around: Around,
    language: Annotated[Language, Query(description="Which language it opens in; it holds both.")] = "zh-CN",
) -> HTMLResponse:
    """Give a report to read and to print: every view, the assumptions, the sources, and how to get it again."""
    page = service.report(around.engine, experiment, language)
    return HTMLResponse(page, headers=_NOTHING_FROM_ELSEWHERE)


@router.get("/experiments/{experiment}/models/{model}", response_model=Model)
def show_experiment_model(
    experiment: ExperimentInPath,
    model: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="Hash of the model, as the views have it.")],
    _: Seen,
    around: Around,
) -> Response:
    """Give lanes that an experiment simulated together: the one in question, those beside it and those it calls."""
    return Response(service.model(around.engine, experiment, model), media_type="application/json")


@router.get("/experiments/{experiment}/request")
def show_experiment_request(experiment: ExperimentInPath, _: Seen, around: Around) -> NewExperiment:
    """Give what was asked, in the form in which it can be changed and asked again."""
    return service.asked(around.engine, experiment)


@router.get(
    "/experiments/{experiment}/scenario",
    response_class=Response,
    responses={200: {"content": {_YAML: {}}}},
)
def export_experiment_scenario(
    experiment: ExperimentInPath,
    _: Seen,
    around: Around,
    subject: Annotated[
        str | None, Query(max_length=200, description="Which of the subjects; the first if absent.")
    ] = None,
) -> Response:
    """Give the file of the scenario, the package or the lane that an experiment asked about, as YAML."""
    name, written = service.scenario(around.engine, experiment, subject)
    return Response(written, media_type=_YAML, headers=_as_file(f"{name}.yaml"))


async def _live(
    experiment: str, act: Act, around: Around, window: tuple[Instant | None, Instant | None]
) -> LiveAgainstSimulatedView:
    lane = await run_in_threadpool(service.lane_in_question, around.engine, experiment)
    # Whose work it is, the shipped lane says: one that came with an experiment may say what it likes.
    resource = resource_of_lane(shipped_lane(lane)) if lane in lane_ids() else Resource()
    await held(around, replace(act, action=Action.SEE_STATISTICS, resource=resource).to(lane=lane))
    at = present_instant()
    start, end = window
    return await run_in_threadpool(service.live, around.engine, experiment, start, at + 1 if end is None else end, at)


def _csv(written: str, name: str) -> Response:
    return Response(_MARKED + written, media_type=_CSV, headers=_as_file(f"{name}.csv"))


def _as_file(name: str) -> dict[str, str]:
    # A subject may be called anything, and a header may not.
    plain = "".join(
        character if character.isascii() and character.isalnum() else _KEPT.get(character, "_") for character in name
    )
    return {"Content-Disposition": f'attachment; filename="{plain}"', "X-Content-Type-Options": "nosniff"}
