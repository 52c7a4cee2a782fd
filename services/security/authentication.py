"""Who sends a request is found out before anything else of it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.api.log_lines import place_of
from services.api.problems import answer_of
from services.clock import present_instant
from services.errors import CredentialFault, UnauthenticatedError
from services.metrics.collectors import counter
from services.security.access_keys import PREFIX, principal_of_key
from services.security.issuers import issuer_of, keys_of
from services.security.mandates import with_mandates
from services.security.officials import Officials
from services.security.principal import Principal, Role
from services.security.tokens import Claims, TokenReader
from services.settings import Settings
from workflows.errors import GreenlaneError

OPEN: Final = frozenset(
    {
        "/",
        "/page",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/docs",
        "/redoc",
        "/publications",
    }
)
"""What anybody may ask for: it tells of the process, or what the public is told; never of a case."""

OPEN_BELOW: Final = "/page/"
"""The files of the page, which know nothing but how to ask; and what leads there."""

_log = structlog.get_logger("services.security")


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Takes a credential, a token or an API key, and tells whose it is.

    Attributes
    ----------
    engine : the store, where API keys and mandates are
    """

    tokens: TokenReader
    engine: Engine

    async def principal(self, authorization: str | None) -> Principal:
        """Who sends a request with some ``Authorization``.

        Raises
        ------
        UnauthenticatedError
            If nobody can tell.
        """
        scheme, _, credential = (authorization or "").partition(" ")
        credential = credential.strip()
        if not authorization:
            raise UnauthenticatedError("there was none", CredentialFault.NONE)
        if scheme.lower() != "bearer" or not credential:
            raise UnauthenticatedError("there was another one", CredentialFault.NONE)
        now = present_instant()
        if credential.startswith(PREFIX):
            who = await run_in_threadpool(principal_of_key, self.engine, credential, now)
        else:
            who = await self.tokens.principal(credential)
        return await run_in_threadpool(with_mandates, self.engine, who, now) if Role.AGENT in who.roles else who


def doorkeeper(settings: Settings, engine: Engine) -> Doorkeeper:
    """Who takes credentials by the settings."""
    claims = Claims(settings.subject_claim, settings.roles_claim, settings.departments_claim, settings.mandates_claim)
    reader = TokenReader(
        keys_of(settings),
        issuer_of(settings),
        settings.token_audience,
        settings.token_leeway,
        claims,
        frozenset((settings.token_sign_ins or "").split()),
    )
    return Doorkeeper(reader, engine)


def strangers(registry: CollectorRegistry) -> Counter:
    """Counts requests of which nobody knows who sent them."""
    return counter(registry, "greenlane_requests_unauthenticated_total")


class Authentication:
    """Lets nobody through whom it does not know, but to what is open.

    It stands before the routes, not among them: what a stranger sends is not parsed, and which addresses there are is
    not told. Strangers are counted, not written into the trail: they have no name that could stand there, and whoever
    likes could fill it.

    Parameters
    ----------
    strangers : how many were turned away
    retry_after : seconds after which to come again when credentials cannot be checked
    """

    def __init__(self, application: ASGIApp, keeper: Doorkeeper, strangers: Counter, retry_after: int) -> None:
        self._application = application
        self._keeper = keeper
        self._officials = Officials(keeper.engine)
        self._strangers = strangers
        self._retry_after = retry_after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN or scope["path"].startswith(OPEN_BELOW):
            await self._application(scope, receive, send)
            return
        request = Request(scope)
        try:
            who = await self._keeper.principal(request.headers.get("authorization"))
        except GreenlaneError as error:
            if isinstance(error, UnauthenticatedError):
                self._strangers.labels("refused" if error.invalid else "none").inc()
                if error.invalid:
                    # The word alone: what was sent may be a good credential of somebody, but for one letter.
                    _log.warning("credential refused", reason=error.fault.value, **place_of(scope))
            await answer_of(request, error, self._retry_after)(scope, receive, send)
            return
        await self._officials.seen(who, present_instant())
        request.state.principal = who
        await self._application(scope, receive, send)
