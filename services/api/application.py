"""How a service is put together: its endpoints, what all of them have in common, and what is around them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp
from typing_extensions import override

from services.api import health
from services.api.bodies import only_json
from services.api.context import Surroundings
from services.api.description import TAGS, improved, operation_id
from services.api.documentation import document
from services.api.hardening import Hardened
from services.api.limits import IMPORTS, BodyLimit
from services.api.log_lines import UNREMARKABLE, Logged
from services.api.measuring import Measured, RequestMetrics, fixed_addresses
from services.api.paths import WholeSegments
from services.api.problems import RESPONSES, add_problems
from services.api.shedding import BoundedConcurrency, BoundedRate
from services.api.turns import BoundedWork
from services.metrics.collectors import counter
from services.security.authentication import Authentication, doorkeeper, strangers

if TYPE_CHECKING:
    from services.tracing import Tracing

_ABOUT: Final = (
    "Approval lanes as durable workflows. Every instant is ISO 8601 with a zone; every error is an RFC 9457 problem; "
    "a POST with an Idempotency-Key takes effect once however often it is sent."
)


class _Application(FastAPI):
    """An application whose OpenAPI is fit for generators of clients."""

    @override
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            improved(super().openapi())
        return super().openapi()

    @override
    def build_middleware_stack(self) -> ASGIApp:
        # Outside of what answers defects, so that those have an id and a line too; inside of the span.
        return Logged(Hardened(super().build_middleware_stack()), fixed_addresses(self.routes))


def application(service: str, routers: Sequence[APIRouter], around: Surroundings) -> FastAPI:
    """Make an application of some services' endpoints.

    Parameters
    ----------
    service : what its description and its metrics call it
    routers : the services' endpoints
    around : what they work with
    """
    used = {tag for router in (*routers, health.router) for tag in router.tags}
    made = _Application(
        title=f"Greenlane {service.replace('-', ' ')}",
        version=version("greenlane"),
        description=_ABOUT,
        openapi_tags=[dict(tag) for tag in TAGS if tag["name"] in used],
        openapi_url=None,  # what it tells of itself has addresses of its own: see `document`
        generate_unique_id_function=operation_id,
        telemetry=_spans(around.telemetry.tracing),
    )
    made.state.surroundings = around
    for router in routers:
        made.include_router(router, responses=RESPONSES, dependencies=[Depends(only_json)])
    made.include_router(health.router)
    document(made)
    add_problems(made, around.settings.retry_after)
    # The last one added is the first to see a request: its time, bounds, then whether there is time for it, then
    # addresses as they will be matched, then who it is, then whether that one sends too many, then whether it is the
    # turn of what is laborious.
    shed = counter(around.telemetry.registry, "greenlane_api_requests_shed_total") if routers else None
    if shed is not None:
        made.add_middleware(BoundedWork, service=service, shed=shed, settings=around.settings)
        made.add_middleware(BoundedRate, service=service, shed=shed, settings=around.settings)
    made.add_middleware(
        Authentication,
        keeper=doorkeeper(around.settings, around.engine),
        strangers=strangers(around.telemetry.registry),
        retry_after=around.settings.retry_after,
    )
    made.add_middleware(WholeSegments)
    if shed is not None:
        made.add_middleware(BoundedConcurrency, service=service, shed=shed, settings=around.settings)
    larger = {IMPORTS: around.settings.largest_import}
    made.add_middleware(BodyLimit, largest=around.settings.largest_body, larger=larger)
    metrics = RequestMetrics(around.telemetry.registry, service)
    made.add_middleware(Measured, metrics=metrics, fixed=fixed_addresses(made.routes))
    return made


def _spans(tracing: Tracing | None) -> TelemetryConfig:
    """Spans of requests and nothing else of FastAPI's own: metrics and logs are made here, with what they may tell."""
    found: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    if tracing is None:
        return found
    return {
        **found,
        "tracing": True,
        "operation_spans": False,
        "tracer_provider": tracing.provider,
        "exclude": lambda scope: scope.get("path") in UNREMARKABLE,
    }
