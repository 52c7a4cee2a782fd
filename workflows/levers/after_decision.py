"""What every decision sets off: its publication (信息公开), and supervision by somebody else (审管分离)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Series
from typing import ClassVar, Final, Literal

from workflows.definition.conditions import OutcomeIs
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    Call,
    Choice,
    Deadline,
    End,
    Mark,
    Milestone,
    Parallel,
    Path,
    Sequence,
    Step,
    Task,
)
from workflows.definition.tree import id_of, walk
from workflows.definition.values import Identifier, WorkingDays
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import find, flattened, in_sequence, replace_step, rewrite

_SEVEN_DAYS: Final = WorkingDays(
    working_days=7, provenance=seed("PJ-024", "信息自作出行政决定之日起7个工作日内上网公开")
)


class PublishDecision(LeverFields):
    """Every decision, refusals included, is published within a limit, beside the delivery.

    Parameters
    ----------
    pool : who publishes
    publishing_time : their working time
    within : the limit, from the decision
    """

    title: ClassVar[Title] = Title(zh="决定7个工作日内公开", en="Publish decisions")
    explanation: ClassVar[Title] = Title(
        zh="许可、处罚等决定作出后限期上网公开，与送达同时进行：申请人不多等，部门多一道工序。",
        en="Every decision is published within a limit, beside its delivery: no delay, but one more task.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="办件须作出决定，且决定尚未安排公开。", en="The lane decides, and does not publish its decisions yet."
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "file_instead_of_approve",
        "invest_by_commitment",
        "notice_and_commitment",
        "on_site_service",
        "on_the_spot_decision",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"agency_cost": Direction.UP, "steps": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-024", "信息自作出行政决定之日起7个工作日内上网公开"),
        seed("SY-035", "积极探索行政执法公示制度和行政执法全过程记录制度"),
    )

    lever: Literal["publish_decision"] = "publish_decision"
    pool: Identifier
    publishing_time: Distribution
    within: WorkingDays = _SEVEN_DAYS

    def apply(self, lane: Lane) -> Lane:
        """The lane with published decisions.

        Raises
        ------
        LeverRefusedError
            If decisions are published already, or the lane has none.
        """
        known("pool", self.pool, lane.pools)
        body = flattened(lane.body)
        decided = [step for step in walk(body) if isinstance(step, Milestone) and step.mark is Mark.DECIDED]
        if not decided:
            raise refused(self, f"a decision in lane {lane.id!r}", "none", "Put a milestone of mark decided into it.")
        publications = {step.id: self._publication(step) for step in decided}
        if there := [limit.id for limit in publications.values() if limit.id in lane.steps]:
            raise refused(self, "decisions that are not published yet", f"{there[0]!r}", "Leave the lever out.")
        limits = {limit.id for limit in publications.values()}

        def published(step: Step) -> Step:
            if isinstance(step, Milestone) and step.id in publications:
                return in_sequence(step, publications[step.id])
            return in_sequence(*_beside_delivery(step.steps, limits)) if isinstance(step, Sequence) else step

        return reformed(self, lane, flattened(rewrite(body, published) or body))

    def _publication(self, decided: Milestone) -> Deadline:
        task = Task(
            id=f"publish_{decided.id}"[:63],
            title=Title(zh="上网公开", en="Publish the decision"),
            pool=self.pool,
            service_time=self.publishing_time,
            clauses=self.clauses[:1],
        )
        return Deadline(
            id=f"publication_limit_{decided.id}"[:63],
            title=Title(zh="公开时限", en="Limit for the publication"),
            body=task,
            within=self.within,
            interrupting=False,
            stops=False,
        )


def _beside_delivery(steps: Series[Step], limits: Collection[str]) -> tuple[Step, ...]:
    """The steps, with each publication at the same time as what leads from its decision to delivery.

    An end withdraws whatever goes on beside it, so where the case can end on the way the publication comes first.
    """
    if not steps:
        return ()
    first, rest = steps[0], steps[1:]
    delivery = _delivery(rest) if isinstance(first, Deadline) and first.id in limits else ()
    if not delivery:
        return (first, *_beside_delivery(rest, limits))
    beside = Parallel(
        id=f"beside_{id_of(first)}"[:63],
        title=Title(zh="送达与公开同时进行", en="Delivery and publication at the same time"),
        branches=(in_sequence(*delivery), first),
    )
    return (beside, *_beside_delivery(rest[len(delivery) :], limits))


def _delivery(steps: Series[Step]) -> Series[Step]:
    """The steps up to delivery, if the case cannot end among them."""
    for index, step in enumerate(steps):
        if any(isinstance(part, End) for part in walk(step)):
            return ()
        if isinstance(step, Milestone) and step.mark is Mark.DELIVERED:
            return steps[: index + 1]
    return ()


class SplitSupervision(LeverFields):
    """Who approves does not supervise: each approval opens a case of the line department, for which nobody waits.

    Parameters
    ----------
    supervision : id of the lane of the supervision
    behind : the milestone of mark decided behind which it is opened
    granted : where refused cases pass that milestone too: the outcome of those that were granted
    """

    title: ClassVar[Title] = Title(zh="审管分离", en="Split approval from supervision")
    explanation: ClassVar[Title] = Title(
        zh="审批局作出决定后推送行业主管部门，由其另行立案监管；申请人无需等待。",
        en="Each approval is pushed to the line department, which supervises it in a case of its own; nobody waits.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列里程碑须为决定，且尚未转交该监管流程。",
        en="The milestone is a decision, and the lane opens no cases of that supervision yet.",
    )
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-029", "积极推行审管分离的工作机制"),
        seed("PJ-028", "逐步建立“一枚印章管审批”的管理模式"),
        seed("PJ-021", "制定出台《关于进一步深化事中事后监管工作实施方案》"),
    )

    lever: Literal["split_supervision"] = "split_supervision"
    supervision: Identifier
    behind: Identifier = "decided"
    granted: OutcomeIs | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane that hands over to supervision.

        Raises
        ------
        LeverRefusedError
            If the milestone is of another mark, or the lane opens such cases already.
        """
        decided = find(lane.body, self.behind)
        if not isinstance(decided, Milestone) or decided.mark is not Mark.DECIDED:
            raise refused(self, f"a milestone of mark decided as {self.behind!r}", decided.kind, "Name the decision.")
        if any(isinstance(step, Call) and step.lane == self.supervision for step in walk(lane.body)):
            raise refused(
                self,
                f"a lane that does not open cases of {self.supervision!r} yet",
                "one that does",
                "Leave the lever out.",
            )
        return reformed(self, lane, replace_step(lane.body, self.behind, in_sequence(decided, self._handed_over())))

    def _handed_over(self) -> Step:
        opened = Call(
            id="supervision_opened",
            title=Title(zh="转行业主管部门监管", en="Open the supervision"),
            lane=self.supervision,
            awaited=False,
        )
        if self.granted is None:
            return opened
        return Choice(
            id="supervision_needed",
            title=Title(zh="是否准予", en="Was it granted"),
            paths=(Path(step=opened, when=self.granted),),
        )
