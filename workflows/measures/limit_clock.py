"""What the law's clock of one case has shown so far, read off its events one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from workflows.definition.steps import Mark
from workflows.events.event import CaseEvent, EventKind, accepted_since
from workflows.events.marks import MARK_OF
from workflows.instants import Instant
from workflows.working_time.legal_clock import Stop

CLOCK_KINDS: Final = frozenset({*MARK_OF, EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED, EventKind.EXTENDED})
"""Kinds of events that move what is due."""


@dataclass(slots=True)
class Clock:
    """The law's clock of one case.

    Attributes
    ----------
    marks : the instants of the marks that were reached; that of an acceptance is the one from which the law counts
    stops : begun and ended, in the order in which they ended; for several reasons at once, one for each of them
    standing : step and occurrence to the instant at which the clock stopped for it
    extensions : of the time for the decision: instant at which it was granted, and by how many working days
    """

    marks: dict[Mark, Instant] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    standing: dict[tuple[str, int], Instant] = field(default_factory=dict)
    extensions: list[tuple[Instant, int]] = field(default_factory=list)

    def take(self, event: CaseEvent) -> bool:
        """Take note of the next event of the case; tell whether it moves what is due."""
        if event.kind not in CLOCK_KINDS:
            return False
        if event.kind is EventKind.CLOCK_STOPPED:
            self.standing.setdefault((event.step, event.occurrence), event.at)
        elif event.kind is EventKind.CLOCK_RESUMED:
            begun = self.standing.pop((event.step, event.occurrence), None)
            if begun is not None:
                self.stops.append(Stop(start=begun, end=event.at))
        elif event.kind is EventKind.EXTENDED:
            self.extensions.append((event.at, int(event.outcome)))
        else:
            self.marks.setdefault(MARK_OF[event.kind], accepted_since(event.at, event.cause, event.outcome))
        return True

    @property
    def extended(self) -> int:
        """Working days by which the time for the decision was extended."""
        return sum(days for _, days in self.extensions)

    def extended_since(self, at: Instant) -> int:
        """Working days by which it was extended at an instant or after it."""
        return sum(days for granted_at, days in self.extensions if granted_at >= at)

    @property
    def standstills(self) -> list[Stop]:
        """All stops, those that go on too; they may overlap, and the law's clock stands still once."""
        return [*self.stops, *(Stop(start=at) for at in self.standing.values())]
