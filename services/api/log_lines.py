"""A line for every request, and an id by which all lines of one are found.

A line has the template of the address, never the address: what clients write into paths and queries may be anybody's
name. The id of a case is no name, so it is told; but what stands where one belongs is an id only once a case was found
by it.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from time import perf_counter
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from services.api.measuring import METHODS, OTHER, UNMATCHED, template_of

REQUEST_ID: Final = "X-Request-Id"

UNREMARKABLE: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked for every few seconds by machines."""

_SANE: Final = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""As proxies make ids. Whatever else may be sent could be a name or a number of somebody."""

_CASE: Final = "case_of_request"
"""Where the state of a request has the id of its case."""

_TURNED_AWAY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

_log = logging.getLogger("services.api.requests")


class Logged:
    """Gives every request an id, and writes a line once it has been answered.

    Parameters
    ----------
    fixed : addresses that are served as they are
    """

    def __init__(self, application: ASGIApp, fixed: frozenset[str]) -> None:
        self._application = application
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        began, path = perf_counter(), scope["path"]
        scope.setdefault("state", {})  # which all who answer share, whatever scopes they make of this one
        id_ = request_id(Headers(scope=scope).get(REQUEST_ID))
        status, took = int(HTTPStatus.INTERNAL_SERVER_ERROR), None

        async def identified(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status, took = message["status"], perf_counter() - began
                MutableHeaders(scope=message)[REQUEST_ID] = id_
            await send(message)

        with bound_contextvars(request_id=id_):
            try:
                await self._application(scope, receive, identified)
            finally:
                route = template_of(scope, path, self._fixed)
                level = _level(route, status)
                if _log.isEnabledFor(level):
                    seconds = perf_counter() - began if took is None else took
                    told = {"status": status, "duration_seconds": round(seconds, 6), **place_of(scope), "route": route}
                    _log.log(level, "request", extra=told)


def request_id(sent: str | None) -> str:
    """The id of a request: the one that it came with if that is an id, else a new one.

    >>> request_id("0af7651916cd43dd8448eb211c80319c")
    '0af7651916cd43dd8448eb211c80319c'
    >>> request_id("Zhang San 13800138000") == request_id(None)
    False
    """
    return sent if sent is not None and _SANE.fullmatch(sent) else uuid4().hex


def note_case(scope: Scope, case: str) -> None:
    """Note which case a request is about, once it was found and its sender may know of it."""
    scope.setdefault("state", {})[_CASE] = case


def place_of(scope: Scope) -> dict[str, str]:
    """Which address a request was for, and which case was found for it, without anything else that its sender wrote."""
    route, case = scope.get("route"), scope.get("state", {}).get(_CASE)
    return {
        "method": scope["method"] if scope["method"] in METHODS else OTHER,
        "route": route.path if isinstance(route, Route) else UNMATCHED,
        **({"case": case} if isinstance(case, str) else {}),
    }


def _level(route: str, status: int) -> int:
    """What machines ask all the time is for debugging; and so is what was shed, since it is too much already."""
    shed = route == UNMATCHED and status in _TURNED_AWAY
    return logging.DEBUG if shed or route in UNREMARKABLE else logging.INFO
