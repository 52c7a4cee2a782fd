"""Preconditions moved behind the decision (前置要件后移): done later, within a limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    Deadline,
    End,
    Mark,
    Milestone,
    Result,
    Sequence,
    Step,
)
from workflows.definition.tree import id_of, ids_of, walk
from workflows.definition.values import (
    Identifier,
    WorkingDays,
)
from workflows.errors import LegalOrder
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.references import outcomes_asked
from workflows.levers.rewriting import find, flattened, in_sequence, replace_step, replace_steps


class MoveBehindDecision(LeverFields):
    """A step is done after the decision instead of before it.

    Parameters
    ----------
    step : a step or block
    within : which it then has to be done, counted from where it stands now
    behind : id of the milestone behind which it comes; by default that of the decision, and after the delivery if that
        follows, so that nobody waits for it
    on_expiry : how a case ends in which it is not done in time
    """

    title: ClassVar[Title] = Title(zh="前置要件后移", en="Move a precondition behind the decision")
    explanation: ClassVar[Title] = Title(
        zh="所列前置要件改为决定作出后限期补办。",
        en="The step is done within a limit after the decision instead of before it.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="不得是决定之前他项的法定前置，其结果不得在决定之前引用，且决定点明确。",
        en=(
            "Law puts no task before the decision after the step, nothing there asks how it came out, and it is clear "
            "which decision is meant."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("PJ-002", "全部改为审批决定作出后规定时限内补齐"),)

    lever: Literal["move_behind_decision"] = "move_behind_decision"
    step: Identifier
    within: WorkingDays
    behind: Identifier | None = None
    on_expiry: Result = Result.REVOKED

    def apply(self, lane: Lane) -> Lane:
        """The lane with the step behind the decision.

        Raises
        ------
        LeverRefusedError
            If law puts it before a task that stays before the decision, if a condition there asks how it comes out, if
            it is behind the decision already, or if it is not clear which decision is meant.
        """
        body = flattened(lane.body)
        moved = find(body, self.step)
        goal = self._goal(body)
        if self.step == goal or goal in ids_of(moved):
            raise refused(
                self, "a step that does not hold the milestone", f"{self.step!r}, which does", "Name another."
            )
        if precedes(body, goal, self.step):
            raise refused(self, f"{self.step!r} before {goal!r}", "it behind already", "Leave the lever out.")
        self._check_free(lane, body, moved)
        without = replace_steps(body, {self.step: None}) or body
        deadline = Deadline(
            id=f"{self.step}_fill_in",
            title=Title(zh="决定后限期补办", en="Limit for what follows the decision"),
            body=moved,
            within=self.within,
            on_expiry=End(
                id=f"{self.step}_not_filled_in",
                title=Title(zh="逾期未补办", en="Not done in time"),
                result=self.on_expiry,
            ),
        )
        place = find(without, goal)
        return reformed(self, lane, replace_step(without, goal, in_sequence(place, deadline)))

    def _goal(self, body: Step) -> str:
        if self.behind is not None:
            find(body, self.behind)
            return self.behind
        holding = [
            (step, part)
            for step in walk(body)
            if isinstance(step, Sequence) and any(self.step in ids_of(other) for other in step.steps)
            for part in step.steps
            if isinstance(part, Milestone) and part.mark is Mark.DECIDED
        ]
        if len(holding) != 1:
            raise refused(
                self,
                "one milestone of mark decided in the sequence that leads on from the step",
                f"{len(holding)}",
                "Name the milestone behind which it comes (behind).",
            )
        sequence, decided = holding[0]
        later = sequence.steps[sequence.steps.index(decided) :]
        delivered = [part for part in later if isinstance(part, Milestone) and part.mark is Mark.DELIVERED]
        return id_of(delivered[0] if delivered else decided) or decided.id

    def _check_free(self, lane: Lane, body: Step, moved: Step) -> None:
        inside = set(ids_of(moved))
        for task in lane.tasks.values():
            if task.id not in inside and (needed := sorted(inside & set(task.after))):
                raise refused(
                    self,
                    "a step that law does not put before another one",
                    f"{needed[0]!r}, which law puts before {task.id!r}",
                    "Cancel the precondition by law first, or move that task as well.",
                    LegalOrder(needed[0], task.id),
                )
        own = list(outcomes_asked(moved))
        for asked in outcomes_asked(body):
            if asked.outcome_of in inside and asked not in own:
                raise refused(
                    self,
                    "a step whose outcome nothing else asks for",
                    f"a condition on {asked.outcome_of!r}",
                    "Cancel the block with that condition first (cancel_step).",
                )
