"""A line is as bad as it is told to be, or what is tried over it proves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Final

import pytest

from tests.killing.relay import Line, Relay, relay_to

_SOON: Final = 2.0
"""Seconds in which an answer comes over a good line, also on a busy machine."""
_NEVER: Final = 0.2
"""Seconds in which none comes over a dead one."""


class Caller:
    """One connection over a relay to somebody who repeats what is said."""

    def __init__(self, hears: asyncio.StreamReader, says: asyncio.StreamWriter) -> None:
        self._hears, self._says = hears, says

    async def say(self, words: bytes, within: float = _SOON) -> bytes:
        """What is said back; nothing if the connection has ended."""
        try:
            self._says.write(words)
            async with asyncio.timeout(within):
                return await self._hears.read(100)
        except ConnectionError:
            return b""

    def hang_up(self) -> None:
        self._says.transport.abort()


class Exchange:
    """A relay, and those who call over it."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.callers: list[Caller] = []

    async def call(self) -> Caller:
        self.callers.append(Caller(*await asyncio.open_connection("127.0.0.1", self.relay.port)))
        return self.callers[-1]


async def repeat(hears: asyncio.StreamReader, says: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while words := await hears.read(100):
            says.write(words)
    says.transport.abort()


@asynccontextmanager
async def exchange() -> AsyncIterator[Exchange]:
    server = await asyncio.start_server(repeat, "127.0.0.1", 0)
    async with relay_to(server.sockets[0].getsockname()[1]) as relay:
        found = Exchange(relay)
        try:
            yield found
        finally:
            for caller in found.callers:
                caller.hang_up()
    server.close()
    await asyncio.wait_for(server.wait_closed(), _SOON)


async def test_a_good_line_passes_everything_on() -> None:
    async with exchange() as at:
        caller = await at.call()
        assert [await caller.say(b"one"), await caller.say(b"two")] == [b"one", b"two"]
        assert at.relay.taken == 1


async def test_a_cut_line_ends_connections_and_takes_none() -> None:
    async with exchange() as at:
        before = await at.call()
        assert await before.say(b"one") == b"one"
        at.relay.become(Line.CUT)
        assert await before.say(b"two") == b""
        assert await (await at.call()).say(b"two") == b""
        at.relay.become(Line.GOOD)
        assert await (await at.call()).say(b"three") == b"three"


async def test_a_slow_line_takes_its_time_each_way() -> None:
    async with exchange() as at:
        at.relay.delay, caller = 0.1, await at.call()
        at.relay.become(Line.SLOW)
        began = monotonic()
        assert await caller.say(b"one") == b"one"
        assert monotonic() - began >= 2 * at.relay.delay


async def test_a_torn_line_lets_half_an_answer_through_once() -> None:
    async with exchange() as at:
        caller = await at.call()
        at.relay.become(Line.TORN)
        assert await caller.say(b"12345678") == b"1234"
        assert await caller.say(b"more") == b""
        assert await (await at.call()).say(b"again") == b"again"


async def test_what_was_half_open_stays_dead_on_a_good_line() -> None:
    async with exchange() as at:
        before = await at.call()
        at.relay.become(Line.HALF_OPEN)
        during = await at.call()
        while at.relay.taken < 2:  # noqa: ASYNC110 - a relay tells nobody whom it has taken
            await asyncio.sleep(0)
        at.relay.become(Line.GOOD)
        for dead in (before, during):
            with pytest.raises(TimeoutError):
                await dead.say(b"one", _NEVER)
        assert await (await at.call()).say(b"two") == b"two"
