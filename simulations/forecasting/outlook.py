"""What one of the possible futures comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulations.forecasting.continuing import Continuation
from simulations.forecasting.situation import Situation
from workflows.definition.lane import Lane
from workflows.definition.steps import Task
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant, Milliseconds
from workflows.measures import NONE, CaseTable, Timeliness, case_table, measure_pools, observe, setting_of
from workflows.measures.item_states import Lamp, limit_courses

Breach = tuple[str, str]
"""Lane, and the department that had the case; none where the applicant or a third party had it."""


@dataclass(frozen=True, slots=True)
class Use:
    """How busy a pool is up to the end of a horizon."""

    busy_time: Milliseconds
    staffed_time: Milliseconds


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one possible future comes to.

    Attributes
    ----------
    completed_at : lane and id of an open case to when it is delivered, or ends without that
    breaches : for each horizon, how many cases go past a limit by its end that had not by now
    processing_time, cycle_time : lane to those of a case filed now; without the lanes in which it has none
    uses : pool to how busy it is, for each horizon
    outlasted : lane and step to how much work takes longer than its lane says that it can
    """

    completed_at: dict[tuple[str, str], Instant]
    breaches: tuple[Counter[Breach], ...]
    processing_time: dict[str, Milliseconds]
    cycle_time: dict[str, Milliseconds]
    uses: dict[str, tuple[Use, ...]]
    outlasted: Counter[tuple[str, str]]


def outlook(situation: Situation, found: Continuation) -> Outlook:
    """Measure a possible future, by the functions that measure what has been."""
    observations = {
        id_: observe(found.log, setting_of(plan.lane, plan.axes, plan.days), found.cases_of(id_))
        for id_, plan in situation.plans.items()
    }
    tables = {id_: case_table(observation) for id_, observation in observations.items()}
    open_now = {id_ for each in situation.known for id_ in (each.case.id, *each.children)}
    completed_at: dict[tuple[str, str], Instant] = {}
    processing_time, cycle_time = {}, {}
    breaches: tuple[Counter[Breach], ...] = tuple(Counter() for _ in situation.ends)
    numbers = {id_: number for number, id_ in enumerate(found.log.cases)}
    for id_, table in tables.items():
        lane = situation.plans[id_].lane
        for case, closed_at, processing, cycle in zip(
            table.cases,
            table.closed_at.tolist(),
            table.processing_time.tolist(),
            table.cycle_time.tolist(),
            strict=True,
        ):
            if case in open_now and closed_at > situation.now:
                completed_at[situation.named(id_), case] = closed_at
            elif case == found.filed_now.get(id_):
                cycle_time[situation.named(id_)] = cycle
                if processing != NONE:
                    processing_time[situation.named(id_)] = processing
        for due_at, department in _breaches(situation, lane, table, found.log, numbers):
            for end, counted in zip(situation.ends, breaches, strict=True):
                counted[situation.named(id_), department] += due_at <= end
    uses: dict[str, list[Use]] = {}
    for end in situation.ends if observations else ():
        for pool in measure_pools(list(observations.values()), situation.now, end):
            uses.setdefault(pool.pool, []).append(Use(pool.busy_time, pool.staffed_time))
    return Outlook(
        completed_at=completed_at,
        breaches=breaches,
        processing_time=processing_time,
        cycle_time=cycle_time,
        uses={pool: tuple(of) for pool, of in uses.items()},
        outlasted=Counter((situation.named(lane), step) for lane, step in found.outlasted),
    )


def _breaches(
    situation: Situation, lane: Lane, table: CaseTable, log: EventLog, numbers: dict[str, int]
) -> Iterator[tuple[Instant, str]]:
    """When cases first go past a limit after now, within the longest horizon, and which department then has them."""
    late = np.zeros(len(table.cases), dtype=np.bool_)
    for _, timeliness in table.timeliness:
        late |= timeliness == Timeliness.LATE
    if not late.any():
        return
    numbered = np.asarray(log.case)
    for row in np.flatnonzero(late).tolist():
        events = [log.event(index) for index in np.flatnonzero(numbered == numbers[table.cases[row]]).tolist()]
        courses = limit_courses(events, lane, situation.days, events[-1].at)
        broken = [course.due_at for course in courses if course.lamp is Lamp.OVERDUE and course.due_at is not None]
        ahead = [at for at in broken if situation.now < at <= situation.ends[-1]]
        if ahead:
            yield min(ahead), _department(events, lane, min(ahead))


def _department(events: list[CaseEvent], lane: Lane, at: Instant) -> str:
    """The department of the task that a case had for longest at an instant."""
    for event in events:
        step = lane.steps.get(event.step)
        if event.kind is EventKind.ENABLED and event.at <= at and isinstance(step, Task):
            until = next(
                (
                    other.at
                    for other in events
                    if other.kind in (EventKind.COMPLETED, EventKind.CANCELLED)
                    and (other.step, other.occurrence) == (event.step, event.occurrence)
                ),
                None,
            )
            if until is None or until > at:
                return lane.pools[step.pool].department.en
    return ""
