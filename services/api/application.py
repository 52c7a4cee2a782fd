"""How a service is put together: its endpoints, what all of them have in common, and what is around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from typing_extensions import override

from services.api import health
from services.api.context import Surroundings
from services.api.limits import BodyLimit
from services.api.paths import WholeSegments
from services.api.problems import MEDIA_TYPE, RESPONSES, add_problems
from services.security.authentication import Authentication, doorkeeper, strangers

_ABOUT: Final = (
    "Approval lanes as durable workflows. Every instant is ISO 8601 with a zone; every error is an RFC 9457 problem; "
    "a POST with an Idempotency-Key takes effect once however often it is sent."
)


class _Application(FastAPI):
    """An application in whose OpenAPI problems have the media type that they are sent with."""

    @override
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            for content, media_type in list(_problems(super().openapi())):
                content[MEDIA_TYPE] = content.pop(media_type)
        return super().openapi()


def application(title: str, routers: Sequence[APIRouter], around: Surroundings) -> FastAPI:
    """Make an application of some services' endpoints.

    Parameters
    ----------
    title : in its description
    routers : the services' endpoints
    around : what they work with
    """
    made = _Application(title=title, version=version("greenlane"), description=_ABOUT)
    made.state.surroundings = around
    for router in routers:
        made.include_router(router, responses=RESPONSES)
    made.include_router(health.router)
    add_problems(made, around.settings.retry_after)
    # The last one added is the first to see a request: bounds, then addresses as they will be matched, then who it is.
    made.add_middleware(
        Authentication,
        keeper=doorkeeper(around.settings, around.engine),
        strangers=strangers(around.telemetry.registry),
        retry_after=around.settings.retry_after,
    )
    made.add_middleware(WholeSegments)
    made.add_middleware(BodyLimit, largest=around.settings.largest_body)
    return made


def _problems(described: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Contents that are problems, and the media type that FastAPI has given them: that of the endpoint's own answer."""
    for operations in described["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                for media_type, described_as in content.items():
                    if described_as.get("schema", {}).get("$ref") == "#/components/schemas/Problem":
                        yield content, media_type
