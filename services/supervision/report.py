"""What people are shown of the loops: each with its schedule, if it has one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import NonNegativeInt, PositiveInt

from services.supervision.loops import Loop
from services.supervision.schedules import Standing
from workflows.definition.provenance import Frozen, Title
from workflows.instants import Instant, format_instant

_SHOWN: Final = 10
"""Rounds to come, as many as Temporal tells."""


class State(StrEnum):
    """How it is with the schedule of a loop."""

    SCHEDULED = "scheduled"
    PAUSED = "paused"
    OUTDATED = "outdated"
    """It comes round at other instants than the lane says now; apply the schedules."""
    ABSENT = "absent"
    """The lane comes round in simulations only; apply the schedules."""
    ORPHANED = "orphaned"
    """The lane no longer comes round; apply the schedules."""


class LoopView(Frozen):
    """A loop and its schedule.

    Parameters
    ----------
    cases : how many begin with each round
    next_rounds : when it comes round next, at most ten; by its cadence if it has no schedule
    held : rounds that the schedule has begun
    missed : rounds that were missed for too long to be held late
    note : what was said when it was paused or resumed
    assumed_years : calendar years whose working days are not published yet and were taken as Monday to Friday
    """

    lane: str
    title: Title | None
    state: State
    cases: PositiveInt
    next_rounds: tuple[str, ...]
    held: NonNegativeInt
    missed: NonNegativeInt
    note: str
    assumed_years: tuple[int, ...]


def loop_views(loops: tuple[Loop, ...], standings: tuple[Standing, ...], now: Instant) -> tuple[LoopView, ...]:
    """All loops and all schedules, by lane.

    Parameters
    ----------
    now : after which the next rounds are
    """
    wanted = {loop.order.lane: loop for loop in loops}
    scheduled = {standing.lane: _scheduled(standing, wanted.get(standing.lane)) for standing in standings}
    absent = {lane: _absent(loop, now) for lane, loop in wanted.items() if lane not in scheduled}
    return tuple(view for _, view in sorted({**scheduled, **absent}.items()))


def _scheduled(standing: Standing, loop: Loop | None) -> LoopView:
    return LoopView(
        lane=standing.lane,
        title=loop.lane.title if loop else None,
        state=_state(standing),
        cases=standing.cases,
        next_rounds=tuple(map(format_instant, standing.next_at)),
        held=standing.held,
        missed=standing.missed,
        note=standing.note,
        assumed_years=loop.assumed_years if loop else (),
    )


def _absent(loop: Loop, now: Instant) -> LoopView:
    coming = [at for at in loop.instants if at > now]
    return LoopView(
        lane=loop.order.lane,
        title=loop.lane.title,
        state=State.ABSENT,
        cases=loop.order.cases,
        next_rounds=tuple(map(format_instant, coming[:_SHOWN])),
        held=0,
        missed=0,
        note="",
        assumed_years=loop.assumed_years,
    )


def _state(standing: Standing) -> State:
    if standing.up_to_date is None:
        return State.ORPHANED
    if not standing.up_to_date:
        return State.OUTDATED
    return State.PAUSED if standing.paused else State.SCHEDULED
