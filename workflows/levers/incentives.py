"""Pay by results (窗口绩效奖金) and ratings: an assumption on speed and care, which says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.conditions import OutcomeIs, leaves
from workflows.definition.lane import Document, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Loop, Step, Work
from workflows.definition.tree import walk
from workflows.definition.values import Factor, Identifier, Money, Outcome, Proportion
from workflows.levers.attributes import work_named
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.reactions import Reaction, react, times, weakest
from workflows.levers.rewriting import replace_steps, revised


class IncentivePay(LeverFields):
    """Pay by results and ratings: how much faster and more careful people then are is an assumption, and says so.

    Parameters
    ----------
    pools : whose people are paid by results
    speed : of the service time of their tasks; below 1: faster
    documents, defects : documents of which fewer are wrong because somebody explained them, and by how much
    returns, rework : steps that send a case back by chance, and by how much that chance changes
    cost_per_hour : what an hour of a member's service time costs then, bonus included
    """

    title: ClassVar[Title] = Title(zh="窗口绩效奖金与评价", en="Pay by results and ratings")
    explanation: ClassVar[Title] = Title(
        zh="按季度评定绩效、与评价挂钩：办件加快、返工减少，幅度为假设；奖金计入成本。",
        en="Quarterly pay by results and ratings: work is faster and returns are rarer, by factors that are assumed.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列岗位须有办理环节且尚未实行；系数须为假设或实测。",
        en="The pools do tasks that are not under the lever yet; the factors are assumed or measured.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "approval_bureau",
        "chief_representative",
        "city_wide_acceptance",
        "cross_train",
        "devolve_to_county",
        "first_contact_owner",
        "intermediary_limit",
        "merge_steps",
        "one_window_intake",
        "publish_decision",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"holding.working": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-027", "根據評定等次按季度核發績效獎金"),
        seed("FS-028", "與派出部門脫鉤"),
        seed("FS-031", "如差評不能消除,將予以扣除相應的績效工資"),
    )

    lever: Literal["incentive_pay"] = "incentive_pay"
    pools: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    speed: Reaction
    documents: tuple[Identifier, ...] = ()
    defects: Reaction | None = None
    returns: tuple[Identifier, ...] = ()
    rework: Reaction | None = None
    cost_per_hour: Money | None = None

    @model_validator(mode="after")
    def _every_factor_has_what_it_acts_on(self) -> Self:
        for names, given, factor in (
            ("documents", self.documents, self.defects),
            ("returns", self.returns, self.rework),
        ):
            with_it = {"documents": "defects", "returns": "rework"}[names]
            if bool(given) != (factor is not None):
                raise ValueError(f"expected {names} and {with_it}, or neither; found one of them")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with people who are paid by results.

        Raises
        ------
        LeverRefusedError
            If a pool does no task, its tasks are under the lever already, a step sends nothing back by chance, or a
            share would exceed 1.
        """
        changed: dict[str, Work] = {}
        for name in dict.fromkeys(self.pools):
            tasks = [task for task in lane.tasks.values() if task.pool == known("pool", name, lane.pools)]
            if not tasks:
                raise refused(self, f"a pool that does a task as {name!r}", "one that does none", "Leave it out.")
            for task in tasks:
                changed[task.id] = react(self, task, service_time=times(task.service_time, self.speed))
        if self.rework is not None:
            for step in work_named(self, lane, self.returns):
                outcomes = self._returning(lane, step, self.rework)
                changed[step.id] = revised(changed.get(step.id, step), outcomes=outcomes)
        documents = self._explained(lane.documents)
        pools = dict(lane.pools)
        if self.cost_per_hour is not None:
            for name in self.pools:
                pools[name] = revised(pools[name], cost_per_hour=self.cost_per_hour)
        replacements: dict[str, Step | None] = dict(changed)
        return reformed(self, lane, replace_steps(lane.body, replacements), documents=documents, pools=pools)

    def _returning(self, lane: Lane, step: Work, rework: Factor) -> tuple[Outcome, ...]:
        """The outcomes of a step, those that send the case back rarer or more often."""
        back = {
            outcome
            for loop in walk(lane.body)
            if isinstance(loop, Loop)
            for leaf in leaves(loop.again)
            if isinstance(leaf, OutcomeIs) and leaf.outcome_of == step.id
            for outcome in leaf.in_
        }
        if not any(outcome.id in back and outcome.share is not None for outcome in step.outcomes):
            raise refused(
                self,
                f"a step that sends cases back by chance as {step.id!r}",
                "one that does not",
                "Name a step whose outcome a loop asks for; where it comes from documents, name these.",
            )
        return tuple(
            revised(outcome, share=self._times(outcome.share, rework, step.id))
            if outcome.id in back and outcome.share is not None
            else outcome
            for outcome in step.outcomes
        )

    def _explained(self, documents: dict[str, Document]) -> dict[str, Document]:
        if self.defects is None:
            return documents
        changed = dict(documents)
        for name in dict.fromkeys(self.documents):
            document = documents[known("document", name, documents)]
            changed[name] = revised(document, defect_share=self._times(document.defect_share, self.defects, name))
        return changed

    def _times(self, share: Proportion, factor: Factor, name: str) -> Proportion:
        value = share.value * factor.value
        if value > 1:
            raise refused(self, f"a share of at most 1 at {name!r}", f"{value:g}", "Lower the factor.")
        basis = f"{factor.value:g} times {share.value:g} ({share.provenance.basis}); {factor.provenance.basis}"
        source = weakest(share.provenance, factor.provenance)
        return Proportion(value=value, provenance=Provenance(source=source, basis=basis[:500]))
