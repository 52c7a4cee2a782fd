"""A second, shorter path beside the old one (即办、承诺、备案), for cases that are told apart from the start."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.definition.conditions import AttributeIs, Condition, leaves
from workflows.definition.lane import Attribute
from workflows.definition.steps import Mark, Milestone, Step
from workflows.definition.tree import ids_of, walk
from workflows.levers.lever import LeverFields, known, refused
from workflows.levers.rewriting import revised
from workflows.levers.runs import Run

_CLOCK = (Mark.ACCEPTED, Mark.DECIDED)
"""The marks between which the legal clock runs."""


def check_known_from_the_start(lever: LeverFields, condition: Condition, attributes: Mapping[str, Attribute]) -> None:
    """Refuse a condition on anything but attributes.

    Raises
    ------
    UnknownNameError
        If it asks for an attribute that is not there.
    """
    for leaf in leaves(condition):
        if not isinstance(leaf, AttributeIs):
            raise refused(
                lever,
                "a condition on attributes, which are known before anything is done",
                f"the outcome of {leaf.outcome_of!r}",
                "Ask for attributes only.",
            )
        known("attribute", leaf.attribute, attributes)


def steps_of_run(run: Run) -> tuple[Step, ...]:
    """The steps that stand in a run, one after the other."""
    return run.sequence.steps[slice(*run.span)]


def marks_of_run(lever: LeverFields, body: Step, run: Run) -> tuple[Milestone, ...]:
    """Milestones that every case passes in a run, in their order, so a shorter path has to pass them too.

    Raises
    ------
    LeverRefusedError
        If acceptance or decision is reached in a path or branch of the run, and nowhere else.
    """
    steps = steps_of_run(run)
    passed = tuple(step for step in steps if isinstance(step, Milestone))
    inside = {name for step in steps for name in ids_of(step)}
    milestones = [step for step in walk(body) if isinstance(step, Milestone)]
    for mark in _CLOCK:
        elsewhere = [step for step in milestones if step.mark is mark and (step.id not in inside or step in passed)]
        if not elsewhere and (hidden := [step for step in milestones if step.mark is mark]):
            raise refused(
                lever,
                f"a milestone of mark {mark} that every case comes by",
                f"{hidden[0].id!r} in a path or branch only",
                "Apply this lever before those that made the paths.",
            )
    return passed


def check_clock_inside(lever: LeverFields, body: Step, run: Run) -> None:
    """Refuse a run that a case is not accepted and decided in, although the lane accepts and decides."""
    inside = {name for step in steps_of_run(run) for name in ids_of(step)}
    milestones = [step for step in walk(body) if isinstance(step, Milestone) and step.mark in _CLOCK]
    within = {step.mark for step in milestones if step.id in inside}
    for step in milestones:
        if step.id not in inside and step.mark not in within:
            raise refused(
                lever,
                "acceptance and decision among the steps that the shorter path stands in for",
                f"milestone {step.id!r} ({step.mark}) outside",
                f"Name {step.id!r} and the steps up to it as well.",
            )


def passed_again(milestone: Milestone, name: str) -> Milestone:
    """The same mark on another path."""
    return revised(milestone, id=f"{name}_{milestone.mark}")
