"""Hand-over inside government: papers go from one department to the next without the applicant carrying them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Task,
    ThirdPartyStep,
)
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.intake import applicant_steps_named
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed, statute
from workflows.levers.rewriting import remove_steps


class InternalHandover(LeverFields):
    """The applicant's ways between departments go.

    Parameters
    ----------
    legs : the steps in which the applicant carries papers on
    """

    title: ClassVar[Title] = Title(zh="内部流转", en="Hand-over inside government")
    explanation: ClassVar[Title] = Title(
        zh="部门之间内部流转材料，申请人不再往返递送。",
        en="Departments pass the papers on among themselves; the applicant no longer carries them around.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须是申请人的步骤，且不带来只有申请人才有的材料。",
        en="The steps are the applicant's and bring no document that only the applicant has.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "drop_document",
        "share_document",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-012", "由“1对N”向“N对1”的转变"),
        seed("DD-015", "三集中、三到位"),
        statute("行政许可法 art. 26"),
    )

    lever: Literal["internal_handover"] = "internal_handover"
    legs: Annotated[tuple[Identifier, ...], Field(min_length=1)]

    def apply(self, lane: Lane) -> Lane:
        """The lane without the legs.

        Raises
        ------
        LeverRefusedError
            If one of them is not the applicant's, or brings a document that only the applicant has.
        """
        legs = applicant_steps_named(self, lane, self.legs)
        kept = {
            name
            for step in lane.steps.values()
            if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and step.id not in self.legs
            for name in step.documents
        }
        for leg in legs:
            for name in leg.documents:
                if name not in kept and lane.documents[name].source is DocumentSource.APPLICANT:
                    raise refused(
                        self,
                        f"a leg that brings nothing new as {leg.id!r}",
                        f"document {name!r}, which no other step asks the applicant for",
                        "Share or drop the document first (share_document, drop_document).",
                    )
        return reformed(self, lane, remove_steps(lane.body, self.legs))
