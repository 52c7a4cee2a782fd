"""Online pre-review (网上预审): the papers are checked and put right online before anybody comes to the counter."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Series
from itertools import takewhile
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import TypeIs

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    ClockStop,
    Loop,
    Sequence,
    Step,
    StopReason,
    Task,
)
from workflows.definition.tree import walk
from workflows.definition.values import Identifier
from workflows.levers.documents import without_visits
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed, statute
from workflows.levers.rewriting import find, flattened, in_sequence, revised, rewrite


class OnlinePreReview(LeverFields):
    """Papers are sent in online, checked and corrected there, and handed in once they are in order.

    The check and the corrections stand before the filing then. They cost no trip, and stop no legal clock.

    Parameters
    ----------
    loops : correction loops behind a filing; ``all`` for every one that is not reviewed beforehand yet
    pool : who checks online; by default who did so at the counter
    correcting_time : of the applicant, for a correction online; by default as at the counter
    handing_in_time : of the applicant, from the notice that all is in order until the papers are handed in
    """

    title: ClassVar[Title] = Title(zh="网上预审", en="Online pre-review")
    explanation: ClassVar[Title] = Title(
        zh="申报前网上预审材料，需补充的一次性告知并在网上补正，不再为补正跑动。",
        en="Papers are checked online before they are handed in; what is missing is told once and costs no trip.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="补正环节须紧接在申请人递交之后；审查不得以递交后的其他步骤为法定前置。",
        en="The correction loop follows the applicant's filing at once, and law puts nothing between filing and check.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "internal_handover",
        "joint_acceptance",
        "one_window_intake",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN, "corrected": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-027", "及时建立网上预审机制,第一时间推送预审结果"),
        statute("行政许可法 art. 32"),
    )

    lever: Literal["online_pre_review"] = "online_pre_review"
    loops: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"
    pool: Identifier | None = None
    correcting_time: Distribution | None = None
    handing_in_time: Distribution

    def apply(self, lane: Lane) -> Lane:
        """The lane with the papers checked beforehand.

        Raises
        ------
        LeverRefusedError
            If a loop named is none in which the applicant corrects, follows no filing, or is checked online already.
        """
        if self.pool is not None:
            known("pool", self.pool, lane.pools)
        for name in () if self.loops == "all" else self.loops:
            self._check_left_to_review(find(lane.body, name), name)
        body = rewrite(flattened(lane.body), self._reviewed) or lane.body
        named = () if self.loops == "all" else self.loops
        if without := [name for name in named if not self._is_online(find(body, name))]:
            raise refused(
                self,
                f"the applicant's filing right before {without[0]!r}",
                "another step there, or none",
                "Name loops that follow a filing.",
            )
        if not any(self._is_online(step) for step in walk(body)):
            raise refused(self, "a correction loop behind a filing", f"none in {lane.id!r}", "Leave the lever out.")
        return reformed(self, lane, body)

    def _check_left_to_review(self, step: Step, name: str) -> None:
        if not _corrects(step):
            raise refused(self, f"a loop in which the applicant corrects as {name!r}", step.kind, "Leave it out.")
        if self._is_online(step):
            raise refused(self, f"papers checked at the counter in {name!r}", "them checked online", "Leave it out.")

    def _is_online(self, step: Step) -> bool:
        return _corrects(step) and any(isinstance(s, Task) and self.clauses[0] in s.clauses for s in walk(step))

    def _wanted(self, step: Step) -> bool:
        if not _corrects(step) or self._is_online(step):
            return False
        return self.loops == "all" or step.id in self.loops

    def _reviewed(self, step: Step) -> Step:
        if not isinstance(step, Sequence):
            return step
        parts: list[Step] = []
        at = 0
        while at < len(step.steps):
            first = step.steps[at]
            loops = [loop for loop in takewhile(self._wanted, step.steps[at + 1 :]) if isinstance(loop, Loop)]
            if isinstance(first, ApplicantStep) and loops:
                parts += self._filed_online(first, loops)
                at += len(loops)
            else:
                parts.append(first)
            at += 1
        return step if tuple(parts) == step.steps else in_sequence(*parts)

    def _filed_online(self, filing: ApplicantStep, loops: Series[Loop]) -> tuple[Step, ...]:
        """The papers sent in, the loops, and the papers handed in, if that took a trip before."""
        online = tuple(self._online(loop) for loop in loops)
        if not filing.visits:
            return (filing, *online)
        handed_in = ApplicantStep(
            id=f"{filing.id}_in_order",
            title=Title(zh="预审通过后递交", en="Hand in what is in order"),
            time=self.handing_in_time,
            visits=filing.visits,
            variations=tuple(revised(each, time=None) for each in filing.variations),
            clauses=self.clauses[:1],
        )
        return (without_visits(filing, clauses=(*filing.clauses, self.clauses[0])), *online, handed_in)

    def _online(self, loop: Loop) -> Loop:
        body = rewrite(loop.body, self._checked_online)
        redo = rewrite(loop.redo, self._corrected_online) if loop.redo else None
        # What is looked at before it is handed in has not come in, so that nothing can be deemed accepted.
        return revised(loop, body=body, redo=redo, at_most=1, notice=None, provenance=self.clauses[0])

    def _checked_online(self, step: Step) -> Step:
        if not isinstance(step, Task):
            return step
        return without_visits(step, pool=self.pool or step.pool, clauses=(*step.clauses, self.clauses[0]))

    def _corrected_online(self, step: Step) -> Step:
        if isinstance(step, ClockStop) and step.reason is StopReason.CORRECTION:
            return step.body
        if not isinstance(step, ApplicantStep):
            return step
        clauses = (*step.clauses, self.clauses[0])
        return without_visits(step, time=self.correcting_time or step.time, clauses=clauses)


def _corrects(step: Step) -> TypeIs[Loop]:
    """Whether a step is a loop of which a department does the body, and the applicant something before it is redone."""
    return (
        isinstance(step, Loop) and step.redo is not None and not _of_applicant(step.body) and _of_applicant(step.redo)
    )


def _of_applicant(step: Step) -> bool:
    return any(isinstance(part, ApplicantStep) for part in walk(step))
