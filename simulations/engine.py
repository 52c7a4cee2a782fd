"""The SimPy adapter of the interpreter's port."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Protocol

from simulations.hearing import AT_ONCE, Both, GoneLater, HearingLater, Late, Waiting
from simulations.interrupting import InterruptingPool
from simulations.pools import Shift, SimulatedPool
from simulations.wakes import POSITIONS, Clock, Wake, wake_at
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Pool
from workflows.definition.steps import Call, Result, Work
from workflows.errors import InvalidInputError
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.case import Case, Submission, child_case
from workflows.interpreter.plan import Plan
from workflows.interpreter.run import start_case
from workflows.interpreter.script import WITHDRAWAL
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import WorkingTimeAxis

_SETTLED_EVERY: Final = 32
"""Cases after whose end the log is asked whether it has much to settle."""


class Workforce(Protocol):
    """Whoever does the steps: see :meth:`workflows.interpreter.port.Engine.perform`."""

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """Have a step done."""


class Draws(Protocol):
    """Where the numbers of a run come from, by name."""

    def span(self, draws: str, step: str, purpose: str, time: Distribution) -> Callable[[int, int], Milliseconds]:
        """What draws a span for a case's number and an occurrence."""

    def uniform(self, draws: str, step: str, purpose: str) -> Callable[[int, int], float]:
        """What draws a number in (0, 1) for a case's number and an occurrence."""


class Simulation:
    """One run on SimPy: the clock, the log, and the pools that all lanes of the run share.

    Parameters
    ----------
    plans : lane id to plan; calls find their lanes here
    draws : the numbers of the run
    start_at : instant at which the run begins
    workforce_of : who does the steps of a case, given the lane and the name of the case's draws; made once for each
    opened : told of every case that has begun, if anybody wants to know
    late : how late news between cases are

    Raises
    ------
    InvalidInputError
        If two lanes mean different people by the same pool.

    Attributes
    ----------
    log : what has happened
    lanes : id of the lane of every case of the log
    """

    def __init__(
        self,
        plans: Mapping[str, Plan],
        draws: Draws,
        start_at: Instant,
        workforce_of: Callable[[Simulation, Plan, str], Workforce],
        opened: Callable[[Travel], None] | None = None,
        late: Late = AT_ONCE,
    ) -> None:
        _check_shared_pools(plans)
        self.clock = Clock(start_at)
        self.log = EventLog()
        self.plans = plans
        self.draws = draws
        self.lanes: list[str] = []
        self._workforce_of = workforce_of
        self.opened = opened
        self.late = late
        self._engines: dict[tuple[str, str], LaneEngine] = {}
        self._pools: dict[str, SimulatedPool | InterruptingPool] = {}

    def pool(self, id_: str, pool: Pool, axes: Mapping[str, WorkingTimeAxis]) -> SimulatedPool | InterruptingPool:
        """The pool of that id; lanes that name the same pool share its members."""
        known = self._pools.get(id_)
        if known is None:
            kind = InterruptingPool if pool.interrupts else SimulatedPool
            known = self._pools[id_] = kind(self.clock, _shifts(pool, axes))
        return known

    def engine(self, lane: str, draws: str) -> LaneEngine:
        """The port for the cases of a lane whose draws have that name."""
        engine = self._engines.get((lane, draws))
        if engine is None:
            plan = self.plans[lane]
            engine = self._engines[lane, draws] = LaneEngine(self, plan, self._workforce_of(self, plan, draws))
        return engine

    def open(self, lane: str, case: Submission, awaited_by: Waiting | None = None) -> Travel:
        """Begin a case at the present instant."""
        return self.engine(lane, case.draws).open(case, awaited_by)

    def rank(self, case: Submission, lane: str) -> int:
        """The case's place among all cases of the run, which is its number in the log; a new case gets the next."""
        rank = self.log.add_case(case.id)
        if rank == len(self.lanes):
            self.lanes.append(lane)
        return rank

    def child(self, parent: Travel, lane: str, id_: str) -> Case:
        """The case that a call opens now."""

        def drawn(name: str) -> float:
            return self.draws.uniform("", name, "attribute")(parent.case.number, 0)

        return child_case(parent.case, self.plans[lane].lane, id_, self.clock.now, drawn)

    def withdraw(self, travel: Travel) -> None:
        """End a child case whose parent no longer waits for it."""
        self._engines[travel.plan.lane.id, travel.case.draws].awaited.pop(travel.rank, None)
        travel.over(Result.WITHDRAWN, WITHDRAWAL)

    def run(self) -> EventLog:
        """Run until nothing is left to happen.

        A case leaves no reference cycles behind, so the cyclic collector would only cost: a fifth of the time.
        """
        collecting = gc.isenabled()
        gc.disable()
        try:
            self.clock.run_out()
        finally:
            if collecting:
                gc.enable()
        return self.log


def _check_shared_pools(plans: Mapping[str, Plan]) -> None:
    """Lanes share the pools that they name alike, so they have to mean the same people by it."""
    meant: dict[str, tuple[str, Pool, list[WorkingTimeAxis]]] = {}
    for lane, plan in plans.items():
        for id_, pool in plan.lane.pools.items():
            hours = [plan.axes[group.calendar or pool.calendar] for group in pool.staff]
            other, other_pool, other_hours = meant.setdefault(id_, (lane, pool, hours))
            # Who says how many there are is no part of who they are.
            if (_counts(pool), pool.interrupts, hours) != (_counts(other_pool), other_pool.interrupts, other_hours):
                raise InvalidInputError(
                    f"expected one staff for pool {id_!r}, which lanes {other!r} and {lane!r} share; found "
                    f"{other_pool.members} and {pool.members} members, or other hours. Give both lanes the same staff "
                    "and calendars for it, or the pools different ids."
                )


def _counts(pool: Pool) -> list[int]:
    return [group.count for group in pool.staff]


def _shifts(pool: Pool, axes: Mapping[str, WorkingTimeAxis]) -> list[Shift]:
    by_calendar: dict[str, list[int]] = {}
    number = 0
    for group in pool.staff:
        by_calendar.setdefault(group.calendar or pool.calendar, []).extend(range(number, number + group.count))
        number += group.count
    return [Shift(axes[calendar], members) for calendar, members in by_calendar.items()]


class LaneEngine:
    """The port for the cases of one lane; a lane called by another has an engine for each path of calls.

    Parameters
    ----------
    awaited : rank of a child case to the strand that waits for its result
    """

    def __init__(self, simulation: Simulation, plan: Plan, workforce: Workforce) -> None:
        self._simulation = simulation
        self._plan = plan
        self._clock = simulation.clock
        self._record = simulation.log.record
        self._notes = simulation.log.notes
        self._settle = simulation.log.settle
        self._add_case = simulation.log.add_case
        self._spans: dict[str, Callable[[int, int], Milliseconds]] = {}
        self._uniforms: dict[tuple[str, int], Callable[[int, int], float]] = {}
        self.perform = workforce.perform
        self.awaited: dict[int, Waiting] = {}

    def open(self, case: Submission, awaited_by: Waiting | None = None) -> Travel:
        """Begin a case at the present instant."""
        simulation, plan = self._simulation, self._plan
        rank = self._add_case(case.id)
        if rank == len(simulation.lanes):
            simulation.lanes.append(plan.lane.id)
        if awaited_by is not None:
            self.awaited[rank] = awaited_by
        travel = start_case(plan, case, self, rank)
        if simulation.opened is not None and travel.result is None:
            simulation.opened(travel)
        return travel

    def now(self) -> Instant:
        """SimPy's present time."""
        return self._clock.now

    def call_at(self, travel: Travel, at: Instant, key: int, action: Callable[[], None]) -> Handle:
        """See the port."""
        return wake_at(self._clock, at, (travel.rank << POSITIONS) + key, action)

    def call(self, travel: Travel, step: Call, child: str, branch: Branch | None) -> Handle | None:
        """Begin the child at this instant, after whatever else the parent still does at it."""
        simulation = self._simulation
        case = simulation.child(travel, step.lane, child)
        if branch is None:
            _Opening(simulation, step.lane, case, None)
            return None
        late = simulation.late
        if child not in late.heard and child not in late.gone:
            return _Opening(simulation, step.lane, case, branch)
        return _opening_with_late_news(simulation, travel, step.lane, case, branch)

    def span(self, travel: Travel, step: str, occurrence: int, time: Distribution) -> Milliseconds:
        """See the port."""
        draw = self._spans.get(step)
        if draw is None:
            draw = self._spans[step] = self._simulation.draws.span(travel.case.draws, step, "time", time)
        return draw(travel.number, occurrence)

    def uniform(self, travel: Travel, step: str, occurrence: int, path: int) -> float:
        """See the port."""
        draw = self._uniforms.get((step, path))
        if draw is None:
            draw = self._simulation.draws.uniform(travel.case.draws, step, f"path{path}")
            self._uniforms[step, path] = draw
        return draw(travel.number, occurrence)

    def emit(
        self,
        travel: Travel,
        kind: EventKind,
        step: str = "",
        occurrence: int = 0,
        member: str = "",
        cause: str = "",
        outcome: str = "",
    ) -> None:
        """See the port."""
        note = self._notes[kind, step, member, cause, outcome]
        self._record((travel.rank, self._clock.now, note, occurrence))

    def ended(self, travel: Travel) -> None:
        """See the port."""
        if not travel.rank % _SETTLED_EVERY:
            self._settle()
        if self.awaited:
            parent = self.awaited.pop(travel.rank, None)
            if parent is not None:
                parent.resume(travel.result)


def _opening_with_late_news(simulation: Simulation, parent: Travel, lane: str, case: Case, branch: Branch) -> Handle:
    """Open a child; it or its parent hears of the other only some time after."""
    clock, late = simulation.clock, simulation.late
    last = simulation.plans[lane].last
    hearing = HearingLater(clock, (parent.rank << POSITIONS) + parent.plan.last, late.heard.get(case.id, 0), branch)
    opening = _Opening(simulation, lane, case, hearing)
    key = (simulation.rank(case, lane) << POSITIONS) + last
    return Both(GoneLater(clock, key, late.gone.get(case.id, 0), opening.cancel), hearing)


class _Opening:
    """A child case that is about to begin, or has begun; what its parent holds while it waits for it."""

    __slots__ = ("_begun", "_simulation", "_wake")

    def __init__(self, simulation: Simulation, lane: str, case: Case, branch: Waiting | None) -> None:
        self._simulation = simulation
        self._begun: Travel | None = None
        key = simulation.rank(case, lane) << POSITIONS
        begin = partial(self._open, lane, case, branch)
        self._wake: Wake | None = wake_at(simulation.clock, case.submitted_at, key, begin)

    def _open(self, lane: str, case: Case, branch: Waiting | None) -> None:
        self._wake = None
        self._begun = self._simulation.open(lane, case, branch)

    def cancel(self) -> None:
        """The parent no longer waits: the child is withdrawn with it."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        if self._begun is not None:
            self._simulation.withdraw(self._begun)
