"""Bodies are JSON, and say so."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from services.errors import NotJsonError


async def only_json(request: Request) -> None:
    """Let through what has no body, and bodies that say that they are JSON.

    The trap: `curl -d` says that it sends a form. Without this the body would be taken for a text, and the sender told
    that a field is missing which they see before them.

    Raises
    ------
    NotJsonError
        If a body says that it is something else, or nothing.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or route.body_field is None or not _has_body(request):
        return
    said = request.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise NotJsonError(said)


def _has_body(request: Request) -> bool:
    return "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"
