"""The state of an item as the national data standard has it: fifteen codes, and a lamp for its limit.

The codes are those of the standard of construction approvals (V1.0, 2018). What each of them comes of here::

     1 received              submitted
     2 withdrawn             withdrawn by the applicant before acceptance
     3 accepted              accepted, declared or deemed
     4 not accepted          ended before acceptance, since the matter needs no licence (行政许可法 art. 32(1))
     5 acceptance refused    ended before acceptance on any other ground
     6, 7 correction         the clock stands still for a correction, goes on after it
     8 department starts     a department begins a task after acceptance
     9, 10 special procedure the clock stands still for a special procedure (art. 45) or a public notice, goes on
    11 approved              ended by approval
    12 approved with missing documents
    13 rejected              ended by rejection after acceptance
    14 taken back            by the applicant after acceptance, or a lawful decision by the authority (art. 8)
    15 revoked               struck down (art. 69), or because a promise was not kept

All of them can occur. The shipped lanes of approvals come to all but 4, 5 and 14 by themselves; those need people, who
end a case before acceptance, withdraw it after, or take a decision back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

from workflows.definition.lane import Lane, LaneLimit
from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import Result, StopReason, Task
from workflows.definition.values import Proportion
from workflows.events.causes import Ground
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
from workflows.measures.limit_clock import Clock
from workflows.working_time.legal_clock import due_at, elapsed_days
from workflows.working_time.state_council import WorkingDays


class ItemState(IntEnum):
    """The fifteen codes of the national data standard."""

    RECEIVED = 1
    WITHDRAWN = 2
    ACCEPTED = 3
    NOT_ACCEPTED = 4
    ACCEPTANCE_REFUSED = 5
    CORRECTION_STARTED = 6
    CORRECTION_ENDED = 7
    DEPARTMENT_STARTED = 8
    PROCEDURE_STARTED = 9
    PROCEDURE_ENDED = 10
    APPROVED = 11
    APPROVED_WITH_MISSING_DOCUMENTS = 12
    REJECTED = 13
    TAKEN_BACK = 14
    REVOKED = 15


class Lamp(IntEnum):
    """How a case stands to its limits, by the codes of the standard; the worst of them counts."""

    NORMAL = 1
    WARNING = 2
    OVERDUE = 3


WARNING_FROM: Final = Proportion(
    value=0.8,
    provenance=Provenance(
        source=Source.ASSUMED,
        basis="The last fifth of the limit, and always its last day; the documents show yellow cards without a number",
    ),
)
"""Share of a limit's working days, the running one included, from which on the lamp is yellow."""


@dataclass(slots=True)
class StateCourse:
    """The states that a case comes to, event by event.

    Attributes
    ----------
    lane : that the case travels, if it is known; it tells which steps are a department's
    standing : step and occurrence to the reason for which the clock stands still
    accepted : whether the case has been accepted
    """

    lane: Lane | None
    standing: dict[tuple[str, int], str] = field(default_factory=dict)
    accepted: bool = False

    def take(self, event: CaseEvent) -> ItemState | None:
        """Take note of the next event of the case; give the state to which it brings the case, if to any."""
        self.accepted |= event.kind is EventKind.ACCEPTED
        return _state_after(event, self.standing, self.lane, accepted=self.accepted)


def item_states(events: Iterable[CaseEvent], lane: Lane) -> tuple[tuple[Instant, ItemState], ...]:
    """The states that a case has come to, with the instants at which it did.

    Parameters
    ----------
    events : of one case, in order, up to the instant of interest
    lane : that it travels; it tells which steps are a department's
    """
    course = StateCourse(lane)
    return tuple((event.at, state) for event in events if (state := course.take(event)) is not None)


def item_state(events: Iterable[CaseEvent], lane: Lane) -> ItemState | None:
    """The state that a case is in after its events; none before it is submitted."""
    states = item_states(events, lane)
    return states[-1][1] if states else None


def _state_after(
    event: CaseEvent, standing: dict[tuple[str, int], str], lane: Lane | None, *, accepted: bool
) -> ItemState | None:
    """The state to which an event brings the case, if to any.

    Parameters
    ----------
    standing : the reasons for which the clock stands still; kept up to date here
    """
    match event.kind:
        case EventKind.SUBMITTED:
            return ItemState.RECEIVED
        case EventKind.ACCEPTED:
            return ItemState.ACCEPTED
        case EventKind.STARTED if accepted and lane is not None and isinstance(lane.steps.get(event.step), Task):
            return ItemState.DEPARTMENT_STARTED
        case EventKind.CLOCK_STOPPED:
            standing[event.step, event.occurrence] = event.cause
            return _stopped(event.cause)
        case EventKind.CLOCK_RESUMED:
            standing.pop((event.step, event.occurrence), None)
            # Another reason to stand still is what counts now; the papers' being with the applicant is no state.
            others = [state for state in map(_stopped, standing.values()) if state is not None]
            return others[-1] if others else _resumed(event.cause)
        case EventKind.ENDED:
            return _ended(event, accepted=accepted)
        case _:
            return None


def _stopped(reason: str) -> ItemState | None:
    if reason == StopReason.APPLICANT:
        return None
    return ItemState.CORRECTION_STARTED if reason == StopReason.CORRECTION else ItemState.PROCEDURE_STARTED


def _resumed(reason: str) -> ItemState | None:
    if reason == StopReason.APPLICANT:
        return None
    return ItemState.CORRECTION_ENDED if reason == StopReason.CORRECTION else ItemState.PROCEDURE_ENDED


def _ended(event: CaseEvent, *, accepted: bool) -> ItemState:
    match event.outcome:
        case Result.APPROVED:
            return ItemState.APPROVED
        case Result.APPROVED_WITH_MISSING_DOCUMENTS:
            return ItemState.APPROVED_WITH_MISSING_DOCUMENTS
        case Result.WITHDRAWN:
            return ItemState.TAKEN_BACK if accepted else ItemState.WITHDRAWN
        case Result.RETRACTED:
            return ItemState.TAKEN_BACK
        case Result.REVOKED:
            return ItemState.REVOKED
        case _ if accepted:
            return ItemState.REJECTED
        case _:
            return ItemState.NOT_ACCEPTED if event.cause == Ground.NOT_NEEDED else ItemState.ACCEPTANCE_REFUSED


class LimitCourse(NamedTuple):
    """How a case stands to one limit of its lane that has begun to count.

    Attributes
    ----------
    allowed : working days, with the extension that was granted
    taken : working days so far or at the end, the running one included
    due_at : the first instant that is too late; none while the clock stands still within the limit
    running : whether it still counts
    """

    limit: LaneLimit
    allowed: int
    taken: int
    due_at: Instant | None
    running: bool
    lamp: Lamp


def limit_courses(events: Sequence[CaseEvent], lane: Lane, days: WorkingDays, now: Instant) -> tuple[LimitCourse, ...]:
    """How a case stands to the limits of its lane, one by one.

    Parameters
    ----------
    events : of one case, in order, up to `now`
    days : the law's working days

    Returns
    -------
    for each limit that has begun to count, in the order of the lane. A limit that was broken stays so
    """
    clock = Clock()
    for event in events:
        clock.take(event)
    reached, stops = clock.marks, clock.standstills
    ended_at = next((event.at for event in events if event.kind is EventKind.ENDED), None)
    courses = []
    for limit in lane.limits:
        if limit.start in reached:
            start, until = reached[limit.start], reached.get(limit.until, ended_at)
            taken = elapsed_days(start, now if until is None else until, stops, days)
            allowed = limit.working_days + (clock.extended if limit.is_for_the_decision else 0)
            running = until is None
            colour = _lamp_of(taken, allowed, running=running)
            courses.append(LimitCourse(limit, allowed, taken, due_at(start, allowed, stops, days), running, colour))
    return tuple(courses)


def lamp(events: Sequence[CaseEvent], lane: Lane, days: WorkingDays, now: Instant) -> Lamp:
    """The worst of the limits of a case, see :func:`limit_courses`; normal as long as none has begun to count."""
    return max((course.lamp for course in limit_courses(events, lane, days, now)), default=Lamp.NORMAL)


def _lamp_of(taken: int, allowed: int, *, running: bool) -> Lamp:
    if taken > allowed:
        return Lamp.OVERDUE
    return Lamp.WARNING if running and taken >= math.ceil(WARNING_FROM.value * allowed) else Lamp.NORMAL
