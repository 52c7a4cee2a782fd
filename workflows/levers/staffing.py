"""People and hours: how many officers a pool has, and when they work."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import PositiveInt, model_validator

from workflows.definition.lane import Lane, Pool, Staff
from workflows.definition.provenance import Provenance, Title
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import revised
from workflows.working_time.calendars import Calendar


class ChangeStaff(LeverFields):
    """A pool gets more people, or fewer.

    Parameters
    ----------
    pool : whose
    count : how many there are then
    add : instead: how many more, or fewer if negative
    calendar : those who keep this calendar, where a pool has people with different hours
    provenance : who decided that
    """

    title: ClassVar[Title] = Title(zh="调整窗口人员", en="Change staff")
    explanation: ClassVar[Title] = Title(
        zh="增减窗口或科室人员。",
        en="A pool gets more people, or fewer.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="调整后须仍有人员，人数须有变化，且能确定是哪一组。",
        en="Somebody is left in the pool, the number changes, and it is clear which people are meant.",
    )
    repeatable: ClassVar[bool] = True
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-015", "各審批部門向市審批大廳派駐代辦員"),
        seed("FS-016", "購買第三方服務"),
        seed("TL-004", "为中介机构、“黄牛”等预留名额,造成群众预约困难的"),
    )

    lever: Literal["change_staff"] = "change_staff"
    pool: Identifier
    count: PositiveInt | None = None
    add: int | None = None
    calendar: Identifier | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _one_way_to_count(self) -> Self:
        if (self.count is None) == (self.add is None):
            raise ValueError(f"expected count or add; found {'none' if self.count is None else 'both'}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with other staff.

        Raises
        ------
        LeverRefusedError
            If nobody would be left, or it is not clear which of several groups is meant.
        """
        pool = lane.pools[known("pool", self.pool, lane.pools)]
        at = group_of(self, pool, self.pool, self.calendar)
        old = pool.staff[at].count
        new = self.count if self.count is not None else old + (self.add or 0)
        if new < 1:
            raise refused(self, f"somebody left in {self.pool!r}", f"{old} and {new - old:+d}", "Take fewer away.")
        if new == old:
            raise refused(self, f"another number than {old} in {self.pool!r}", f"{new}", "Leave the lever out.")
        staff = list(pool.staff)
        staff[at] = revised(staff[at], count=new, provenance=self.provenance)
        return reformed(self, lane, pools=lane.pools | {self.pool: revised(pool, staff=tuple(staff))})


class ChangeHours(LeverFields):
    """A pool, or some of its people, keep other hours: longer, staggered, at noon or on Saturdays.

    Parameters
    ----------
    pool : whose
    calendar : id of the calendar they keep then
    hours : that calendar, if the lane does not have it yet
    members : how many of them keep it then; by default all
    """

    title: ClassVar[Title] = Title(zh="延时错时服务", en="Extended or staggered hours")
    explanation: ClassVar[Title] = Title(
        zh="窗口延时、错时或周末服务。",
        en="The people of a pool work longer, staggered or additional hours.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须能确定是哪一组人员，且人数足够；给出的日历须是新的。",
        en=(
            "It is clear which people of the pool are meant and there are enough of them; a calendar that is given is "
            "a new one."
        ),
    )
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("SY-006", "延时错时服务"),)

    lever: Literal["change_hours"] = "change_hours"
    pool: Identifier
    calendar: Identifier
    hours: Calendar | None = None
    members: PositiveInt | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with other hours.

        Raises
        ------
        LeverRefusedError
            If the calendar is given although the lane has another one of that id, or fewer people are there.
        """
        calendars = dict(lane.calendars)
        if self.hours is None:
            known("calendar", self.calendar, calendars)
        elif calendars.setdefault(self.calendar, self.hours) != self.hours:
            raise refused(self, "a new id for the new calendar", f"{self.calendar!r} twice", "Give it another id.")
        pool = lane.pools[known("pool", self.pool, lane.pools)]
        staff = self._staff(pool)
        changed = revised(pool, calendar=self.calendar if self.members is None else pool.calendar, staff=staff)
        return reformed(self, lane, calendars=calendars, pools=lane.pools | {self.pool: changed})

    def _staff(self, pool: Pool) -> tuple[Staff, ...]:
        if self.members is None:
            return tuple(revised(group, calendar=None) for group in pool.staff)
        at = group_of(self, pool, self.pool, None)
        over = [group for group in pool.staff if group.calendar == self.calendar]
        moved = self.members - sum(group.count for group in over)
        left = pool.staff[at].count - moved
        if moved < 1 or left < 0:
            raise refused(
                self,
                f"more members of {self.pool!r} than keep {self.calendar!r} already, and no more than there are",
                f"{self.members}, where {self.members - moved} do and {pool.staff[at].count} could",
                "Give another number.",
            )
        changed = Staff(count=self.members, provenance=pool.staff[at].provenance, calendar=self.calendar)
        stay = (revised(pool.staff[at], count=left),) if left else ()
        others = tuple(group for group in (*pool.staff[:at], *pool.staff[at + 1 :]) if group not in over)
        return (*stay, *others, changed)


def group_of(lever: LeverFields, pool: Pool, pool_id: str, calendar: str | None) -> int:
    """Which group of a pool is meant: the one with that calendar, or the only one with the pool's own."""
    wanted = calendar or pool.calendar
    groups = [at for at, group in enumerate(pool.staff) if (group.calendar or pool.calendar) == wanted]
    if len(groups) != 1:
        raise refused(
            lever,
            f"one group in {pool_id!r} that keeps calendar {wanted!r}",
            f"{len(groups)}",
            f"Its groups keep {', '.join(group.calendar or pool.calendar for group in pool.staff)}.",
        )
    return groups[0]
