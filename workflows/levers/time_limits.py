"""Shorter limits (限时办结): what an authority binds itself to, for single steps or for the whole lane."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from workflows.definition.lane import Lane, LaneLimit, LimitKind
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    Deadline,
    Mark,
    Step,
    Task,
)
from workflows.definition.tree import walk
from workflows.definition.values import (
    Identifier,
    WorkingDays,
)
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed, statute
from workflows.levers.rewriting import find, replace_steps, revised


class CutTimeLimit(LeverFields):
    """Cut the limits of steps. Work that is paced by its limit then moves faster by itself.

    Parameters
    ----------
    steps : tasks with a limit, or deadlines; ``all`` for every task with a limit that this would shorten
    factor : the new limit as a share of the old one, 0 < factor < 1, rounded up to whole working days
    working_days : instead: the new limit
    provenance : who promises that
    """

    title: ClassVar[Title] = Title(zh="压缩办理时限", en="Cut time limits")
    explanation: ClassVar[Title] = Title(
        zh="缩短所列步骤的办理时限，按时限安排的流转随之加快。",
        en="The limits of the steps named get shorter; circulation that is paced by a limit follows.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列步骤须有时限，且压缩后更短。",
        en="Every step named has a limit, and it gets shorter.",
    )
    repeatable: ClassVar[bool] = True
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-007", "限时办结"),
        seed("FS-019", "縮減審批時限"),
        statute("优化营商环境条例 art. 36"),
    )

    lever: Literal["cut_time_limit"] = "cut_time_limit"
    steps: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"
    factor: Annotated[float, Field(gt=0, lt=1)] | None = None
    working_days: NonNegativeInt | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _one_way_to_cut(self) -> Self:
        if (self.factor is None) == (self.working_days is None):
            raise ValueError(f"expected factor or working_days; found {'none' if self.factor is None else 'both'}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with shorter limits.

        Raises
        ------
        LeverRefusedError
            If a step has no limit, or its limit would not get shorter.
        """
        if self.steps == "all":
            cut = {
                step.id: self._cut(step) for step in walk(lane.body) if isinstance(step, Task) and self._shortens(step)
            }
        else:
            cut = {step_id: self._checked(lane, step_id) for step_id in self.steps}
        return reformed(self, lane, replace_steps(lane.body, dict(cut)) if cut else lane.body)

    def _checked(self, lane: Lane, step_id: str) -> Task | Deadline:
        step = find(lane.body, step_id)
        limit = _limit_of(step)
        if not isinstance(step, Task | Deadline) or limit is None:
            raise refused(
                self, f"a task with a limit, or a deadline, as {step_id!r}", "no limit there", "Name another."
            )
        if not self._shortens(step):
            raise refused(
                self,
                f"a limit of {step_id!r} above {self._new(limit)} working days",
                f"{limit}",
                "Leave the step out or cut deeper.",
            )
        return self._cut(step)

    def _shortens(self, step: Task | Deadline) -> bool:
        limit = _limit_of(step)
        return limit is not None and self._new(limit) < limit

    def _new(self, limit: int) -> int:
        if self.working_days is not None:
            return self.working_days
        return math.ceil(round(limit * (self.factor or 1), 9))

    def _cut(self, step: Task | Deadline) -> Task | Deadline:
        limit = WorkingDays(working_days=self._new(_limit_of(step) or 0), provenance=self.provenance)
        return revised(step, limit=limit) if isinstance(step, Task) else revised(step, within=limit)


def _limit_of(step: Step) -> int | None:
    match step:
        case Task(limit=WorkingDays(working_days=days)) | Deadline(within=WorkingDays(working_days=days)):
            return days
        case _:
            return None


class PromiseLimit(LeverFields):
    """Promise a maximum of processing time for the whole lane. It changes what counts as on time, and no step.

    Parameters
    ----------
    working_days : the promise
    start, until : the marks between which it counts
    provenance : who promises that
    """

    title: ClassVar[Title] = Title(zh="公布承诺时限", en="Promise a limit for the whole lane")
    explanation: ClassVar[Title] = Title(
        zh="向社会公布全流程承诺时限，按其计算按时办结率；各步骤不变。",
        en="A published promise for the whole lane, by which the share on time is counted; no step changes.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="相同起止点之间不得已有同样短或更短的时限。",
        en="No limit between the same marks is as short already.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"on_time": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-020", "嚴格按公示時限執行"),
        statute("优化营商环境条例 art. 36"),
    )

    lever: Literal["promise_limit"] = "promise_limit"
    working_days: NonNegativeInt
    start: Mark = Mark.ACCEPTED
    until: Mark = Mark.DECIDED
    provenance: Provenance

    def apply(self, lane: Lane) -> Lane:
        """The lane with the promise in the place of an earlier one.

        Raises
        ------
        LeverRefusedError
            If a limit between the same marks is shorter already: a promise may only be shorter than the law.
        """
        same = [limit for limit in lane.limits if (limit.start, limit.until) == (self.start, self.until)]
        if shorter := [limit for limit in same if limit.working_days <= self.working_days]:
            raise refused(
                self,
                "a promise below the limits that hold already",
                f"{self.working_days} working days beside {shorter[0].working_days} ({shorter[0].kind})",
                f"Promise less than {shorter[0].working_days}.",
            )
        promise = LaneLimit(
            working_days=self.working_days,
            kind=LimitKind.PROMISED,
            start=self.start,
            until=self.until,
            provenance=self.provenance,
        )
        kept = (limit for limit in lane.limits if limit not in same or limit.kind is not LimitKind.PROMISED)
        return reformed(self, lane, limits=(*kept, promise))
