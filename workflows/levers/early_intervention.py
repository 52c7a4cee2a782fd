"""Early intervention (提前介入): a department looks at the papers while the item before its own is being decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes, trails_of
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import End, Loop, Milestone, Parallel, Step, Task
from workflows.definition.tree import ids_of
from workflows.definition.values import Identifier, Proportion
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import check_done_together
from workflows.levers.rewriting import find, in_sequence, replace_steps, revised


class EarlyIntervention(LeverFields):
    """A share of a department's work goes beside an earlier step. Its decision stays where law puts it.

    The work does not become less: what is done early, on papers that may still change, is done once.

    Parameters
    ----------
    step : the task of the department
    beside : the earlier step or block beside which it looks at the papers
    share : of the work and of the circulation that this takes over, 0 < share < 1
    """

    title: ClassVar[Title] = Title(zh="提前介入", en="Early intervention")
    explanation: ClassVar[Title] = Title(
        zh="前项尚在审批时，后项部门即提前审查材料；决定仍在前项之后作出。",
        en="A department looks at the papers while the item before is being decided; its own decision stays after it.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="同行的步骤须在该项之前，由同样的案件办理，且不只在其中一方的循环之内；该项尚未提前介入。",
        en=(
            "The step beside stands before the task, the same cases do both equally often, and the department does not "
            "intervene early yet."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "handle_in_parallel",
        "joint_review",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("SY-015", "提前介入、告知承诺、并联审批、限时办结"),)

    lever: Literal["early_intervention"] = "early_intervention"
    step: Identifier
    beside: Identifier
    share: Proportion

    @model_validator(mode="after")
    def _some_of_it(self) -> Self:
        if not 0 < self.share.value < 1:
            raise ValueError(f"expected a share between 0 and 1, so that some work is early; was {self.share.value}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a look beforehand.

        Raises
        ------
        LeverRefusedError
            If the step is no task, if `beside` does not stand before it, or only some cases do one of the two.
        """
        task, beside = find(lane.body, self.step), find(lane.body, self.beside)
        if not isinstance(task, Task):
            raise refused(self, f"a task as {self.step!r}", task.kind, "Name the department's task.")
        self._check_place(lane.body, beside)
        check_done_together(self, lane, (self.beside, self.step))
        early, left = self._divided(lane.body, task)
        block = Parallel(
            id=f"{self.step}_early_look",
            title=Title(zh="提前介入", en="Early look"),
            branches=(beside, early),
        )
        changed: dict[str, Step | None] = {self.beside: block, self.step: left}
        return reformed(self, lane, replace_steps(lane.body, changed) or in_sequence(block, left))

    def _check_place(self, body: Step, beside: Step) -> None:
        if self.step in ids_of(beside) or not precedes(body, self.beside, self.step):
            raise refused(
                self, f"{self.beside!r} before {self.step!r}", "it elsewhere", "Name a step that comes before."
            )
        if isinstance(beside, Milestone | End):
            raise refused(self, "a step that takes time", f"{beside.kind} {self.beside!r}", "Name the one before it.")
        trails = trails_of(body)
        loops = {name: [block.id for block, _ in trails[name] if isinstance(block, Loop)] for name in trails}
        if loops[self.beside] != loops[self.step]:
            inner = next(iter(set(loops[self.beside]) ^ set(loops[self.step])))
            raise refused(
                self,
                "two steps that are done equally often",
                f"one of them inside loop {inner!r}",
                f"Name {inner!r} as a whole, or other steps.",
            )

    def _divided(self, body: Step, task: Task) -> tuple[Task, Task]:
        """What is done early, without a limit of its own, and what is left, with the limit and the outcomes."""
        share = self.share.value
        circulation = task.circulation
        early = Task(
            id=f"{task.id}_early",
            title=Title(zh=f"提前介入：{task.title.zh}"[:200], en=f"Early look: {task.title.en}"[:200]),
            pool=task.pool,
            service_time=task.service_time.scaled(share),
            circulation_time=circulation.scaled(share) if circulation else None,
            priority=task.priority,
            after=tuple(name for name in task.after if precedes(body, name, self.beside)),
            variations=tuple(revised(each, visits=None) for each in task.variations),
            clauses=self.clauses,
        )
        return early, revised(
            task,
            service_time=task.service_time.scaled(1 - share),
            circulation_time=task.circulation_time.scaled(1 - share) if task.circulation_time else None,
            paced_by_limit=task.paced_by_limit.scaled(1 - share) if task.paced_by_limit else None,
            clauses=(*task.clauses, *self.clauses),
        )
