"""Decision on the spot (即办): what bears little risk is decided at the counter, while the applicant is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Choice, Mark, Milestone, Path, Step, Task
from workflows.definition.values import Identifier, Proportion
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed, statute
from workflows.levers.rewriting import flattened, in_sequence
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import marks_of_run, passed_again, steps_of_run
from workflows.levers.told_apart import cases_told_apart

_CLOCK = (Mark.ACCEPTED, Mark.DECIDED)


class OnTheSpotDecision(LeverFields):
    """Cases of low risk are decided at the counter at once; all others take the path that was there before.

    Parameters
    ----------
    low_risk : which: a condition on attributes that the lane has
    share : instead: the share of cases that bear little risk, told by an attribute that the lane then gets
    attribute : id of that attribute
    replaces : the consecutive steps that the decision at the counter stands in for, from acceptance to decision
    pool : who decides
    decision_time : its working time
    """

    title: ClassVar[Title] = Title(zh="即办、当场决定", en="Decision on the spot")
    explanation: ClassVar[Title] = Title(
        zh="低风险事项在窗口当场受理、当场决定，其余按原流程。",
        en="Cases of low risk are accepted and decided at the counter at once; the others go the full way.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="适用条件只问案件属性，新属性不得与原有重名；所替代的连续步骤须含受理与决定。",
        en=(
            "The condition asks for attributes only, new ones have new ids, and acceptance and decision are among the "
            "consecutive steps."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = ("move_before_acceptance",)
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        statute("行政许可法 art. 34"),
        seed("FS-019", "通過充分授權,最大幅度減少審批環節和層級"),
    )

    lever: Literal["on_the_spot_decision"] = "on_the_spot_decision"
    low_risk: Condition | None = None
    share: Proportion | None = None
    attribute: Identifier = "low_risk"
    replaces: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pool: Identifier
    decision_time: Distribution

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> Self:
        if (self.low_risk is None) == (self.share is None):
            raise ValueError(f"expected low_risk or share; found {'none' if self.share is None else 'both'}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a decision at the counter.

        Raises
        ------
        LeverRefusedError
            If the condition asks for anything but attributes, or a case is not accepted and decided in the steps.
        """
        known("pool", self.pool, lane.pools)
        title = Title(zh="低风险", en="Low risk")
        new = None if self.share is None else (self.attribute, title, self.share)
        when, attributes = cases_told_apart(self, lane, self.low_risk, new)
        body = flattened(lane.body)
        run = consecutive_run(self, lane, body, self.replaces)
        marks = marks_of_run(self, body, run)
        if missing := [mark for mark in _CLOCK if mark not in {step.mark for step in marks}]:
            raise refused(
                self,
                "acceptance and decision among the steps that the counter stands in for",
                f"no milestone of mark {missing[0]} directly among them",
                "Name the steps from the acceptance to the decision.",
            )
        old = in_sequence(*steps_of_run(run))
        return reformed(self, lane, run.replaced_by(body, (self._either(when, marks, old),)), attributes=attributes)

    def _either(self, when: Condition | None, marks: tuple[Milestone, ...], old: Step) -> Choice:
        at_once = Task(
            id="on_the_spot_decision",
            title=Title(zh="当场决定", en="Decide at the counter"),
            pool=self.pool,
            service_time=self.decision_time,
            clauses=self.clauses,
        )
        before = [mark for mark in marks if mark.mark in (Mark.SUBMITTED, Mark.ACCEPTED)]
        behind = [mark for mark in marks if mark not in before]
        quick: tuple[Step, ...] = (
            *(passed_again(mark, "on_the_spot") for mark in before),
            at_once,
            *(passed_again(mark, "on_the_spot") for mark in behind),
        )
        return Choice(
            id="on_the_spot",
            title=Title(zh="是否当场决定", en="Decided on the spot"),
            paths=(Path(step=in_sequence(*quick), when=when),),
            otherwise=old,
        )
