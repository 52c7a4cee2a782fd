"""Devolution (下放): a county decides what the city decided, and learns how in a period of transition."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from workflows.definition.cadence import Weekday
from workflows.definition.lane import Lane, Pool
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.steps import Step
from workflows.definition.values import Identifier
from workflows.levers.intake import applicant_steps_named, with_pool
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import tasks_named
from workflows.levers.reactions import Reaction, times
from workflows.levers.rewriting import replace_steps, revised
from workflows.working_time.calendars import Calendar

_IN_TRAINING: Final = "_in_training"


class Transition(Frozen):
    """The time after devolution in which the county's people spend some of their working days in training.

    Parameters
    ----------
    begins_on : first day
    months : how long it lasts; three as a rule
    extended_by : months by which it is extended as the work requires
    weekdays : on which nobody of the county's pool decides, because all are in class
    provenance : who says on which days; three months are Panjin's
    """

    begins_on: date
    months: PositiveInt = 3
    extended_by: NonNegativeInt = 0
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=4)]
    provenance: Provenance

    @model_validator(mode="after")
    def _ends_before_long(self) -> Self:
        if self.months + self.extended_by > 24:
            raise ValueError(f"expected a transition of at most 24 months; found {self.months + self.extended_by}")
        return self

    @property
    def ends_on(self) -> date:
        """The first day after it."""
        years, month = divmod(self.begins_on.month - 1 + self.months + self.extended_by, 12)
        year = self.begins_on.year + years
        return date(year, month + 1, min(self.begins_on.day, monthrange(year, month + 1)[1]))

    @property
    def days(self) -> tuple[date, ...]:
        """The days in training."""
        numbers = {list(Weekday).index(weekday) for weekday in self.weekdays}
        every = (self.begins_on + timedelta(days=day) for day in range((self.ends_on - self.begins_on).days))
        return tuple(day for day in every if day.weekday() in numbers)


class DevolveToCounty(LeverFields):
    """Items are decided by the county's own people; the city's pool has less to do.

    Parameters
    ----------
    steps : the tasks that move
    pool, county : id of the county's pool, and the pool itself if the lane does not have it yet
    transition : training of the county's people; none once it is over
    nearer : steps of the applicant that take less time because the county is nearer
    way : by how much
    """

    title: ClassVar[Title] = Title(zh="下放县区", en="Devolve to the county")
    explanation: ClassVar[Title] = Title(
        zh="事项下放县区办理，市级窗口减负；过渡期内县区人员须腾出部分工作日参加培训。",
        en="The county decides and the city has less to do; in the transition its people train on some working days.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节由市级部门办理。",
        en="The steps are tasks of other pools than the county's.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"cycle_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-008", "设置权力下沉后的过渡期(一般为3个月,根据工作需要可适度延长)"),
        seed("PJ-006", "确保上级下放的职权事项全部承接到位"),
        seed("PJ-009", "下放到基层政府"),
        seed("FS-012", "按照“三個一律”要求精簡審批事項"),
    )

    lever: Literal["devolve_to_county"] = "devolve_to_county"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pool: Identifier
    county: Pool | None = None
    transition: Transition | None = None
    nearer: tuple[Identifier, ...] = ()
    way: Reaction | None = None

    @model_validator(mode="after")
    def _nearer_by_how_much(self) -> Self:
        if bool(self.nearer) != (self.way is not None):
            raise ValueError(f"expected nearer and way, or neither; found {'way' if self.way else 'nearer'} alone")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with the county's pool.

        Raises
        ------
        LeverRefusedError
            If a step is no task, or the county's already, or a nearer one is not the applicant's.
        """
        pools = dict(with_pool(self, lane, self.pool, self.county))
        moved: dict[str, Step | None] = {}
        for task in tasks_named(self, lane, self.steps):
            if task.pool == self.pool:
                raise refused(self, f"a task of another pool as {task.id!r}", f"one of {self.pool!r}", "Leave it out.")
            moved[task.id] = revised(task, pool=self.pool, clauses=(*task.clauses, self.clauses[1]))
        if self.way is not None:
            for step in applicant_steps_named(self, lane, self.nearer):
                moved[step.id] = revised(step, time=times(step.time, self.way))
        calendars = dict(lane.calendars)
        if self.transition is not None:
            pools[self.pool] = self._in_training(pools[self.pool], calendars, self.transition)
        return reformed(self, lane, replace_steps(lane.body, moved), pools=pools, calendars=calendars)

    def _in_training(self, pool: Pool, calendars: dict[str, Calendar], transition: Transition) -> Pool:
        """The pool, keeping hours without the days in class, which are added to the calendars."""

        def training(name: str) -> str:
            calendar, days = calendars[name], transition.days
            # A second item that goes to the same county meets people who are in the same classes already.
            if set(days) <= set(calendar.leave):
                return name
            opened = {extra.day for extra in calendar.extra}
            leave = tuple(sorted({*calendar.leave, *(day for day in days if day not in opened)}))
            without = revised(calendar, leave=leave, provenance=transition.provenance)
            new = f"{name.removesuffix(_IN_TRAINING)[: 62 - len(_IN_TRAINING)]}{_IN_TRAINING}"
            if calendars.setdefault(new, without) != without:
                raise refused(
                    self,
                    f"one transition of those who keep {name!r}",
                    f"another one in calendar {new!r}",
                    "Give both uses of the lever the same transition, or the county's pool hours of its own.",
                )
            return new

        staff = tuple(
            group if group.calendar is None else revised(group, calendar=training(group.calendar))
            for group in pool.staff
        )
        return revised(pool, calendar=training(pool.calendar), staff=staff)
