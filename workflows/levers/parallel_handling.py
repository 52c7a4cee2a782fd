"""Parallel handling (并联审批): each step begins as early as the law's own order lets it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Series
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ClockStop,
    Deadline,
    Loop,
    Milestone,
    Ordered,
    OrderedStep,
    Sequence,
    Step,
)
from workflows.definition.tree import id_of, ids_of
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed, statute
from workflows.levers.references import legal_order, needed_by
from workflows.levers.rewriting import find, flattened, item_chain
from workflows.levers.runs import Branch, consecutive_run, named


class HandleInParallel(LeverFields):
    """Make an `ordered` block of steps that follow one another; what law puts before what stays so.

    Parameters
    ----------
    block_id, block_title : of the new block
    steps : consecutive steps; a list within the list stays one after the other, e.g. ``[seal, [file_tax, tax]]``
    inside : instead: a loop, deadline or clock stop, all of whose steps are meant
    begin_after : for the first step of a branch: the steps after which it begins, where that is more than law demands
    """

    title: ClassVar[Title] = Title(zh="并联审批", en="Handle in parallel")
    explanation: ClassVar[Title] = Title(
        zh="变串联为并联：各步骤在法定前置步骤完成后即可开始，法定先后顺序不变。",
        en="Steps that followed one another each begin once those that law puts before them are done.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="各步骤须前后相连、不含里程碑，且法律未规定逐项前置；法定前置不得省去。",
        en=(
            "The steps follow one another, hold no milestone, and law does not put each before the next; a legal "
            "predecessor is never dropped."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "internal_handover",
        "one_window_intake",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-012", "变串联式审批为并联式审批"),
        seed("PJ-012", "并联审批"),
        statute("优化营商环境条例 art. 47"),
    )

    lever: Literal["handle_in_parallel"] = "handle_in_parallel"
    block_id: Identifier = "parallel_handling"
    block_title: Title = Title(zh="并联办理", en="Parallel handling")
    steps: Annotated[tuple[Branch, ...], Field(min_length=2)] | None = None
    inside: Identifier | None = None
    begin_after: dict[Identifier, tuple[Identifier, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way_to_name(self) -> Self:
        if (self.steps is None) == (self.inside is None):
            raise ValueError(f"expected steps or inside; found {'none' if self.steps is None else 'both'}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with the steps in parallel.

        Raises
        ------
        LeverRefusedError
            If they do not follow one another, hold a milestone, have to follow one another by law, or if `begin_after`
            would drop a legal predecessor.
        """
        body = flattened(lane.body)
        names = self.steps if self.steps is not None else self._parts(body)
        block = ParallelBlock(self.block_id, self.block_title, names, self.begin_after)
        return reformed(self, lane, made_parallel(self, lane, body, block))

    def _parts(self, body: Step) -> tuple[Branch, ...]:
        block = find(body, self.inside or "")
        if isinstance(block, Loop | Deadline | ClockStop) and isinstance(block.body, Sequence):
            return tuple(name for part in block.body.steps if (name := id_of(part)) is not None)
        raise refused(
            self,
            f"a loop, deadline or clock stop with several steps as {self.inside!r}",
            f"{'a sequence' if isinstance(block, Sequence) else block.kind}",
            "Name the steps themselves (steps).",
        )


@dataclass(frozen=True, slots=True)
class ParallelBlock:
    """What is to be handled in parallel; as the parameters of :class:`HandleInParallel`."""

    id: str
    title: Title
    branches: tuple[Branch, ...]
    begin_after: Mapping[str, tuple[str, ...]]


def made_parallel(lever: LeverFields, lane: Lane, body: Step, wanted: ParallelBlock) -> Step:
    """The steps of `lane` with consecutive branches made an `ordered` block that keeps the law's order."""
    run = consecutive_run(lever, lane, body, wanted.branches)
    branches = run.branches
    for branch in branches:
        _check_no_milestone(lever, branch)
    firsts = {named(name)[0]: branch for name, branch in zip(wanted.branches, branches, strict=True)}
    for first, asked in wanted.begin_after.items():
        known("branch that begins with", first, firsts)
        for name in asked:
            find(body, name)
    predecessors = [_predecessors(lever, lane, branch, branches, wanted.begin_after) for branch in branches]
    if _is_chain(predecessors):
        raise refused(
            lever,
            "steps of which law lets some be done at the same time",
            "a chain in which each comes after the one before it",
            "Name other steps, or relax the order by joint_review.",
            legal_order(lane.body, ids_of(branches[0]), ids_of(branches[1])),
        )
    items: list[OrderedStep] = []
    for branch, before in zip(branches, _nearest(predecessors), strict=True):
        after = tuple(last for at in sorted(before) if (last := _last_id(branches[at])) is not None)
        items += item_chain(branch, after)
    return run.replaced_by(body, (Ordered(id=wanted.id, title=wanted.title, steps=tuple(items)),))


def _check_no_milestone(lever: LeverFields, branch: Step) -> None:
    for part in branch.steps if isinstance(branch, Sequence) else (branch,):
        if isinstance(part, Milestone):
            raise refused(
                lever,
                "steps without milestones, from which the law counts",
                f"milestone {part.id!r}",
                "Name the steps before it or those after it.",
            )


def _predecessors(
    lever: LeverFields,
    lane: Lane,
    branch: Step,
    branches: tuple[Step, ...],
    begin_after: Mapping[str, tuple[str, ...]],
) -> frozenset[int]:
    needed = needed_by(branch, lane.body)
    law = frozenset(at for at, other in enumerate(branches) if other is not branch and needed & set(ids_of(other)))
    first = ids_of(branch)[0]
    if first not in begin_after:
        return law
    asked = frozenset(at for at, other in enumerate(branches) if set(begin_after[first]) & set(ids_of(other)))
    if dropped := law - asked:
        lost = ", ".join(sorted(needed & set(ids_of(branches[min(dropped)]))))
        raise refused(
            lever,
            f"{lost} before {first!r}, as law or a condition demands",
            f"begin_after {list(begin_after[first])}",
            f"Add {lost} to it.",
        )
    return asked


def _last_id(branch: Step) -> str | None:
    return id_of(branch.steps[-1] if isinstance(branch, Sequence) else branch)


def _closed(predecessors: Series[frozenset[int]]) -> list[frozenset[int]]:
    """For every branch, all that come before it, through others too."""
    closed = list(predecessors)
    for _ in closed:
        closed = [before.union(*(closed[at] for at in before)) for before in closed]
    return closed


def _nearest(predecessors: Series[frozenset[int]]) -> list[frozenset[int]]:
    """For every branch, those before it that are not before another one of them anyway."""
    closed = _closed(predecessors)
    return [before.difference(*(closed[at] for at in before)) for before in predecessors]


def _is_chain(predecessors: Series[frozenset[int]]) -> bool:
    """Whether no two branches could ever be under way at the same time."""
    pairs = sum(len(before) for before in _closed(predecessors))
    return pairs == len(predecessors) * (len(predecessors) - 1) // 2
