"""Passing upward at once (转报、立即上报): what a higher level decides does not wait at the level below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Task, ThirdPartyStep
from workflows.definition.values import Identifier, WorkingDays
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import tasks_named
from workflows.levers.rewriting import find, replace_steps, revised

_AT_ONCE: Final = seed("DD-014", "经发改部门审查合格后,可立即上报")


class PassUpwardAtOnce(LeverFields):
    """The first level looks whether the papers are in order and passes them on the same day, without circulation.

    Parameters
    ----------
    steps : the first level's reviews
    higher : the step in which the higher level decides
    passing_time : working time in which the first level passes one on
    within : its limit from now on; by default the same working day
    """

    title: ClassVar[Title] = Title(zh="转报事项立即上报", en="Pass upward at once")
    explanation: ClassVar[Title] = Title(
        zh="应由上级决定的事项，初审合格后立即上报，不再内部流转。",
        en="What a higher level decides is passed on at once: the first review becomes a task of passing on.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节须在上级决定之前，且与上级分属不同机构；尚未立即上报。",
        en="The reviews stand before the higher level's decision, another office decides, and they do take time.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (_AT_ONCE,)

    lever: Literal["pass_upward_at_once"] = "pass_upward_at_once"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    higher: Identifier
    passing_time: Distribution
    within: WorkingDays = WorkingDays(working_days=0, provenance=_AT_ONCE)

    def apply(self, lane: Lane) -> Lane:
        """The lane in which papers do not wait below.

        Raises
        ------
        LeverRefusedError
            If a review does not come before the higher level's decision, or the same office does both.
        """
        higher = find(lane.body, self.higher)
        if not isinstance(higher, Task | ThirdPartyStep):
            raise refused(
                self,
                f"a step in which somebody decides as {self.higher!r}",
                higher.kind,
                "Name the higher level's step.",
            )
        passed: dict[str, Task] = {}
        for task in tasks_named(self, lane, self.steps):
            if not precedes(lane.body, task.id, higher.id):
                raise refused(
                    self, f"{task.id!r} before {higher.id!r}", "it elsewhere", "Name reviews that come before it."
                )
            if isinstance(higher, Task) and task.pool == higher.pool:
                raise refused(
                    self,
                    f"a higher level as {higher.id!r}",
                    f"{task.pool!r}, which does {task.id!r} too",
                    "Fewer levels in one office are another lever (delegate_authority).",
                )
            passed[task.id] = self._passed_on(task)
        return reformed(self, lane, replace_steps(lane.body, dict(passed)))

    def _passed_on(self, task: Task) -> Task:
        shorter = task.limit is None or task.limit.working_days > self.within.working_days
        clauses = task.clauses if self.clauses[0] in task.clauses else (*task.clauses, *self.clauses)
        return revised(
            task,
            service_time=self.passing_time,
            circulation_time=None,
            paced_by_limit=None,
            limit=self.within if shorter else task.limit,
            clauses=clauses,
        )
