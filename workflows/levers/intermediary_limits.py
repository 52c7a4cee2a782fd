"""A limit for intermediaries (中介限时办结): what is not done in time is urged, and done soon after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Deadline, Step, Task, ThirdPartyStep
from workflows.definition.values import Identifier, WorkingDays
from workflows.levers.intermediaries import services
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.references import outcomes_asked
from workflows.levers.rewriting import in_sequence, replace_steps, revised


class IntermediaryLimit(LeverFields):
    """Intermediaries promise a limit. Whatever is not done by then is urged by the department, and finished.

    The limit runs on even where the legal clock stands still, since that clock is the authority's and not theirs.

    Parameters
    ----------
    steps : services of third parties that get the limit
    within : the limit of each
    pool : whose people urge
    urging_time : their working time for it
    rest_time : from the urging until the service is done
    """

    title: ClassVar[Title] = Title(zh="中介服务限时办结", en="Limit for intermediaries")
    explanation: ClassVar[Title] = Title(
        zh="中介机构承诺时限，逾期由部门督办并限期完成：第三方用时的长尾缩短，部门要花费督办工时。",
        en="Third parties promise a limit; what is overdue is urged and done soon after: fewer very long ones.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节为第三方办理，尚无时限，其办理结果不作为条件。",
        en="The steps are third parties' without a limit, and nothing asks how they came out.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "intermediary_market",
        "agency_pays_intermediary",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"holding.third_party": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-054", "建立服务承诺、限时办结、执业公示、一次性告知、执业记录等制度"),
    )

    lever: Literal["intermediary_limit"] = "intermediary_limit"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    within: WorkingDays
    pool: Identifier
    urging_time: Distribution
    rest_time: Distribution

    def apply(self, lane: Lane) -> Lane:
        """The lane with a limit beside the services.

        Raises
        ------
        LeverRefusedError
            If a step is no third party's, has a limit already, or something asks how it came out.
        """
        known("pool", self.pool, lane.pools)
        asked = {leaf.outcome_of for leaf in outcomes_asked(lane.body)}
        limited: dict[str, Step | None] = {}
        for step in services(self, lane.body, self.steps):
            if step.id in asked:
                raise refused(
                    self,
                    f"a service that comes out in one way as {step.id!r}",
                    "one whose outcome is asked for",
                    "Leave it out.",
                )
            if self.clauses[0] in step.clauses:
                raise refused(self, f"a service without a limit as {step.id!r}", "one with", "Leave it out.")
            limited[step.id] = self._limited(step)
        return reformed(self, lane, replace_steps(lane.body, limited))

    def _limited(self, step: ThirdPartyStep) -> Step:
        zh, en = step.title.zh[:180], step.title.en[:180]
        clauses = (*step.clauses, self.clauses[0])
        urge = Task(
            id=f"urge_{step.id}"[:63],
            title=Title(zh=f"督办：{zh}", en=f"Urge: {en}"),
            pool=self.pool,
            service_time=self.urging_time,
            clauses=self.clauses,
        )
        finish = revised(
            step,
            id=f"finish_{step.id}"[:63],
            title=Title(zh=f"限期完成：{zh}", en=f"Finish: {en}"),
            time=self.rest_time,
            clauses=clauses,
        )
        return Deadline(
            id=f"limit_{step.id}"[:63],
            title=Title(zh=f"服务时限：{zh}", en=f"Limit: {en}"),
            body=revised(step, clauses=clauses),
            within=self.within,
            on_expiry=in_sequence(urge, finish),
            stops=False,
        )
