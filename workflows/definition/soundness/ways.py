"""Ways through a step: whether a case can go on after it, and whether it takes any time."""

from __future__ import annotations

import math

from workflows.definition.distributions import Distribution
from workflows.definition.quantities import TOLERANCE
from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Choice,
    ClockStop,
    Deadline,
    End,
    Graph,
    Inclusive,
    Loop,
    Milestone,
    Ordered,
    Parallel,
    Race,
    Sequence,
    StatutoryWait,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import children


def passes(step: Step) -> bool:
    """Whether some case goes on after the step; if not, every case that comes to it ends there."""
    match step:
        case End():
            return False
        case Sequence() | Parallel() | Ordered():
            return all(passes(part) for part in children(step))
        case Choice():
            return any(passes(part) for part in children(step)) or _may_skip(step)
        case Inclusive(otherwise=otherwise):
            return otherwise is None or any(passes(part) for part in children(step))
        case Race():
            return any(passes(part) for part in children(step))
        case Loop(body=body) | ClockStop(body=body):
            return passes(body)
        case Deadline(body=body, on_expiry=on_expiry, interrupting=interrupting):
            return passes(body) or (interrupting and (on_expiry is None or passes(on_expiry)))
        case Graph():
            return any(
                not any(flow.source == node.id for flow in step.flows) and node_passes(node.step) for node in step.nodes
            )
        case _:
            return True


def node_passes(step: Step | None) -> bool:
    """Whether a token gets through a node with this step."""
    return step is None or passes(step)


def _may_skip(choice: Choice) -> bool:
    """Whether a case may take no path at all: shares that add up to 1 leave no room for that."""
    shares = math.fsum(path.share.value for path in choice.paths if path.share is not None)
    return choice.otherwise is None and shares < 1 - TOLERANCE


def is_instant(step: Step) -> bool:
    """Whether the step never takes any time, whatever happens."""
    match step:
        case Milestone() | End():
            return True
        case Call(awaited=awaited):
            return not awaited
        case Task(service_time=service, circulation_time=circulation, paced_by_limit=pace):
            return all(_is_nothing(time) for time in (service, circulation, pace) if time is not None)
        case ApplicantStep(time=time) | ThirdPartyStep(time=time):
            return _is_nothing(time)
        case StatutoryWait(time=time):
            return time is not None and _is_nothing(time)
        case _:
            return all(is_instant(part) for part in children(step))


def _is_nothing(time: Distribution) -> bool:
    return time.support[1] == 0
