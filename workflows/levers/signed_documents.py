"""Commitments in the place of documents (证明事项告知承诺): the applicant signs instead of bringing a proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Document, DocumentSource, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, Call, Step
from workflows.definition.values import Identifier, Proportion
from workflows.levers.documents import asked_of_applicant, fewer_visits
from workflows.levers.lever import Direction, LeverFields, reformed, seed
from workflows.levers.rewriting import before_approval, find, in_sequence, replace_step, revised


class ReplaceDocumentByCommitment(LeverFields):
    """Documents are replaced by a signed commitment, which may be looked into after the decision.

    Parameters
    ----------
    documents : which
    defect_share : the chance that a commitment is missing or not properly signed; by default none
    signed_before : step before which the applicant signs; by default signing takes no time of its own
    signing_time : which the applicant then takes for it
    signing : id of that step
    follow_up : id of the lane of the check afterwards, a case of its own that nobody waits for; by default none
    visits_saved_at : steps that then cost the applicant one trip less each
    """

    title: ClassVar[Title] = Title(zh="承诺替代材料", en="Replace documents by a commitment")
    explanation: ClassVar[Title] = Title(
        zh="所列证明材料改为申请人书面承诺，不再提交；可另行事后核查。",
        en="A signed commitment takes the place of the documents named, which are no longer brought.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="材料须由申请人提交，尚未共享或承诺；节省跑动的步骤须原有跑动。",
        en="The applicant brings the documents, none is shared or committed to yet; a trip is saved only where one is.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"documents": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-017", "書面承諾、簽字聲明或提交相關協議"),
        seed("FS-044", "對證明事項實行“告知承諾制”"),
    )

    lever: Literal["replace_document_by_commitment"] = "replace_document_by_commitment"
    documents: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    defect_share: Proportion | None = None
    signed_before: Identifier | None = None
    signing_time: Distribution | None = None
    signing: Identifier = "sign_commitment"
    follow_up: Identifier | None = None
    visits_saved_at: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _signing_has_a_place_and_a_time(self) -> Self:
        if (self.signed_before is None) != (self.signing_time is None):
            raise ValueError("expected signed_before and signing_time, or neither; found one of them")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with commitments.

        Raises
        ------
        LeverRefusedError
            If the applicant does not bring one of them, or a step of which a trip is saved costs none.
        """
        documents = lane.documents | {
            name: committed(self, asked_of_applicant(self, lane, name), self.defect_share) for name in self.documents
        }
        body = fewer_visits(self, lane.body, self.visits_saved_at)
        if self.signed_before is not None and self.signing_time is not None:
            body = replace_step(
                body, self.signed_before, self._signed(self.signing_time, find(body, self.signed_before))
            )
        if self.follow_up is not None:
            body = before_approval(body, partial(self._checked_afterwards, self.follow_up))
        return reformed(self, lane, body, documents=documents)

    def _signed(self, time: Distribution, place: Step) -> Step:
        title = Title(zh="签订书面承诺", en="Sign the commitment")
        signing = ApplicantStep(id=self.signing, title=title, time=time, clauses=self.clauses)
        return in_sequence(signing, place)

    def _checked_afterwards(self, follow_up: str, suffix: str) -> Step:
        title = Title(zh="转承诺事后核查", en="Open the check of the commitment")
        return Call(id=f"{self.signing}_check{suffix}", title=title, lane=follow_up, awaited=False)


def committed(lever: LeverFields, document: Document, defect_share: Proportion | None) -> Document:
    """The document with a commitment in its place."""
    share = defect_share or Proportion(value=0, provenance=lever.clauses[0])
    return revised(document, source=DocumentSource.COMMITMENT, defect_share=share)
