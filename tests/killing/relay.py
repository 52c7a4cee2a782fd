"""A line between two programs that is good or bad as told: cut, slow, torn in the middle of an answer, or half open.

The trap is the last one. A connection that is half open looks like any other: nothing is refused and nothing comes, and
one that was dead stays so for good, however good the line is by then. Only who asks for a sign of life finds out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_AT_ONCE: Final = 65_536
"""Bytes that are passed on together."""


class Line(StrEnum):
    """How a line is."""

    GOOD = "good"
    CUT = "cut"
    """Connections are reset, and so is each that is tried."""
    SLOW = "slow"
    """Whatever is said takes its time."""
    TORN = "torn"
    """The next answer comes by half, then its connection is reset; after that the line is good."""
    HALF_OPEN = "half open"
    """Connections are taken and nobody answers; those that there were stay dead when the line is good again."""


@dataclass(slots=True, eq=False)
class _Pair:
    """Both ends of one connection, and whether it is dead."""

    asking: asyncio.StreamWriter
    answering: asyncio.StreamWriter | None = None
    dead: bool = False

    def reset(self) -> None:
        for end in (self.asking, self.answering):
            if end is not None:
                end.transport.abort()


@dataclass(slots=True)
class Relay:
    """Passes on what comes to it.

    Attributes
    ----------
    port : at which it is asked, on this machine
    delay : seconds that each piece takes on a slow line
    taken : connections so far
    """

    to_port: int
    port: int = 0
    delay: float = 0.5
    taken: int = 0
    line: Line = Line.GOOD
    _pairs: set[_Pair] = field(default_factory=set)

    def become(self, line: Line) -> None:
        """Have the line be so from now on, also for connections that there are."""
        self.line = line
        for pair in list(self._pairs):
            if line is Line.CUT:
                pair.reset()
            pair.dead = pair.dead or line is Line.HALF_OPEN

    async def connect(self, asking: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Take a connection, and pass on what comes until either end has closed it."""
        self.taken += 1
        pair = _Pair(back, dead=self.line is Line.HALF_OPEN)
        self._pairs.add(pair)
        try:
            if self.line is Line.CUT:
                return
            answering, pair.answering = await asyncio.open_connection("127.0.0.1", self.to_port)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(pair, asking, pair.answering, answers=False))
                both.create_task(self._pass(pair, answering, back, answers=True))
        except* OSError:
            pass  # whoever is at the other end sees the same
        finally:
            pair.reset()
            self._pairs.discard(pair)

    async def _pass(self, pair: _Pair, said: asyncio.StreamReader, to: asyncio.StreamWriter, *, answers: bool) -> None:
        while piece := await said.read(_AT_ONCE):
            if pair.dead:
                continue
            if self.line is Line.SLOW:
                await asyncio.sleep(self.delay)
            if self.line is Line.TORN and answers:
                self.line = Line.GOOD
                to.write(piece[: len(piece) // 2])
                await to.drain()
                raise ConnectionResetError
            to.write(piece)
            await to.drain()
        raise ConnectionResetError  # so that the other direction ends too


@asynccontextmanager
async def relay_to(port: int) -> AsyncIterator[Relay]:
    """A relay to a port of this machine, as long as the context lasts."""
    relay = Relay(port)
    server = await asyncio.start_server(relay.connect, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        relay.become(Line.CUT)
        with suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 5)
