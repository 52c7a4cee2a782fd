"""Counts and times of requests, by the template of the address that answered: never by the address itself."""

from __future__ import annotations

from http import HTTPStatus
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.metrics.collectors import counter, histogram

UNMATCHED: Final = "unmatched"
"""Stands for every address that is not served, and for requests that were turned away before it was looked up."""

METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
OTHER: Final = "other"
"""Stands for whatever else a client may write where a method belongs."""


class RequestMetrics:
    """What is measured of requests.

    Parameters
    ----------
    registry : where it is shown
    service : which one, or which worker
    """

    def __init__(self, registry: CollectorRegistry, service: str) -> None:
        self._service = service
        self._requests = counter(registry, "greenlane_api_requests_total")
        self._time = histogram(registry, "greenlane_api_request_duration_seconds")

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(self._service, route, method, status).inc()
        self._time.labels(self._service, route, method).observe(seconds)


class Measured:
    """Measures every request, from when it came to when its answer began; a stream may go on for an hour after that.

    Parameters
    ----------
    fixed : addresses that are served as they are
    """

    def __init__(self, application: ASGIApp, metrics: RequestMetrics, fixed: frozenset[str]) -> None:
        self._application = application
        self._metrics = metrics
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        began, path = perf_counter(), scope["path"]
        method = scope["method"] if scope["method"] in METHODS else OTHER
        # Until an answer begins: it failed, and whoever is outside answers that.
        status, took = int(HTTPStatus.INTERNAL_SERVER_ERROR), None

        async def watched(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status, took = message["status"], perf_counter() - began
            await send(message)

        try:
            await self._application(scope, receive, watched)
        finally:
            seconds = perf_counter() - began if took is None else took
            self._metrics.count(template_of(scope, path, self._fixed), method, status, seconds)


def template_of(scope: Scope, path: str, fixed: frozenset[str]) -> str:
    """The template of the address that answered a request.

    Parameters
    ----------
    scope : of the request, once it was answered
    path : that it came with
    fixed : addresses that are served as they are
    """
    route = scope.get("route")
    if isinstance(route, Route):
        return route.path
    return path if path in fixed else UNMATCHED


def fixed_addresses(routes: list[BaseRoute]) -> frozenset[str]:
    """Addresses without anything in them to fill in."""
    return frozenset(route.path for route in routes if isinstance(route, Route) and "{" not in route.path)
