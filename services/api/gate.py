"""How many requests are let in at a time, and for how long one may wait for its turn.

The trap with overload is that it is a cliff: where more comes in than can be done, every request waits longer than the
one before, until all of them are given up by whoever sent them, and what is done is done for nobody. So a request that
cannot be done soon is refused at once, which costs next to nothing, and the others are as quick as always.

How soon is soon is decided as in controlled delay (Nichols & Jacobson, ACM Queue 10(5), 2012; for servers Maurer, ACM
Queue 13(8), 2015). A burst may wait in full: it passes by itself. Once somebody has waited at every moment for as long
as that, it is no burst but more than can be done, and then nobody may wait for more than a tenth of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from services.errors import OverloadedError, ShedReason

_OF_A_STANDING_QUEUE: Final = 0.1
"""Of the longest wait, while there are always some who wait."""

_MOST_WAITING: Final = 10
"""Times as many may wait as are let in: more than that cannot be done in time anyway."""


class Gate:
    """Lets some in, has some wait, and refuses the others.

    Parameters
    ----------
    at_once : how many are inside at most
    longest_wait : seconds
    clock : seconds, never going back
    """

    def __init__(self, at_once: int, longest_wait: float, clock: Callable[[], float]) -> None:
        self._free = at_once
        self._most_waiting = at_once * _MOST_WAITING
        self._longest_wait = longest_wait
        self._clock = clock
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._standing_since = clock()

    async def enter(self) -> None:
        """Be let in, in the order of coming; whoever is has to :meth:`leave`.

        Raises
        ------
        OverloadedError
            If it is not one's turn in time.
        """
        if self._free and not self._waiting:
            self._free -= 1
            return
        if len(self._waiting) >= self._most_waiting:
            raise OverloadedError(ShedReason.QUEUE_FULL)
        now = self._clock()
        if not self._waiting:
            self._standing_since = now
        stands = now - self._standing_since > self._longest_wait
        await self._wait(self._longest_wait * (_OF_A_STANDING_QUEUE if stands else 1))

    def leave(self) -> None:
        """Have the next one come in."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def _wait(self, patience: float) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError:
            if not _is_let_in(turn):  # or it was in the very moment
                self._give_up(turn)
                raise OverloadedError(ShedReason.WAITED) from None
        except asyncio.CancelledError:
            if _is_let_in(turn):
                self.leave()
            else:
                self._give_up(turn)
            raise

    def _give_up(self, turn: asyncio.Future[None]) -> None:
        with suppress(ValueError):  # whoever left between the cancellation and this has passed it over already
            self._waiting.remove(turn)


def _is_let_in(turn: asyncio.Future[None]) -> bool:
    return turn.done() and not turn.cancelled()
