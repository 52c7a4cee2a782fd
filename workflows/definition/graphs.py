"""What follows from the drawing of a graph alone; the interpreter and the soundness search read it from here.

An inclusive join waits for the tokens that can still reach it. Taken at its word that rule deadlocks in drawings that
are plainly right: inside a loop, a token of a *sibling* branch could come round again and reach the join, and so each
would wait for the other. BPMN 2.0 (ISO/IEC 19510, execution semantics of the inclusive gateway) therefore lets a token
block the join only if it can come in by a flow that is still empty and by none that already has a token; that is the
rule here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from workflows.definition.steps import Gateway, Graph

Reach: TypeAlias = Mapping[str, frozenset[str]]
"""Of one inclusive join: node id to the sources of those of its flows in that a token at the node can come in by."""


def inclusive_reach(graph: Graph) -> dict[str, Reach]:
    """For each inclusive join, from where a token can still reach it, and by which of its flows in.

    Ways through the join itself do not count, nor does a token that waits at it.
    """
    before = predecessors(graph)
    reach: dict[str, Reach] = {}
    for join in (node.id for node in graph.nodes if node.join is Gateway.INCLUSIVE):
        ways: dict[str, set[str]] = {}
        for source in {flow.source for flow in graph.flows if flow.target == join} - {join}:
            for id_ in reachable([source], before, without=join):
                ways.setdefault(id_, set()).add(source)
        reach[join] = {id_: frozenset(by) for id_, by in ways.items()}
    return reach


def inclusive_fires(arrived: Collection[str], elsewhere: Iterable[str], reach: Reach) -> bool:
    """Whether an inclusive join may fire now.

    Parameters
    ----------
    arrived : sources of its flows in that have a token
    elsewhere : nodes, other than the join, that are busy or have a token waiting at them
    reach : of the join
    """
    if not arrived:
        return False
    ways = (reach[id_] for id_ in elsewhere if id_ in reach)
    return not any(by.isdisjoint(arrived) for by in ways)


def successors(graph: Graph) -> dict[str, set[str]]:
    """Node id to the nodes that begin because of it: those that its flows lead to, and those that begin beside it."""
    following: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for flow in graph.flows:
        following[flow.source].add(flow.target)
    for node in graph.nodes:
        if node.beside in following:
            following[node.beside].add(node.id)
    return following


def predecessors(graph: Graph) -> dict[str, set[str]]:
    """Node id to the nodes because of which it begins; the inverse of :func:`successors`."""
    before: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for id_, following in successors(graph).items():
        for next_ in following:
            before[next_].add(id_)
    return before


def after_done(graph: Graph) -> dict[str, set[str]]:
    """Node id to the nodes that can begin once it is done.

    A node beside another one does not wait for it, but begins with it: after whatever the other one comes after.
    """
    following: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for flow in graph.flows:
        following[flow.source].add(flow.target)
    for node in graph.nodes:
        if node.beside is not None:
            for targets in following.values():
                if node.beside in targets:
                    targets.add(node.id)
    return following


def first_nodes(graph: Graph) -> list[str]:
    """The nodes that begin with the graph: its start, and what begins beside it."""
    return [graph.start, *(node.id for node in graph.nodes if node.beside == graph.start)]


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
