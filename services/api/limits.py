"""A bound on what a client may send, kept before anything is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.description import MEDIA_TYPE
from services.api.problems import problem

IMPORTS: Final = "/imports"
"""Where whole files come, which are larger than other bodies."""

_HEARD: Final = 8
"""How many times the largest body is read and dropped before the connection is cut."""


class BodyLimit:
    """Refuses bodies that are too large, whether they say so themselves or not.

    Parameters
    ----------
    largest : bytes
    larger : address to how many bytes a body may have there, if that is more
    """

    def __init__(self, application: ASGIApp, largest: int, larger: Mapping[str, int] | None = None) -> None:
        self._application = application
        self._largest = largest
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        largest = max(self._largest, self._larger.get(scope["path"], 0))
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > largest:
            await self._refuse(scope, receive, send, largest)
            return
        came, answered = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            # The application need not see the rest of what it may not have.
            return message if came <= largest else {"type": "http.disconnect"}

        async def watched(message: Message) -> None:
            nonlocal answered
            if answered or came <= largest:
                answered = True
                await send(message)

        try:
            await self._application(scope, counted, watched)
        except ClientDisconnect:
            if came <= largest:
                raise
        if not answered and came > largest:
            await self._refuse(scope, receive, send, largest)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        await self._hear_out(receive, largest)
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        detail = f"expected a body of at most {largest} bytes; more was sent"
        content = problem(scope["path"], status, "too_large", "The body is too large", detail)
        answer = JSONResponse(content.model_dump(exclude_defaults=True), status, media_type=MEDIA_TYPE)
        answer.headers["Connection"] = "close"
        await answer(scope, receive, send)

    async def _hear_out(self, receive: Receive, largest: int) -> None:
        """Drop what is still coming, within bounds: a client that is cut off while it sends never reads the answer."""
        patience = _HEARD * largest
        more = True
        while more and patience > 0:
            message = await receive()
            patience -= len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
