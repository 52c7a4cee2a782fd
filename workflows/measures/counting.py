"""What is counted of a case, event by event: the one fold that live and simulated cases go through.

A live case is counted by whoever records its events, each when it is new; a simulated one from its log. Both come here,
so the same events give the same counts. A limit passes between events and not at one, so it is found at the event that
follows; of a live case on which nothing happens the store tells sooner, by the same rule (:func:`has_passed`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Mark, Result, StopReason, Task
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant
from workflows.measures.cases import case_table
from workflows.measures.dueness import Dueness, dueness
from workflows.measures.holding import holding
from workflows.measures.limit_clock import Clock
from workflows.measures.observation import observe
from workflows.measures.samples import BROKEN, COMMITMENT_LANE, RATING_LEVELS, Counted, Passed, Sample, seconds
from workflows.measures.setting import Setting
from workflows.working_time.legal_clock import processing_time

Settings: TypeAlias = Callable[[Instant, Instant], Setting]
"""A lane with calendars that are known from one instant to another."""

_OF_TASKS: Final = MappingProxyType(
    {
        EventKind.STARTED: Counted.TASKS_STARTED,
        EventKind.COMPLETED: Counted.TASKS_COMPLETED,
        EventKind.CANCELLED: Counted.TASKS_CANCELLED,
    }
)
_EXTENSIONS: Final = MappingProxyType(
    {
        EventKind.EXTENSION_ASKED: "asked",
        EventKind.EXTENDED: "granted",
        EventKind.EXTENSION_REFUSED: "refused",
    }
)
_OVER: Final = frozenset({EventKind.COMPLETED, EventKind.CANCELLED})


@dataclass(frozen=True, slots=True)
class _OpenTask:
    """A task that a department has.

    Attributes
    ----------
    passed : limits of which it has been told that they passed
    """

    task: Task
    department: str
    enabled_at: Instant
    late: Dueness
    passed: frozenset[Counted] = frozenset()


@dataclass(slots=True)
class CaseCourse:
    """A case on its way from event to event.

    Attributes
    ----------
    lane : id of the lane that it travels
    content : that lane, if it is known; without it there is nothing to tell of tasks and hours
    settings : its calendars, likewise
    """

    lane: str
    content: Lane | None
    settings: Settings | None
    clock: Clock = field(default_factory=Clock)
    tasks: dict[tuple[str, int], _OpenTask] = field(default_factory=dict)
    processed: bool = False
    broken: bool = False


def has_passed(enabled_at: Instant, limit_at: Instant | None, now: Instant) -> bool:
    """Whether a limit of a work item passed while it was open: not before, so that nobody answers for who had it then.

    Parameters
    ----------
    limit_at : from when on little is left of the limit, or it is over
    """
    return limit_at is not None and enabled_at < limit_at <= now


def limits_passed(course: CaseCourse, now: Instant) -> list[Passed]:
    """The limits that passed since the event before, each once."""
    found = []
    for (step, occurrence), task in course.tasks.items():
        ends = ((Counted.WARNINGS, task.late.warning_at), (Counted.BREACHES, task.late.due_at))
        new = {of for of, at in ends if of not in task.passed and has_passed(task.enabled_at, at, now)}
        if new:
            course.tasks[step, occurrence] = replace(task, passed=task.passed | new)
            found += [Passed(step, occurrence, of, course.lane, task.department) for of, _ in ends if of in new]
    return found


def take(course: CaseCourse, event: CaseEvent) -> Iterator[Sample]:
    """Take note of the next event of the case, and tell what there is to count of it."""
    submitted_at = course.clock.marks.get(Mark.SUBMITTED)
    delivered_at = course.clock.marks.get(Mark.DELIVERED)
    moved = course.clock.take(event)
    if event.kind is EventKind.SUBMITTED:
        yield Sample(Counted.CASES_STARTED, (course.lane,))
        if course.lane == COMMITMENT_LANE:
            yield Sample(Counted.COMMITMENTS, (course.lane, "made"))
    elif event.kind is EventKind.ENDED:
        yield Sample(Counted.CASES_ENDED, (course.lane, event.outcome))
        if submitted_at is not None:
            closed_at = event.at if delivered_at is None else delivered_at
            yield Sample(Counted.CYCLE_TIME, (course.lane, event.outcome), seconds(closed_at - submitted_at))
        yield from _commitment(course, event.outcome)
    elif event.kind is EventKind.CLOCK_STOPPED and event.cause == StopReason.CORRECTION:
        yield Sample(Counted.CORRECTIONS, (course.lane,))
    elif event.kind in _EXTENSIONS:
        yield Sample(Counted.EXTENSIONS, (course.lane, _EXTENSIONS[event.kind]))
    yield from _step(course, event)
    if moved:
        yield from _processing_time(course)
        _move_limits(course)


def _step(course: CaseCourse, event: CaseEvent) -> Iterator[Sample]:
    """What there is to count of what happens to a step."""
    step = course.content.steps.get(event.step) if course.content is not None else None
    if isinstance(step, Task) and course.content is not None:
        if event.kind is EventKind.ENABLED:
            department = course.content.pools[step.pool].department.en
            late = dueness(course.content, step.id, event.at, course.clock)
            course.tasks[event.step, event.occurrence] = _OpenTask(step, department, event.at, late)
            yield Sample(Counted.TASKS_ENABLED, (course.lane, step.pool, department))
        elif event.kind in _OF_TASKS:
            yield from _task(course, event)
    if event.kind is EventKind.COMPLETED:
        course.broken |= event.outcome == BROKEN
        if isinstance(step, ApplicantStep) and {outcome.id for outcome in step.outcomes} == RATING_LEVELS:
            yield Sample(Counted.RATINGS, (course.lane, event.outcome))


def _task(course: CaseCourse, event: CaseEvent) -> Iterator[Sample]:
    name = (event.step, event.occurrence)
    open_task = course.tasks.get(name)
    if open_task is None:
        return
    labels = (course.lane, open_task.task.pool, open_task.department)
    yield Sample(_OF_TASKS[event.kind], labels)
    took = seconds(event.at - open_task.enabled_at)
    if event.kind is EventKind.STARTED:
        yield Sample(Counted.WAITING_TIME, labels, took)
    elif event.kind is EventKind.COMPLETED:
        yield Sample(Counted.SOJOURN_TIME, labels, took)
    if event.kind in _OVER:
        del course.tasks[name]


def _commitment(course: CaseCourse, result: str) -> Iterator[Sample]:
    if course.lane != COMMITMENT_LANE:
        return
    if result == Result.REVOKED:
        yield Sample(Counted.COMMITMENTS, (course.lane, "broken"))
    elif result == Result.APPROVED:
        yield Sample(Counted.COMMITMENTS, (course.lane, "rectified" if course.broken else "kept"))


def _processing_time(course: CaseCourse) -> Iterator[Sample]:
    """Office time from acceptance to decision, once both are known."""
    marks = course.clock.marks
    if course.processed or course.settings is None or not {Mark.ACCEPTED, Mark.DECIDED} <= marks.keys():
        return
    course.processed = True
    accepted_at, decided_at = marks[Mark.ACCEPTED], marks[Mark.DECIDED]
    [office, *_] = course.settings(accepted_at, max(accepted_at, decided_at)).office.axes
    took = processing_time(accepted_at, decided_at, course.clock.standstills, office)
    yield Sample(Counted.PROCESSING_TIME, (course.lane,), seconds(took))


def _move_limits(course: CaseCourse) -> None:
    """Find out when limits are over that the law's clock has moved."""
    if course.content is None:
        return
    for name, task in course.tasks.items():
        late = dueness(course.content, task.task.id, task.enabled_at, course.clock)
        course.tasks[name] = replace(task, late=late)


def times_by_cause(setting: Setting, lane: str, ended: Iterable[Iterable[CaseEvent]]) -> Iterator[Sample]:
    """The cycle times of cases that have ended, by who had them.

    Parameters
    ----------
    lane : that all of them travelled
    ended : the events of each
    """
    log = EventLog()
    for events in ended:
        log.extend(events)
    if not len(log):
        return
    observation = observe(log, setting)
    for holder, spans in holding(observation, case_table(observation)).time.items():
        total = int(spans.sum())
        if total:
            yield Sample(Counted.TIME_BY_CAUSE, (lane, holder), seconds(total))


def samples_of_case(course: CaseCourse, events: Iterable[CaseEvent]) -> Iterator[Sample]:
    """Everything that there is to count of a case, but its time by cause."""
    for event in events:
        yield from (passed.sample() for passed in limits_passed(course, event.at))
        yield from take(course, event)
