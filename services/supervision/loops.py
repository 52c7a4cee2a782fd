"""The loops of the shipped lanes and the instants at which they come round, before Temporal hears of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from workflows.definition.cadence import submissions
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.instants import Instant, date_of, start_of
from workflows.temporal.rounds import RoundOrder
from workflows.working_time.calendars import compile_axis
from workflows.working_time.state_council import WorkingDays

_LONGEST_CATCH_UP: Final = timedelta(days=365)
"""For a loop that comes round once: what Temporal would take by itself."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A lane that comes round, over a known span of time.

    Attributes
    ----------
    order : what each round begins
    instants : of the rounds, ascending
    until : first instant of which nothing is said
    assumed_years : calendar years among them whose working days are taken as Monday to Friday, not yet being published
    """

    lane: Lane
    order: RoundOrder
    instants: tuple[Instant, ...]
    until: Instant
    assumed_years: tuple[int, ...]

    @property
    def catch_up(self) -> timedelta:
        """How long a missed round is still held: as long as it usually takes the loop to come round.

        So whatever stood still and for however long, one round is caught up, and two only where a holiday has pushed
        them together.
        """
        gaps = [later - earlier for earlier, later in pairwise(self.instants)]
        return timedelta(milliseconds=median_low(gaps)) if gaps else _LONGEST_CATCH_UP


def loops_of(lanes: Iterable[Lane], now: Instant) -> tuple[Loop, ...]:
    """Those of some lanes that come round, with their rounds of this year and the next.

    Two years, since a cadence on working days is known no further than their calendar; whole years, so that asking
    again tomorrow gives the same.

    Parameters
    ----------
    now : tells which years
    """
    year = date_of(now).year
    return tuple(_loop(lane, year) for lane in lanes if lane.arrivals is not None and lane.arrivals.cadence is not None)


def shipped_loops(now: Instant) -> tuple[Loop, ...]:
    """The loops among the shipped lanes."""
    return loops_of(map(shipped_lane, lane_ids()), now)


def _loop(lane: Lane, year: int) -> Loop:
    arrivals = lane.arrivals
    assert arrivals is not None
    assert arrivals.cadence is not None
    # As for every live case: nobody can wait for the State Council, so what is not published is assumed and said.
    days = WorkingDays(beyond="weekdays")
    first, until = start_of(date(year, 1, 1)), start_of(date(year + 2, 1, 1))
    # A round at the end of the last year waits for an opening in the year after it, which the axis has to know.
    axis = compile_axis(lane.calendars[arrivals.calendar], range(year - 1, year + 3), days)
    return Loop(
        lane=lane,
        order=RoundOrder(lane=lane.id, cases=arrivals.per_round),
        instants=tuple(submissions(arrivals.cadence, axis, first, until - 1, days)),
        until=until,
        assumed_years=days.assumed_years((year, year + 1)),
    )
