"""Joint review (联审) in stages: all departments of a stage answer at the same time; the stages follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.steps import (
    Ordered,
    Parallel,
    Step,
    Task,
)
from workflows.definition.tree import id_of, ids_of, walk
from workflows.definition.values import (
    Identifier,
    WorkingDays,
)
from workflows.errors import LegalOrder, LeverRefusedError
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed, statute
from workflows.levers.references import legal_predecessors, needed_by, outcomes_asked
from workflows.levers.rewriting import find, flattened, in_sequence, revised, rewrite
from workflows.levers.runs import Branch, Run, named, run_of


class Stage(Frozen):
    """Steps that are reviewed jointly.

    Parameters
    ----------
    id, title : of the stage
    steps : what is reviewed; a list within the list stays one after the other
    lead : the pool of the one department that leads
    limit : within which all have to answer; longer limits of single tasks come down to it
    closing_time : working time in which the lead draws the answers together; none, if its own review does that
    """

    id: Identifier
    title: Title
    steps: Annotated[tuple[Branch, ...], Field(min_length=1)]
    lead: Identifier
    limit: WorkingDays | None = None
    closing_time: Distribution | None = None


class JointReview(LeverFields):
    """Review in stages. The legal order inside a stage is met by early intervention; the order between stages stays.

    Parameters
    ----------
    stages : in their order; the steps stand in one sequence, or are the whole of one `ordered` block
    """

    title: ClassVar[Title] = Title(zh="分阶段联合审查", en="Joint review in stages")
    explanation: ClassVar[Title] = Title(
        zh="每阶段由一个部门牵头，其他部门提前介入、同步审查；阶段之间法定顺序不变。",
        en="One department leads each stage and the others review at the same time; legal order between stages stays.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="阶段之间不得违反法定顺序；同阶段内不得依赖他项结果；牵头部门须参与或汇总；其间不得夹有其他步骤。",
        en=(
            "Law puts no item before one of an earlier stage, none asks how another of its stage came out, the lead "
            "takes part or closes, and no other step stands between."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "internal_handover",
        "one_window_intake",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-007", "联审会议、同步办理"),
        seed("FS-037", "多圖聯審"),
        seed("SY-015", "提前介入"),
        statute("优化营商环境条例 art. 42"),
    )

    lever: Literal["joint_review"] = "joint_review"
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]

    def apply(self, lane: Lane) -> Lane:
        """The lane in stages.

        Raises
        ------
        LeverRefusedError
            If the grouping puts a step before one that law puts before it, if a step asks how another of its stage came
            out, if a lead takes no part, or if other steps stand between those of a stage.
        """
        body = flattened(lane.body)
        for stage in self.stages:
            known("pool", stage.lead, lane.pools)
        if (block := self._whole_block(body)) is not None:
            groups = [[_branch(block, branch) for branch in stage.steps] for stage in self.stages]
            staged = in_sequence(*self._staged(lane, groups))
            return reformed(self, lane, rewrite(body, lambda step: staged if step is block else step))
        run = run_of(self, lane, body, [branch for stage in self.stages for branch in stage.steps])
        branches = iter(run.branches)
        staged_steps = self._staged(lane, [[next(branches) for _ in stage.steps] for stage in self.stages])
        return reformed(self, lane, self._placed(body, run, staged_steps))

    def _whole_block(self, body: Step) -> Ordered | None:
        names = {name for stage in self.stages for branch in stage.steps for name in named(branch)}
        for name in sorted(names):
            find(body, name)
        for step in walk(body):
            if isinstance(step, Ordered) and {id_of(item.step) for item in step.steps} == names:
                return step
        return None

    def _staged(self, lane: Lane, groups: list[list[Step]]) -> list[Step]:
        self._check_order(lane, groups)
        return [self._stage(lane, stage, group) for stage, group in zip(self.stages, groups, strict=True)]

    def _check_order(self, lane: Lane, groups: list[list[Step]]) -> None:
        stage_of = {name: at for at, group in enumerate(groups) for part in group for name in ids_of(part)}
        for at, group in enumerate(groups):
            for part in group:
                needed = needed_by(part, lane.body)
                if late := sorted(name for name in needed if stage_of.get(name, -1) > at):
                    raise refused(
                        self,
                        f"{', '.join(late)} before {ids_of(part)[0]!r}, as law demands",
                        f"it in a later stage, {self.stages[stage_of[late[0]]].id!r}",
                        "Move one of them to another stage.",
                        LegalOrder(late[0], ids_of(part)[0]),
                    )
                asked = {condition.outcome_of for condition in outcomes_asked(part)} - set(ids_of(part))
                if same := sorted(name for name in asked if stage_of.get(name) == at):
                    raise refused(
                        self,
                        f"a stage in which nothing asks how {same[0]!r} came out",
                        f"{ids_of(part)[0]!r}, which does",
                        f"Keep both one after the other: [{same[0]}, {ids_of(part)[0]}].",
                    )

    def _stage(self, lane: Lane, stage: Stage, group: list[Step]) -> Step:
        inside = frozenset(name for part in group for name in ids_of(part))
        own = [frozenset(ids_of(part)) for part in group]
        predecessors = legal_predecessors(lane.body)
        direct = {name: task.after for name, task in lane.tasks.items()}

        def reviewed(others: frozenset[str], step: Step) -> Step:
            if not isinstance(step, Task):
                return step
            changes: dict[str, object] = {}
            if stage.limit and step.limit and step.limit.working_days > stage.limit.working_days:
                changes["limit"] = stage.limit
            if others & set(step.after):
                outside = (name for old in step.after if old in others for name in predecessors.get(old, ()))
                kept = (*(name for name in direct[step.id] if name not in others), *sorted(set(outside) - inside))
                changes |= {"after": tuple(dict.fromkeys(kept)), "clauses": (*step.clauses, *self.clauses)}
            return revised(step, **changes) if changes else step

        parts = [
            rewrite(part, partial(reviewed, inside - names)) or part for part, names in zip(group, own, strict=True)
        ]
        joint: Step = Parallel(id=stage.id, title=stage.title, branches=tuple(parts)) if len(parts) > 1 else parts[0]
        takes_part = any(isinstance(step, Task) and step.pool == stage.lead for part in parts for step in walk(part))
        if stage.closing_time is not None:
            closing = Task(
                id=f"{stage.id}_closing",
                title=Title(zh=f"{stage.title.zh}:牵头部门汇总", en=f"{stage.title.en}: the lead draws up the answer"),
                pool=stage.lead,
                service_time=stage.closing_time,
                clauses=self.clauses,
            )
            return in_sequence(joint, closing)
        if not takes_part:
            raise refused(
                self,
                f"a lead that takes part in stage {stage.id!r}",
                f"{stage.lead!r}, which has no task in it",
                "Name another lead, or give the closing_time of the lead.",
            )
        return joint

    def _placed(self, body: Step, run: Run, staged: list[Step]) -> Step:
        if not run.between:
            return run.replaced_by(body, staged)
        positions = iter(run.positions)
        places = [tuple(sorted(at for _ in stage.steps for at in next(positions))) for stage in self.stages]
        apart = [place for place in places if place[-1] - place[0] + 1 != len(place)]
        if apart or places != sorted(places):
            raise self._apart(run)
        new = list(run.sequence.steps)
        for place, step in reversed(list(zip(places, staged, strict=True))):
            new[place[0] : place[-1] + 1] = [step]
        whole = in_sequence(*new)
        return rewrite(body, lambda step: whole if step is run.sequence else step) or whole

    def _apart(self, run: Run) -> LeverRefusedError:
        return refused(
            self,
            "stages whose steps follow one another",
            f"{', '.join(run.between)} between them",
            "Name these too, or take hand-over legs away first (internal_handover, one_window_intake).",
        )


def _branch(block: Ordered, branch: Branch) -> Step:
    parts = {id_of(item.step): item.step for item in block.steps}
    return in_sequence(*(parts[name] for name in named(branch)))
