"""Cancelling steps (取消审批环节): what the law no longer asks for is no longer done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    End,
    Milestone,
    Step,
)
from workflows.definition.tree import ids_of
from workflows.definition.values import (
    Identifier,
)
from workflows.errors import LegalOrder
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.rewriting import find, remove_steps


class CancelStep(LeverFields):
    """Steps are done no more.

    Parameters
    ----------
    steps : which; with a step that can come out badly, name the block that asks how it came out as well
    inherit : tasks that law puts after one of them come after that one's own predecessors; say so only where the law
        that demanded the step is gone
    """

    title: ClassVar[Title] = Title(zh="取消环节", en="Cancel steps")
    explanation: ClassVar[Title] = Title(
        zh="取消所列环节。",
        en="The steps named are done no more.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="除非前置依据已废止，所列环节不得是他项的法定前置；不得含里程碑或终点，结果不得另有引用。",
        en=(
            "Law puts no task after the steps, unless that law is gone (inherit); no milestone or end is among them, "
            "and nothing asks how one came out."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"steps": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-012", "按照“三個一律”要求精簡審批事項"),
        seed("SY-052", "审批部门一律不得设定中介服务"),
        seed("TL-011", "确保“清单之外无事项”"),
        seed("PJ-016", "开放企业名称库"),
    )

    lever: Literal["cancel_step"] = "cancel_step"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    inherit: bool = False

    def apply(self, lane: Lane) -> Lane:
        """The lane without the steps.

        Raises
        ------
        LeverRefusedError
            If law puts another task after one of them and `inherit` does not say that this is over, if a milestone or
            an end would go, or if a condition asks how one of them came out.
        """
        if not self.inherit:
            check_not_needed(self, lane, self.steps, "If that law is gone, say so: inherit: true.")
        for step_id in self.steps:
            self._check_alone(find(lane.body, step_id))
        return reformed(self, lane, remove_steps(lane.body, self.steps))

    def _check_alone(self, step: Step) -> None:
        if isinstance(step, Milestone | End):
            raise refused(
                self, "a step that somebody does", f"{step.kind} {step.id!r}", "The law counts from it; leave it out."
            )


def check_not_needed(lever: LeverFields, lane: Lane, step_ids: Iterable[str], remedy: str) -> None:
    """Refuse to do without steps or blocks that law puts before a task which stays."""
    gone = frozenset(name for step_id in step_ids for name in ids_of(find(lane.body, step_id)))
    for task in lane.tasks.values():
        if task.id not in gone and (needed := sorted(gone & set(task.after))):
            raise refused(
                lever,
                "steps that law does not put before another one",
                f"{needed[0]!r}, which law puts before {task.id!r}",
                remedy,
                LegalOrder(needed[0], task.id),
            )
