"""Steps that stand in one run of a sequence, named by their ids: what is made parallel, staged or replaced."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Series
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.definition.steps import (
    Sequence,
    Step,
)
from workflows.definition.tree import id_of, walk
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import LeverFields, refused
from workflows.levers.rewriting import find, in_sequence, rewrite

Branch: TypeAlias = Identifier | Annotated[tuple[Identifier, ...], Field(min_length=1)]
"""A step, or several that stay one after the other, e.g. ``tax`` or ``[file_tax, tax]``."""


def named(branch: Branch) -> tuple[str, ...]:
    """The ids in a branch."""
    return (branch,) if isinstance(branch, str) else branch


@dataclass(frozen=True, slots=True)
class Run:
    """Where branches stand.

    Attributes
    ----------
    sequence : the sequence that holds all of them
    positions : for each branch, the places of its steps in the sequence, ascending
    """

    sequence: Sequence
    positions: tuple[tuple[int, ...], ...]

    @property
    def branches(self) -> tuple[Step, ...]:
        """The steps of each branch."""
        return tuple(in_sequence(*(self.sequence.steps[at] for at in places)) for places in self.positions)

    @property
    def span(self) -> tuple[int, int]:
        """The first place and the one after the last."""
        places = [at for branch in self.positions for at in branch]
        return min(places), max(places) + 1

    @property
    def between(self) -> tuple[str, ...]:
        """Steps that stand between the branches without being named."""
        places = {at for branch in self.positions for at in branch}
        return tuple(id_of(self.sequence.steps[at]) or "" for at in range(*self.span) if at not in places)

    def replaced_by(self, body: Step, steps: Iterable[Step]) -> Step:
        """The tree with `steps` in the place of the whole run."""
        first, end = self.span
        new = in_sequence(*self.sequence.steps[:first], *steps, *self.sequence.steps[end:])
        return rewrite(body, lambda step: new if step is self.sequence else step) or new


def run_of(lever: LeverFields, lane: Lane, body: Step, branches: Series[Branch]) -> Run:
    """Find steps that stand in one sequence.

    Parameters
    ----------
    body : the steps of `lane`, laid flat

    Raises
    ------
    UnknownNameError
        If there is no step of one of the ids.
    LeverRefusedError
        If they do not stand in the same sequence, or one is named twice.
    """
    names = [name for branch in branches for name in named(branch)]
    for name in names:
        find(body, name)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise refused(lever, "every step once", f"{twice!r} twice", "Name it in one place only.")
    for step in walk(body):
        if isinstance(step, Sequence):
            places = {id_of(part): at for at, part in enumerate(step.steps)}
            if all(name in places for name in names):
                return Run(step, tuple(tuple(sorted(places[name] for name in named(branch))) for branch in branches))
    raise refused(
        lever,
        f"{', '.join(names)} in one sequence",
        f"that they stand in different blocks of lane {lane.id!r}",
        "Name the blocks that hold them, or other steps.",
    )


def consecutive_run(lever: LeverFields, lane: Lane, body: Step, branches: Series[Branch]) -> Run:
    """As :func:`run_of`, for steps with no others between them."""
    run = run_of(lever, lane, body, branches)
    if run.between:
        raise refused(
            lever,
            "steps that follow one another",
            f"{', '.join(run.between)} between them",
            "Name these too, take hand-over legs away first (internal_handover), or move them out of the run.",
        )
    return run
