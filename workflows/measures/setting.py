"""What a log has to be held against: the lane that it ran under, with its calendars as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from workflows.definition.lane import Lane, Pool
from workflows.measures.hours import Hours, Numbers
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.state_council import WorkingDays

OFFICE = 0
"""Index of the law's office hours in :attr:`Setting.hours`."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A lane with its hours.

    Attributes
    ----------
    days : the law's working days
    hours : the law's office hours first, then the different hours of pools and of their staff
    pool_hours : pool id to the index of the hours during which any of its members is there
    staff_hours : pool id to the index of each staff entry's hours
    """

    lane: Lane
    days: WorkingDays
    hours: tuple[Hours, ...]
    pool_hours: Mapping[str, int]
    staff_hours: Mapping[str, tuple[int, ...]]

    @property
    def office(self) -> Hours:
        """The law's office hours."""
        return self.hours[OFFICE]

    def member_hours(self, pool: str, members: Numbers, texts: tuple[str, ...]) -> Numbers:
        """Indices of the hours that members of a pool keep.

        A pool's members are called ``1``, ``2``, … in the order of its staff entries. Somebody of another name is
        taken to keep the hours of the pool as a whole.

        Parameters
        ----------
        members : indices into `texts`
        """
        staff = self.staff_hours[pool]
        if len(set(staff)) == 1:
            return np.full(len(members), staff[0], dtype=np.int64)
        codes, inverse = np.unique(members, return_inverse=True)
        hours = [self._hours_of(pool, texts[code]) for code in codes.tolist()]
        return np.array(hours, dtype=np.int64)[inverse]

    def _hours_of(self, pool: str, member: str) -> int:
        staff, entries = self.staff_hours[pool], self.lane.pools[pool].staff
        if member.isdecimal():
            for last, hours in zip(accumulate(entry.count for entry in entries), staff, strict=True):
                if 1 <= int(member) <= last:
                    return hours
        return self.pool_hours[pool]


def setting_of(lane: Lane, axes: Mapping[str, WorkingTimeAxis], days: WorkingDays) -> Setting:
    """Make a lane ready to measure its logs.

    Parameters
    ----------
    lane : the lane that the cases travelled
    axes : calendar id to its axis; calendars that are alike may share one
    days : the law's working days
    """
    hours = [Hours([axes[lane.office]])]
    known = {frozenset([axes[lane.office]]): OFFICE}

    def index_of(calendars: frozenset[str]) -> int:
        together = frozenset(axes[calendar] for calendar in calendars)
        if together not in known:
            known[together] = len(hours)
            hours.append(Hours([axes[calendar] for calendar in sorted(calendars)]))
        return known[together]

    kept = {id_: _calendars(pool) for id_, pool in lane.pools.items()}
    staff_hours = {id_: tuple(index_of(frozenset([one])) for one in calendars) for id_, calendars in kept.items()}
    pool_hours = {id_: index_of(frozenset(calendars)) for id_, calendars in kept.items()}
    return Setting(lane, days, tuple(hours), pool_hours, staff_hours)


def _calendars(pool: Pool) -> tuple[str, ...]:
    return tuple(entry.calendar or pool.calendar for entry in pool.staff)
