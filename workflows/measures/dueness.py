"""When the steps of a case are due: by the limits of its lane that still run, and by their own, on the law's clock.

The instants are those at which the lamp of the case changes (:func:`workflows.measures.item_states.lamp`); a test holds
the two together. Here they are kept, so that a store can be asked who is late without looking at every case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from workflows.definition.lane import Lane
from workflows.definition.steps import Mark, Task
from workflows.events.event import CaseEvent, EventKind, accepted_since
from workflows.instants import Instant
from workflows.measures.item_states import WARNING_FROM
from workflows.working_time.legal_clock import Stop, due_at
from workflows.working_time.state_council import WorkingDays

CLOCK_KINDS: Final = frozenset(
    {
        EventKind.SUBMITTED,
        EventKind.ACCEPTED,
        EventKind.DECIDED,
        EventKind.DELIVERED,
        EventKind.CLOCK_STOPPED,
        EventKind.CLOCK_RESUMED,
        EventKind.EXTENDED,
    }
)
"""Kinds of events that move what is due."""

_MARKS: Final = MappingProxyType(
    {
        EventKind.SUBMITTED: Mark.SUBMITTED,
        EventKind.ACCEPTED: Mark.ACCEPTED,
        EventKind.DECIDED: Mark.DECIDED,
        EventKind.DELIVERED: Mark.DELIVERED,
    }
)

_DAYS: Final = WorkingDays(beyond="weekdays")
"""What a case counts on too where no calendar is published."""


@dataclass(slots=True)
class Clock:
    """What the law's clock of one case has shown so far.

    Attributes
    ----------
    marks : the instants of the marks that were reached
    stops : begun and ended, in the order in which they ended
    standing : step and occurrence to the instant at which the clock stopped for it
    extended : working days by which the time for the decision was extended
    """

    marks: dict[Mark, Instant] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    standing: dict[tuple[str, int], Instant] = field(default_factory=dict)
    extended: int = 0

    def take(self, event: CaseEvent) -> bool:
        """Take note of the next event of the case; tell whether it moves what is due."""
        if event.kind not in CLOCK_KINDS:
            return False
        if event.kind is EventKind.CLOCK_STOPPED:
            self.standing[event.step, event.occurrence] = event.at
        elif event.kind is EventKind.CLOCK_RESUMED:
            begun = self.standing.pop((event.step, event.occurrence), None)
            if begun is not None:
                self.stops.append(Stop(start=begun, end=event.at))
        elif event.kind is EventKind.EXTENDED:
            self.extended += int(event.outcome)
        else:
            self.marks.setdefault(_MARKS[event.kind], accepted_since(event.at, event.cause, event.outcome))
        return True

    @property
    def standstills(self) -> list[Stop]:
        """All stops, those that go on too."""
        return [*self.stops, *(Stop(start=at) for at in self.standing.values())]


class Dueness(NamedTuple):
    """When a step is late, and when it is about to be.

    Attributes
    ----------
    warning_at : from when on little is left of a limit
    due_at : from when on a limit is over
    """

    warning_at: Instant | None
    due_at: Instant | None


def dueness(lane: Lane, step: str, enabled_at: Instant, clock: Clock) -> Dueness:
    """When a step is late by the limit that is over first.

    Parameters
    ----------
    enabled_at : when the step could be begun, from which its own limit counts

    Returns
    -------
    instants, as far as a limit runs for it and the clock does not stand still before them
    """
    runs = [
        (clock.marks[limit.start], limit.working_days + (clock.extended if limit.is_for_the_decision else 0))
        for limit in lane.limits
        if limit.start in clock.marks and limit.until not in clock.marks
    ]
    task = lane.steps.get(step)
    if isinstance(task, Task) and task.limit is not None:
        runs.append((enabled_at, task.limit.working_days))
    stops = clock.standstills
    # The lamp turns yellow on the day of this number, so with the midnight that ends the day before.
    yellow = [(start, math.ceil(WARNING_FROM.value * days) - 1) for start, days in runs]
    return Dueness(
        _first(start if days < 0 else due_at(start, days, stops, _DAYS) for start, days in yellow),
        _first(due_at(start, days, stops, _DAYS) for start, days in runs),
    )


def dueness_of_case(lane: Lane, clock: Clock) -> Dueness:
    """When the lamp of a case is yellow, and when it is red, whatever its steps' own limits are.

    Returns
    -------
    instants; of a limit that was broken and no longer runs, too, since the lamp goes on to show it
    """
    running = dueness(lane, "", 0, clock)
    broken = []
    for limit in lane.limits:
        if limit.start in clock.marks and limit.until in clock.marks:
            days = limit.working_days + (clock.extended if limit.is_for_the_decision else 0)
            late_from = due_at(clock.marks[limit.start], days, clock.standstills, _DAYS)
            if late_from is not None and late_from <= clock.marks[limit.until]:
                broken.append(late_from)
    return running._replace(due_at=_first([running.due_at, *broken]))


def _first(instants: Iterable[Instant | None]) -> Instant | None:
    return min((instant for instant in instants if instant is not None), default=None)
