"""The processes that serve: which endpoints each has, and how one runs from start to stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import structlog
from fastapi import APIRouter, FastAPI
from prometheus_client.registry import Collector

from services.api.application import application
from services.api.context import Surroundings, open_surroundings
from services.api.documentation import begin_description
from services.audit.endpoints import router as trail
from services.decisions.routers import routers as decisions
from services.designs.endpoints import router as designs
from services.drafts.routers import routers as drafts
from services.experiments.api.endpoints import router as experiments
from services.experiments.metrics import Experiments
from services.experiments.views.endpoints import router as views
from services.insights.endpoints import router as insights
from services.insights.forecasts import Forecasts
from services.insights.metrics import Standing
from services.insights.publications import router as publications
from services.logs import begin_logs
from services.requests.routers import routers as requests
from services.secrets.browsing import CodecDoor
from services.secrets.endpoints import router as codec
from services.serving import listen, serve, stop_on_signals
from services.settings import Settings
from services.telemetry import begin_telemetry, tracing_of
from services.web.endpoints import router as page

ALL: Final = "all"

SERVICES: Final[Mapping[str, Sequence[APIRouter]]] = MappingProxyType(
    {
        "requests": requests,
        "decisions": decisions,
        "insights": (insights, publications, trail),
        "experiments": (experiments, views, designs, *drafts, page),
        "codec": (codec,),
        ALL: (*requests, *decisions, insights, publications, trail, experiments, views, designs, *drafts, codec, page),
    }
)
"""Name of a service to its endpoints; they keep their addresses in whatever process they are served."""


def api(service: str, around: Surroundings) -> FastAPI:
    """The application of a service.

    Parameters
    ----------
    service : one of `SERVICES`
    """
    for collector in _of_the_store(service, around):
        around.telemetry.registry.register(collector)
    made = application(service, SERVICES[service], around)
    if codec in SERVICES[service]:
        made.add_middleware(CodecDoor, origins=around.settings.page_origins)
    return made


def _of_the_store(service: str, around: Surroundings) -> Iterator[Collector]:
    """What a service tells of the whole store; the one that serves everything does not where others do."""
    if service == ALL and around.settings.services_port is not None:
        return
    if insights in SERVICES[service]:
        yield Standing(around.engine)
        yield Forecasts(around.engine)
    if experiments in SERVICES[service]:
        yield Experiments(around.engine)


async def run_api(settings: Settings, service: str) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    begin_logs(settings, f"api-{service}")
    stop = stop_on_signals()
    listener = listen(settings.host, settings.port, "port")
    around = await open_surroundings(settings, begin_telemetry(tracing_of(settings, f"api-{service}")))
    structlog.get_logger("services").info("serving", service=service, host=settings.host, port=settings.port)
    made = api(service, around)
    begin_description(made)
    await serve(made, listener, stop)
    around.close()
