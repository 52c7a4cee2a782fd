"""Offices whose savings can be worked out by hand: fixed times, a case every two hours, and nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from simulations.attribution.coalitions import Player, Reform
from simulations.experiment import Design, Model
from tests.unit.simulations.offices import fixed, lane
from workflows.definition.distributions import Fixed
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.errors import LeverRefusedError
from workflows.levers.rewriting import replace_steps, revised

NAME = Title(zh="改革", en="Reform")
DESIGN = Design(starts_on=date(2024, 3, 5), replications=3, cases=4)
Change: TypeAlias = Callable[[Lane], Lane]


def office(*steps: str, more: str = "") -> Lane:
    """An office with these steps between acceptance and decision."""
    marks = [f"{{kind: milestone, id: {mark}, title: *t, mark: {mark}}}" for mark in ("accepted", "decided")]
    body = f"{{kind: sequence, steps: [{', '.join([marks[0], *steps, marks[1]])}]}}"
    return lane(body, more=f"arrivals: {{gap: {fixed(120)}, calendar: day}}\n{more}")


def side_by_side(*steps: str) -> str:
    """Steps that are done at the same time."""
    return f"{{kind: parallel, id: both, title: *t, branches: [{', '.join(steps)}]}}"


def faster(step: str, minutes: float, *, once: str = "") -> Change:
    """Brings a task down to some minutes; refused unless `once` takes no more than 30 already."""

    def change(before: Lane) -> Lane:
        if once and before.tasks[once].service_time.mean > 30:
            raise LeverRefusedError(f"expected {once} to be fast; found it slow. Make it fast first.")
        old = before.tasks[step]
        time = Fixed(value=minutes, unit=old.service_time.unit, provenance=old.service_time.provenance)
        return before.model_copy(update={"body": replace_steps(before.body, {step: revised(old, service_time=time)})})

    return change


def shorter(step: str, days: int) -> Change:
    """Brings the limit of a task down to some working days."""

    def change(before: Lane) -> Lane:
        old = before.tasks[step]
        assert old.limit is not None
        limit = revised(old.limit, working_days=days)
        return before.model_copy(update={"body": replace_steps(before.body, {step: revised(old, limit=limit)})})

    return change


def reform(before: Lane, *changes: Change) -> Reform[Lane]:
    """A reform whose every lever is a player of its own."""
    players = [Player(f"lever_{place}", NAME, (place,)) for place in range(len(changes))]
    return Reform("reform", NAME, before, changes, players, lambda lane_: Model(lane=lane_))
