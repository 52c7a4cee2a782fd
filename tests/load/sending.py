"""An open loop: requests are sent at their instants, whether or not those before them have been answered.

Whoever waits for an answer before asking again measures a slow system seldom, just while it is slow. So the
instants are drawn beforehand, and a request waits from the instant at which it was to be sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Final

import httpx

from services.security.development import issue
from services.security.principal import Principal
from services.settings import Settings
from tests.load.people import READS, Kind, Request, Town
from workflows.instants import CHINA

_PATIENCE: Final = 30.0
"""Seconds after which a request counts as failed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What came of one request.

    Attributes
    ----------
    at : when it was to be sent, in seconds since the first
    latency : seconds from then to its answer
    status : of the answer; none if there was none
    told_when : whether a refusal said when to try again
    """

    kind: Kind
    at: float
    latency: float
    status: int | None
    told_when: bool = False

    @property
    def granted(self) -> bool:
        """Whether what was asked was done."""
        return self.status is not None and httpx.codes.is_success(self.status)

    @property
    def shed(self) -> bool:
        """Whether it was refused for there being too much, with when to try again."""
        return self.status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE} and self.told_when

    @property
    def reads(self) -> bool:
        """Whether nothing was to happen."""
        return self.kind in READS


class Sender:
    """Sends requests of a town.

    Parameters
    ----------
    http : without credentials
    """

    def __init__(self, settings: Settings, http: httpx.AsyncClient, town: Town) -> None:
        self._settings = settings
        self._http = http
        self.town = town
        self._tokens: dict[str, str] = {}

    async def send(self, rate: float, seconds: float, chance: Random) -> list[Sample]:
        """Send so many requests a second in the mean, at instants that nobody has agreed on.

        Returns
        -------
        what came of each, in the order of their instants
        """
        return await self._at([*instants(rate, seconds, chance)], self.town.next)

    async def start(self, cases: int, rate: float) -> list[Sample]:
        """Have cases started, and nothing else done."""
        return await self._at([number / rate for number in range(cases)], self.town.start)

    async def _at(self, planned: Sequence[float], what: Callable[[], Request]) -> list[Sample]:
        began, sending = monotonic(), list[asyncio.Task[Sample]]()
        for instant in planned:
            await asyncio.sleep(began + instant - monotonic())
            sending.append(asyncio.create_task(self._one(what(), began, instant)))
        return await asyncio.gather(*sending)

    async def _one(self, request: Request, began: float, instant: float) -> Sample:
        headers = {"Authorization": f"Bearer {self.token(request.who)}"}
        if request.key:
            headers["Idempotency-Key"] = request.key
        try:
            answer = await self._http.request(
                "GET" if request.body is None else "POST",
                request.path,
                params=dict(request.query),
                json=None if request.body is None else dict(request.body),
                headers=headers,
            )
        except httpx.TransportError:
            return Sample(request.kind, instant, monotonic() - began - instant, None)
        sample = Sample(
            request.kind,
            instant,
            monotonic() - began - instant,
            answer.status_code,
            told_when="Retry-After" in answer.headers,
        )
        if sample.granted:
            self.town.hears(request, answer.content)
        return sample

    def token(self, who: Principal) -> str:
        """Of somebody, for as long as anything here lasts."""
        if who.subject not in self._tokens:
            self._tokens[who.subject] = issue(self._settings, who, datetime.now(CHINA), timedelta(hours=6))
        return self._tokens[who.subject]


@asynccontextmanager
async def sender(settings: Settings, town: Town) -> AsyncIterator[Sender]:
    """Connections to the API that settings say, as many as it takes."""
    async with httpx.AsyncClient(
        base_url=f"http://{settings.host}:{settings.port}",
        timeout=_PATIENCE,
        trust_env=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=200),
    ) as http:
        yield Sender(settings, http, town)


def instants(rate: float, seconds: float, chance: Random) -> Iterator[float]:
    """When requests come that know nothing of each other: a Poisson process, in seconds."""
    at = chance.expovariate(rate)
    while at < seconds:
        yield at
        at += chance.expovariate(rate)


def latency(samples: Iterable[Sample], share: float) -> float:
    """Seconds that this share of the requests that were granted waited at most; 0 if there are none."""
    ordered = sorted(sample.latency for sample in samples if sample.granted)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
