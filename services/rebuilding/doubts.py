"""What a case told that may have been lost, and when it is known whether it was.

A task is over or lost soon after it began. But when it began, the store knows only by the case's clock, and that of a
rehearsed case is ahead of the wall's, by as much as it has skipped; never is it behind. So what a case has told is
settled when enough time has passed since it was told by its clock, or since somebody saw it in the store by the wall's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workflows.instants import SECOND, Instant, Milliseconds

SETTLED: Final[Milliseconds] = 60 * SECOND
"""From when a workflow's task began until it is over or was lost, at the longest: a task that takes more than its ten
seconds says so to Temporal, which then has what it told."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A case whose last telling may have been lost.

    Attributes
    ----------
    told_at : instant of the telling, by the case's clock
    seen_at : when it was seen in the store, by the wall's
    """

    case: str
    told_at: Instant
    seen_at: Instant

    @property
    def settled_at(self) -> Instant:
        """From when on, by the wall's clock, what has not come about will not."""
        return min(self.told_at, self.seen_at) + SETTLED


def seconds_until(doubt: Doubt, now: Instant) -> float:
    """How long it is until a doubt is settled; 0 if it is."""
    return max(doubt.settled_at - now, 0) / SECOND
