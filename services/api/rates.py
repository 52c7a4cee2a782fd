"""How many requests one sender may send, so that none takes from the others what all of them are to have.

The generic cell rate algorithm (ITU-T I.371): of each sender it keeps one instant, at which they would have used up all
that they were allowed so far. Every request moves it on by the same span; one that would move it too far ahead of the
clock is refused. It is a leaky bucket without anything that leaks while nobody looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_SECOND: Final = 1_000_000_000

_MOST_KEPT: Final = 10_000
"""Senders of whom something is kept before those are forgotten who have sent nothing for long."""


class Rates:
    """Counts the requests of senders.

    Parameters
    ----------
    per_second : requests that one sender may send in the long run
    burst : that they may send at once after a pause
    clock : nanoseconds, never going back
    """

    def __init__(self, per_second: float, burst: int, clock: Callable[[], int]) -> None:
        self._span = max(round(_SECOND / per_second), 1)
        self._ahead = (burst - 1) * self._span
        self._clock = clock
        self._used_up_at: dict[str, int] = {}

    def wait_of(self, sender: str) -> float:
        """Take a request of a sender into account.

        Returns
        -------
        seconds until it may be sent; none of it is counted then. 0 if it may be now
        """
        now = self._clock()
        used_up_at = max(self._used_up_at.get(sender, now), now)
        wait = used_up_at - now - self._ahead
        if wait > 0:
            return wait / _SECOND
        self._used_up_at[sender] = used_up_at + self._span
        if len(self._used_up_at) > _MOST_KEPT:
            # Whoever has used up nothing is as one who never came.
            self._used_up_at = {each: at for each, at in self._used_up_at.items() if at > now}
        return 0
