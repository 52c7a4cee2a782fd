"""What is laborious is done in turns: a few requests at a time, and of each sender one after the other.

The trap: what is done about a large design keeps a processor busy for a second and more, and all threads of a process
share one; so does taking its body apart. Were such requests let in as all others are, the rest would be answered in
between, each step of an answer a turn later than the one before. So few of them are worked on, one sender's take turns
with each other before they do with those of others, and whoever cannot have a turn soon is told to come again, before
their body is looked at.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from prometheus_client import Counter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.api.gate import Gate
from services.api.limits import IMPORTS
from services.api.problems import answer_of
from services.errors import OverloadedError, ShedReason
from services.security.principal import Principal
from services.settings import Settings

AT_ONCE: Final = 2
"""Requests that a process works on at a time."""
MOST_OF_ONE: Final = 6
"""Requests of one sender that are worked on or wait: the page sends up to four at a change of a lane."""
MOST: Final = 12
"""Requests of all senders together, which leaves most of the places inside to what is done sooner."""
LONGEST_WAIT: Final = 5.0
"""Seconds."""

LABORIOUS: Final = re.compile(r"/(checks|maps|derivations|exports|differences)|/experiments/[^/]+/(report|views(/.*)?)")
"""Addresses of what is made of designs and of results while somebody waits."""


@dataclass(slots=True)
class _Place:
    gate: Gate
    here: int = 0


class Turns:
    """Gives turns.

    Parameters
    ----------
    at_once : how many have theirs at most
    longest_wait : seconds
    clock : seconds, never going back
    """

    def __init__(self, at_once: int, longest_wait: float, clock: Callable[[], float]) -> None:
        self._longest_wait, self._clock = longest_wait, clock
        self._all = _Place(Gate(at_once, longest_wait, clock))
        self._of_each: dict[str, _Place] = {}

    @asynccontextmanager
    async def turn_of(self, sender: str) -> AsyncIterator[None]:
        """A sender's turn, once it is theirs.

        Raises
        ------
        OverloadedError
            If it is not in time, or too many wait already.
        """
        own = self._of_each.get(sender) or _Place(Gate(1, self._longest_wait, self._clock))
        if own.here >= MOST_OF_ONE or self._all.here >= MOST:
            raise OverloadedError(ShedReason.QUEUE_FULL)
        self._of_each[sender] = own
        own.here, self._all.here = own.here + 1, self._all.here + 1
        try:
            async with _inside(own.gate), _inside(self._all.gate):
                yield
        finally:
            own.here, self._all.here = own.here - 1, self._all.here - 1
            if not own.here:
                del self._of_each[sender]


@asynccontextmanager
async def _inside(gate: Gate) -> AsyncIterator[None]:
    await gate.enter()
    try:
        yield
    finally:
        gate.leave()


class BoundedWork:
    """Has what is laborious done in turns; it stands where it is known who sends a request.

    Files that are taken in take turns among themselves: large ones are read by processes of their own, for a minute.

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
        self._designs = Turns(AT_ONCE, LONGEST_WAIT, time.monotonic)
        self._files = Turns(2 * AT_ONCE, LONGEST_WAIT, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        turns = self._turns(scope)
        who: Principal | None = None if turns is None else getattr(Request(scope).state, "principal", None)
        if turns is None or who is None:
            await self._application(scope, receive, send)
            return
        try:
            async with turns.turn_of(who.subject):
                await self._application(scope, receive, send)
        except OverloadedError as error:
            self._shed(self._service, error.reason).inc()
            await answer_of(Request(scope), error, self._retry_after)(scope, receive, send)

    def _turns(self, scope: Scope) -> Turns | None:
        if scope["type"] != "http":
            return None
        if scope["path"] == IMPORTS:
            return self._files
        return self._designs if LABORIOUS.fullmatch(scope["path"]) else None
