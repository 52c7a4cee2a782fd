"""Histories that are stopped at an instant: what a forecast knows of them, and what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulations.given_cases import simulate_cases
from simulations.rerun import KnownCase, known_cases
from simulations.run import Run
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent
from workflows.instants import Instant, parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

MONDAY = parse_instant("2024-03-04T09:00:00+08:00")
DAYS = WorkingDays(beyond="weekdays")
SEED = 7


def plans_of(*lanes: Lane) -> dict[str, Plan]:
    """Plans by lane id."""
    return {lane.id: plan_of(lane, range(2023, 2035), DAYS) for lane in lanes}


def cases_of(lane: str, instants: Sequence[Instant], attributes: Mapping[str, str] | None = None) -> list[Case]:
    """Cases submitted at some instants."""
    return [
        Case(id=f"case-{number}", submitted_at=at, number=number, attributes=dict(attributes or {}), draws=f"{lane}/")
        for number, at in enumerate(instants)
    ]


def history(plans: Mapping[str, Plan], lane: str, cases: Sequence[Case]) -> Run:
    """The whole course of some cases."""
    return simulate_cases(plans, [(lane, case) for case in cases], SEED)


def known_at(
    lane: str, cases: Sequence[Case], events: Mapping[str, Sequence[CaseEvent]], now: Instant
) -> tuple[KnownCase, ...]:
    """What is known of them at an instant: what happened up to then, and of nobody who comes later."""
    until = {case: [event for event in of if event.at <= now] for case, of in events.items()}
    there = [case for case in cases if case.submitted_at <= now]
    return known_cases(lane, there, {case: of for case, of in until.items() if of})
