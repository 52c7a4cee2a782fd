"""How a browser that shows Temporal's page comes to the codec.

The page is served from another port, so the browser asks first whether that origin may (CORS): the page's own may, and
no other. And it sends no token, for it has none: the page of the embedded server knows nobody. So there is a page here
on which somebody gives a token once; it becomes a cookie that scripts cannot read and that only the codec is sent, and
is put where a token belongs before anybody looks at the request. A page that has a token of its own, of the same
issuer, sends that instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT: Final = "/codec"
_SIGN_IN: Final = "/codec/session"
_COOKIE: Final = "greenlane_codec"
_COOKIE_OVER_HTTPS: Final = f"__Host-{_COOKIE}"
"""A browser takes a cookie of such a name from this host alone and over HTTPS (RFC 6265bis, section 4.1.3.2)."""
_WORKING_DAY: Final = 8 * 3_600
"""Seconds that a browser keeps a token; the token itself may end before."""
_LARGEST: Final = 20_000
"""Bytes of a form with a token."""

_PAGE: Final = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>Greenlane: codec</title>
<h1>解密 / Codec</h1>
<p>{state_zh}<br>{state_en}</p>
<form method="post" action="/codec/session">
<p><label>令牌 / Token <input type="password" name="token" size="60" autocomplete="off"></label>
<button>登录 / Sign in</button></p></form>
<p>在 Temporal 页面上方的眼镜图标中选择 Use my browser setting，填写 {endpoint}，打开 Include cross-origin credentials，
点击 Apply，然后重新加载页面。<br>
In Temporal's page, under the glasses: Use my browser setting, {endpoint}, Include cross-origin credentials, Apply;
then load the page again.</p>
</html>
"""
_SIGNED_IN: Final = ("此浏览器已有令牌。", "This browser has a token.")
_SIGNED_OUT: Final = (
    "请提供令牌（greenlane token，角色 operator，或负责所有部门的 supervisor）。",
    "Give a token (greenlane token) of an operator, or of a supervisor of all departments.",
)
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class CodecDoor:
    """Lets Temporal's page ask the codec, and a browser keep a token for that; everything else passes by.

    Parameters
    ----------
    origins : from which Temporal's page is served
    """

    def __init__(self, application: ASGIApp, origins: Sequence[str]) -> None:
        self._application = application
        self._shared = CORSMiddleware(
            application,
            allow_origins=origins,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type", "X-Namespace"],
            allow_credentials=True,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path != _ROOT and not path.startswith(f"{_ROOT}/"):
            await self._application(scope, receive, send)
            return
        request = Request(scope, receive)
        if path in {_ROOT, f"{_ROOT}/"} and request.method in {"GET", "HEAD"}:
            await _page(request)(scope, receive, send)
        elif path == _SIGN_IN and request.method == "POST":
            await (await _signed_in(request))(scope, receive, send)
        else:
            await self._shared(_with_token(scope, request), receive, send)


def _page(request: Request) -> Response:
    zh, en = _SIGNED_IN if _token_of(request) is not None else _SIGNED_OUT
    endpoint = escape(str(request.base_url).rstrip("/") + _ROOT)
    return HTMLResponse(_PAGE.format(state_zh=zh, state_en=en, endpoint=endpoint), headers=_HEADERS)


async def _signed_in(request: Request) -> Response:
    # Another site might otherwise have a browser use a token of that site's choice.
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return PlainTextResponse("expected the form of this page", HTTPStatus.FORBIDDEN)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return PlainTextResponse("expected a token", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    token = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0].strip()
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        return PlainTextResponse("expected a token", HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = RedirectResponse(_ROOT, HTTPStatus.SEE_OTHER, headers=_HEADERS)
    secure = _over_https(request)
    answer.set_cookie(
        _COOKIE_OVER_HTTPS if secure else _COOKIE,
        token,
        max_age=_WORKING_DAY,
        path="/" if secure else _ROOT,  # the name asks for that; nobody but the codec looks at it
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return answer


def _over_https(request: Request) -> bool:
    """Whether a browser asked over HTTPS, which a proxy may have ended; who claims it wrongly keeps no cookie."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto")}


def _token_of(request: Request) -> str | None:
    return request.cookies.get(_COOKIE_OVER_HTTPS if _over_https(request) else _COOKIE)


def _with_token(scope: Scope, request: Request) -> Scope:
    """The request with the cookie's token where a token belongs, if it has none of its own."""
    token = _token_of(request)
    if token is None or "authorization" in request.headers:
        return scope
    return {**scope, "headers": [*scope["headers"], (b"authorization", f"Bearer {token}".encode("latin-1"))]}
