"""A store in which cases of shipped lanes are under way: as the lanes would have it, or otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import Engine

from services.requests.starting import Route, intend, number_of, route_of
from services.store.recording import record_events
from simulations.engine import Simulation
from simulations.forecasting.draws import SingleDraws
from simulations.run import Run
from simulations.wakes import wake_at
from simulations.work import PoolWork
from workflows.events.event import CaseEvent
from workflows.instants import HOUR, Instant, parse_instant
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.plan import plan_of
from workflows.temporal.messages import RecordedEvent
from workflows.working_time.state_council import WorkingDays

MONDAY = parse_instant("2024-03-04T09:00:00+08:00")
DAYS = WorkingDays(beyond="weekdays")


def live(name: str, instants: Sequence[Instant], first: int = 0) -> dict[str, tuple[Case, list[CaseEvent]]]:
    """What becomes of cases of a route that are filed at some instants: the live seed's decisions, queues and all.

    Parameters
    ----------
    first : number of the first case
    """
    route = route_of(name)
    plans = {id_: plan_of(lane, range(2023, 2035), DAYS) for id_, lane in route.lanes.items()}
    run = Simulation(plans, SingleDraws(0), min(instants), PoolWork)
    cases = [_case(route, f"{route.lane.id}-case{number}", at) for number, at in enumerate(instants, first)]
    for case in cases:
        wake_at(run.clock, case.submitted_at, 0, partial(_open, run, route.lane.id, case))
    events = Run(run.run(), run.lanes).log.by_case()
    lane_of = dict(zip(run.log.cases, run.lanes, strict=True))
    by_id = {case.id: case for case in cases}
    return {
        id_: (by_id.get(id_, Case(id=id_, submitted_at=of[0].at, draws=f"{lane_of[id_]}/")), of)
        for id_, of in events.items()
    }


def _open(run: Simulation, lane: str, case: Case) -> None:
    run.open(lane, case)


def _case(route: Route, id_: str, at: Instant) -> Case:
    def drawn(attribute: str) -> float:
        return uniform(key_of(5, 0, stream_name("", attribute, "attribute")), number_of(id_))

    attributes: dict[str, str] = {}
    for lane in route.lanes.values():
        attributes |= attributes_of(lane, attributes, drawn)
    return Case(id=id_, submitted_at=at, number=number_of(id_), attributes=attributes, draws=f"{route.lane.id}/")


def file_cases(store: Engine, name: str, happening: Mapping[str, tuple[Case, list[CaseEvent]]]) -> None:
    """Write down that cases are to be started."""
    route = route_of(name)
    for case, _ in happening.values():
        if "/" not in case.id:
            intend(store, route, case.attributes, case.id, case.submitted_at, None)


def record_until(store: Engine, happening: Mapping[str, tuple[Case, list[CaseEvent]]], until: Instant) -> None:
    """Record what has happened up to an instant; again, if it was recorded before."""
    for id_, (case, events) in happening.items():
        so_far = [event for event in events if event.at <= until]
        if so_far:
            told = [
                RecordedEvent(
                    kind=event.kind,
                    at=event.at,
                    step=event.step,
                    occurrence=event.occurrence,
                    member=event.member,
                    cause=event.cause,
                    outcome=event.outcome,
                )
                for event in so_far
            ]
            record_events(store, id_, case.draws.rstrip("/"), 0, told)


def every(hours: float, count: int, start: Instant = MONDAY) -> list[Instant]:
    """Instants so far apart."""
    return [start + round(number * hours * HOUR) for number in range(count)]
