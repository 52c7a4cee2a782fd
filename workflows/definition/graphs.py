"""What follows from the drawing of a graph alone; the interpreter and the soundness search read it from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflows.definition.steps import Gateway, Graph


def inclusive_upstream(graph: Graph) -> dict[str, frozenset[str]]:
    """For each inclusive join, the nodes from which a token can still reach it.

    An inclusive join fires when it has a token and none of the other tokens is at, or on its way to, one of these
    nodes. Ways through the join itself do not count: otherwise a join in a circle would wait for its own token.
    """
    sources: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for flow in graph.flows:
        sources[flow.target].add(flow.source)
    return {
        node.id: reachable(sources[node.id] - {node.id}, sources, without=node.id)
        for node in graph.nodes
        if node.join is Gateway.INCLUSIVE
    }


def successors(graph: Graph) -> dict[str, set[str]]:
    """Node id to the nodes that its flows lead to."""
    following: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for flow in graph.flows:
        following[flow.source].add(flow.target)
    return following


def reachable(
    first: Iterable[str], following: Mapping[str, Iterable[str]], without: str | None = None
) -> frozenset[str]:
    """Everything that can be got to from `first`, itself included, never entering `without`."""
    seen: set[str] = set()
    waiting = [id_ for id_ in first if id_ != without]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting.extend(next_ for next_ in following[id_] if next_ != without)
    return frozenset(seen)
