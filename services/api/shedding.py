"""Requests that are refused because of how many there are, before anything else is done about them.

Nothing of a request that is shed has taken effect, so whoever sends it again later, under the same key or none, loses
nothing but time. How a process is, is told whatever comes.
"""

from __future__ import annotations

import time
from collections import deque
from math import ceil
from typing import Final

from prometheus_client import Counter
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.gate import Gate
from services.api.problems import answer_of
from services.api.rates import Rates
from services.errors import OverloadedError, ShedReason, TooManyRequestsError
from services.security.principal import Principal
from services.settings import Settings

NEVER_SHED: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""What tells of the process is told most of all when there is much to do."""

_BODIES: Final = 10
"""Times as many bodies may be on their way as requests are let in: what has come of them is in memory, and nobody knows
yet who sends it."""


class BoundedConcurrency:
    """Lets so many requests in at a time, and has others wait for a while.

    A request is let in once its body has come: whoever sends slowly keeps nobody out, but for others with a body that
    comes in parts, once there are too many of those. It is inside until its answer begins, since a stream of events may
    go on for an hour after that and costs little.

    Parameters
    ----------
    service : as metrics call it
    shed : counts what is refused
    """

    def __init__(self, application: ASGIApp, service: str, shed: Counter, settings: Settings) -> None:
        self._application = application
        self._shed = shed.labels
        self._service = service
        self._retry_after = settings.retry_after
        self._on_their_way = 0
        self._most_on_their_way = settings.requests_at_once * _BODIES
        self._gate = Gate(settings.requests_at_once, settings.longest_wait, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in NEVER_SHED:
            await self._application(scope, receive, send)
            return
        try:
            came = await self._whole_body(receive)
            await self._gate.enter()
        except OverloadedError as error:
            self._shed(self._service, error.reason).inc()
            await answer_of(Request(scope), error, self._retry_after)(scope, receive, send)
            return
        inside = True

        async def again() -> Message:
            return came.popleft() if came else await receive()

        async def watched(message: Message) -> None:
            nonlocal inside
            if inside and message["type"] == "http.response.start":
                inside = False
                self._gate.leave()
            await send(message)

        try:
            await self._application(scope, again, watched)
        finally:
            if inside:
                self._gate.leave()

    async def _whole_body(self, receive: Receive) -> deque[Message]:
        """All of a body, which has bounds already; or that the client has gone, for the application to find."""
        came = deque([await receive()])
        if came[-1].get("more_body", False):
            if self._on_their_way >= self._most_on_their_way:
                raise OverloadedError(ShedReason.QUEUE_FULL)
            self._on_their_way += 1
            try:
                while came[-1].get("more_body", False):
                    came.append(await receive())
            finally:
                self._on_their_way -= 1
        return came


class BoundedRate:
    """Lets everybody send so many requests in a time; it stands where it is known who sends one.

    Parameters
    ----------
    service : as metrics call it
    shed : counts what is refused
    """

    def __init__(self, application: ASGIApp, service: str, shed: Counter, settings: Settings) -> None:
        self._application = application
        self._shed = shed.labels(service, ShedReason.RATE)
        self._rates = Rates(settings.requests_per_second, settings.requests_in_a_burst, time.monotonic_ns)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        who: Principal | None = None
        if scope["type"] == "http":
            who = getattr(Request(scope).state, "principal", None)  # nobody, where anybody may ask
        wait = 0.0 if who is None else self._rates.wait_of(who.subject)
        if who is not None and wait:
            self._shed.inc()
            error = TooManyRequestsError(who.subject)
            await answer_of(Request(scope), error, ceil(wait))(scope, receive, send)
            return
        await self._application(scope, receive, send)
