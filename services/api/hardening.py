"""What every answer says of how it may be used, whoever made it: endpoints, refusals, defects."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Answers are for programs: a browser that is led to one runs nothing, loads nothing and shows it in no frame.
        "Content-Security-Policy": "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        # Scripts of another origin that may ask, Temporal's page for one, ask by CORS, to which this does not apply.
        "Cross-Origin-Resource-Policy": "same-origin",
        # Most answers tell of persons. Those that may be kept say so themselves.
        "Cache-Control": "no-store",
    }
)
"""Of an answer that says nothing else; the page and what else is shown to people have policies of their own."""


class Hardened:
    """Adds to every answer what it does not say itself."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._application(scope, receive, hardened)
