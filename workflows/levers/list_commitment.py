"""List plus commitment (清单制+承诺制): the conditions are handed out as a list, and kept instead of reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import NonNegativeInt

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, Step, Task
from workflows.definition.tree import ids_of
from workflows.definition.values import Identifier
from workflows.levers.cancelling import check_not_needed
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import check_done_together
from workflows.levers.rewriting import find, in_sequence, replace_steps


class ListPlusCommitment(LeverFields):
    """One review of a long lane becomes a list, a commitment to keep it, and a look later whether it was kept.

    Unlike notice and commitment it decides nothing: the other items of the lane stay as they are.

    Parameters
    ----------
    review : the task
    with_it : steps that go with the review, such as an expert review before it or the choice that asks how it came out
    list_time : working time of the reviewers to hand out the list
    signing_time, signing_visits : of the applicant
    checked_before : a later step; before it the same reviewers look whether the list was kept
    check_time : their working time for that
    """

    title: ClassVar[Title] = Title(zh="清单制+承诺制", en="List plus commitment")
    explanation: ClassVar[Title] = Title(
        zh="事前审查改为发放清单、企业承诺、事后核查。",
        en="A review becomes a list of conditions, a commitment to keep them, and a check afterwards.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须是部门审查环节；核查点须在其后并由同样的案件经过；其结果不得另有引用，一并取消的步骤不得是他项法定前置。",
        en=(
            "The review is a task, the same cases pass the later step, nothing that stays asks how it came out, "
            "and law puts nothing after what goes with it."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "handle_in_parallel",
        "joint_review",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-010", "推行工程建設領域“清單制+承諾制”"),
        seed("FS-048", "推進工程建設項目領域“清單制+承諾制”"),
    )

    lever: Literal["list_plus_commitment"] = "list_plus_commitment"
    review: Identifier
    with_it: tuple[Identifier, ...] = ()
    list_time: Distribution
    signing_time: Distribution
    signing_visits: NonNegativeInt = 0
    checked_before: Identifier
    check_time: Distribution

    def apply(self, lane: Lane) -> Lane:
        """The lane with a list in the place of the review.

        Raises
        ------
        LeverRefusedError
            If the review is no task, if the check would not come after it in the same cases, or if something that
            stays needs what goes.
        """
        review = find(lane.body, self.review)
        if not isinstance(review, Task):
            raise refused(self, f"a task as {self.review!r}", review.kind, "Name the review itself.")
        later = find(lane.body, self.checked_before)
        if self.review in ids_of(later) or not precedes(lane.body, self.review, self.checked_before):
            raise refused(
                self, f"{self.review!r} before {self.checked_before!r}", "it elsewhere", "Name a step that comes later."
            )
        check_done_together(self, lane, (self.review, self.checked_before))
        if self.with_it:
            check_not_needed(self, lane, self.with_it, "Leave it out of with_it.")
        committed, check = self._instead(review)
        gone: dict[str, Step | None] = dict.fromkeys(self.with_it)
        checked = in_sequence(check, later)
        body = replace_steps(lane.body, {**gone, self.review: committed, self.checked_before: checked}) or checked
        return reformed(self, lane, body, {self.review: f"{self.review}_commitment"})

    def _instead(self, review: Task) -> tuple[Step, Task]:
        listed = Task(
            id=f"{review.id}_list",
            title=Title(zh=f"{review.title.zh}：发放清单"[:200], en=f"Hand out the list: {review.title.en}"[:200]),
            pool=review.pool,
            service_time=self.list_time,
            priority=review.priority,
            documents=review.documents,
            after=review.after,
            clauses=(*review.clauses, *self.clauses),
        )
        signed = ApplicantStep(
            id=f"{review.id}_commitment",
            title=Title(zh=f"{review.title.zh}：书面承诺"[:200], en=f"Commit oneself: {review.title.en}"[:200]),
            time=self.signing_time,
            visits=self.signing_visits,
            clauses=self.clauses,
        )
        check = Task(
            id=f"{review.id}_check",
            title=Title(zh=f"{review.title.zh}：承诺核查"[:200], en=f"Check what was kept: {review.title.en}"[:200]),
            pool=review.pool,
            service_time=self.check_time,
            after=(signed.id,),
            clauses=self.clauses,
        )
        return in_sequence(listed, signed), check
