"""A city without proofs (无证明办事之城): every proof goes on one of five grounds, and says which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Document, DocumentSource, Lane
from workflows.definition.precedence import trails_of
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.steps import ApplicantStep, Loop, Step, Task, ThirdPartyStep
from workflows.definition.tree import walk
from workflows.definition.values import Identifier, Proportion
from workflows.levers.documents import asked_of_applicant, fewer_visits, without_documents
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import find, in_sequence, replace_step, revised, rewrite
from workflows.levers.signed_documents import committed


class Ground(StrEnum):
    """Why nobody has to bring a proof any more: the five of Fushun, in its order."""

    NO_LEGAL_BASIS = "no_legal_basis"
    """没有法律法规设定依据: no law asks for it. It is cancelled."""
    HELD_BY_AUTHORITIES = "held_by_authorities"
    """部门内部调查或信息共享: authorities look it up in shared data, or ask each other, which takes time."""
    SHOWN_BY_CERTIFICATE = "shown_by_certificate"
    """申请人提供有效证件、凭证: a certificate that the lane asks for anyway shows it."""
    COMMITTED = "committed"
    """申请人采取书面承诺、签字声明或提交相关协议: the applicant signs for it."""
    NOBODY_CAN_ISSUE = "nobody_can_issue"
    """开具证明的单位无权查证、无法开具: who was to issue it cannot know it. It is cancelled."""


class Proof(Frozen):
    """A proof that goes.

    Parameters
    ----------
    document : which
    ground : why, and so what takes its place
    certificate : the document of the lane that shows it, if a certificate does
    asked_by : pool that asks another authority, where the data are not shared but asked for, once a case
    asking_time : its working time for that
    defect_share : the chance that what takes its place is missing or wrong; by default none
    """

    document: Identifier
    ground: Ground
    certificate: Identifier | None = None
    asked_by: Identifier | None = None
    asking_time: Distribution | None = None
    defect_share: Proportion | None = None

    @model_validator(mode="after")
    def _what_the_ground_takes(self) -> Self:
        if (self.certificate is not None) != (self.ground is Ground.SHOWN_BY_CERTIFICATE):
            raise ValueError(f"expected a certificate for ground {Ground.SHOWN_BY_CERTIFICATE} only; was {self.ground}")
        if (self.asked_by is None) != (self.asking_time is None):
            raise ValueError("expected asked_by and asking_time, or neither; found one of them")
        if self.asked_by is not None and self.ground is not Ground.HELD_BY_AUTHORITIES:
            raise ValueError(f"expected asked_by for ground {Ground.HELD_BY_AUTHORITIES} only; was {self.ground}")
        return self


class NoProofService(LeverFields):
    """The applicant brings no proof any more: an identity card or a firm's code is enough.

    Parameters
    ----------
    proofs : each with its ground
    visits_saved_at : steps that then cost the applicant one trip less each
    """

    title: ClassVar[Title] = Title(zh="无证明办事", en="No-proof service")
    explanation: ClassVar[Title] = Title(
        zh="五类证明一律取消：无依据、可查询共享、证照可证、可承诺、无法开具，逐项注明。",
        en="No proof is asked for that has no basis, can be looked up, shown, signed for, or that nobody can issue.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="证明须由申请人提交；证照须为流程所用且不随之取消；查询单位须已在流程中。",
        en=(
            "The applicant brings the proofs; a certificate that shows one is asked for in the lane and stays; a pool "
            "that asks is there."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"documents": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-017", "打造“無證明辦事之城”"),
        seed("FS-018", "讓群眾憑居民身份證,企業憑統一社會信用代碼或投資項目代碼"),
    )

    lever: Literal["no_proof_service"] = "no_proof_service"
    proofs: Annotated[tuple[Proof, ...], Field(min_length=1)]
    visits_saved_at: tuple[Identifier, ...] = ()

    def apply(self, lane: Lane) -> Lane:
        """The lane without the proofs.

        Raises
        ------
        LeverRefusedError
            If the applicant does not bring one of them, one is named twice, or a certificate goes itself.
        """
        self._check_once()
        documents, body = dict(lane.documents), lane.body
        for proof in self.proofs:
            document = asked_of_applicant(self, lane, proof.document)
            if (instead := self._instead(proof, document)) is not None:
                documents[proof.document] = instead
            else:
                body = self._shown(lane, body, proof.document, proof.certificate)
                del documents[proof.document]
            if proof.asked_by is not None and proof.asking_time is not None:
                pool = known("pool", proof.asked_by, lane.pools)
                body = self._asked(body, proof.document, pool, proof.asking_time)
        return reformed(self, lane, fewer_visits(self, body, self.visits_saved_at), documents=documents)

    def _check_once(self) -> None:
        names = [proof.document for proof in self.proofs]
        for proof in self.proofs:
            if names.count(proof.document) > 1:
                raise refused(self, "every proof once", f"{proof.document!r} twice", "Give it one ground.")
            if proof.certificate in names:
                raise refused(
                    self,
                    "a certificate that stays",
                    f"{proof.certificate!r} among the proofs that go",
                    "Name another certificate, or leave it out of the proofs.",
                )

    def _instead(self, proof: Proof, document: Document) -> Document | None:
        """The document as it is supplied from now on; none if it is not asked for under its own name."""
        if proof.ground is Ground.COMMITTED:
            return committed(self, document, proof.defect_share)
        if proof.ground is Ground.HELD_BY_AUTHORITIES:
            share = proof.defect_share or Proportion(value=0, provenance=self.clauses[0])
            return revised(document, source=DocumentSource.SHARED, defect_share=share)
        return None

    def _shown(self, lane: Lane, body: Step, proof: str, certificate: str | None) -> Step:
        """The steps without a proof; where a certificate shows it, they ask for that."""
        if certificate is None:
            return without_documents(self, body, (proof,))
        known("document", certificate, lane.documents)

        def shows(step: Step) -> Step:
            if not isinstance(step, Task | ApplicantStep | ThirdPartyStep) or proof not in step.documents:
                return step
            names = (certificate if name == proof else name for name in step.documents)
            return revised(step, documents=tuple(dict.fromkeys(names)))

        return rewrite(body, shows) or body

    def _asked(self, body: Step, proof: str, pool: str, time: Distribution) -> Step:
        """One inquiry before the first step that needs the proof, and before the loop that repeats that step."""
        needing = next(
            (
                step.id
                for step in walk(body)
                if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and proof in step.documents
            ),
            None,
        )
        if needing is None:
            raise refused(self, f"a step that needs {proof!r}", "none", "Leave asked_by out.")
        around = next((block.id for block, _ in trails_of(body)[needing] if isinstance(block, Loop)), needing)
        inquiry = Task(
            id=f"ask_for_{proof}",
            title=Title(zh="部门间核查", en="Ask another authority"),
            pool=pool,
            service_time=time,
            clauses=self.clauses[:1],
        )
        return replace_step(body, around, in_sequence(inquiry, find(body, around)))
