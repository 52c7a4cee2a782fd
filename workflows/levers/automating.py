"""Steps that a department's system does by itself, from data that departments share (数据共享、自动办理)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.actors import Automatic, System
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.outcomes import outcome_ids
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Step, Task
from workflows.definition.values import Identifier
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.merging import tasks_named
from workflows.levers.rewriting import replace_steps, revised


class AutomateSteps(LeverFields):
    """A department's system does steps that its people did. They can still do them, as when it is down.

    Parameters
    ----------
    steps : which
    system : whose system
    service_time : for which it keeps the step, where a member of the pool did; nothing circulates any more
    outcome : with which it completes them, if they can come out in several ways
    otherwise : how they come out when it finds nothing; people then do them if absent
    documents : that it looks up, if they are others than those that the steps need
    """

    title: ClassVar[Title] = Title(zh="系统自动办理", en="Steps done by systems")
    explanation: ClassVar[Title] = Title(
        zh="所列步骤由部门系统凭共享数据自动办理，人工随时可以接手。",
        en="The departments' systems do the steps from shared data; people can take over at any time.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列步骤须由岗位办理且尚未自动办理；其结果、所查材料须为流程所有。",
        en="Pools do the steps, no system does yet; the lane has the outcomes and the documents that are named.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"agency_cost": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-038", "實現統一網絡支撐、統一身份認證、統一電子印章、統一電子證照、統一數據共享"),
        seed("FS-026", "各部門按照“誰主管、誰提供、誰負責”的原則"),
        seed("PJ-031", "打破“信息孤岛”和数据壁垒"),
    )

    lever: Literal["automate_steps"] = "automate_steps"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    system: System
    service_time: Distribution
    outcome: Identifier | None = None
    otherwise: Identifier | None = None
    documents: tuple[Identifier, ...] = ()

    def apply(self, lane: Lane) -> Lane:
        """The lane with steps that a system does.

        Raises
        ------
        LeverRefusedError
            If one of them is no task, a system does it already, or it does not come out as the lever says.
        """
        for name in self.documents:
            known("document", name, lane.documents)
        replacements: dict[str, Step | None] = {
            task.id: self._automated(task) for task in tasks_named(self, lane, self.steps)
        }
        return reformed(self, lane, replace_steps(lane.body, replacements))

    def _automated(self, task: Task) -> Task:
        if task.automatic is not None:
            found = f"one that the system {task.automatic.system!s} does"
            raise refused(self, f"a step that people do as {task.id!r}", found, "Leave it out.")
        outcomes = outcome_ids(task)
        for outcome in (self.outcome, self.otherwise):
            if outcome is not None and outcome not in outcomes:
                raise refused(
                    self,
                    f"an outcome of {task.id!r}, one of {', '.join(outcomes)}",
                    f"{outcome!r}",
                    "Name one of them.",
                )
        if task.outcomes and self.outcome is None:
            expected = f"an outcome with which the system completes {task.id!r}, one of {', '.join(outcomes)}"
            raise refused(self, expected, "none", "Add outcome.")
        return revised(
            task,
            service_time=self.service_time,
            circulation_time=None,
            paced_by_limit=None,
            automatic=Automatic(
                system=self.system, outcome=self.outcome, otherwise=self.otherwise, documents=self.documents
            ),
            clauses=(*task.clauses, self.clauses[0]),
        )
