"""Fewer papers (减材料): documents that nobody asks for any more, or that another authority's data supply."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Document, DocumentSource, Lane
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    ApplicantStep,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.values import (
    Identifier,
    Outcome,
    Proportion,
)
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import find, replace_steps, revised, rewrite


class DropDocument(LeverFields):
    """Documents are asked for no more.

    Parameters
    ----------
    documents : which
    visits_saved_at : steps that then cost the applicant one trip less each
    """

    title: ClassVar[Title] = Title(zh="取消证明材料", en="Drop documents")
    explanation: ClassVar[Title] = Title(
        zh="不再要求申请人提交所列材料。",
        en="The documents named are asked for no more, so they can no longer be missing or wrong.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列材料须为流程所需；节省跑动的步骤须原有跑动。",
        en="The lane has the documents, and a trip is saved only where a step costs one.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"documents": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("FS-017", "無證明辦事之城"),)

    lever: Literal["drop_document"] = "drop_document"
    documents: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    visits_saved_at: tuple[Identifier, ...] = ()

    def apply(self, lane: Lane) -> Lane:
        """The lane without the documents.

        Raises
        ------
        UnknownNameError
            If the lane does not have one of them.
        """
        for name in self.documents:
            known("document", name, lane.documents)
        body = without_documents(self, lane.body, self.documents)
        kept = {name: document for name, document in lane.documents.items() if name not in self.documents}
        return reformed(self, lane, fewer_visits(self, body, self.visits_saved_at), documents=kept)


class ShareDocument(LeverFields):
    """Documents come from another authority's data instead of from the applicant.

    Parameters
    ----------
    documents : which
    defect_share : the chance that the shared data are missing or wrong; by default none
    visits_saved_at : steps that then cost the applicant one trip less each
    """

    title: ClassVar[Title] = Title(zh="数据共享免提交", en="Share documents between authorities")
    explanation: ClassVar[Title] = Title(
        zh="所列材料由部门间数据共享获取，申请人不再提交。",
        en="The documents named come from another authority's data; the applicant no longer brings them.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列材料须为流程所需且尚未共享；节省跑动的步骤须原有跑动。",
        en="The lane has the documents and none of them is shared yet; a trip is saved only where a step costs one.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"documents": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-026", "誰主管、誰提供、誰負責"),
        seed("PJ-031", "打破“信息孤岛”和数据壁垒"),
    )

    lever: Literal["share_document"] = "share_document"
    documents: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    defect_share: Proportion | None = None
    visits_saved_at: tuple[Identifier, ...] = ()

    def apply(self, lane: Lane) -> Lane:
        """The lane with shared data.

        Raises
        ------
        LeverRefusedError
            If one of them is shared already.
        """
        shared = dict(lane.documents)
        share = self.defect_share or Proportion(value=0, provenance=self.clauses[0])
        for name in self.documents:
            document = lane.documents[known("document", name, lane.documents)]
            if document.source is DocumentSource.SHARED:
                raise refused(self, f"a document that is not shared yet as {name!r}", "a shared one", "Leave it out.")
            shared[name] = revised(document, source=DocumentSource.SHARED, defect_share=share)
        return reformed(self, lane, fewer_visits(self, lane.body, self.visits_saved_at), documents=shared)


def without_documents(lever: LeverFields, body: Step, names: Collection[str]) -> Step:
    """The same steps, none of which needs these documents any more."""

    def without(step: Step) -> Step:
        if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and set(step.documents) & set(names):
            kept = tuple(name for name in step.documents if name not in names)
            return revised(step, documents=kept, outcomes=without_defects(lever, step.outcomes, kept))
        return step

    return rewrite(body, without) or body


def asked_of_applicant(lever: LeverFields, lane: Lane, name: str) -> Document:
    """A document of the lane that the applicant brings.

    Raises
    ------
    LeverRefusedError
        If it comes from other data, or a commitment stands in for it, already.
    """
    document = lane.documents[known("document", name, lane.documents)]
    if document.source is not DocumentSource.APPLICANT:
        raise refused(
            lever, f"a document that the applicant brings as {name!r}", f"source {document.source}", "Leave it out."
        )
    return document


def lessened(share: Proportion, factor: Proportion) -> Proportion:
    """What is left of a share, saying whose share and whose factor it was."""
    basis = f"{factor.value:g} of {share.value:g} ({share.provenance.basis}): {factor.provenance.basis}"
    return Proportion(value=share.value * factor.value, provenance=Provenance(source=Source.ASSUMED, basis=basis[:500]))


def without_defects(
    lever: LeverFields, outcomes: tuple[Outcome, ...], documents: tuple[str, ...]
) -> tuple[Outcome, ...]:
    """The outcomes of a step that needs these documents: where it needs none, none can be defective."""
    if documents:
        return outcomes
    never = Proportion(value=0, provenance=lever.clauses[0])
    return tuple(
        revised(outcome, from_documents=False, share=never) if outcome.from_documents else outcome
        for outcome in outcomes
    )


def fewer_visits(lever: LeverFields, body: Step, step_ids: tuple[str, ...]) -> Step:
    """The same steps, of which those named cost one trip less."""
    fewer: dict[str, Step | None] = {}
    for step_id in step_ids:
        step = find(body, step_id)
        if not isinstance(step, Task | ApplicantStep | ThirdPartyStep) or step.visits == 0:
            raise refused(
                lever, f"a step that costs a visit as {step_id!r}", "none", "Leave it out of visits_saved_at."
            )
        variations = tuple(revised(each, visits=each.visits - 1) if each.visits else each for each in step.variations)
        fewer[step_id] = revised(step, visits=step.visits - 1, variations=variations)
    return replace_steps(body, fewer) or body


def without_visits(step: Task | ApplicantStep, **changes: object) -> Step:
    """The step with other changes, and for whatever case without a trip."""
    variations = tuple(revised(each, visits=None) for each in step.variations)
    return revised(step, visits=0, variations=variations, **changes)
