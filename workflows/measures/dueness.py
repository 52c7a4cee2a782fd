"""When the steps of a case are due: by the limits of its lane that still run, and by their own, on the law's clock.

The instants are those at which the lamp of the case changes (:func:`workflows.measures.item_states.lamp`); a test holds
the two together. Here they are kept, so that a store can be asked who is late without looking at every case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from workflows.definition.lane import Lane
from workflows.definition.steps import Task
from workflows.instants import Instant
from workflows.measures.item_states import WARNING_FROM
from workflows.measures.limit_clock import Clock
from workflows.working_time.legal_clock import due_at
from workflows.working_time.state_council import WorkingDays

_DAYS: Final = WorkingDays(beyond="weekdays")
"""What a case counts on too where no calendar is published."""


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

    More time for the decision is more time for the steps that wait or are under way when it is granted, since these
    could not be done in time; a step that comes later counts on its own limit as it stands.

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
        runs.append((enabled_at, task.limit.working_days + clock.extended_since(enabled_at)))
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
