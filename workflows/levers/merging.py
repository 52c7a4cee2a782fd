"""Merging steps (多证合一、多审合一): several become one, done once, by one pool."""

from __future__ import annotations

import math
from collections.abc import Mapping
from collections.abc import Sequence as Series
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PositiveFloat

from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import Lane
from workflows.definition.precedence import Trail, precedes, trails_of
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    Choice,
    Deadline,
    Graph,
    Inclusive,
    Loop,
    Race,
    Task,
)
from workflows.definition.values import (
    Identifier,
    Money,
    Outcome,
    Proportion,
)
from workflows.errors import LegalOrder
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.references import legal_predecessors
from workflows.levers.rewriting import find, replace_steps, revised


class MergeSteps(LeverFields):
    """Several tasks become one. Its limit is the longest of theirs, its documents are all of theirs, each once.

    Parameters
    ----------
    steps : the tasks, at least two
    into : id of the one that takes their place
    into_title : its title
    pool : who does it; by default who did the first
    factor : its service time as a multiple of the sum of theirs
    service_time : instead: its service time; by default the sum of the means, spread as the longest of them is
    """

    title: ClassVar[Title] = Title(zh="多证合一、多审合一", en="Merge several steps into one")
    explanation: ClassVar[Title] = Title(
        zh="多个事项合并为一个，一次办理：时限取最长，材料合并去重。",
        en="Several steps become one that is done once: the longest limit, every document once.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="各步骤须由同样的案件办理、结果种类相同，且其间没有法定的其他环节。",
        en=(
            "The same cases do all of the tasks, they come out in the same ways, and law puts no other step between "
            "them."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"steps": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-014", "五证合一、一照一码"),
        seed("PJ-015", "个体工商户营业执照和税务登记证“两证整合”"),
        seed("FS-011", "多審合一、多證合一"),
        seed("SY-013", "深化“多规合一”改革,进一步优化审批环节"),
        seed("DD-009", "“一个战略、一张蓝图、一个平台、一张表单、一套机制”"),
    )

    lever: Literal["merge_steps"] = "merge_steps"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=2)]
    into: Identifier
    into_title: Title
    pool: Identifier | None = None
    factor: PositiveFloat = 1.0
    service_time: Distribution | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with one step in the place of several.

        Raises
        ------
        LeverRefusedError
            If one of them is no task, or done by other cases than the others, if their outcomes cannot be merged, or if
            law puts another step between them.
        """
        members = tasks_named(self, lane, self.steps)
        check_done_together(self, lane, self.steps)
        pool = known("pool", self.pool or members[0].pool, lane.pools)
        merged = merged_task(self, members, self.into, self.into_title, pool)
        service_time = self.service_time or summed([member.service_time for member in members], self.factor)
        merged = revised(merged, service_time=service_time)
        body = replace_steps(lane.body, dict.fromkeys(self.steps) | {self._place(lane, members): merged}) or merged
        return reformed(self, lane, body, dict.fromkeys(self.steps, self.into))

    def _place(self, lane: Lane, members: Series[Task]) -> str:
        """Where the first stands, unless one of them needs a step that comes only after the first."""
        gone = {member.id for member in members}
        needed = {name for member in members for name in member.after if name not in gone}
        predecessors = legal_predecessors(lane.body)
        for name in sorted(needed):
            if between := sorted(gone & predecessors.get(name, frozenset())):
                raise refused(
                    self,
                    "steps between which law puts no other one",
                    f"{name!r}, which comes after {between[0]!r} and before another of them",
                    f"Merge {name!r} as well, or leave {between[0]!r} out.",
                    LegalOrder(between[0], name),
                )
        early = all(precedes(lane.body, name, members[0].id) for name in needed)
        return members[0].id if early else members[-1].id


def tasks_named(lever: LeverFields, lane: Lane, step_ids: Series[str]) -> list[Task]:
    """The tasks of these ids, in the order of the lane."""
    for step_id in step_ids:
        if not isinstance(step := find(lane.body, step_id), Task):
            raise refused(lever, f"a task as {step_id!r}", f"{step.kind}", "Name tasks of pools only.")
    return [task for name, task in lane.tasks.items() if name in step_ids]


def check_done_together(lever: LeverFields, lane: Lane, step_ids: Series[str]) -> None:
    """Refuse steps that only some cases do, unless the same cases do all of them."""
    trails = trails_of(lane.body)
    conditions = {step_id: _conditions_around(trails[step_id]) for step_id in step_ids}
    first = conditions[step_ids[0]]
    for step_id in step_ids:
        if conditions[step_id] != first:
            raise refused(
                lever,
                "steps that the same cases do",
                f"{step_ids[0]!r} in {_said(first)} and {step_id!r} in {_said(conditions[step_id])}",
                "Name steps of the same path.",
            )


def _conditions_around(trail: Trail) -> tuple[tuple[str, int], ...]:
    """The paths, out of several, that lead to a step: id of the block and which of its parts."""
    return tuple(
        (block.id, part)
        for block, part in trail
        if isinstance(block, Choice | Inclusive | Race | Graph) or (isinstance(block, Loop | Deadline) and part == 1)
    )


def _said(conditions: tuple[tuple[str, int], ...]) -> str:
    return " in ".join(f"a path of {block!r}" for block, _ in reversed(conditions)) or "every case"


def merged_task(lever: LeverFields, members: Series[Task], into: str, title: Title, pool: str) -> Task:
    """One task for several, with the service time of the first."""
    slowest = max(members, key=lambda task: task.limit.working_days if task.limit else 0)
    circulating = max(members, key=lambda task: mean_span(task.circulation_time) if task.circulation_time else 0)
    paced = slowest if slowest.paced_by_limit else next((task for task in members if task.paced_by_limit), slowest)
    gone = {task.id for task in members}
    fees = [task.fee for task in members if task.fee]
    return revised(
        members[0],
        id=into,
        title=title,
        pool=pool,
        limit=slowest.limit,
        circulation_time=None if paced.paced_by_limit else circulating.circulation_time,
        paced_by_limit=paced.paced_by_limit,
        outcomes=merged_outcomes(lever, members),
        visits=max(task.visits for task in members),
        documents=tuple(dict.fromkeys(name for task in members for name in task.documents)),
        fee=Money(yuan=math.fsum(fee.yuan for fee in fees), provenance=fees[0].provenance) if fees else None,
        clauses=tuple(dict.fromkeys((*(clause for task in members for clause in task.clauses), *lever.clauses))),
        priority=min(task.priority for task in members),
        after=tuple(dict.fromkeys(name for task in members for name in task.after if name not in gone)),
    )


def merged_outcomes(lever: LeverFields, members: Series[Task]) -> tuple[Outcome, ...]:
    """How the one task comes out: well only if each of them would have come out well."""
    deciding = [task for task in members if task.outcomes]
    if not deciding:
        return ()
    first = deciding[0].outcomes
    ids = [outcome.id for outcome in first]
    if any([outcome.id for outcome in task.outcomes] != ids for task in deciding):
        raise refused(
            lever,
            "steps that come out in the same ways",
            f"{', '.join(task.id for task in deciding)} with different outcomes",
            "Merge fewer of them, or give them the same outcomes in the lane.",
        )
    if len(deciding) == 1 or all(outcome.share is None for outcome in first):
        return first
    if len(first) != 2 or any(task.outcomes[at].from_documents for task in deciding for at in (0, 1)):
        raise refused(
            lever,
            "steps with two outcomes, one with a share and one that takes the rest, or outcomes from documents alone",
            f"{', '.join(ids)} of {', '.join(task.id for task in deciding)}",
            "Merge fewer of them.",
        )
    at = 0 if first[0].share is not None else 1
    shares = [share.value for task in deciding if (share := task.outcomes[at].share) is not None]
    names = ", ".join(task.id for task in deciding)
    joint = Proportion(
        value=1 - math.prod(1 - share for share in shares),
        provenance=Provenance(
            source=Source.ASSUMED, basis=f"as if {names} came out independently of one another"[:500]
        ),
    )
    return tuple(revised(outcome, share=joint) if index == at else outcome for index, outcome in enumerate(first))


def summed(times: Series[Distribution], factor: float = 1.0) -> Distribution:
    """A span with the sum of the means, times a factor, spread as the longest of them is."""
    longest = max(times, key=mean_span)
    total = math.fsum(mean_span(time) for time in times)
    if mean_span(longest) == 0:
        return longest
    return longest.scaled(factor * total / mean_span(longest))
