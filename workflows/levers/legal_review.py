"""Legal review (法制审核): somebody who knows the law looks at a major decision before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane, Pool
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import Choice, Milestone, Path, Step, Task
from workflows.definition.values import Identifier, Proportion, WorkingDays
from workflows.levers.intake import with_pool
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.rewriting import find, in_sequence, replace_step, revised
from workflows.levers.told_apart import cases_told_apart


class LegalReview(LeverFields):
    """One more step before a decision. It costs time and buys decisions that hold.

    Parameters
    ----------
    before : the decision: a task or a milestone
    review : id of the new step
    pool, reviewers : id of the reviewers' pool, and the pool itself if the lane does not have it yet
    service_time : their working time
    circulation_time : working time after that until their opinion is signed
    limit : within which they have to answer
    major : which decisions are reviewed: a condition on attributes; by default all
    share : instead: the share of cases that are major, told by an attribute that the lane then gets
    attribute : id of that attribute
    """

    title: ClassVar[Title] = Title(zh="重大决定法制审核", en="Legal review of major decisions")
    explanation: ClassVar[Title] = Title(
        zh="重大决定作出前增加法制审核：更合法、更稳妥，但用时更长。",
        en="A legal review before major decisions: they hold better, and they take longer.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须是决定环节或里程碑，且尚无该审核；条件只问案件属性。",
        en="It stands before a task or milestone, is not there yet, and the condition asks for attributes only.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "handle_in_parallel",
        "joint_review",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.UP, "agency_cost": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-034", "建立健全重大行政处罚决定法制审核制度"),
        Provenance(source=Source.KNOWLEDGE, basis="国办发〔2018〕118号: major licences and penalties alike"),
    )

    lever: Literal["legal_review"] = "legal_review"
    before: Identifier
    review: Identifier = "legal_review"
    pool: Identifier
    reviewers: Pool | None = None
    service_time: Distribution
    circulation_time: Distribution | None = None
    limit: WorkingDays | None = None
    major: Condition | None = None
    share: Proportion | None = None
    attribute: Identifier = "major_decision"

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> Self:
        if self.major is not None and self.share is not None:
            raise ValueError("expected major or share, or neither; found both")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with the review.

        Raises
        ------
        LeverRefusedError
            If it would stand before anything but a decision, or is there already.
        """
        pools = with_pool(self, lane, self.pool, self.reviewers)
        new = None if self.share is None else (self.attribute, Title(zh="重大决定", en="Major decision"), self.share)
        when, attributes = cases_told_apart(self, lane, self.major, new)
        decision = find(lane.body, self.before)
        if not isinstance(decision, Task | Milestone):
            raise refused(self, f"a decision as {self.before!r}", decision.kind, "Name a task or a milestone.")
        review = Task(
            id=self.review,
            title=Title(zh="法制审核", en="Legal review"),
            pool=self.pool,
            service_time=self.service_time,
            circulation_time=self.circulation_time,
            limit=self.limit,
            after=decision.after if isinstance(decision, Task) else (),
            clauses=self.clauses,
        )
        if isinstance(decision, Task):
            decision = revised(decision, after=(*decision.after, self.review))
        step: Step = review if when is None else self._only(when, review)
        body = replace_step(lane.body, self.before, in_sequence(step, decision))
        return reformed(self, lane, body, pools=pools, attributes=attributes)

    def _only(self, when: Condition, review: Task) -> Choice:
        return Choice(
            id=f"{self.review}_needed",
            title=Title(zh="是否重大决定", en="Is the decision a major one"),
            paths=(Path(step=review, when=when),),
        )
