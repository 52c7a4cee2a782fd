"""Timers beside the nodes of a graph: how they may be drawn, and what of it is unsound."""

from __future__ import annotations

from itertools import count

import pytest

from tests.unit.definition.examples import HOUR, TITLE, checked, flow, found_in, graph, lane, task
from workflows.definition.hashing import canonical_json
from workflows.definition.workload import times_done

WORK = f"{{id: a, step: {task('a')}}}, {{id: b, step: {task('b')}}}"
THEN = f"{{id: c, step: {task('c')}}}"
AGAIN = f"{{id: a, step: {checked('a')}}}, {{id: b, step: {task('b')}}}"
FAILED = ", when: {outcome_of: a, in: [failed]}"
PASSED = ", when: {outcome_of: a, in: [passed]}"


def timer(id_: str = "t", beside: str = "a") -> str:
    """A node that waits an hour beside another."""
    return f"{{id: {id_}, beside: {beside}, step: {{kind: wait, id: wait_{id_}, {TITLE}, time: {HOUR}}}}}"


@pytest.mark.parametrize(
    ("nodes", "flows", "found"),
    [
        (f"{WORK}, {timer()}, {THEN}", f"{flow('a', 'b')}, {flow('t', 'c')}", []),
        (f"{WORK}, {timer()}", flow("a", "b"), []),
        (
            f"{WORK}, {timer()}, {timer('u')}, {THEN}, {{id: d, step: {task('d')}}}",
            f"{flow('a', 'b')}, {flow('t', 'c')}, {flow('u', 'd')}", [],
        ),
        (f"{WORK}, {timer(beside='z')}", flow("a", "b"), [("unknown_node", "body.nodes[2].beside")]),
        (f"{WORK}, {timer()}", f"{flow('a', 'b')}, {flow('b', 't')}", [("beside_form", "body.nodes[2]")]),
        (f"{WORK}, {{id: t, beside: a, step: {task('t')}}}", flow("a", "b"), [("beside_form", "body.nodes[2]")]),
        (f"{WORK}, {{id: t, beside: a}}", flow("a", "b"), [("beside_form", "body.nodes[2]")]),
        (f"{WORK}, {{id: d}}, {timer(beside='d')}", f"{flow('a', 'd')}, {flow('d', 'b')}",
         [("beside_form", "body.nodes[3]")]),
        (f"{WORK}, {timer()}, {timer('u', 't')}", flow("a", "b"), [("beside_form", "body.nodes[3]")]),
        # Both tokens run b: the one of the work, and that of the timer.
        (f"{WORK}, {timer()}", f"{flow('a', 'b')}, {flow('t', 'b')}", [("second_token", "body.nodes[1]")]),
        # Round again, the timer could come again before what it began is done.
        (
            f"{AGAIN}, {timer()}, {THEN}",
            f"{flow('a', 'a', FAILED)}, {flow('a', 'b', PASSED)}, {flow('t', 'c')}",
            [("second_token", "body.nodes[3]")],
        ),
        # The timer may not come, and then the join waits for ever; an inclusive one does not.
        (
            f"{WORK}, {timer()}, {{id: j, join: parallel}}",
            f"{flow('a', 'b')}, {flow('b', 'j')}, {flow('t', 'j')}", [("deadlock", "body.nodes[3]")],
        ),
        (
            f"{WORK}, {timer()}, {THEN}, {{id: j, join: inclusive}}",
            f"{flow('a', 'b')}, {flow('b', 'j')}, {flow('t', 'c')}, {flow('c', 'j')}", [],
        ),
    ],
    ids=map(str, count()),
)  # fmt: skip
def test_a_timer_beside_a_node_is_checked(nodes: str, flows: str, found: list[tuple[str, str]]) -> None:
    assert found_in(graph(nodes, flows)) == found


def test_what_a_timer_begins_does_not_come_after_what_it_stands_beside() -> None:
    """Law puts `c` behind `a`; the reminder begins while `a` still goes on."""
    behind = f"{{id: c, step: {task('c', ', after: [a]')}}}"
    nodes = f"{{id: s, step: {task('s')}}}, {WORK}, {timer()}, {behind}"
    flows = f"{flow('s', 'a')}, {flow('a', 'b')}, {flow('t', 'c')}"
    assert found_in(graph(nodes, flows, "s")) == [("order_against_law", "body.nodes[4].step.after[0]")]
    behind_start = nodes.replace("after: [a]", "after: [s]")
    assert found_in(graph(behind_start, flows, "s")) == []


def test_a_reminder_cannot_ask_without_a_default_how_the_work_came_out() -> None:
    nodes = f"{AGAIN}, {timer()}, {THEN}, {{id: d, step: {task('d')}}}"
    asks = f"{flow('a', 'b')}, {flow('t', 'c', FAILED)}, {flow('t', 'd', PASSED)}"
    assert found_in(graph(nodes, asks)) == [("no_default", "body.nodes[2]")]


def test_work_that_a_timer_begins_counts_as_always_begun() -> None:
    times = times_done(lane(graph(f"{WORK}, {timer()}, {THEN}", f"{flow('a', 'b')}, {flow('t', 'c')}")))
    assert (times["a"], times["b"], times["c"]) == (1.0, 1.0, 1.0)


def test_lanes_without_such_timers_have_the_hash_that_they_had() -> None:
    assert "beside" not in canonical_json(lane(graph(WORK, flow("a", "b"))))
