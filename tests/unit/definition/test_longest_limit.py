"""The longest way through a lane, where it can be read off the drawing."""

from __future__ import annotations

from itertools import pairwise

from tests.unit.definition.examples import BY, block, flow, graph, lane, sequence, task, way
from workflows.definition.longest_limit import longest_limit

HALF = f", share: {{value: 0.5, {BY}}}"


def limited(name: str, days: int) -> str:
    return task(name, f", limit: {{working_days: {days}, {BY}}}")


def node(name: str, days: int | None = None) -> str:
    """A node; with a task of so many days, or a gateway."""
    return f"{{id: {name}}}" if days is None else f"{{id: {name}, step: {limited(f'task_{name}', days)}}}"


def test_sequences_of_an_ordered_block_all_count() -> None:
    long, short = sequence(limited("a", 5), limited("b", 4)), sequence(limited("c", 1), limited("d", 1))
    ordered = block(
        "ordered", "law", f"steps: [{{step: {long}}}, {{step: {short}}}, {way(limited('e', 3), 'after: []')}]"
    )
    assert longest_limit(lane(ordered)) == 9


def test_what_the_law_puts_first_adds_up() -> None:
    first, then = f"{{step: {limited('a', 5)}}}", way(limited("b", 4), "after: [a]")
    assert longest_limit(lane(block("ordered", "law", f"steps: [{first}, {then}]"))) == 9


def test_a_flow_that_leads_back_counts_as_a_loop_does() -> None:
    """Out of `b` back to `a` or on to `c`."""
    nodes = [node("a", 2), node("b", 3), node("c", 4)]
    flows = [flow("a", "b"), flow("b", "a", HALF), flow("b", "c", HALF)]
    assert longest_limit(lane(graph(", ".join(nodes), ", ".join(flows)))) == 9


def test_a_circle_with_two_ways_in_counts_each_of_its_nodes_once() -> None:
    """From `a` into the circle of `b` and `c` at either; only `b` leads out of it, to `d`."""
    nodes = [node("a", 1), node("b", 2), node("c", 4), node("d", 8)]
    flows = [
        flow("a", "b", HALF), flow("a", "c", HALF), flow("c", "b"), flow("b", "c", HALF), flow("b", "d", HALF),
    ]  # fmt: skip
    assert longest_limit(lane(graph(", ".join(nodes), ", ".join(flows)))) == 15


def test_many_choices_one_after_the_other_are_not_tried_out_way_by_way() -> None:
    """2**100 ways through."""
    choices = 100
    nodes, flows = [node("n0")], []
    for index in range(choices):
        here, there = f"n{index}", f"n{index + 1}"
        nodes += [node(f"long{index}", 2), node(f"short{index}", 1), node(there)]
        for side in (f"long{index}", f"short{index}"):
            flows += [flow(here, side, HALF), flow(side, there)]
    assert longest_limit(lane(graph(", ".join(nodes), ", ".join(flows), start="n0"))) == 2 * choices


def test_a_long_chain_of_nodes_is_no_deep_recursion() -> None:
    names = [f"n{index}" for index in range(500)]
    nodes = ", ".join(node(name, 1) for name in names)
    flows = ", ".join(flow(*pair) for pair in pairwise(names))
    assert longest_limit(lane(graph(nodes, flows, start="n0"))) == 500
