"""Cases entering a lane."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import count, repeat
from operator import add
from typing import Any, Final

from simulations.engine import Simulation
from simulations.wakes import Happening
from workflows.definition.cadence import submissions
from workflows.definition.distributions import mean_span
from workflows.definition.lane import ArrivalClock, Arrivals, Lane
from workflows.errors import InvalidInputError
from workflows.instants import DAY, Instant
from workflows.interpreter.case import DrawnCase, attributes_of
from workflows.interpreter.plan import Plan
from workflows.working_time.axis import WorkingTimeAxis

MOST_CASES: Final = 20_000_000
"""Of a lane in one run, roughly: more than any city's, in a year."""
ARRIVAL_KEY = 1 << 62
"""After every case that is already there, at the instant that they share."""


class ArrivalProcess(Happening):
    """Submits the cases of a lane one after the other, as the lane's arrivals say.

    It is the SimPy event of the next arrival, and when that has happened, of the one after it.

    Parameters
    ----------
    simulation : that the cases enter
    plan : of their lane
    until : last instant at which one is submitted; or none
    cases : how many; or none, if `until` says when it ends
    mark : in the ids of the cases and the name of their draws, where the run has other cases of the lane too
    """

    def __init__(
        self, simulation: Simulation, plan: Plan, *, until: Instant | None, cases: int | None, mark: str = ""
    ) -> None:
        lane = plan.lane
        arrivals = arrivals_of(lane)
        if until is None and cases is None:
            raise ValueError("expected an end of the arrivals: an instant, a number of cases, or both")
        _check_number(lane, simulation.clock.now, until, cases)
        self._simulation = simulation
        self._clock = simulation.clock
        self._plan = plan
        self._lane = lane
        self._next = 0
        self._until = until
        self._cases = cases
        self._name = f"{lane.id}{mark}"
        self._draws = f"{self._name}/"
        self._engine = simulation.engine(lane.id, self._draws)
        self._attributes = {id_: simulation.draws.uniform(self._draws, id_, "attribute") for id_ in lane.attributes}
        arriving = self._after_gaps if arrivals.cadence is None else self._with_rounds
        self._instants = arriving(arrivals, simulation.clock.now)

    def begin(self) -> None:
        """Have the first case arrive: one gap after the present instant, or with the first round from now on."""
        self._await()

    def close(self) -> None:
        """No more cases arrive."""
        self._cases = 0
        self.callbacks = ()

    def _after_gaps(self, arrivals: Arrivals, due_at: Instant) -> Iterator[Instant]:
        """When cases arrive that come one by one."""
        assert arrivals.gap is not None  # one of gap and cadence is given: checked when the lane is loaded
        gap = self._simulation.draws.span(self._draws, "arrivals", "gap", arrivals.gap)
        after, opened = _clock(arrivals, self._plan)
        for number in count():
            due_at = after(due_at, gap(number, 0))
            yield due_at if opened is None else opened(due_at)

    def _with_rounds(self, arrivals: Arrivals, now: Instant) -> Iterator[Instant]:
        """When cases arrive that begin with rounds."""
        assert arrivals.cadence is not None
        axis, days = self._plan.axes[arrivals.calendar], self._plan.days
        for at in submissions(arrivals.cadence, axis, now, self._until, days):
            yield from repeat(at, arrivals.per_round)

    def _await(self) -> None:
        if self._cases is not None and self._next >= self._cases:
            return
        at = next(self._instants, None)
        if at is None or (self._until is not None and at > self._until):
            return
        self._clock.put(self, at, ARRIVAL_KEY)

    def _arrive(self) -> None:
        at = self._clock.now = self.at
        number, lane = self._next, self._lane
        drawn = self._attributes
        attributes = attributes_of(lane, {}, lambda id_: drawn[id_](number, 0)) if drawn else {}
        self._next = number + 1
        self._engine.open(DrawnCase(f"{self._name}-{number + 1}", at, number, attributes, self._draws))
        self.callbacks = _ARRIVE  # SimPy has taken them off
        self._await()

    callbacks: Any = (_arrive,)


_ARRIVE = ArrivalProcess.callbacks


def _check_number(lane: Lane, now: Instant, until: Instant | None, cases: int | None) -> None:
    """Refuse more cases than a run can hold, before the first one is there; closing hours are counted as open."""
    arrivals = arrivals_of(lane)
    numbers = [] if cases is None else [float(cases)]
    if until is not None:
        gap = DAY if arrivals.gap is None else max(mean_span(arrivals.gap), 1.0)
        numbers.append((until - now) / gap * arrivals.per_round)
    if min(numbers) > MOST_CASES:
        raise InvalidInputError(
            f"expected a run of at most {MOST_CASES} cases of a lane; found {min(numbers):.3g} of {lane.id!r}. "
            "Let them come less often, or run fewer days or cases."
        )


def arrivals_of(lane: Lane) -> Arrivals:
    """The arrivals of a lane that is to have cases of its own.

    Raises
    ------
    InvalidInputError
        If it has none.
    """
    if lane.arrivals is None:
        raise InvalidInputError(
            f"lane {lane.id!r} has no arrivals: expected `arrivals` with a gap between cases or a cadence; found none. "
            "Write them into the lane, or simulate a lane that calls it."
        )
    return lane.arrivals


def _clock(
    arrivals: Arrivals, plan: Plan
) -> tuple[Callable[[Instant, int], Instant], Callable[[Instant], Instant] | None]:
    """What adds a gap to an instant, and what moves the sum to when a case can be submitted, if it is not then.

    On the wall clock the next gap is added to the sum, not to where it moved: else nobody would set out while the
    office is closed, and too few cases would come. Whoever has measured the gaps from arrival to arrival says so.
    """
    axis = plan.axes[arrivals.calendar]
    match arrivals.clock:
        case ArrivalClock.WORKING_TIME:
            return _adding(axis), None
        case ArrivalClock.WALL_CLOCK:
            return add, axis.next_open
        case ArrivalClock.WALL_CLOCK_FROM_ARRIVAL:
            return lambda at, gap: axis.next_open(at + gap), None


def _adding(axis: WorkingTimeAxis) -> Callable[[Instant, int], Instant]:
    """What `axis.add` does for instants that follow on each other: most gaps end before the office closes."""
    closes_at = axis.first

    def after(at: Instant, gap: int) -> Instant:
        nonlocal closes_at
        if at + gap <= closes_at:
            return at + gap
        arrives_at = axis.add(at, gap)
        if gap:  # so that it is working time up to the next closing
            closes_at = axis.closes[bisect_left(axis.closes, arrives_at)]
        return arrives_at

    return after
