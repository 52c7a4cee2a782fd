"""How many members of the shipped lanes' pools are on duty at an instant, by their calendars."""

from __future__ import annotations

from typing import Final

from services.insights.observing import DAYS
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.instants import Instant, date_of
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.calendars import compile_axis

_YEARS_AROUND: Final = 1
"""Years before and after the present one for which calendars are compiled."""


class Capacity:
    """The pools of the shipped lanes, with calendars that are compiled once a year.

    A pool that several lanes have is one: the department has its members once, and the lane that gives it most counts.
    """

    def __init__(self) -> None:
        self._year: int | None = None
        self._staff: list[tuple[tuple[str, str], list[tuple[WorkingTimeAxis, int]]]] = []

    def on_duty(self, now: Instant) -> dict[tuple[str, str], int]:
        """Members on duty.

        Returns
        -------
        pool and English title of its department to how many
        """
        year = date_of(now).year
        if year != self._year:
            self._staff, self._year = _staff(year), year
        found: dict[tuple[str, str], int] = {}
        for pool, staff in self._staff:
            present = sum(count for axis, count in staff if axis.is_open(now))
            found[pool] = max(found.get(pool, 0), present)
        return found


def _staff(year: int) -> list[tuple[tuple[str, str], list[tuple[WorkingTimeAxis, int]]]]:
    """The staff of every pool of every shipped lane: whose calendar is open when, and how many they are."""
    years = range(year - _YEARS_AROUND, year + _YEARS_AROUND + 1)
    found = []
    for lane in map(shipped_lane, lane_ids()):
        axes = {id_: compile_axis(calendar, years, DAYS) for id_, calendar in lane.calendars.items()}
        for id_, pool in lane.pools.items():
            staff = [(axes[entry.calendar or pool.calendar], entry.count) for entry in pool.staff]
            found.append(((id_, pool.department.en), staff))
    return found
