"""A guide by need (需求侧办事指南): people know which papers they need, where these come from, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, End, Milestone, Task
from workflows.definition.tree import ids_of
from workflows.definition.values import Identifier, Proportion
from workflows.levers.cancelling import check_not_needed
from workflows.levers.documents import asked_of_applicant, lessened
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.rewriting import find, remove_steps, revised


class DemandSideGuide(LeverFields):
    """The guide says which paper comes from where, and, as a package, which item follows which.

    Parameters
    ----------
    documents : whose defects it lessens; ``all`` for all that the applicant brings
    defect_factor : share of their defects that is left: an assumption, since no source measures it
    spared : steps that only find out what to do next, such as asking at a counter, which the package answers
    """

    title: ClassVar[Title] = Title(zh="需求侧办事指南、套餐化指引", en="Guide by need, with packages")
    explanation: ClassVar[Title] = Title(
        zh="指南按需求编排并注明材料来源和前后置关系，材料差错减少，免去逐家咨询。",
        en="The guide tells where each paper comes from and what follows what: fewer defects, no asking around.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="流程尚无指南；材料须由申请人提交；免去的环节不得是他项的法定前置，亦不得含里程碑或终点。",
        en=(
            "No guide is in the lane yet, the applicant brings the documents, and law puts no task after a step that "
            "is spared."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"corrected": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-016", "明确申报材料的来源渠道"),
        seed("SY-017", "形成企业群众“套餐化”办事服务指引"),
        seed("PJ-010", "按照国务院《行政许可标准化指引(2016版)》"),
    )

    lever: Literal["demand_side_guide"] = "demand_side_guide"
    documents: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"
    defect_factor: Proportion
    spared: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _some_defects_go(self) -> Self:
        if self.defect_factor.value >= 1:
            raise ValueError(f"expected defect_factor below 1, the share that is left; was {self.defect_factor.value}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a guide.

        Raises
        ------
        LeverRefusedError
            If it has one, if the applicant does not bring a document, or if a step to spare is needed.
        """
        if self.lever in lane.levers:
            raise refused(self, "a lane without a guide", "one that has it", "Put everything into one guide.")
        documents = dict(lane.documents)
        for name in self._guided(lane):
            document = asked_of_applicant(self, lane, name)
            documents[name] = revised(document, defect_share=lessened(document.defect_share, self.defect_factor))
        if not self.spared:
            return reformed(self, lane, documents=documents)
        check_not_needed(self, lane, self.spared, "The guide cannot stand in for it.")
        for name in self.spared:
            step = find(lane.body, name)
            held = [find(step, part) for part in ids_of(step)]
            if not any(isinstance(part, Task | ApplicantStep) for part in held) or any(
                isinstance(part, Milestone | End) for part in held
            ):
                raise refused(self, f"a step in which somebody asks around as {name!r}", step.kind, "Leave it out.")
        return reformed(self, lane, remove_steps(lane.body, self.spared), documents=documents)

    def _guided(self, lane: Lane) -> tuple[str, ...]:
        if self.documents != "all":
            return self.documents
        return tuple(name for name, each in lane.documents.items() if each.source is DocumentSource.APPLICANT)
