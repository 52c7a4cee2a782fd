"""Notice and commitment (告知承诺): who may and is trusted signs, is decided at once, and is looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from workflows.definition.conditions import Condition, OutcomeIs
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Choice,
    Mark,
    Milestone,
    Path,
    Step,
    Task,
)
from workflows.definition.values import (
    Identifier,
    Outcome,
    Proportion,
)
from workflows.levers.lever import Direction, LeverFields, known, reformed, seed
from workflows.levers.rewriting import flattened, in_sequence
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import check_clock_inside, check_known_from_the_start, steps_of_run


class NoticeAndCommitment(LeverFields):
    """Eligible cases are decided on a signed commitment; all others take the path that was there before.

    Parameters
    ----------
    eligible : on attributes of the case
    replaces : the consecutive steps that a commitment stands in for, from filing or the form check to the decision
    pool : who gives notice, checks the credit record and decides
    notice_time, credit_check_time, decision_time : their working time
    credit_refused : share of applicants whose credit record forbids a commitment; they take the old path
    signing_time, signing_visits : of the applicant
    follow_up : id of the lane of the check afterwards, a case of its own that nobody waits for
    """

    title: ClassVar[Title] = Title(zh="告知承诺", en="Notice and commitment")
    explanation: ClassVar[Title] = Title(
        zh="符合条件且信用良好的申请人书面承诺后当场受理并作出决定，事后核查；其余按原流程。",
        en="Eligible applicants in good standing sign a commitment and are decided at once; the check follows.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="适用条件只问案件属性；所替代的连续步骤须含受理与决定。",
        en=(
            "Eligibility asks for attributes only; acceptance and decision are among the consecutive steps that a "
            "commitment stands in for."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = ("move_before_acceptance",)
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-005", "先受理審批、后加強監管"),
        seed("FS-006", "不涉及安全生產、能夠通過事中事后監管糾正"),
        seed("FS-008", "嚴格執行征信約束機制"),
        seed("FS-009", "以告知承諾制度和信用承諾制度為基礎"),
    )

    lever: Literal["notice_and_commitment"] = "notice_and_commitment"
    eligible: Condition
    replaces: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pool: Identifier
    notice_time: Distribution
    credit_check_time: Distribution
    credit_refused: Proportion
    signing_time: Distribution
    signing_visits: NonNegativeInt = 1
    decision_time: Distribution
    follow_up: Identifier = "commitment_follow_up"

    def apply(self, lane: Lane) -> Lane:
        """The lane with a second, shorter path.

        Raises
        ------
        LeverRefusedError
            If `eligible` asks for anything but attributes, or acceptance and decision are not among what is replaced.
        """
        known("pool", self.pool, lane.pools)
        check_known_from_the_start(self, self.eligible, lane.attributes)
        body = flattened(lane.body)
        run = consecutive_run(self, lane, body, self.replaces)
        check_clock_inside(self, body, run)
        return reformed(self, lane, run.replaced_by(body, self._paths(in_sequence(*steps_of_run(run)))))

    def _paths(self, old: Step) -> tuple[Step, Step]:
        notice = Task(
            id="commitment_notice",
            title=Title(zh="一次告知条件与材料", en="Give notice of conditions and documents"),
            pool=self.pool,
            service_time=self.notice_time,
            clauses=self.clauses[3:],
        )
        credit = Task(
            id="commitment_credit_check",
            title=Title(zh="信用核查", en="Check the credit record"),
            pool=self.pool,
            service_time=self.credit_check_time,
            outcomes=(
                Outcome(id="barred", title=Title(zh="失信受限", en="Barred"), share=self.credit_refused),
                Outcome(id="clear", title=Title(zh="信用良好", en="In good standing")),
            ),
            clauses=self.clauses[2:3],
        )
        trusted = OutcomeIs.model_validate({"outcome_of": credit.id, "in": ("clear",)})
        first = Choice(
            id="commitment_eligible",
            title=Title(zh="是否适用告知承诺", en="May a commitment be given"),
            paths=(Path(step=in_sequence(notice, credit), when=self.eligible),),
        )
        second = Choice(
            id="commitment_or_review",
            title=Title(zh="承诺或审查", en="Commitment or review"),
            paths=(Path(step=in_sequence(*self._on_commitment()), when=trusted),),
            otherwise=old,
        )
        return first, second

    def _on_commitment(self) -> tuple[Step, ...]:
        return (
            ApplicantStep(
                id="commitment_signed",
                title=Title(zh="签订书面承诺", en="Sign the commitment"),
                time=self.signing_time,
                visits=self.signing_visits,
                clauses=self.clauses[:1],
            ),
            Milestone(id="commitment_accepted", title=Title(zh="承诺受理", en="Accepted"), mark=Mark.ACCEPTED),
            Task(
                id="commitment_decision",
                title=Title(zh="当场作出决定", en="Decide on the commitment"),
                pool=self.pool,
                service_time=self.decision_time,
                clauses=self.clauses[:2],
            ),
            Milestone(id="commitment_decided", title=Title(zh="承诺决定", en="Decided"), mark=Mark.DECIDED),
            Call(
                id="commitment_check_opened",
                title=Title(zh="转事中事后核查", en="Open the check afterwards"),
                lane=self.follow_up,
                awaited=False,
            ),
        )
