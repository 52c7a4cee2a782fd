"""The longest way through a graph against every way tried out."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.definition.drawings import MEASURED, Drawing, drawings, drawn, slips
from tests.unit.definition.examples import lane, task
from workflows.definition.graphs import reachable, successors
from workflows.definition.longest_limit import longest_limit
from workflows.definition.steps import (
    Graph,
    Node,
    Task,
)
from workflows.definition.values import (
    WorkingDays,
)

LANE = lane(task("any"))


def limited(graph: Graph, days: list[int]) -> Graph:
    """The graph with limits on its tasks."""

    def node(each: Node, limit: int) -> Node:
        if not isinstance(each.step, Task):
            return each
        own = WorkingDays(working_days=limit, provenance=MEASURED)
        return each.model_copy(update={"step": each.step.model_copy(update={"limit": own})})

    nodes = tuple(node(each, days[index % len(days)]) for index, each in enumerate(graph.nodes))
    return graph.model_copy(update={"nodes": nodes})


def found(graph: Graph) -> int:
    return longest_limit(LANE.model_copy(update={"body": graph}))


def own_days(graph: Graph) -> dict[str, int]:
    return {
        node.id: node.step.limit.working_days if isinstance(node.step, Task) and node.step.limit else 0
        for node in graph.nodes
    }


def ways(following: dict[str, set[str]], way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way on from the end of this one that comes to no node twice."""
    yield way
    for target in following[way[-1]]:
        if target not in way:
            yield from ways(following, (*way, target))


def tried_out(graph: Graph) -> int:
    own = own_days(graph)
    return max(sum(own[name] for name in way) for way in ways(successors(graph), (graph.start,)))


limits = st.lists(st.integers(0, 20), min_size=1, max_size=7)


@settings(deadline=None)
@given(drawings(8), limits)
def test_the_longest_of_all_ways_is_found(drawing: Drawing, days: list[int]) -> None:
    graph = limited(drawn(drawing), days)
    assert found(graph) == tried_out(graph)


@settings(deadline=None)
@given(slips(), limits)
def test_a_circle_with_several_ways_in_never_makes_it_too_short(graph: Graph, days: list[int]) -> None:
    """Each node of such a circle counts, though a way may not come by all; but none counts twice."""
    graph = limited(graph, days)
    there, own = reachable([graph.start], successors(graph)), own_days(graph)
    assert tried_out(graph) <= found(graph) <= sum(own[name] for name in there)
