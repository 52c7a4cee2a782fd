"""Pooled windows: people of several pools do the work of all of them, from one queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Lane, Pool, Staff
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import Step, Task
from workflows.definition.values import Identifier, Money
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.reactions import weakest
from workflows.levers.rewriting import revised, rewrite

Pools = Annotated[tuple[Identifier, ...], Field(min_length=2)]


class CityWideAcceptance(LeverFields):
    """The windows of several sites take anybody's case: one queue for all of them.

    Parameters
    ----------
    windows : the pools of the sites; their people keep their hours
    into, into_title : id and title of the pool that takes their place
    cost_per_hour : what an hour of a member's service time costs, where it differed between the sites
    """

    title: ClassVar[Title] = Title(zh="全市通办", en="City-wide acceptance")
    explanation: ClassVar[Title] = Title(
        zh="各办事点窗口均可受理全市事项，合为一个队列，忙闲相济，排队缩短。",
        en="The windows of several sites take anybody's case from one queue, so nobody queues while a window is idle.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列窗口每小时成本一致，否则须给出。",
        en="An hour costs the same at all windows, or what it costs is given.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("one_window_intake",)
    moves: ClassVar[Mapping[str, Direction]] = {"holding.queueing": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-023", "“全市通辦”事項由218項提高到300項"),
        seed("SY-010", "继续加强三级政务服务体系建设"),
    )

    lever: Literal["city_wide_acceptance"] = "city_wide_acceptance"
    windows: Pools
    into: Identifier = "city_windows"
    into_title: Title = Title(zh="全市通办窗口", en="City-wide windows")
    cost_per_hour: Money | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with one pool of windows.

        Raises
        ------
        LeverRefusedError
            If a pool is named twice, the new id is another pool's, or costs differ and none is given.
        """
        first = lane.pools[known("pool", self.windows[0], lane.pools)]
        pool = pooled(self, lane, self.windows, first.department, self.into_title, None, self.cost_per_hour)
        return reformed(
            self,
            lane,
            moved_to(lane.body, self.windows, self.into),
            pools=replaced(self, lane, self.windows, self.into, pool),
        )


class CrossTrain(LeverFields):
    """The people of several pools learn each other's tasks; whoever is free takes the next one.

    Training is for all of them and in all directions, because a task has one pool.

    Parameters
    ----------
    pools : who learn from each other
    into, into_title : id and title of the pool that they form
    calendar : the hours that all of them keep then; to be stated where they keep different ones
    cost_per_hour : what an hour of a member's service time costs, where it differed
    """

    title: ClassVar[Title] = Title(zh="一岗多能", en="Cross-training")
    explanation: ClassVar[Title] = Title(
        zh="不同岗位人员交叉培训、互为备岗，谁有空谁办，排队缩短。",
        en="The people of several pools can do each other's tasks, so that work waits only while all of them are busy.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列岗位工作时间一致，否则须指明新的工作时间；每小时成本不一的须给出。",
        en="The people keep the same hours, or the new ones are stated; what an hour costs is the same, or given.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"holding.queueing": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        Provenance(source=Source.KNOWLEDGE, basis="一岗多能、AB岗: usual in service halls; no document orders it"),
        seed("PJ-034", "切实做好市级权力下沉后的培训指导工作"),
    )

    lever: Literal["cross_train"] = "cross_train"
    pools: Pools
    into: Identifier = "cross_trained_staff"
    into_title: Title = Title(zh="一岗多能人员", en="Cross-trained staff")
    calendar: Identifier | None = None
    cost_per_hour: Money | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with people who can do all of it.

        Raises
        ------
        LeverRefusedError
            If they keep different hours and no calendar is stated, and as of :class:`CityWideAcceptance`.
        """
        first = lane.pools[known("pool", self.pools[0], lane.pools)]
        if self.calendar is None:
            check_same_hours(self, lane, self.pools)
        pool = pooled(self, lane, self.pools, first.department, self.into_title, self.calendar, self.cost_per_hour)
        return reformed(
            self,
            lane,
            moved_to(lane.body, self.pools, self.into),
            pools=replaced(self, lane, self.pools, self.into, pool),
        )


def pooled(
    lever: LeverFields,
    lane: Lane,
    names: tuple[str, ...],
    department: Title,
    title: Title,
    calendar: str | None,
    cost_per_hour: Money | None,
) -> Pool:
    """One pool with the people of several.

    Parameters
    ----------
    calendar : that all of them keep; by default each keeps their own

    Raises
    ------
    UnknownNameError
        If the lane does not have a pool, or the calendar.
    LeverRefusedError
        If a pool is named twice, or their costs differ and none is given.
    """
    pools = [lane.pools[known("pool", name, lane.pools)] for name in names]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise refused(lever, "every pool once", f"{twice!r} twice", "Name it once.")
    costs = [pool.cost_per_hour for pool in pools]
    amounts = {None if cost is None else cost.yuan for cost in costs}
    if cost_per_hour is None and len(amounts) > 1:
        said = ", ".join("none" if cost is None else f"{cost.yuan:g}" for cost in costs)
        raise refused(lever, "pools whose hours cost the same", f"{said} yuan an hour", "Give cost_per_hour.")
    if calendar is not None:
        known("calendar", calendar, lane.calendars)
    groups: dict[str, list[Staff]] = {}
    for pool in pools:
        for group in pool.staff:
            groups.setdefault(calendar or group.calendar or pool.calendar, []).append(group)
    own = next(iter(groups))
    return Pool(
        title=title,
        department=department,
        calendar=own,
        staff=tuple(_together(staff, None if kept == own else kept) for kept, staff in groups.items()),
        cost_per_hour=cost_per_hour or costs[0],
    )


def _together(groups: list[Staff], calendar: str | None) -> Staff:
    """One group for several that keep the same hours."""
    if len(groups) == 1:
        return revised(groups[0], calendar=calendar)
    bases = dict.fromkeys(f"{group.count}: {group.provenance.basis}" for group in groups)
    source = weakest(*(group.provenance for group in groups))
    return Staff(
        count=sum(group.count for group in groups),
        provenance=Provenance(source=source, basis="; ".join(bases)[:500]),
        calendar=calendar,
    )


def check_same_hours(lever: LeverFields, lane: Lane, names: tuple[str, ...]) -> None:
    """Refuse pools whose people keep different hours."""
    kept = {
        name: {group.calendar or lane.pools[name].calendar for group in lane.pools[name].staff}
        for name in (known("pool", each, lane.pools) for each in names)
    }
    if len(set().union(*kept.values())) > 1:
        said = "; ".join(f"{name} keeps {', '.join(sorted(calendars))}" for name, calendars in kept.items())
        raise refused(lever, "people who keep the same hours", said, "State the hours that all keep then (calendar).")


def moved_to(body: Step, pools: tuple[str, ...], into: str) -> Step:
    """The same steps, with the tasks of some pools done by another one."""

    def moved(step: Step) -> Step:
        return revised(step, pool=into) if isinstance(step, Task) and step.pool in pools and step.pool != into else step

    return rewrite(body, moved) or body


def replaced(lever: LeverFields, lane: Lane, names: tuple[str, ...], into: str, pool: Pool) -> dict[str, Pool]:
    """The pools of the lane with one in the place of several."""
    kept = {name: each for name, each in lane.pools.items() if name not in names}
    if into in kept:
        raise refused(lever, "a new id for the pool that takes their place", f"{into!r} twice", "Give it another id.")
    return kept | {into: pool}
