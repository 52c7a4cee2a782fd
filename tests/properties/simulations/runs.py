"""Runs of small lanes, and what is read off them."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import settings

from simulations.run import Replication, Run, simulate
from workflows.definition.distributions import Distribution, span
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, Milliseconds, parse_instant
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

QUICKLY = settings(max_examples=50, deadline=None, database=None, derandomize=True)
"""What is drawn depends on the test alone, so a failure here fails everywhere."""

STARTS_AT = parse_instant("2024-01-02T00:00:00+08:00")
DAYS = WorkingDays(beyond="weekdays")
YEARS = range(2023, 2040)

Piece: TypeAlias = tuple[str, str, int]
"""Case, step, occurrence."""


def plans_of(lane: Lane) -> dict[str, Plan]:
    """The lane, ready to run."""
    return {lane.id: plan_of(lane, YEARS, DAYS)}


def run(lane: Lane, cases: int, *, seed: int = 1, number: int = 0) -> Run:
    """So many cases of a lane."""
    return simulate(plans_of(lane), Replication(seed=seed, number=number, start_at=STARTS_AT, cases=cases))


def events(lane: Lane, cases: int, *, seed: int = 1, number: int = 0) -> list[CaseEvent]:
    """What happens to them."""
    return list(run(lane, cases, seed=seed, number=number).log)


def instants(happened: list[CaseEvent], kind: EventKind) -> dict[Piece, Instant]:
    """When each piece of work came to this."""
    return {(event.case, event.step, event.occurrence): event.at for event in happened if event.kind is kind}


def waits(happened: list[CaseEvent]) -> dict[Piece, Milliseconds]:
    """How long each piece of work that was begun had waited."""
    enabled = instants(happened, EventKind.ENABLED)
    return {piece: at - enabled[piece] for piece, at in instants(happened, EventKind.STARTED).items()}


def drawn(lane: Lane, step: str, purpose: str, time: Distribution, cases: int, seed: int = 1) -> list[Milliseconds]:
    """The spans that the cases of a lane draw for a step, one by one, as a workflow would draw them."""
    key = key_of(seed, 0, stream_name(f"{lane.id}/", step, purpose))
    return [span(time, uniform(key, number)) for number in range(cases)]
