"""How a step differs from case to case, by what a case is from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflows.definition.conditions import holds
from workflows.definition.distributions import Distribution
from workflows.definition.lane import CasePriority
from workflows.definition.steps import Task, Work
from workflows.definition.values import Variation


def variation_of(step: Work, attributes: Mapping[str, str]) -> Variation | None:
    """The variation of a step that fits a case; none if the step is for it what it is for most."""
    return next((each for each in step.variations if holds(each.when, attributes, {})), None)


def time_of(step: Work, variation: Variation | None) -> Distribution:
    """How long a step keeps somebody busy: a member of its pool, the applicant, a third party."""
    time = step.service_time if isinstance(step, Task) else step.time
    return time if variation is None or variation.time is None else time.scaled(variation.time.value)


def visits_of(step: Work, variation: Variation | None) -> int:
    """Trips to a window that a step costs."""
    return step.visits if variation is None or variation.visits is None else variation.visits


def priority_of(priorities: Sequence[CasePriority], attributes: Mapping[str, str]) -> int:
    """What a case adds to the priority of its tasks; lower goes first."""
    return next((each.add for each in priorities if holds(each.when, attributes, {})), 0)
