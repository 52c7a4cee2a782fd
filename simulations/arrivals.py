"""Cases entering a lane."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import add

from simulations.engine import Simulation
from simulations.wakes import Wake, schedule
from workflows.definition.lane import ArrivalClock, Arrivals, Lane
from workflows.errors import InvalidInputError
from workflows.instants import Instant
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.plan import Plan

ARRIVAL_KEY = 1 << 62
"""After every case that is already there, at the instant that they share."""


class ArrivalProcess:
    """Submits the cases of a lane one after the other, as the lane's arrivals say.

    Parameters
    ----------
    simulation : that the cases enter
    plan : of their lane
    until : last instant at which one is submitted; or none
    cases : how many; or none, if `until` says when it ends
    """

    def __init__(self, simulation: Simulation, plan: Plan, *, until: Instant | None, cases: int | None) -> None:
        lane = plan.lane
        arrivals = arrivals_of(lane)
        if until is None and cases is None:
            raise ValueError("expected an end of the arrivals: an instant, a number of cases, or both")
        self._simulation = simulation
        self._plan = plan
        self._until = until
        self._cases = cases
        self._draws = f"{lane.id}/"
        self._gap = simulation.draws.span(self._draws, "arrivals", "gap", arrivals.gap)
        self._after, self._opened = _clock(arrivals, plan)
        self._attributes = {id_: simulation.draws.uniform(self._draws, id_, "attribute") for id_ in lane.attributes}

    def begin(self) -> None:
        """Have the first case arrive one gap after the present instant."""
        self._await(0, int(self._simulation.env.now))

    def _await(self, number: int, after: Instant) -> None:
        if self._cases is not None and number >= self._cases:
            return
        due_at = self._after(after, self._gap(number, 0))
        at = self._opened(due_at)
        if self._until is not None and at > self._until:
            return
        env = self._simulation.env
        schedule(env, Wake(env, partial(self._arrive, number, at, due_at)), at, ARRIVAL_KEY)

    def _arrive(self, number: int, at: Instant, due_at: Instant) -> None:
        lane = self._plan.lane
        attributes = attributes_of(lane, {}, lambda id_: self._attributes[id_](number, 0)) if lane.attributes else {}
        case = Case(
            id=f"{lane.id}-{number + 1}", submitted_at=at, number=number, attributes=attributes, draws=self._draws
        )
        self._simulation.open(lane.id, case)
        self._await(number + 1, due_at)


def arrivals_of(lane: Lane) -> Arrivals:
    """The arrivals of a lane that is to have cases of its own.

    Raises
    ------
    InvalidInputError
        If it has none.
    """
    if lane.arrivals is None:
        raise InvalidInputError(
            f"lane {lane.id!r} has no arrivals: expected `arrivals` with a gap between cases; found none. "
            "Write them into the lane, or simulate a lane that calls it."
        )
    return lane.arrivals


def _clock(arrivals: Arrivals, plan: Plan) -> tuple[Callable[[Instant, int], Instant], Callable[[Instant], Instant]]:
    """What adds a gap to an instant, and what moves the sum to when a case can be submitted.

    The next gap is added to the sum, not to where it moved: else nobody would set out while the office is closed, and
    too few cases would come.
    """
    axis = plan.axes[arrivals.calendar]
    if arrivals.clock is ArrivalClock.WORKING_TIME:
        return axis.add, lambda at: at
    return add, axis.next_open
