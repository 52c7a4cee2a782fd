"""What the steps of a lane say about one another: legal predecessors, and outcomes that conditions ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition, Not, OutcomeIs, leaves
from workflows.definition.steps import (
    Choice,
    Flow,
    Graph,
    Inclusive,
    Loop,
    Path,
    Step,
    Task,
)
from workflows.definition.tree import ids_of, walk
from workflows.errors import LegalOrder
from workflows.levers.rewriting import revised, rewrite

Way = TypeVar("Way", Path, Flow)
OnOutcome: TypeAlias = Callable[[OutcomeIs], OutcomeIs]


def outcomes_asked(body: Step) -> Iterator[OutcomeIs]:
    """Every condition on the outcome of a step, in the order of the lane."""
    for step in walk(body):
        for condition in _conditions_of(step):
            yield from (leaf for leaf in leaves(condition) if isinstance(leaf, OutcomeIs))


def _conditions_of(step: Step) -> tuple[Condition, ...]:
    match step:
        case Choice(paths=paths) | Inclusive(paths=paths):
            return tuple(path.when for path in paths if path.when is not None)
        case Loop(again=again):
            return (again,)
        case Graph(flows=flows):
            return tuple(flow.when for flow in flows if flow.when is not None)
        case _:
            return ()


def legal_predecessors(body: Step) -> dict[str, frozenset[str]]:
    """For every task, the steps that law puts before it, directly or through other tasks."""
    direct = {step.id: step.after for step in walk(body) if isinstance(step, Task)}

    def reach(step_id: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = list(direct[step_id])
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += direct.get(name, ())
        return frozenset(seen)

    return {step_id: reach(step_id) for step_id in direct}


def legal_order(body: Step, earlier: Iterable[str], later: Iterable[str]) -> LegalOrder | None:
    """The first order of the law by which one of some steps comes before one of others; none if there is none."""
    predecessors, first = legal_predecessors(body), tuple(earlier)
    orders = (LegalOrder(a, b) for b in later for a in first if a in predecessors.get(b, frozenset()))
    return next(orders, None)


def needed_by(part: Step, body: Step) -> frozenset[str]:
    """Steps that have to be done before a part of the lane can be: by law, or since it asks how they came out."""
    predecessors = legal_predecessors(body)
    law = (name for step_id in ids_of(part) for name in predecessors.get(step_id, ()))
    return frozenset((*law, *(asked.outcome_of for asked in outcomes_asked(part)))) - frozenset(ids_of(part))


def with_outcomes_asked(body: Step, change: OnOutcome) -> Step:
    """The same steps, with every condition on an outcome put through `change`."""
    return rewrite(body, lambda step: _with_conditions(step, change)) or body


def _with_conditions(step: Step, change: OnOutcome) -> Step:
    if all(_changed(condition, change) == condition for condition in _conditions_of(step)):
        return step
    match step:
        case Choice(paths=ways) | Inclusive(paths=ways):
            return revised(step, paths=tuple(_with_when(way, change) for way in ways))
        case Loop(again=again):
            return revised(step, again=_changed(again, change))
        case Graph(flows=flows):
            return revised(step, flows=tuple(_with_when(flow, change) for flow in flows))
        case _:
            return step


def _with_when(way: Way, change: OnOutcome) -> Way:
    return way if way.when is None else revised(way, when=_changed(way.when, change))


def _changed(condition: Condition, change: OnOutcome) -> Condition:
    match condition:
        case AttributeIs():
            return condition
        case OutcomeIs():
            return change(condition)
        case AllOf(all_of=parts):
            return AllOf(all_of=tuple(_changed(part, change) for part in parts))
        case AnyOf(any_of=parts):
            return AnyOf(any_of=tuple(_changed(part, change) for part in parts))
        case Not(not_=part):
            return Not.model_validate({"not": _changed(part, change)})


def relinked(before: Step, after: Step, renamed: Mapping[str, str]) -> Step:
    """Mend what steps say about others that are gone or have a new id.

    A task whose legal predecessor is gone comes after the legal predecessors of that one.

    Parameters
    ----------
    before, after : the steps of the lane before and after some of them went
    renamed : id that is gone to the id that took its place
    """
    left = frozenset(ids_of(after))
    direct = {step.id: step.after for step in walk(before) if isinstance(step, Task)}

    def standing_in(name: str) -> Iterator[str]:
        if name in renamed:
            yield renamed[name]
        elif name in left:
            yield name
        else:
            for predecessor in direct.get(name, ()):
                yield from standing_in(predecessor)

    def mended(step: Step) -> Step:
        if not isinstance(step, Task):
            return step
        names = tuple(dict.fromkeys(name for old in step.after for name in standing_in(old) if name != step.id))
        return step if names == step.after else revised(step, after=names)

    def under_new_name(asked: OutcomeIs) -> OutcomeIs:
        new = renamed.get(asked.outcome_of)
        return OutcomeIs.model_validate({"outcome_of": new, "in": asked.in_}) if new else asked

    return with_outcomes_asked(rewrite(after, mended) or after, under_new_name)
