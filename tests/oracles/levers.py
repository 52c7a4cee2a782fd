"""What the tests of levers share: levers from plain data, and measures of a lane that a lever should move."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import TypeAdapter

from workflows.definition.lane import Lane
from workflows.definition.steps import (
    ApplicantStep,
    Deadline,
    Graph,
    Loop,
    Ordered,
    Sequence,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import children, id_of
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.rewriting import replace_step, revised

BASIS = {"source": "assumed", "basis": "for a test"}
TITLE = {"zh": "测试", "en": "For a test"}
_LEVER: TypeAdapter[Lever] = TypeAdapter(Lever)


def lever(kind: str, **parameters: object) -> Lever:
    """A lever as a scenario file would give it."""
    return _LEVER.validate_python({"lever": kind, **parameters})


def minutes(value: float) -> dict[str, object]:
    """A fixed span."""
    return {"kind": "fixed", "value": value, "unit": "minutes", "provenance": BASIS}


def working_days(value: int) -> dict[str, object]:
    """A limit."""
    return {"working_days": value, "provenance": BASIS}


def share(value: float) -> dict[str, object]:
    """A proportion."""
    return {"value": value, "provenance": BASIS}


def pool_of(count: int, calendar: str = "office") -> dict[str, object]:
    """A pool with one group of people."""
    staff = [{"count": count, "provenance": BASIS}]
    return {"title": TITLE, "department": TITLE, "calendar": calendar, "staff": staff}


def refusal(chosen: Lever, lane: Lane) -> str:
    """What a lever says when it does not fit a lane; a test fails if it does."""
    with pytest.raises((LeverRefusedError, UnknownNameError)) as refused:
        chosen.apply(lane)
    return str(refused.value)


def changed(lane: Lane, name: str, **fields: object) -> Lane:
    """The lane with other fields of one step."""
    return revised(lane, body=replace_step(lane.body, name, revised(lane.steps[name], **fields)))


def visits(lane: Lane) -> int:
    """Trips of the applicant if every step of the lane is done once."""
    work = (step for step in lane.steps.values() if isinstance(step, Task | ApplicantStep | ThirdPartyStep))
    return sum(step.visits for step in work)


def longest_chain(step: Step) -> int:
    """Limits added up along the longest chain in the tree, in working days.

    Every step takes all of its limit, nobody waits, nothing is corrected, of a choice the longest path is taken.
    """
    match step:
        case Task(limit=limit):
            return limit.working_days if limit else 0
        case Sequence(steps=steps):
            return sum(longest_chain(part) for part in steps)
        case Ordered(steps=items):
            names = [id_of(item.step) or f"#{index}" for index, item in enumerate(items)]
            before = {name: item.after for name, item in zip(names, items, strict=True)}
            return _longest(before, {name: longest_chain(item.step) for name, item in zip(names, items, strict=True)})
        case Graph(nodes=nodes, flows=flows):
            onward = {node.id: tuple(flow.target for flow in flows if flow.source == node.id) for node in nodes}
            return _longest(onward, {node.id: longest_chain(node.step) if node.step else 0 for node in nodes})
        case Loop(body=body) | Deadline(body=body):
            return longest_chain(body)
        case _:
            return max((longest_chain(part) for part in children(step)), default=0)


def _longest(links: Mapping[str, tuple[str, ...]], lengths: Mapping[str, int]) -> int:
    """The longest chain along links; a link that leads back to where the chain came from is left out."""
    total: dict[str, int] = {}
    under_way: set[str] = set()

    def from_here(name: str) -> int:
        if name not in total:
            under_way.add(name)
            total[name] = lengths[name] + max((from_here(on) for on in links[name] if on not in under_way), default=0)
            under_way.discard(name)
        return total[name]

    return max(from_here(name) for name in links)
