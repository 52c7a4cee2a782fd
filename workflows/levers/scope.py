"""Scope: how far both sides of a comparison go. No reform, so nothing is saved by it."""

from __future__ import annotations

from typing import ClassVar, Literal

from workflows.definition.lane import Lane
from workflows.definition.precedence import trails_of
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    ClockStop,
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
)
from workflows.levers.lever import LeverFields, reformed, refused
from workflows.levers.rewriting import find, in_sequence, revised


class EndAt(LeverFields):
    """Cut the lane off after a step; the case is approved there.

    Milestones of decision and delivery that are cut off move to the end, since the law's clock has to run to somewhere.

    Parameters
    ----------
    step : the last step
    end : id of the end
    """

    title: ClassVar[Title] = Title(zh="限定比较范围", en="Compare up to a step")
    explanation: ClassVar[Title] = Title(
        zh="只比较到所列步骤为止，前后两侧范围一致。",
        en="Both sides are compared up to this step only. This is a scope, not a reform.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="每件都须依次经过该步骤，不得在分支之内。",
        en="Every case comes by the step, one step after the other; refused inside paths and branches.",
    )
    clauses: ClassVar[tuple[Provenance, ...]] = (
        Provenance(source=Source.SEED, basis="FS-004 從立項到取得施工許可30個工作日內辦結"),
    )
    scope_only: ClassVar[bool] = True

    lever: Literal["end_at"] = "end_at"
    step: Identifier
    end: Identifier = "end_of_scope"

    def apply(self, lane: Lane) -> Lane:
        """The lane up to the step.

        Raises
        ------
        LeverRefusedError
            If the step is one of several paths or branches, so that the case has no one end there.
        """
        find(lane.body, self.step)
        kept = self._up_to(lane.body)
        left = set(ids_of(kept))
        trails = trails_of(lane.body)
        # A mark that stands in what is kept may stand on a path that not every case takes, such as a refusal; a case
        # that has reached it does not reach it again. Of those cut off, the one that most cases come by moves.
        cut = [step for step in walk(lane.body) if isinstance(step, Milestone) and step.id not in left]
        cut.sort(key=lambda step: -len(trails[step.id]))
        moved = {step.mark: step for step in cut}
        marks = [moved[mark] for mark in Mark if mark in moved]
        end = End(id=self.end, title=Title(zh="比较范围到此为止", en="End of what is compared"), result=Result.APPROVED)
        return reformed(self, lane, in_sequence(kept, *marks, end))

    def _up_to(self, step: Step) -> Step:
        if id_of(step) == self.step:
            return step
        match step:
            case Sequence(steps=steps):
                at = next(index for index, part in enumerate(steps) if self.step in ids_of(part))
                return in_sequence(*steps[:at], self._up_to(steps[at]))
            case Deadline(body=body) | ClockStop(body=body) if self.step in ids_of(body):
                return revised(step, body=self._up_to(body))
            case _:
                raise refused(
                    self,
                    f"{self.step!r} where every case comes by, one step after the other",
                    f"it inside {step.kind} {id_of(step)!r}",
                    f"End at {id_of(step)!r} or at a step after it.",
                )
