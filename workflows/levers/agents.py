"""Agent service (代办): an agent of the government plans, coaches, files and fetches in the applicant's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Document, DocumentSource, Lane, Pool
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    ApplicantStep,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import ids_of
from workflows.definition.values import (
    Identifier,
    Proportion,
)
from workflows.errors import LegalOrder
from workflows.levers.intake import applicant_steps_named, with_pool
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.parallel_handling import ParallelBlock, made_parallel
from workflows.levers.rewriting import find, flattened, in_sequence, replace_steps, revised, rewrite
from workflows.levers.runs import Branch


class AgentService(LeverFields):
    """An agent carries the case. The applicant gives a mandate, and makes no trip.

    Coaching comes before everything else, so before acceptance, where the legal clock does not run yet.

    Parameters
    ----------
    pool, agents : id of the agents' pool, and the pool itself if the lane does not have it yet
    mandate_time : of the applicant
    assign_time, plan_time, coaching_time : working time of an agent
    defect_factor : share of the defects of the applicant's documents that is left after coaching
    spared : steps that nobody has to do any more, such as asking every department; their documents go with the mandate
    taken_over : steps of the applicant that an agent does
    errand_time : working time of an agent for each of these
    calls : steps, such as calls of other lanes, that the agent has done at the same time instead of one after the other
    """

    title: ClassVar[Title] = Title(zh="全程代办", en="Agent service")
    explanation: ClassVar[Title] = Title(
        zh="代办员全程免费代办：制定方案、辅导预审、代为申报取件，申请人零跑动。",
        en="An agent plans, coaches, files and fetches without a fee; the applicant makes no trip.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="流程尚无代办环节；代为办理的须是申请人的步骤，免办的步骤不得是他项的法定前置。",
        en=(
            "No agent is in the lane yet, and the steps taken over are the applicant's; refused if law puts a step "
            "that is spared before another one."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "internal_handover",
        "one_window_intake",
        "online_pre_review",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-003", "全程无偿代办服务"),
        seed("FS-015", "各審批部門向市審批大廳派駐代辦員"),
        seed("PJ-001", "全程代办"),
        seed("DD-008", "“绿色通道”、专人承办、协同办理、全程跟踪"),
    )

    lever: Literal["agent_service"] = "agent_service"
    pool: Identifier = "agents"
    agents: Pool | None = None
    mandate_time: Distribution
    assign_time: Distribution
    plan_time: Distribution
    coaching_time: Distribution
    defect_factor: Proportion
    spared: tuple[Identifier, ...] = ()
    taken_over: tuple[Identifier, ...] = ()
    errand_time: Distribution | None = None
    calls: tuple[Branch, ...] = ()

    @model_validator(mode="after")
    def _errands_take_time(self) -> Self:
        if self.taken_over and self.errand_time is None:
            raise ValueError("expected errand_time, since agents take steps over; found none")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with an agent.

        Raises
        ------
        LeverRefusedError
            If the lane has agents' steps already, if a step taken over is not the applicant's, or if law puts a step
            that is spared before another one.
        """
        pools = with_pool(self, lane, self.pool, self.agents)
        self._check_spared(lane)
        taken = applicant_steps_named(self, lane, self.taken_over)
        errands: dict[str, Step | None] = {step.id: self._errand(step) for step in taken}
        body = flattened(lane.body)
        if self.calls:
            title = Title(zh="同步代办", en="Handled at the same time by the agent")
            body = made_parallel(self, lane, body, ParallelBlock("agent_calls", title, self.calls, {}))
        mandated = self._mandated(lane)
        body = replace_steps(body, errands | dict.fromkeys(self.spared)) or mandated
        body = in_sequence(mandated, rewrite(body, _without_visits))
        return reformed(self, lane, body, pools=pools, documents=self._coached(lane.documents))

    def _check_spared(self, lane: Lane) -> None:
        gone = {name for step in self.spared for name in ids_of(find(lane.body, step))}
        for task in lane.tasks.values():
            if task.id not in gone and (needed := sorted(gone & set(task.after))):
                raise refused(
                    self,
                    "that only steps are spared which law does not put before another one",
                    f"{needed[0]!r}, which law puts before {task.id!r}",
                    "Have an agent take it over instead.",
                    LegalOrder(needed[0], task.id),
                )

    def _errand(self, step: ApplicantStep) -> Task:
        assert self.errand_time is not None  # checked when the lever is read
        kept = {name: getattr(step, name) for name in ("id", "title", "outcomes", "documents", "fee", "clauses")}
        return Task(**kept, pool=self.pool, service_time=self.errand_time)

    def _mandated(self, lane: Lane) -> Step:
        spared = (lane.steps[name] for name in self.spared if name in lane.steps)
        documents = (name for step in spared if isinstance(step, ApplicantStep) for name in step.documents)
        steps: list[Step] = [
            ApplicantStep(
                id="agent_mandate",
                title=Title(zh="委托申请", en="Give the agent a mandate"),
                time=self.mandate_time,
                documents=tuple(dict.fromkeys(documents)),
                clauses=self.clauses[:1],
            )
        ]
        for step_id, zh, en, time in (
            ("agent_assigned", "受理并指派代办员", "Accept the mandate and assign an agent", self.assign_time),
            ("agent_plan", "制定代办方案", "Plan the errand", self.plan_time),
            ("agent_coaching", "材料辅导与预审", "Coach and check the papers beforehand", self.coaching_time),
        ):
            title = Title(zh=zh, en=en)
            steps.append(Task(id=step_id, title=title, pool=self.pool, service_time=time, clauses=self.clauses[1:]))
        return in_sequence(*steps)

    def _coached(self, documents: dict[str, Document]) -> dict[str, Document]:
        factor = self.defect_factor
        return {
            name: revised(document, defect_share=_times(document.defect_share, factor))
            if document.source is DocumentSource.APPLICANT
            else document
            for name, document in documents.items()
        }


def _times(share: Proportion, factor: Proportion) -> Proportion:
    basis = f"{factor.value:g} of {share.value:g} ({share.provenance.basis}): {factor.provenance.basis}"
    return Proportion(value=share.value * factor.value, provenance=Provenance(source=Source.ASSUMED, basis=basis[:500]))


def _without_visits(step: Step) -> Step:
    if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and step.visits:
        return revised(step, visits=0)
    return step
