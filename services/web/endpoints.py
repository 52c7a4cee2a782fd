"""The addresses of the page: its first file, what that loads, and what it has to know of this installation."""

from __future__ import annotations

import secrets
from functools import partial
from http import HTTPStatus
from importlib.metadata import version
from typing import Annotated, Final

from fastapi import APIRouter, Header, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.errors import NothingThereError
from services.web import built_page
from services.web.built_page import NONCE, SQUEEZED, PageNotBuiltError, asset, first_file, policy, sign_in_origin
from services.web.schemas import ClaimNames, PageSettings, Provider

router = APIRouter(include_in_schema=False)

_shown = partial(router.api_route, methods=["GET", "HEAD"])

_VERSION: Final = version("greenlane")
"""Read once: while the product is installed again it cannot be read, and what runs is what was started."""
_HEADERS: Final = {"Permissions-Policy": "camera=(), geolocation=(), microphone=()"}
"""Beside what every answer has."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""Names of built files have the hash of their content in them."""
_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""Told here, since what Python takes a name for depends on the machine."""

_NOT_BUILT: Final = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>绿色通道 Greenlane</title>
<h1>页面尚未构建</h1>
<p>接口照常可用。在源码目录运行 <code>make page</code>，然后重新启动；或安装发布的软件包。</p>
<h1 lang="en">The page has not been built</h1>
<p lang="en">The API works. Run <code>make page</code> where the sources are, then start again; or install a wheel that
was released.</p>
</html>
"""


@_shown("/")
@_shown("/page")
def show_start() -> Response:
    """Lead whoever opens the bare address to the page."""
    return RedirectResponse("/page/", headers=_HEADERS)


@_shown("/page/")
async def show_page(around: Around) -> Response:
    """Show the page."""
    nonce = secrets.token_urlsafe(16)
    allowed = policy(nonce, sign_in_origin(around.settings))
    headers = {**_HEADERS, "Content-Security-Policy": allowed, "Cache-Control": "no-store"}
    try:
        content = (await run_in_threadpool(first_file, built_page.BUILT)).replace(NONCE, nonce)
    except PageNotBuiltError:
        return HTMLResponse(_NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE, headers)
    return HTMLResponse(content, headers=headers)


@_shown("/page/settings.json")
def show_page_settings(around: Around, response: Response) -> PageSettings:
    """Tell the page how people sign in here."""
    response.headers.update({**_HEADERS, "Cache-Control": "no-store"})
    settings = around.settings
    provider = None
    if settings.token_issuer is not None and settings.page_client is not None:
        provider = Provider(issuer=settings.token_issuer, client=settings.page_client, scope=settings.page_scope)
    return PageSettings(
        version=_VERSION,
        claims=ClaimNames(
            subject=settings.subject_claim, roles=settings.roles_claim, departments=settings.departments_claim
        ),
        provider=provider,
        development=settings.token_issuer is None,
    )


@_shown("/page/assets/{name}")
def show_asset(name: str, accepted: Annotated[str, Header(alias="Accept-Encoding")] = "") -> Response:
    """Show a file that the page loads, compressed for whoever takes that."""
    path = asset(built_page.BUILT, name, squeezed=takes_gzip(accepted))
    if path is None:
        raise NothingThereError("there is no such file of the page. Load the page again: it may have been renewed.")
    headers = {**_HEADERS, "Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if path.suffix == SQUEEZED:
        headers["Content-Encoding"] = "gzip"
        path_of_kind = path.with_suffix("")
    else:
        path_of_kind = path
    return FileResponse(path, headers=headers, media_type=_KINDS.get(path_of_kind.suffix, "application/octet-stream"))


def takes_gzip(accepted: str) -> bool:
    """Whether a client takes what is compressed, by its ``Accept-Encoding``.

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0, identity"), takes_gzip("")
    (True, False, False)
    """
    for each in accepted.lower().split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
