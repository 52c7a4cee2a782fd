"""Circles of a graph that could turn for ever: without taking time, or without anything that decides anew."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from workflows.definition.conditions import OutcomeIs, leaves
from workflows.definition.graphs import reachable, successors
from workflows.definition.outcomes import outcome_ids
from workflows.definition.places import Places
from workflows.definition.soundness.ways import is_instant
from workflows.definition.steps import Flow, Graph, Sequence
from workflows.definition.tree import walk
from workflows.definition.yaml_nodes import Path
from workflows.errors import Problem

_LEAST_LEFT: Final = 1e-4
"""Chance of leaving a circle below which a case is as good as caught in it."""


def livelock_problems(graph: Graph, path: Path, places: Places) -> Iterator[Problem]:
    """Circles in which a case could be caught although each of its flows has a way out on paper."""
    yield from _timeless(graph, path, places)
    for circle in circles(successors(graph)):
        if not _decides_anew(graph, circle):
            yield Problem(
                "circle_cannot_change",
                places.of(*path),
                "a circle that a case can leave the next time, though it did not this time",
                f"the circle through {', '.join(sorted(circle))}, in which nothing decides anew",
                "Ask for the outcome of a step inside the circle, or give its flows shares.",
            )
        elif (chance := _most_left(graph, circle)) < _LEAST_LEFT:
            yield Problem(
                "circle_hardly_left",
                places.of(*path),
                f"a circle that a case leaves at least once in {1 / _LEAST_LEFT:g} times",
                f"the circle through {', '.join(sorted(circle))}, whose ways out have a chance of {chance:g} together",
                "Raise the shares of the flows that lead out of it.",
            )


def _timeless(graph: Graph, path: Path, places: Places) -> Iterator[Problem]:
    """A circle of nodes that take no time could be run through endlessly at one and the same instant."""
    instant = {node.id for node in graph.nodes if node.step is None or is_instant(node.step)}
    following = {id_: targets & instant for id_, targets in successors(graph).items() if id_ in instant}
    for circle in circles(following):
        yield Problem(
            "circle_without_time",
            places.of(*path),
            "something in every circle that takes time",
            f"the circle through {', '.join(sorted(circle))}, which takes none",
            "Put a step that takes time into it.",
        )


def circles(following: dict[str, set[str]]) -> list[frozenset[str]]:
    """Largest sets of nodes that all lead to one another, in the order of their first node."""
    onward = {id_: reachable(targets, following) for id_, targets in following.items()}
    found: dict[frozenset[str], None] = {}
    for id_, targets in onward.items():
        if id_ in targets:
            found[frozenset(other for other in targets if id_ in onward[other])] = None
    return list(found)


def _decides_anew(graph: Graph, circle: frozenset[str]) -> bool:
    """Whether some way out of the circle depends on what is drawn, or comes out, inside it."""
    steps = [step for node in graph.nodes if node.id in circle and node.step for step in walk(node.step)]
    varying = {step.id for step in steps if not isinstance(step, Sequence) and len(outcome_ids(step)) > 1}
    leaving = {flow.source for flow in graph.flows if flow.source in circle and flow.target not in circle}
    return not leaving or any(_varies(flow, varying) for flow in graph.flows if flow.source in leaving)


def _most_left(graph: Graph, circle: frozenset[str]) -> float:
    """The chances of all ways out of a circle together; a condition may always hold, and a rest always be taken."""
    leaving = [flow for flow in graph.flows if flow.source in circle and flow.target not in circle]
    if not leaving:
        return 1.0  # no case goes on from there, or the search has told of it
    return math.fsum(_chance(flow, graph) for flow in leaving)


def _chance(flow: Flow, graph: Graph) -> float:
    if flow.share is not None:
        return flow.share.value
    others = [other for other in graph.flows if other.source == flow.source and other is not flow]
    shares = [other.share.value for other in others if other.share is not None]
    if flow.when is not None or len(shares) < len(others) or not others:
        return 1.0
    return max(0.0, 1 - math.fsum(shares))


def _varies(flow: Flow, varying: set[str]) -> bool:
    if flow.share is not None:
        return True
    if flow.when is None:
        return False
    return any(isinstance(leaf, OutcomeIs) and leaf.outcome_of in varying for leaf in leaves(flow.when))
