"""Joint acceptance (联合验收): the authorities come to the finished site together, on one application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane, Pool
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Task
from workflows.definition.values import Identifier, WorkingDays
from workflows.errors import LegalOrder, LeverRefusedError
from workflows.levers.intake import OneWindowIntake
from workflows.levers.joint_review import JointReview, Stage
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed, statute
from workflows.levers.merging import check_done_together, tasks_named
from workflows.levers.references import legal_predecessors
from workflows.levers.rewriting import find, in_sequence, replace_step


class JointAcceptance(LeverFields):
    """One application, one appointment on the site, all acceptances at the same time.

    Each authority still finds for itself. What law puts after an acceptance, such as the filing of completion, stays
    after it.

    Parameters
    ----------
    acceptances : the tasks of the authorities, at least two
    filings, checks : the applicant's ways and the form checks for them, which become one each
    filing, check : ids of the two steps that take their place
    lead : id of the pool that makes the appointment and takes the application
    lead_pool : that pool, if the lane does not have it yet
    arranging_time : its working time to make the appointment
    limit : within which all have to answer; longer limits of single acceptances come down to it
    visits : trips that the one application costs
    """

    title: ClassVar[Title] = Title(zh="联合验收", en="Joint acceptance")
    explanation: ClassVar[Title] = Title(
        zh="一次申请、一次现场，各部门同时验收，各自出具意见。",
        en="One application and one appointment on the site take the place of several; all authorities come at once.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="各验收须由同样的案件办理，相互之间没有法定先后；递交须是申请人的步骤；验收之间不得夹有其他步骤。",
        en=(
            "The same cases do all acceptances, law puts none before another, the filings are the applicant's, and no "
            "other step stands between."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN, "visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-014", "“五个阶段、四条主线”联合审批流程"),
        seed("DD-010", "对项目的招商、储备、审批、建设、验收5个阶段"),
        statute("优化营商环境条例 art. 42"),
    )

    lever: Literal["joint_acceptance"] = "joint_acceptance"
    acceptances: Annotated[tuple[Identifier, ...], Field(min_length=2)]
    filings: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    checks: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    filing: Identifier = "file_joint_acceptance"
    check: Identifier = "check_joint_acceptance"
    lead: Identifier
    lead_pool: Pool | None = None
    arranging_time: Distribution
    limit: WorkingDays | None = None
    visits: NonNegativeInt = 1

    def apply(self, lane: Lane) -> Lane:
        """The lane with one acceptance for all.

        Raises
        ------
        LeverRefusedError
            If law puts one acceptance before another, if only some cases do one of them, if the checks come out in
            different ways, or if other steps stand between.
        """
        members = tasks_named(self, lane, self.acceptances)
        check_done_together(self, lane, self.acceptances)
        self._check_free(lane, members)
        one_window = OneWindowIntake(
            filings=self.filings,
            checks=self.checks,
            filing=self.filing,
            intake=self.check,
            window=self.lead,
            window_pool=self.lead_pool,
            visits=self.visits,
        )
        stage = Stage(
            id="joint_acceptance",
            title=self.title,
            steps=self.acceptances,
            lead=members[0].pool,
            limit=self.limit,
        )
        try:
            joint = JointReview(stages=(stage,)).apply(one_window.apply(lane))
        except LeverRefusedError as error:
            raise LeverRefusedError(f"{self.lever}: {error}", error.order) from error
        appointment = Task(
            id="arrange_joint_acceptance",
            title=Title(zh="约定联合验收时间", en="Make the appointment on the site"),
            pool=self.lead,
            service_time=self.arranging_time,
            clauses=self.clauses,
        )
        body = replace_step(joint.body, stage.id, in_sequence(appointment, find(joint.body, stage.id)))
        return reformed(self, lane, body, pools=joint.pools)

    def _check_free(self, lane: Lane, members: list[Task]) -> None:
        predecessors = legal_predecessors(lane.body)
        names = {member.id for member in members}
        for member in members:
            if before := sorted(names & predecessors[member.id]):
                raise refused(
                    self,
                    "acceptances of which law puts none before another",
                    f"{before[0]!r}, which law puts before {member.id!r}",
                    f"Leave {member.id!r} out; it follows the joint acceptance.",
                    LegalOrder(before[0], member.id),
                )
