"""Work before acceptance (网上预审、提前介入): coaching and pre-review, while the legal clock does not run yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    Mark,
    Milestone,
    Step,
)
from workflows.definition.tree import ids_of, walk
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.references import legal_order, needed_by
from workflows.levers.rewriting import find, flattened, in_sequence, replace_step, replace_steps


class MoveBeforeAcceptance(LeverFields):
    """Steps are done before the case is accepted. Processing time loses them; cycle time does not.

    Parameters
    ----------
    steps : steps or blocks, in the order in which they are then done
    """

    title: ClassVar[Title] = Title(zh="提前介入、受理前预审", en="Move steps before acceptance")
    explanation: ClassVar[Title] = Title(
        zh="所列步骤提前到受理之前办理：不计入法定时限，但仍占用总历时。",
        en="The steps are done before acceptance: the legal clock leaves them out, the applicant's calendar does not.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须只有一个受理点，所列步骤在其后，且不依赖受理后的其他步骤。",
        en="There is one acceptance, the steps stand behind it, and they need nothing of what stays behind it.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-027", "及时建立网上预审机制"),
        seed("SY-015", "提前介入"),
    )

    lever: Literal["move_before_acceptance"] = "move_before_acceptance"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]

    def apply(self, lane: Lane) -> Lane:
        """The lane with the steps before acceptance.

        Raises
        ------
        LeverRefusedError
            If a step is there already, needs one that stays behind, or it is not clear which acceptance is meant.
        """
        body = flattened(lane.body)
        accepted = self._acceptance(body)
        moved = in_sequence(*(find(body, name) for name in self.steps))
        for name in self.steps:
            if accepted in ids_of(find(body, name)) or precedes(body, name, accepted):
                raise refused(self, f"{name!r} behind {accepted!r}", "it elsewhere", "Leave it out.")
        if behind := sorted(name for name in needed_by(moved, body) if not precedes(body, name, accepted)):
            raise refused(
                self,
                "steps that need nothing of what comes after acceptance",
                f"{behind[0]!r}, which has to be done before them",
                "Move it as well, or leave out what needs it.",
                legal_order(body, behind[:1], ids_of(moved)),
            )
        without: Step = replace_steps(body, dict.fromkeys(self.steps)) or moved
        return reformed(self, lane, replace_step(without, accepted, in_sequence(moved, find(without, accepted))))

    def _acceptance(self, body: Step) -> str:
        marks = [step.id for step in walk(body) if isinstance(step, Milestone) and step.mark is Mark.ACCEPTED]
        if len(marks) != 1:
            raise refused(self, "one milestone of mark accepted", f"{len(marks)}", "Apply this lever before others.")
        return marks[0]
