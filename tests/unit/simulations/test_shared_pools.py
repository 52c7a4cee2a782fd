"""What lanes of one run may share, and what they may not."""

from __future__ import annotations

import pytest

from simulations.rerun import known_cases, rerun
from tests.unit.simulations.offices import at, lane, plans_of, run, task
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.interpreter.case import Case

CALL = "{kind: call, id: open, title: *t, lane: child}"


def test_two_lanes_may_not_mean_different_people_by_one_pool() -> None:
    parent = lane(f"{{kind: sequence, steps: [{task('before', 10)}, {CALL}]}}", staff="[{count: 3, provenance: *p}]")
    child = lane(task("stamp", 30), id_="child")
    with pytest.raises(InvalidInputError, match="pool 'desk', which lanes 'office' and 'child' share; found 3 and 1"):
        run([parent, child], {"a": "09:00"})


def test_a_child_that_was_withdrawn_by_itself_is_withdrawn_in_the_rerun() -> None:
    parent = lane(CALL)
    child = lane(task("stamp", 30), id_="child")
    case = Case(id="a", submitted_at=at("09:00"), draws="office/")
    lived = {
        "a": [
            CaseEvent("a", EventKind.SUBMITTED, at("09:00")),
            CaseEvent("a", EventKind.OPENED, at("09:00"), "open", cause="a/open"),
            CaseEvent("a", EventKind.COMPLETED, at("09:20"), "open", cause="a/open", outcome="withdrawn"),
            CaseEvent("a", EventKind.ENDED, at("09:20"), outcome="approved"),
        ],
        "a/open": [
            CaseEvent("a/open", EventKind.SUBMITTED, at("09:00")),
            CaseEvent("a/open", EventKind.ENABLED, at("09:00"), "stamp"),
            CaseEvent("a/open", EventKind.CANCELLED, at("09:20"), "stamp"),
            CaseEvent("a/open", EventKind.ENDED, at("09:20"), cause="withdrawal", outcome="withdrawn"),
        ],
    }
    again = rerun(plans_of(parent, child), known_cases("office", [case], lived), seed=1)
    assert again.by_case() == lived


def test_the_split_of_a_node_and_the_choice_inside_it_are_decided_apart() -> None:
    half = "{value: 0.5, provenance: *p}"
    choice = (
        "{kind: choice, id: x, title: *t, paths: "
        f"[{{share: {half}, step: {task('c1', 1)}}}], otherwise: {task('c2', 1)}}}"
    )
    nodes = ", ".join(
        f"{{id: {id_}, step: {step}}}" for id_, step in (("x", choice), ("p1", task("p1", 1)), ("q1", task("q1", 1)))
    )
    flows = f"{{source: x, target: p1, share: {half}}}, {{source: x, target: q1}}"
    graph = f"{{kind: graph, id: g, title: *t, start: x, nodes: [{nodes}], flows: [{flows}]}}"
    happened = run(lane(graph), {f"case-{number}": "09:00" for number in range(200)})
    done: dict[str, set[str]] = {}
    for event in happened.log:
        if event.kind is EventKind.COMPLETED:
            done.setdefault(event.case, set()).add(event.step)
    ways = {frozenset(steps) for steps in done.values()}
    assert ways == {frozenset(way) for way in (("c1", "p1"), ("c1", "q1"), ("c2", "p1"), ("c2", "q1"))}
