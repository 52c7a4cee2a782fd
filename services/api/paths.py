"""Case ids in addresses.

The trap: the id of a case that another case opened has slashes (``a-1/set_up_company``), a client writes them as
``%2F``, and the server has already made slashes of them again when routes are matched. So segments are separated before
they are decoded, and a slash inside one stays ``%2F`` until the parameter is read.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias
from urllib.parse import unquote

from fastapi import Path
from pydantic import BeforeValidator
from starlette.types import ASGIApp, Receive, Scope, Send

from workflows.interpreter.case import CaseId


def _decoded(segment: object) -> object:
    return unquote(segment) if isinstance(segment, str) else segment


CaseInPath: TypeAlias = Annotated[
    CaseId,
    BeforeValidator(_decoded),
    Path(description="Id of the case; write a slash in it as %2F.", examples=["business-2026-0001"]),
]


LOCATION: Final = {"Location": {"schema": {"type": "string"}, "description": "The address of what is there now."}}
"""The header of answers that tell of something new, for their description."""


class WholeSegments:
    """Keeps slashes inside segments apart from those between them."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path") if scope["type"] == "http" else None
        if raw is not None and b"%" in raw:
            segments = raw.decode("ascii", "replace").split("/")
            inside = {**scope, "path": "/".join(_protected(segment) for segment in segments)}
            try:
                await self._application(inside, receive, send)
            finally:
                for found in ("route", "path_params"):  # for whoever measures outside
                    if found in inside:
                        scope[found] = inside[found]
            return
        await self._application(scope, receive, send)


def _protected(segment: str) -> str:
    return unquote(segment).replace("%", "%25").replace("/", "%2F")
