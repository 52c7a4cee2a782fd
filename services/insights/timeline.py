"""The course of one case: what it came to when, who had it, and how it stands to its limits."""

from __future__ import annotations

from pydantic import NonNegativeInt
from sqlalchemy import Engine

from services.api.moments import MomentOut
from services.errors import CaseNotFoundError, NothingThereError
from services.forecasting.published import ExpectedCompletion
from services.forecasting.telling import expected_completion
from services.insights.observing import DAYS, events_of_cases, observed
from services.store.cases import CaseRecord, find_case, kept_lane
from services.store.database import reading
from workflows.definition.lane import Lane, LimitKind
from workflows.definition.provenance import Frozen, Title
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR, Instant
from workflows.measures import Holder, case_table, holding
from workflows.measures.item_states import ItemState, Lamp, item_states, lamp, limit_courses


class StateReached(Frozen):
    """A state of the national data standard that the case came to.

    Parameters
    ----------
    code : 1 to 15
    name : of the code
    """

    at: MomentOut
    code: NonNegativeInt
    name: str


class LimitCourseOut(Frozen):
    """How the case stands to one limit.

    Parameters
    ----------
    working_days : allowed, with an extension that was granted
    taken : working days on the law's clock, the running one included
    left : working days that remain after the running one; none once the limit is over
    due_at : the first instant that is too late; none while the clock stands still
    running : whether the limit still counts
    sla : 1 normal, 2 warning, 3 overdue
    """

    kind: LimitKind
    working_days: NonNegativeInt
    taken: NonNegativeInt
    left: NonNegativeInt
    due_at: MomentOut | None
    running: bool
    sla: NonNegativeInt


class StepCourse(Frozen):
    """One occurrence of a step.

    Parameters
    ----------
    title : of the step; none if the store has not got the case's lane
    member : who did it; empty for those who may not know
    outcome : how it came out, once it is done
    """

    step: str
    occurrence: NonNegativeInt
    title: Title | None
    member: str
    enabled_at: MomentOut | None = None
    started_at: MomentOut | None = None
    released_at: MomentOut | None = None
    completed_at: MomentOut | None = None
    cancelled_at: MomentOut | None = None
    outcome: str = ""


class Standstill(Frozen):
    """A time during which the law's clock stood still.

    Parameters
    ----------
    reason : such as a correction, or the kind of a special procedure
    end : none while it goes on
    """

    reason: str
    start: MomentOut
    end: MomentOut | None = None


class Timeline(Frozen):
    """The course of a case.

    Parameters
    ----------
    at : instant for which it is told
    states : of the national data standard, in the order in which they were reached; the last one is the present one
    sla : 1 normal, 2 warning, 3 overdue: the worst of the limits
    held_hours : calendar hours by who had the case, once it has been delivered or has ended; they add up to the time
        from its submission until then
    expected_completion : when it is expected to be delivered, or to end without that; none if nothing is known
    """

    case: str
    lane: str
    lane_hash: str
    at: MomentOut
    submitted_at: MomentOut
    states: tuple[StateReached, ...]
    sla: NonNegativeInt
    limits: tuple[LimitCourseOut, ...]
    steps: tuple[StepCourse, ...]
    standstills: tuple[Standstill, ...]
    held_hours: dict[Holder, float] | None
    expected_completion: ExpectedCompletion | None


_COURSE = {
    EventKind.ENABLED: "enabled_at",
    EventKind.STARTED: "started_at",
    EventKind.RELEASED: "released_at",
    EventKind.COMPLETED: "completed_at",
    EventKind.CANCELLED: "cancelled_at",
}


def timeline(engine: Engine, case: str, now: Instant, *, members: bool) -> Timeline:
    """Tell the course of a case.

    Parameters
    ----------
    members : whether to tell who of a department did what

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    NothingThereError
        If the store has not got its lane, so nobody can say what its events mean.
    """
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            raise CaseNotFoundError(case)
        if record.lane_hash is None:
            raise NothingThereError(
                f"case {case!r} was started past this service, and its lane is not known here. "
                f"Its events are at /cases/{case}/events."
            )
        lane = kept_lane(connection, record.lane_hash)
        events = events_of_cases(connection, [record])
        expected = expected_completion(connection, case)
    return told(record, record.lane_hash, lane, events, now, expected, members=members)


def told(
    record: CaseRecord,
    hash_: str,
    lane: Lane,
    events: list[CaseEvent],
    now: Instant,
    expected: ExpectedCompletion | None = None,
    *,
    members: bool,
) -> Timeline:
    """The course of a case from its events."""
    at = max([now, *(event.at for event in events)])
    return Timeline(
        case=record.id,
        lane=record.lane,
        lane_hash=hash_,
        at=at,
        submitted_at=record.submitted_at,
        states=tuple(_state(reached_at, state) for reached_at, state in item_states(events, lane)),
        sla=Lamp(lamp(events, lane, DAYS, at)),
        limits=tuple(
            LimitCourseOut(
                kind=course.limit.kind,
                working_days=course.allowed,
                taken=course.taken,
                left=max(course.allowed - course.taken, 0),
                due_at=course.due_at,
                running=course.running,
                sla=course.lamp,
            )
            for course in limit_courses(events, lane, DAYS, at)
        ),
        steps=_steps(events, lane, members=members),
        standstills=_standstills(events),
        held_hours=_held_hours(lane, events, at),
        expected_completion=expected,
    )


def _state(at: Instant, state: ItemState) -> StateReached:
    return StateReached(at=at, code=state, name=state.name.lower())


def _steps(events: list[CaseEvent], lane: Lane, *, members: bool) -> tuple[StepCourse, ...]:
    courses: dict[tuple[str, int], dict[str, object]] = {}
    for event in events:
        if event.kind not in _COURSE:
            continue
        step = lane.steps.get(event.step)
        course = courses.setdefault(
            (event.step, event.occurrence),
            {
                "step": event.step,
                "occurrence": event.occurrence,
                "title": getattr(step, "title", None),
                "member": "",
            },
        )
        course[_COURSE[event.kind]] = event.at
        if members and event.member:
            course["member"] = event.member
        if event.kind is EventKind.COMPLETED:
            course["outcome"] = event.outcome
    return tuple(StepCourse.model_validate(course) for course in courses.values())


def _standstills(events: list[CaseEvent]) -> tuple[Standstill, ...]:
    found: dict[tuple[str, int], Standstill] = {}
    for event in events:
        name = (event.step, event.occurrence)
        if event.kind is EventKind.CLOCK_STOPPED:
            found[name] = Standstill(reason=event.cause, start=event.at)
        elif event.kind is EventKind.CLOCK_RESUMED and name in found:
            found[name] = found[name].model_copy(update={"end": event.at})
    return tuple(found.values())


def _held_hours(lane: Lane, events: list[CaseEvent], at: Instant) -> dict[Holder, float] | None:
    closing = {EventKind.DELIVERED, EventKind.ENDED}
    if not any(event.kind in closing for event in events):
        return None
    observation = observed(lane, events, at)
    held = holding(observation, case_table(observation)).time
    return {holder: float(time[0]) / HOUR for holder, time in held.items()}
