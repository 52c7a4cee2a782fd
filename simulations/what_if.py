"""Known cases under other rules: their own times and outcomes where a step is still there, draws where it is new.

This is no identity rerun: under other rules people queue again, so the cases enter the lane's pools. What an officer
needed for a case stays what they needed, scaled where the rules say that the step takes less. How a step came out stays
so too, except that an outcome which the rules make rarer is kept only as often: where fewer documents are asked for,
some of the files that lacked one lack none now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import TypeAlias

from simulations.engine import Simulation
from simulations.run import Run
from simulations.streams import NamedDraws
from simulations.wakes import wake_at
from simulations.work import PoolWork
from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import Pool
from workflows.definition.steps import ApplicantStep, Step, Task, ThirdPartyStep
from workflows.definition.variations import time_of, variation_of
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan
from workflows.working_time.axis import ALWAYS_OPEN, WorkingTimeAxis

Name: TypeAlias = tuple[str, str, str, int, int]
"""Of a draw: the case's draws, step, purpose, the case's number, occurrence."""

Shares: TypeAlias = Mapping[str, float]
"""Outcome id to how often a step comes out so."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of cases.

    Attributes
    ----------
    times : working time of every span that is over, as a multiple of the mean that the lane states for it
    outcomes : how each step that can come out in several ways did, and the shares that the lane states for them
    """

    times: Mapping[Name, float] = field(default_factory=dict)
    outcomes: Mapping[Name, tuple[str, Shares]] = field(default_factory=dict)


def past_of(plan: Plan, cases: Iterable[Case], events: Mapping[str, Sequence[CaseEvent]]) -> Past:
    """Read off events how long each step took and how it came out.

    Parameters
    ----------
    plan : of the lane that the cases travelled
    events : case id to its events
    """
    times: dict[Name, float] = {}
    outcomes: dict[Name, tuple[str, Shares]] = {}
    for case in cases:
        rests = _rests(events[case.id])
        for (step, occurrence), reached in _courses(events[case.id]).items():
            for purpose, axis, time, start, end in _spans(plan, plan.lane.steps[step], case.attributes, reached):
                if mean_span(time):
                    rested = rests.get((step, occurrence), []) if purpose == "service" else []
                    spent = axis.between(start, end) - sum(axis.between(*rest) for rest in rested)
                    times[case.draws, step, purpose, case.number, occurrence] = spent / mean_span(time)
            if step in plan.outcomes and EventKind.COMPLETED in reached:
                came_out = reached[EventKind.COMPLETED].outcome, _shares(plan.outcomes[step])
                outcomes[case.draws, step, _OUTCOME, case.number, occurrence] = came_out
    return Past(times, outcomes)


_OUTCOME = "outcome"


def _shares(cumulative: Sequence[tuple[str, float]]) -> dict[str, float]:
    return {id_: reached - before for id_, before, reached in _ranges(cumulative)}


def _ranges(cumulative: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float, float]]:
    """Outcomes, each with the numbers between which a draw makes a step come out so."""
    before = 0.0
    for id_, reached in cumulative:
        yield id_, before, reached
        before = reached


def _courses(events: Sequence[CaseEvent]) -> dict[tuple[str, int], dict[EventKind, CaseEvent]]:
    """Step and occurrence to the events of its course."""
    courses: dict[tuple[str, int], dict[EventKind, CaseEvent]] = {}
    for event in events:
        if event.kind in _COURSE:
            courses.setdefault((event.step, event.occurrence), {})[event.kind] = event
    return courses


def _rests(events: Sequence[CaseEvent]) -> dict[tuple[str, int], list[tuple[Instant, Instant]]]:
    """Step and occurrence to the times for which work that was begun was suspended."""
    rests: dict[tuple[str, int], list[tuple[Instant, Instant]]] = {}
    left: dict[tuple[str, int], Instant] = {}
    for event in events:
        name = event.step, event.occurrence
        if event.kind is EventKind.SUSPENDED:
            left[name] = event.at
        elif event.kind is EventKind.RESUMED and name in left:
            rests.setdefault(name, []).append((left.pop(name), event.at))
    return rests


_COURSE = (EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED)


def _spans(
    plan: Plan, step: Step, attributes: Mapping[str, str], reached: Mapping[EventKind, CaseEvent]
) -> Iterator[tuple[str, WorkingTimeAxis, Distribution, Instant, Instant]]:
    """What was drawn for a step, the time that it is counted in, and from when to when it was."""
    enabled, started, released, completed = (reached.get(kind) for kind in _COURSE)
    if isinstance(step, Task):
        served = released or completed
        if started and served:
            calendar = _calendar_of(plan.lane.pools[step.pool], started.member)
            time = time_of(step, variation_of(step, attributes))
            yield "service", plan.axes[calendar], time, started.at, served.at
        if released and completed and step.circulation:
            yield "circulation", plan.office, step.circulation, released.at, completed.at
    elif isinstance(step, ApplicantStep | ThirdPartyStep) and enabled and completed:
        axis = ALWAYS_OPEN if isinstance(step, ApplicantStep) else plan.office
        yield "service", axis, time_of(step, variation_of(step, attributes)), enabled.at, completed.at


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
    past : what is known
    outcomes : of the lane that the cases travel now: step id to outcome ids with cumulative shares
    otherwise : draws of what is not known
    """

    __slots__ = ("_otherwise", "_outcomes", "_past")

    def __init__(self, past: Past, outcomes: Mapping[str, Sequence[tuple[str, float]]], otherwise: NamedDraws) -> None:
        self._past = past
        self._outcomes = outcomes
        self._otherwise = otherwise

    def uniform(self, draws: str, step: str, purpose: str) -> Callable[[int, int], float]:
        """See :class:`simulations.engine.Draws`."""
        drawn, past = self._otherwise.uniform(draws, step, purpose), self._past.outcomes
        if purpose != _OUTCOME:
            return drawn
        ranges = tuple(_ranges(self._outcomes.get(step, ())))
        # Not the number that the outcome itself may have been drawn with: that one is no chance any more.
        chance = self._otherwise.uniform(draws, step, "another outcome")

        def remembered(number: int, occurrence: int) -> float:
            known = past.get((draws, step, purpose, number, occurrence))
            if known is None:
                return drawn(number, occurrence)
            id_ = _outcome_now(*known, {id_: high - low for id_, low, high in ranges}, chance(number, occurrence))
            return next((low + high) / 2 for each, low, high in ranges if each == id_)

        return remembered

    def span(self, draws: str, step: str, purpose: str, time: Distribution) -> Callable[[int, int], Milliseconds]:
        """See :class:`simulations.engine.Draws`."""
        drawn, mean, past = self._otherwise.span(draws, step, purpose, time), mean_span(time), self._past.times

        def remembered(number: int, occurrence: int) -> Milliseconds:
            spent = past.get((draws, step, purpose, number, occurrence))
            return drawn(number, occurrence) if spent is None else round(spent * mean)

        return remembered


def _outcome_now(outcome: str, shares: Shares, now: Shares, u: float) -> str:
    """How a step comes out under other shares, given how it came out.

    An outcome that has not become rarer is kept. Of one that has, the part is kept which is left of it, and the rest
    goes to those that have become more frequent. So over all cases the outcomes have the new shares, and as few cases
    as can be come out otherwise than they did.

    Parameters
    ----------
    shares, now : of the outcomes then and now
    u : in (0, 1)
    """
    left, then = now.get(outcome, 0.0), shares.get(outcome, 0.0)
    kept = min(1.0, left / then) if then else float(left > 0)
    if u < kept:
        return outcome
    gained = {id_: max(0.0, share - shares.get(id_, 0.0)) for id_, share in now.items()}
    if not any(gained.values()):
        gained = dict(now)
    reached = accumulate(gained.values())
    sought = (u - kept) / (1 - kept) * sum(gained.values())
    return next(
        (id_ for id_, up_to in zip(gained, reached, strict=True) if sought < up_to), max(gained, key=gained.__getitem__)
    )


def what_if(plans: Mapping[str, Plan], lane: str, cases: Sequence[Case], past: Past, seed: int) -> Run:
    """Run known cases under a lane of other rules.

    Parameters
    ----------
    plans : lane id to plan, of that lane and those that it calls
    lane : id of the lane
    cases : as they were submitted
    past : how long their steps took, and how they came out
    seed : of what is not known of them
    """
    first = min((case.submitted_at for case in cases), default=0)
    draws = RememberedDraws(past, plans[lane].outcomes, NamedDraws(seed, 0))
    simulation = Simulation(plans, draws, first, PoolWork)
    for order, case in enumerate(cases):
        wake_at(simulation.clock, case.submitted_at, order, partial(_submit, simulation, lane, case))
    return Run(simulation.run(), simulation.lanes)


def _submit(simulation: Simulation, lane: str, case: Case) -> None:
    simulation.open(lane, case)
