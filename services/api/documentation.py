"""Where the API tells of itself: its description for programs, and two pages that show it to people.

To derive the description costs seconds of computing, so it is done once, in a thread, and what is sent are its bytes:
whoever asks before it is there waits, and nobody waits with them.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cached_property
from hashlib import sha256
from threading import Lock, Thread
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

DESCRIPTION: Final = "/openapi.json"
PAGES: Final = ("/docs", "/redoc")

_LIBRARIES: Final = "https://cdn.jsdelivr.net"
"""From where both pages load what shows a description; they hold nothing of anybody."""
_NO_PICTURE: Final = "data:,"
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Description:
    """The description of an application, as it is sent.

    Parameters
    ----------
    derive : makes it, in seconds
    """

    def __init__(self, derive: Callable[[], dict[str, Any]]) -> None:
        self._derive = derive
        self._one_at_a_time = Lock()

    @cached_property
    def _written(self) -> tuple[bytes, str]:
        content = json.dumps(self._derive(), ensure_ascii=False, separators=(",", ":")).encode()
        return content, f'"{sha256(content).hexdigest()}"'

    def written(self) -> tuple[bytes, str]:
        """The description as JSON, and its ETag."""
        with self._one_at_a_time:
            return self._written


def document(application: FastAPI) -> None:
    """Give an application the addresses at which it tells of itself."""
    description = application.state.description = Description(application.openapi)

    async def show_description(request: Request) -> Response:
        content, tag = await run_in_threadpool(description.written)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="application/json")

    pages = (
        get_swagger_ui_html(openapi_url=DESCRIPTION, title=application.title, swagger_favicon_url=_NO_PICTURE),
        get_redoc_html(
            openapi_url=DESCRIPTION, title=application.title, redoc_favicon_url=_NO_PICTURE, with_google_fonts=False
        ),
    )
    application.add_route(DESCRIPTION, show_description, include_in_schema=False)
    for path, page in zip(PAGES, pages, strict=True):
        application.add_route(path, _shown(page), include_in_schema=False)


def begin_description(application: FastAPI) -> None:
    """Have the description made before anybody asks; a process that stops does not wait for it."""
    description: Description = application.state.description
    Thread(target=description.written, name="description", daemon=True).start()


def _shown(page: HTMLResponse) -> Callable[[Request], Awaitable[Response]]:
    content = bytes(page.body).decode()
    headers = {"Content-Security-Policy": _policy(content), "Cache-Control": "no-cache"}

    async def show(_: Request) -> Response:
        return HTMLResponse(content, headers=headers)

    return show


def _policy(page: str) -> str:
    """What a browser may do with a page that shows the description: load its library, and ask for the description."""
    own = " ".join(f"'sha256-{b64encode(sha256(found.encode()).digest()).decode()}'" for found in _SCRIPT.findall(page))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_LIBRARIES} {own}".rstrip(),
            f"style-src {_LIBRARIES} 'unsafe-inline'",
            "img-src data:",
            "connect-src 'self'",
            "worker-src blob:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
