"""A client as the API asks for one: every request under a key, and sent again under it until it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import httpx
from pydantic import JsonValue

from services.security.development import issue
from services.security.principal import EVERY, Principal, Role
from services.settings import Settings
from tests.killing.asked import Asked, Attempt, Verdict
from workflows.instants import CHINA

_PATIENCE: Final = 30.0
"""Seconds that an answer is waited for; the API answers within less, if it lives."""
_LOST: Final = 0.2
"""Seconds after a lost connection until the next attempt; where the API names a time, it is kept to."""
_GIVES_UP: Final = 120.0
"""Seconds after which a request is no longer sent again, and nobody knows."""
_READS: Final = 60.0

Body = Mapping[str, JsonValue]


def officer(name: str) -> Principal:
    """Somebody of every department who answers for it too."""
    return Principal(subject=name, roles=frozenset({Role.OFFICER, Role.SUPERVISOR}), departments=frozenset({EVERY}))


def founder(name: str) -> Principal:
    """An applicant."""
    return Principal(subject=name, roles=frozenset({Role.APPLICANT}))


@dataclass(slots=True)
class Client:
    """Whoever works with one API, and what came of it.

    Attributes
    ----------
    http : without credentials
    asked : every request whose last attempt is over
    acknowledged_at : seconds on the runner's clock at which the latest acknowledged attempt was sent
    """

    settings: Settings
    http: httpx.AsyncClient
    asked: list[Asked] = field(default_factory=list)
    acknowledged: int = 0
    acknowledged_at: float = 0.0
    _tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    async def ask(self, asked: Asked, who: Principal, path: str, body: Body, **headers: str) -> tuple[Asked, object]:
        """Send a request until it is acknowledged or refused.

        Returns
        -------
        the request with its attempts, and what was answered last
        """
        began, attempts, answer = monotonic(), list[Attempt](), None
        while True:
            sent_at = monotonic()
            answer = await self._post(who, path, body, {"Idempotency-Key": asked.key, **headers})
            attempts.append(_attempt(sent_at, answer))
            if attempts[-1].verdict is not Verdict.UNKNOWN or monotonic() - began > _GIVES_UP:
                break
            await asyncio.sleep(_LOST if answer is None else float(answer.headers.get("Retry-After", _LOST)))
        done = replace(asked, attempts=tuple(attempts))
        if done.verdict is Verdict.ACKNOWLEDGED:
            self.acknowledged += 1
            self.acknowledged_at = max(self.acknowledged_at, attempts[-1].sent_at)
            if answer is not None and "Location" in answer.headers:
                done = replace(done, case=answer.json()["id"])
        self.asked.append(done)
        return done, None if answer is None else answer.json()

    async def read(self, who: Principal, path: str, **query: str) -> httpx.Response:
        """Ask for something until it is told, or told that it is not there.

        Raises
        ------
        TimeoutError
            If it is not told for long.
        """
        async with asyncio.timeout(_READS):
            while True:
                try:
                    answer = await self.http.get(path, params=query, headers=self._credential(who))
                except httpx.TransportError:
                    await asyncio.sleep(_LOST)
                    continue
                if answer.is_success or answer.status_code == httpx.codes.NOT_FOUND:
                    return answer
                assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
                await asyncio.sleep(float(answer.headers["Retry-After"]))

    async def _post(self, who: Principal, path: str, body: Body, headers: dict[str, str]) -> httpx.Response | None:
        try:
            return await self.http.post(path, json=dict(body), headers=self._credential(who) | headers)
        except httpx.TransportError:
            return None

    def _credential(self, who: Principal) -> dict[str, str]:
        if who.subject not in self._tokens:
            token = issue(self.settings, who, datetime.now(CHINA), timedelta(hours=2))
            self._tokens[who.subject] = {"Authorization": f"Bearer {token}"}
        return self._tokens[who.subject]


def client_of(settings: Settings, connections: int) -> httpx.AsyncClient:
    """Connections to the API of a city."""
    return httpx.AsyncClient(
        base_url=f"http://{settings.host}:{settings.port}",
        timeout=_PATIENCE,
        trust_env=False,
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
    )


def key_from(bits: int) -> str:
    """An idempotency key of 128 bits that were drawn."""
    return str(UUID(int=bits))


def _attempt(sent_at: float, answer: httpx.Response | None) -> Attempt:
    code = "" if answer is None or answer.is_success else answer.json().get("code", "")
    return Attempt(sent_at, monotonic(), None if answer is None else answer.status_code, code)
