"""Known cases under other rules: their own times and outcomes where a step is still there, draws where it is new.

This is no identity rerun: under other rules people queue again, so the cases enter the lane's pools. What an officer
needed for a case stays what they needed, scaled where the rules say that the step takes less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import TypeAlias

from simulations.engine import Simulation
from simulations.run import Run
from simulations.streams import NamedDraws
from simulations.wakes import Wake, schedule
from simulations.work import PoolWork
from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import Pool
from workflows.definition.steps import ApplicantStep, Step, Task, ThirdPartyStep
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan
from workflows.working_time.axis import ALWAYS_OPEN, WorkingTimeAxis

Name: TypeAlias = tuple[str, str, str, int, int]
"""Of a span: the case's draws, step, purpose, the case's number, occurrence."""


def past_of(plan: Plan, cases: Iterable[Case], events: Mapping[str, Sequence[CaseEvent]]) -> dict[Name, float]:
    """Read off events how long each step took.

    Parameters
    ----------
    plan : of the lane that the cases travelled
    events : case id to its events

    Returns
    -------
    working time of every span that is over, as a multiple of the mean that the lane states for it
    """
    past: dict[Name, float] = {}
    for case in cases:
        for (step, occurrence), reached in _courses(events[case.id]).items():
            for purpose, axis, time, start, end in _spans(plan, plan.lane.steps[step], reached):
                if mean_span(time):
                    spent = axis.between(start, end) / mean_span(time)
                    past[case.draws, step, purpose, case.number, occurrence] = spent
    return past


def _courses(events: Sequence[CaseEvent]) -> dict[tuple[str, int], dict[EventKind, CaseEvent]]:
    """Step and occurrence to the events of its course."""
    courses: dict[tuple[str, int], dict[EventKind, CaseEvent]] = {}
    for event in events:
        if event.kind in _COURSE:
            courses.setdefault((event.step, event.occurrence), {})[event.kind] = event
    return courses


_COURSE = (EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED)


def _spans(
    plan: Plan, step: Step, reached: Mapping[EventKind, CaseEvent]
) -> Iterator[tuple[str, WorkingTimeAxis, Distribution, Instant, Instant]]:
    """What was drawn for a step, the time that it is counted in, and from when to when it was."""
    enabled, started, released, completed = (reached.get(kind) for kind in _COURSE)
    if isinstance(step, Task):
        served = released or completed
        if started and served:
            calendar = _calendar_of(plan.lane.pools[step.pool], started.member)
            yield "service", plan.axes[calendar], step.service_time, started.at, served.at
        if released and completed and step.circulation:
            yield "circulation", plan.office, step.circulation, released.at, completed.at
    elif isinstance(step, ApplicantStep | ThirdPartyStep) and enabled and completed:
        axis = ALWAYS_OPEN if isinstance(step, ApplicantStep) else plan.office
        yield "service", axis, step.time, enabled.at, completed.at


def _calendar_of(pool: Pool, member: str) -> str:
    """The calendar that a member keeps; members are called 1, 2, … in the order of the pool's staff entries."""
    if member.isdecimal():
        last = accumulate(group.count for group in pool.staff)
        for group, reached in zip(pool.staff, last, strict=True):
            if 1 <= int(member) <= reached:
                return group.calendar or pool.calendar
    return pool.calendar


class RememberedDraws:
    """Draws that give what is known where something is known.

    Parameters
    ----------
    past : from :func:`past_of`
    otherwise : draws of what is not known
    """

    __slots__ = ("_otherwise", "_past")

    def __init__(self, past: Mapping[Name, float], otherwise: NamedDraws) -> None:
        self._past = past
        self._otherwise = otherwise

    def uniform(self, draws: str, step: str, purpose: str) -> Callable[[int, int], float]:
        """See :class:`simulations.engine.Draws`."""
        return self._otherwise.uniform(draws, step, purpose)

    def span(self, draws: str, step: str, purpose: str, time: Distribution) -> Callable[[int, int], Milliseconds]:
        """See :class:`simulations.engine.Draws`."""
        drawn, mean, past = self._otherwise.span(draws, step, purpose, time), mean_span(time), self._past

        def remembered(number: int, occurrence: int) -> Milliseconds:
            spent = past.get((draws, step, purpose, number, occurrence))
            return drawn(number, occurrence) if spent is None else round(spent * mean)

        return remembered


def what_if(plans: Mapping[str, Plan], lane: str, cases: Sequence[Case], past: Mapping[Name, float], seed: int) -> Run:
    """Run known cases under a lane of other rules.

    Parameters
    ----------
    plans : lane id to plan, of that lane and those that it calls
    lane : id of the lane
    cases : as they were submitted
    past : how long their steps took
    seed : of what is not known of them
    """
    first = min((case.submitted_at for case in cases), default=0)
    simulation = Simulation(plans, RememberedDraws(past, NamedDraws(seed, 0)), first, PoolWork)
    for order, case in enumerate(cases):
        wake = Wake(simulation.env, partial(_submit, simulation, lane, case))
        schedule(simulation.env, wake, case.submitted_at, order)
    return Run(simulation.run(), simulation.lanes)


def _submit(simulation: Simulation, lane: str, case: Case) -> None:
    simulation.open(lane, case)
