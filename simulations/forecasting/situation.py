"""How things stand at an instant: what a forecast begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulations.engine import Draws
from simulations.forecasting.continuing import Continuation, Newcomers, go_on
from simulations.rerun import KnownCase
from simulations.streams import NamedDraws
from workflows.errors import GreenlaneError
from workflows.events.event import CaseEvent
from workflows.instants import DAY, Instant
from workflows.interpreter.plan import Plan
from workflows.working_time.legal_clock import due_at
from workflows.working_time.state_council import WorkingDays

HORIZONS = (1, 5, 10)
"""Working days for which breaches and utilisation are told; the day of the forecast does not count, as in the law."""

LONGEST_COMPANY = 120
"""Calendar days for which cases arrive at most, for the company of those that take longest."""


@dataclass(frozen=True, slots=True)
class Situation:
    """How things stand.

    Attributes
    ----------
    now : the instant
    days : the law's working days
    plans : id to plan; a lane may be there in several versions, each with an id of its own
    lane_of : id in `plans` to the id under which the lane is known, where they differ
    known : the cases under way, with what is recorded of them up to `now`, in the order of submission
    recorded : id of each of them, and of the cases that it opened, to its events up to `now`
    past : numbers by which decisions that nobody takes were taken
    arriving : ids of the lanes whose cases go on arriving, and of which one is filed now
    left_out : cases that cannot be forecast, since running them again does not give what is recorded of them
    """

    now: Instant
    days: WorkingDays
    plans: Mapping[str, Plan]
    known: Sequence[KnownCase]
    recorded: Mapping[str, Sequence[CaseEvent]]
    past: Draws
    arriving: tuple[str, ...]
    lane_of: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def named(self, lane: str) -> str:
        """The id under which a lane of `plans` is known."""
        return self.lane_of.get(lane, lane)

    @property
    def ends(self) -> tuple[Instant, ...]:
        """When each of the horizons ends."""
        # No clock stands still, so there is always such an instant.
        return tuple(due_at(self.now, horizon, (), self.days) or self.now for horizon in HORIZONS)


def future_of(situation: Situation, seed: int, replication: int) -> Continuation:
    """One of the ways in which things may go on."""
    newcomers = Newcomers(
        arriving=situation.arriving,
        filed_now=situation.arriving,
        at_least_until=situation.ends[-1],
        at_most_until=max(situation.ends[-1], situation.now + LONGEST_COMPANY * DAY),
    )
    future = NamedDraws(seed, replication)
    return go_on(situation.plans, situation.known, situation.now, situation.past, future, newcomers)


def understood(situation: Situation) -> Situation:
    """The situation without the cases whose record the interpreter does not give back.

    A case that ran under a release that did things differently, or past the interpreter, would be forecast from a
    state in which it is not. It is left out, and said to be.
    """
    wrong = _misunderstood(situation, situation.known)
    if not wrong:
        return situation
    kept = tuple(each for each in situation.known if each.case.id not in wrong)
    return replace(situation, known=kept, left_out=(*situation.left_out, *sorted(wrong)))


def _misunderstood(situation: Situation, known: Sequence[KnownCase]) -> set[str]:
    """Which cases, run again, are not what is recorded of them, or cannot be run at all.

    A record that no run can follow ends the run with whatever error it leads to. Then the cases are run in halves,
    down to the one that it is; the others are none the worse for it.
    """
    try:
        found = go_on(situation.plans, known, situation.now, situation.past, NamedDraws(0, 0)).log.by_case()
    except (LookupError, ValueError, RuntimeError, GreenlaneError):
        if len(known) == 1:
            return {known[0].case.id}
        half = len(known) // 2
        return _misunderstood(situation, known[:half]) | _misunderstood(situation, known[half:])
    return {
        each.case.id
        for each in known
        for id_ in (each.case.id, *each.children)
        if found.get(id_, [])[: len(situation.recorded[id_])] != list(situation.recorded[id_])
    }
