"""Authority in one place: an approval bureau with one seal, and a chief who may sign at the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Lane, Pool
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Step
from workflows.definition.values import Identifier, Money
from workflows.levers.handover import InternalHandover
from workflows.levers.intake import with_pool
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import tasks_named
from workflows.levers.pooling import Pools, check_same_hours, moved_to, pooled, replaced
from workflows.levers.rewriting import replace_steps, revised


class ApprovalBureau(LeverFields):
    """One bureau decides what several departments decided; its papers stay in the house.

    Parameters
    ----------
    pools : of the departments whose powers and people go to the bureau
    into, into_title, department : the bureau's pool
    legs : the applicant's ways between these departments, which are no more
    calendar : the hours that all keep in the bureau; to be stated where they kept different ones
    cost_per_hour : what an hour of a member's service time costs, where it differed
    """

    title: ClassVar[Title] = Title(zh="一枚印章管审批", en="One bureau, one seal")
    explanation: ClassVar[Title] = Title(
        zh="多部门审批职能划转行政审批局，人员合为一体，部门间不再传递材料。",
        en="The powers and people of several departments go to one bureau: one queue, and no papers between "
        "departments.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列部门工作时间须一致，否则须指明新的工作时间；每小时成本不一的须给出；申请人送件环节不得带来仅其持有的材料。",
        en="The departments keep the same hours, or the new ones are stated; what an hour costs is the same, or "
        "given; no leg brings a paper that only the applicant has.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("one_window_intake",)
    moves: ClassVar[Mapping[str, Direction]] = {"holding.queueing": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-028", "逐步建立“一枚印章管审批”的管理模式"),
        seed("SY-011", "执行“两集中、两到位”情况进行检查指导"),
    )

    lever: Literal["approval_bureau"] = "approval_bureau"
    pools: Pools
    into: Identifier = "approval_bureau"
    into_title: Title = Title(zh="审批人员", en="Approval officers")
    department: Title = Title(zh="行政审批局", en="Administrative approval bureau")
    legs: tuple[Identifier, ...] = ()
    calendar: Identifier | None = None
    cost_per_hour: Money | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with the bureau.

        Raises
        ------
        LeverRefusedError
            If the departments keep different hours and no calendar is stated, if a leg brings a document that only the
            applicant has, if the new id is another pool's, or costs differ and none is given.
        """
        if self.calendar is None:
            check_same_hours(self, lane, self.pools)
        pool = pooled(self, lane, self.pools, self.department, self.into_title, self.calendar, self.cost_per_hour)
        body = InternalHandover(legs=self.legs).apply(lane).body if self.legs else lane.body
        pools = replaced(self, lane, self.pools, self.into, pool)
        return reformed(self, lane, moved_to(body, self.pools, self.into), pools=pools)


class ChiefRepresentative(LeverFields):
    """The department's chief representative signs at the window; the papers circulate no more.

    Parameters
    ----------
    tasks : which are decided at the window from then on
    window, window_pool : id of the window's pool, and the pool itself if the lane does not have it yet
    """

    title: ClassVar[Title] = Title(zh="首席代表", en="Chief representative at the window")
    explanation: ClassVar[Title] = Title(
        zh="部门首席代表在窗口签批，材料不再回部门逐级流转。",
        en="The department's chief signs at the window, so that the papers no longer circulate for signatures.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节为部门办理且目前须流转签批。",
        en="The steps are tasks whose papers circulate.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("pace_by_deadline",)
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-017", "各审批部门将审批权集中到审批办"),
        seed("DD-015", "严格按照“三集中、三到位”原则"),
        seed("FS-019", "通過充分授權,最大幅度減少審批環節和層級"),
    )

    lever: Literal["chief_representative"] = "chief_representative"
    tasks: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    window: Identifier
    window_pool: Pool | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with signatures at the window.

        Raises
        ------
        LeverRefusedError
            If a step is no task, or its papers do not circulate.
        """
        pools = with_pool(self, lane, self.window, self.window_pool)
        signed: dict[str, Step | None] = {}
        for task in tasks_named(self, lane, self.tasks):
            if task.circulation is None:
                raise refused(
                    self, f"a task whose papers circulate as {task.id!r}", "one that is done in one go", "Leave it out."
                )
            clauses = (*task.clauses, *(clause for clause in self.clauses[:1] if clause not in task.clauses))
            signed[task.id] = revised(
                task, pool=self.window, circulation_time=None, paced_by_limit=None, clauses=clauses
            )
        return reformed(self, lane, replace_steps(lane.body, signed), pools=pools)
