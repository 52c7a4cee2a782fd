"""The ways in which steps can come out, as conditions downstream may name them."""

from __future__ import annotations

from workflows.definition.conditions import OutcomeIs, leaves
from workflows.definition.lane import DONE
from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Deadline,
    Loop,
    Race,
    Result,
    Step,
    Task,
    ThirdPartyStep,
)


def outcome_ids(step: Step) -> tuple[str, ...]:
    """Every outcome that the step can have; none for steps that have no outcome at all."""
    match step:
        case Task() | ApplicantStep() | ThirdPartyStep():
            return tuple(outcome.id for outcome in step.outcomes) or (DONE,)
        case Race(branches=branches):
            return tuple(branch.id for branch in branches)
        case Deadline():
            return ("kept", "expired")
        case Call(awaited=True):
            return tuple(Result)
        case _:
            return ()


def checks_of(loop: Loop) -> tuple[str, ...]:
    """Ids of the steps whose outcomes decide whether a loop goes on."""
    return tuple(dict.fromkeys(leaf.outcome_of for leaf in leaves(loop.again) if isinstance(leaf, OutcomeIs)))
