"""Acceptance with missing documents (容缺受理): what is not essential may follow after the decision, within a limit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from workflows.definition.conditions import OutcomeIs
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Choice,
    Deadline,
    End,
    Mark,
    Milestone,
    Path,
    Result,
    Step,
    Task,
)
from workflows.definition.tree import walk
from workflows.definition.values import (
    Identifier,
    Outcome,
    Proportion,
    WorkingDays,
)
from workflows.levers.documents import without_defects
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.references import with_outcomes_asked
from workflows.levers.rewriting import before_approval, find, in_sequence, replace_step, revised

MISSING = "missing_minor"
"""The outcome of a check that found nothing essential missing."""


class AcceptWithMissingDocuments(LeverFields):
    """A case that lacks only minor documents is reviewed and decided; they follow within a limit after the decision.

    Parameters
    ----------
    check : the form check
    documents : of what it needs, the minor documents, where its outcome comes from documents
    share : instead, where it has a share of its own: of the incomplete files, those that lack only minor documents
    incomplete, complete : ids of its two outcomes
    supply_within : for the documents, after the decision
    supply_time : which the applicant takes to supply them
    supply_visits : trips that this costs
    if_not_supplied : how a case ends whose documents do not come
    """

    title: ClassVar[Title] = Title(zh="容缺受理", en="Accept with missing documents")
    explanation: ClassVar[Title] = Title(
        zh="非关键材料缺失时先予受理并作出决定，决定后限期补齐。",
        en="A case that lacks only minor documents is accepted and decided; they follow within a limit afterwards.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="审查须区分“齐全”与“不全”，批准之前须有决定；已容缺的审查不再适用。",
        en=(
            "The check tells complete files from incomplete ones and a decision comes before the approval; refused "
            "for a check that tolerates missing documents already."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "drop_document",
        "share_document",
        "replace_document_by_commitment",
        "no_proof_service",
        "demand_side_guide",
        "one_window_intake",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"corrected": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-001", "容缺审批+企业承诺+全程代办"),
        seed("FS-037", "容缺受理"),
        seed("PJ-002", "全部改为审批决定作出后规定时限内补齐"),
    )

    lever: Literal["accept_with_missing_documents"] = "accept_with_missing_documents"
    check: Identifier
    documents: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
    share: Proportion | None = None
    incomplete: Identifier = "incomplete"
    complete: Identifier = "complete"
    supply_within: WorkingDays
    supply_time: Distribution
    supply_visits: NonNegativeInt = 0
    if_not_supplied: Result = Result.REVOKED

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> Self:
        if (self.documents is None) == (self.share is None):
            raise ValueError(f"expected documents or share; found {'none' if self.share is None else 'both'}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane in which minor documents may follow.

        Raises
        ------
        LeverRefusedError
            If the step does not tell complete files from incomplete ones, if its outcome does not come from what the
            lever names, or if no approval follows a decision.
        """
        check = self._tolerant(lane, self._checked(lane))
        body = with_outcomes_asked(replace_step(lane.body, check.id, check), self._goes_on)
        body = self._followed(lane, body)
        return reformed(self, lane, body)

    def _checked(self, lane: Lane) -> Task:
        check = find(lane.body, self.check)
        if not isinstance(check, Task) or {self.incomplete, self.complete} - {outcome.id for outcome in check.outcomes}:
            raise refused(
                self,
                f"a task with outcomes {self.incomplete!r} and {self.complete!r} as {self.check!r}",
                f"{', '.join(o.id for o in check.outcomes) or 'none'}" if isinstance(check, Task) else check.kind,
                "Name the form check, and its outcomes if they are called otherwise.",
            )
        if any(outcome.id == MISSING for outcome in check.outcomes):
            raise refused(self, f"a check as {self.check!r} that is not tolerant yet", "one that is", "Leave it out.")
        return check

    def _tolerant(self, lane: Lane, check: Task) -> Task:
        """The check with a third outcome; the share of files that are in order stays as it is."""
        incomplete = next(outcome for outcome in check.outcomes if outcome.id == self.incomplete)
        title = Title(zh="非关键材料缺失", en="Only minor documents missing")
        if self.share is not None and incomplete.share is not None:
            total, minor = incomplete.share, self.share
            essential = revised(incomplete, share=revised(total, value=total.value * (1 - minor.value)))
            tolerated = Proportion(value=total.value * minor.value, provenance=minor.provenance)
            documents = check.documents
        elif self.documents is not None and incomplete.from_documents:
            for name in self.documents:
                known(f"document of {check.id}", name, dict.fromkeys(check.documents))
            documents = tuple(name for name in check.documents if name not in self.documents)
            essential = incomplete
            in_order = math.prod(1 - lane.documents[name].defect_share.value for name in documents)
            tolerated = Proportion(
                value=in_order
                * (1 - math.prod(1 - lane.documents[name].defect_share.value for name in self.documents)),
                provenance=lane.documents[self.documents[0]].defect_share.provenance,
            )
        else:
            raise refused(
                self,
                f"documents where {self.incomplete!r} comes from documents, a share where it has one",
                f"{'documents' if self.documents else 'share'} given and "
                f"{'an outcome from documents' if incomplete.from_documents else 'an outcome without'}",
                "Give the other one.",
            )
        third = Outcome(id=MISSING, title=title, share=tolerated)
        outcomes = tuple(essential if outcome is incomplete else outcome for outcome in check.outcomes)
        return revised(check, outcomes=(*without_defects(self, outcomes, documents), third), documents=documents)

    def _goes_on(self, asked: OutcomeIs) -> OutcomeIs:
        if asked.outcome_of != self.check or self.complete not in asked.in_:
            return asked
        return OutcomeIs.model_validate({"outcome_of": self.check, "in": (*asked.in_, MISSING)})

    def _followed(self, lane: Lane, body: Step) -> Step:
        """The steps with the documents asked for before every end that approves."""
        after = before_approval(body, self._supply)
        decisions = [s.id for s in walk(after) if isinstance(s, Milestone) and s.mark is Mark.DECIDED]
        for owed in (step.id for step in walk(after) if isinstance(step, Choice) and self._owed(step)):
            if not any(precedes(after, decided, owed) for decided in decisions):
                raise refused(
                    self,
                    f"a decision before lane {lane.id!r} approves",
                    "no milestone of mark decided on the way there",
                    "Put one into the lane.",
                )
        return after

    def _owed(self, choice: Choice) -> bool:
        return choice.id.startswith(f"{self.check}_documents_owed")

    def _supply(self, suffix: str) -> Step:
        supply = ApplicantStep(
            id=f"{self.check}_supply{suffix}",
            title=Title(zh="补齐缺失材料", en="Supply the missing documents"),
            time=self.supply_time,
            visits=self.supply_visits,
            documents=self.documents or (),
            clauses=self.clauses,
        )
        not_supplied = End(
            id=f"{self.check}_not_supplied{suffix}",
            title=Title(zh="逾期未补齐", en="Documents not supplied in time"),
            result=self.if_not_supplied,
        )
        deadline = Deadline(
            id=f"{self.check}_supply_limit{suffix}",
            title=Title(zh="补齐时限", en="Limit for the missing documents"),
            body=supply,
            within=self.supply_within,
            on_expiry=not_supplied,
        )
        end = End(
            id=f"{self.check}_supplied{suffix}",
            title=Title(zh="容缺通过", en="Approved with missing documents"),
            result=Result.APPROVED_WITH_MISSING_DOCUMENTS,
        )
        owed = OutcomeIs.model_validate({"outcome_of": self.check, "in": (MISSING,)})
        return Choice(
            id=f"{self.check}_documents_owed{suffix}",
            title=Title(zh="是否欠缺材料", en="Are documents owed"),
            paths=(Path(step=in_sequence(deadline, end), when=owed),),
        )
