"""Cases of a shipped lane as its simulation has them, ready to be run again elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from simulations.rerun import known_cases
from simulations.run import Replication, simulate
from tests.conformance.scripted import EventsByCase, ScriptedCase
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import DAY, Instant, start_of
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan, plan_of
from workflows.measures import CaseTable, case_table, observe, setting_of
from workflows.working_time.state_council import WorkingDays

SEED = 1
TO_COME = date(2040, 3, 5)
"""A Monday so far ahead that a server has something to skip."""


@dataclass(frozen=True)
class Travelled:
    """Cases of a lane and the cases that they opened, from arrival to end.

    Attributes
    ----------
    lanes : the lane and those that it calls, by id
    events : case id to events
    table : one row for each case of the lane itself
    """

    lane: Lane
    lanes: Mapping[str, Lane]
    events: EventsByCase
    table: CaseTable

    @property
    def own(self) -> dict[str, Sequence[CaseEvent]]:
        """The cases that travelled the lane itself."""
        return {case: events for case, events in self.events.items() if "/" not in case}

    def scripted(self, case: str) -> ScriptedCase:
        """A case with all that it did as its script."""
        events = self.events[case]
        [known] = known_cases(self.lane.id, [self._as_submitted(case)], {**self._children(case), case: events})
        return ScriptedCase(self.lanes, known, SEED)

    def account(self, case: str) -> EventsByCase:
        """What happened to a case and its children."""
        return {case: self.events[case], **self._children(case)}

    def _children(self, case: str) -> dict[str, Sequence[CaseEvent]]:
        return {other: events for other, events in self.events.items() if other.startswith(f"{case}/")}

    def _as_submitted(self, case: str) -> Case:
        events = self.events[case]
        number = int(case.rpartition("-")[2]) - 1
        declared = {event.step: event.outcome for event in events if event.kind is EventKind.DECLARED}
        draws = f"{self.lane.id}/"
        return Case(id=case, submitted_at=events[0].at, number=number, attributes=declared, draws=draws)


@cache
def travelled(id_: str, cases: int, starts_on: date = date(2023, 1, 3)) -> Travelled:
    """So many cases of a shipped lane; those of the lanes that it calls have no company of their own."""
    lanes = with_called_lanes(shipped_lane(id_))
    plans = {name: _plan(lane if name == id_ else _without_arrivals(lane), starts_on) for name, lane in lanes.items()}
    log = simulate(plans, Replication(seed=SEED, start_at=start_of(starts_on), cases=cases)).log
    return Travelled(lanes[id_], lanes, log.by_case(), _table(log, plans[id_]))


def ways(events: Sequence[CaseEvent]) -> frozenset[tuple[str, str]]:
    """Which steps a case did, and how they came out."""
    return frozenset((event.step, event.outcome) for event in events if event.kind is EventKind.COMPLETED)


def done(events: Sequence[CaseEvent]) -> list[str]:
    """The steps that a case did, in the order in which it did them."""
    return [event.step for event in events if event.kind is EventKind.COMPLETED]


def result(events: Sequence[CaseEvent]) -> str:
    """How a case ended."""
    assert events[-1].kind is EventKind.ENDED
    return events[-1].outcome


def at(events: Sequence[CaseEvent], kind: EventKind, step: str = "") -> Instant | None:
    """When something first happened to a case, or to one of its steps; none if it never did."""
    return next((event.at for event in events if event.kind is kind and step in ("", event.step)), None)


def declared(events: Sequence[CaseEvent], attribute: str) -> str:
    """What a case was from the start."""
    [value] = [event.outcome for event in events if event.kind is EventKind.DECLARED and event.step == attribute]
    return value


def days_between(first: Instant, last: Instant) -> float:
    """Calendar days."""
    return (last - first) / DAY


def _plan(lane: Lane, starts_on: date) -> Plan:
    return plan_of(lane, range(starts_on.year - 1, starts_on.year + 16), WorkingDays(beyond="weekdays"))


def _without_arrivals(lane: Lane) -> Lane:
    return lane.model_copy(update={"arrivals": None})


def _table(log: EventLog, plan: Plan) -> CaseTable:
    own = [case for case in log.cases if "/" not in case]
    return case_table(observe(log, setting_of(plan.lane, plan.axes, plan.days), own))
