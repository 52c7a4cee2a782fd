"""On-site service (零公里): officers come, accept, decide and hand over the certificate where the applicant is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.conditions import AllOf, Condition, OutcomeIs
from workflows.definition.distributions import Distribution
from workflows.definition.lane import DocumentSource, Lane, Pool
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Choice,
    End,
    Mark,
    Milestone,
    Path,
    Result,
    StatutoryWait,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import ids_of, walk
from workflows.definition.values import Identifier, Outcome, Proportion
from workflows.levers.attributes import has, with_attribute
from workflows.levers.intake import with_pool
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import summed
from workflows.levers.rewriting import flattened, in_sequence
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import check_known_from_the_start, steps_of_run

_MARKS = (
    (Mark.ACCEPTED, "现场受理", "Accepted on the spot"),
    (Mark.DECIDED, "当场决定", "Decided on the spot"),
    (Mark.DELIVERED, "当场发证", "Certificate handed over on the spot"),
)


class OnSiteService(LeverFields):
    """Officers with a car and a printer come to those who ask for it; all others take the path that was there before.

    Whoever's papers are not in order when the officers come takes that path too.

    Parameters
    ----------
    attribute, share : the cases that ask for it: an attribute of yes and no, and its share if the lane does not have it
    eligible : on attributes: which of them are on the list of items for this service; by default all
    replaces : the consecutive steps that a visit stands in for, from filing or the form check to delivery
    pool, team : id of the officers' pool, and the pool itself if the lane does not have it yet
    travel_time, handling_time : working time of an officer, on the ways there and back and on the spot
    refused : share of the cases that are refused on the spot
    """

    title: ClassVar[Title] = Title(zh="“零公里”上门服务", en="On-site service")
    explanation: ClassVar[Title] = Title(
        zh="审批人员上门受理、当场决定、当场发证，申请人零跑动；路途计入工作时间。",
        en="Officers come, decide and hand over the certificate at once: no trips, no waiting, but ways for the "
        "officers.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所替代的环节须连续，并包含受理、决定、送达；含法定等待的须限定适用条件。",
        en="The steps follow one another and hold acceptance, decision and delivery; where law makes some cases "
        "wait, these are left out.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "one_window_intake",
        "move_before_acceptance",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN, "cycle_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-021", "針對有需求的企業群眾主動服務、上門辦理、當場發證"),
        seed("FS-022", "梳理公布《“零公里”審批服務事項清單》"),
        seed("SY-004", "变“被动式”服务为“主动式”服务"),
        seed("DD-032", "上门办理"),
    )

    lever: Literal["on_site_service"] = "on_site_service"
    attribute: Identifier = "on_site"
    share: Proportion | None = None
    eligible: Condition | None = None
    replaces: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pool: Identifier = "on_site_team"
    team: Pool | None = None
    travel_time: Distribution
    handling_time: Distribution
    refused: Proportion | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with visits to the applicant.

        Raises
        ------
        LeverRefusedError
            If a mark would be left outside what is replaced, if law makes everybody wait inside it and `eligible` does
            not leave anybody out, or as of the attribute and the pool.
        """
        pools = with_pool(self, lane, self.pool, self.team)
        title = Title(zh="申请上门服务", en="Asks for on-site service")
        attributes = with_attribute(self, lane, self.attribute, title, self.share)
        if self.eligible is not None:
            check_known_from_the_start(self, self.eligible, attributes)
        body = flattened(lane.body)
        run = consecutive_run(self, lane, body, self.replaces)
        old = in_sequence(*steps_of_run(run))
        self._check_whole(body, old)
        return reformed(self, lane, run.replaced_by(body, self._paths(lane, old)), pools=pools, attributes=attributes)

    def _check_whole(self, body: Step, old: Step) -> None:
        inside = set(ids_of(old))
        within = {step.mark for step in walk(old) if isinstance(step, Milestone)}
        for step in walk(body):
            if isinstance(step, Milestone) and step.id not in inside and step.mark not in within | {Mark.SUBMITTED}:
                raise refused(
                    self,
                    "acceptance, decision and delivery among the steps that a visit stands in for",
                    f"milestone {step.id!r} ({step.mark}) outside",
                    f"Name {step.id!r} and the steps up to it as well.",
                )
        waits = [step.id for step in walk(old) if isinstance(step, StatutoryWait)]
        if waits and self.eligible is None:
            raise refused(
                self,
                "steps that can be done on the spot",
                f"{waits[0]!r}, for which law makes everybody wait",
                "Say which cases do not come by it (eligible).",
            )

    def _paths(self, lane: Lane, old: Step) -> tuple[Step, Step]:
        asks = has(self.attribute)
        visit = self._visit(lane, old)
        visited = Choice(
            id="on_site_asked",
            title=Title(zh="是否上门服务", en="Do officers come"),
            paths=(Path(step=visit, when=asks if self.eligible is None else AllOf(all_of=(asks, self.eligible))),),
        )
        outcomes = [outcome.id for outcome in visit.outcomes]
        done = Choice(
            id="on_site_or_window",
            title=Title(zh="上门办结或窗口办理", en="Done on site, or at the window"),
            paths=tuple(
                Path(step=steps, when=OutcomeIs.model_validate({"outcome_of": visit.id, "in": (outcome,)}))
                for outcome, steps in (("granted", self._done("on_site")), ("refused", self._refusal()))
                if outcome in outcomes
            ),
            otherwise=old,
        )
        return visited, done

    def _visit(self, lane: Lane, old: Step) -> Task:
        needed = (
            name
            for step in walk(old)
            if isinstance(step, Task | ApplicantStep | ThirdPartyStep)
            for name in step.documents
            if lane.documents[name].source is DocumentSource.APPLICANT
        )
        documents = tuple(dict.fromkeys(needed))
        outcomes = [Outcome(id="granted", title=Title(zh="当场办结", en="Granted on the spot"))]
        if documents:
            title = Title(zh="材料不全，转窗口", en="Not in order, to the window")
            outcomes.append(Outcome(id="not_in_order", title=title, from_documents=True))
        if self.refused is not None:
            outcomes.append(Outcome(id="refused", title=Title(zh="不予许可", en="Refused"), share=self.refused))
        return Task(
            id="on_site_visit",
            title=Title(zh="上门受理、当场决定、当场发证", en="Come, accept, decide and hand over on the spot"),
            pool=self.pool,
            service_time=summed([self.travel_time, self.handling_time]),
            documents=documents,
            outcomes=tuple(outcomes),
            clauses=self.clauses[:1],
        )

    def _done(self, prefix: str) -> Step:
        return in_sequence(
            *(Milestone(id=f"{prefix}_{mark.value}", title=Title(zh=zh, en=en), mark=mark) for mark, zh, en in _MARKS)
        )

    def _refusal(self) -> Step:
        end = End(id="on_site_refusal", title=Title(zh="现场不予许可", en="Refused on site"), result=Result.REJECTED)
        return in_sequence(self._done("on_site_refusal"), end)
