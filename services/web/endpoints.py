"""The addresses of the page: its first file, what that loads, and what it has to know of this installation."""

from __future__ import annotations

import secrets
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from services.errors import NothingThereError
from services.web.built_page import BUILT, NONCE, first_file, policy
from services.web.schemas import PageSettings

router = APIRouter(include_in_schema=False)

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""Names of built files have the hash of their content in them."""


@router.get("/")
def show_start() -> Response:
    """Lead whoever opens the bare address to the page."""
    return RedirectResponse("/page/", headers=_HEADERS)


@router.get("/page/")
async def show_page() -> Response:
    """Show the page."""
    nonce = secrets.token_urlsafe(16)
    content = (await run_in_threadpool(first_file)).replace(NONCE, nonce)
    headers = {**_HEADERS, "Content-Security-Policy": policy(nonce, None), "Cache-Control": "no-store"}
    return HTMLResponse(content, headers=headers)


@router.get("/page/settings.json")
def show_page_settings() -> PageSettings:
    """Tell the page how people sign in here."""
    return PageSettings(version=version("greenlane"))


@router.get("/page/assets/{name}")
def show_asset(name: str) -> Response:
    """Show a file that the page loads."""
    path = BUILT / "assets" / name
    # A name is one segment, but what may stand in a segment is the client's to choose.
    if path.parent != BUILT / "assets" or not path.is_file():
        raise NothingThereError(f"there is no file {name!r} of the page")
    return FileResponse(path, headers={**_HEADERS, "Cache-Control": _FOR_EVER})
