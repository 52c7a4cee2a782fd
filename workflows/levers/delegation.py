"""Full delegation (充分授权): whoever sits at the window signs, and the papers no longer climb through every level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import Task
from workflows.definition.values import Identifier
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.rewriting import find, replace_steps, revised


class DelegateAuthority(LeverFields):
    """Sign-off levels go. Papers circulate for the share of the levels that is left, as if each level took as long.

    Limits stay as they are: what a department is allowed to take is another decision (cut_time_limit).

    Parameters
    ----------
    steps : tasks whose papers circulate; ``all`` for every one that has not been delegated yet
    levels_before : how many levels signed
    levels_left : how many sign from now on; 0 if the window does so by itself, and nothing circulates any more
    provenance : who says so
    """

    title: ClassVar[Title] = Title(zh="充分授权、减少签批层级", en="Delegate authority")
    explanation: ClassVar[Title] = Title(
        zh="审批权授予窗口，减少签批层级，流转时间按剩余层级缩短。",
        en="Authority goes to the window: fewer levels sign, and circulation gets shorter by those that are gone.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节须有内部流转时间，且尚未授权；层级须减少。",
        en="The papers of the tasks circulate and the tasks have not been delegated yet; fewer levels are left.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-019", "通過充分授權,最大幅度減少審批環節和層級"),
        seed("DD-017", "各审批部门将审批权集中到审批办"),
    )

    lever: Literal["delegate_authority"] = "delegate_authority"
    steps: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"
    levels_before: PositiveInt
    levels_left: NonNegativeInt
    provenance: Provenance

    @model_validator(mode="after")
    def _fewer_levels(self) -> Self:
        if self.levels_left >= self.levels_before:
            raise ValueError(
                f"expected fewer levels left than {self.levels_before}; was {self.levels_left}, which is no delegation"
            )
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with fewer levels.

        Raises
        ------
        LeverRefusedError
            If a step named is no task, circulates nothing, or was delegated before.
        """
        if self.steps == "all":
            chosen = [task for task in lane.tasks.values() if task.circulation and self.clauses[0] not in task.clauses]
        else:
            chosen = [self._checked(lane, name) for name in self.steps]
        delegated = {task.id: self._delegated(task) for task in chosen}
        return reformed(self, lane, replace_steps(lane.body, dict(delegated)) if delegated else lane.body)

    def _checked(self, lane: Lane, name: str) -> Task:
        step = find(lane.body, name)
        if isinstance(step, Task) and step.circulation and self.clauses[0] not in step.clauses:
            return step
        found: str = step.kind
        if isinstance(step, Task):
            found = "one delegated before" if step.circulation else "one that circulates nothing"
        raise refused(self, f"a task whose papers circulate through all levels as {name!r}", found, "Leave it out.")

    def _delegated(self, task: Task) -> Task:
        return revised(
            task,
            circulation_time=self._shortened(task.circulation_time),
            paced_by_limit=self._shortened(task.paced_by_limit),
            clauses=(*task.clauses, self.clauses[0]),
        )

    def _shortened(self, time: Distribution | None) -> Distribution | None:
        if time is None or not self.levels_left:
            return None
        basis = (
            f"{self.levels_left} of {self.levels_before} levels left ({self.provenance.basis}), each taking as long; "
            f"all of them: {time.provenance.basis}"
        )
        provenance = Provenance(source=Source.ASSUMED, basis=basis[:500])
        return time.scaled(self.levels_left / self.levels_before).model_copy(update={"provenance": provenance})
