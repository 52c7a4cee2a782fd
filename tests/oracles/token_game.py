"""The token game of a graph, played naively: every order of every firing, no short cuts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TypeAlias

from workflows.definition.steps import Flow, Gateway, Graph

Tokens: TypeAlias = frozenset[tuple[tuple[str, str], int]]
"""How many tokens are on which flow; flows without tokens are left out."""


class TooManySituationsError(Exception):
    """More situations than the oracle was asked to look at."""


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a graph, if anything."""

    crowded: bool
    stuck: bool
    dead: frozenset[str]

    @property
    def sound(self) -> bool:
        return not (self.crowded or self.stuck or self.dead)


def inflows(graph: Graph, node: str) -> list[tuple[str, str]]:
    return [(flow.source, flow.target) for flow in graph.flows if flow.target == node]


def choices(graph: Graph, node: str) -> list[tuple[tuple[str, str], ...]]:
    """Every set of flows that the node's split may put tokens on."""
    out = [flow for flow in graph.flows if flow.source == node]
    ends = [(flow.source, flow.target) for flow in out]
    split = next(n.split for n in graph.nodes if n.id == node)
    if not out:
        return [()]
    if split is Gateway.PARALLEL:
        return [tuple(ends)]
    if split is Gateway.EXCLUSIVE:
        return [(end,) for end in ends]
    asking = [(flow.source, flow.target) for flow in out if _asks(flow)]
    some = chain.from_iterable(combinations(asking, size) for size in range(1, len(asking) + 1))
    return [*some, *((end,) for end in ends if end not in asking)]


def _asks(flow: Flow) -> bool:
    return flow.when is not None or flow.share is not None


def leads_to(graph: Graph, node: str, goal: str) -> bool:
    """Whether flows lead from one node to another one, not counting ways through the goal."""
    seen, waiting = set(), [node]
    while waiting:
        here = waiting.pop()
        for flow in graph.flows:
            if flow.source == here:
                if flow.target == goal:
                    return True
                if flow.target not in seen:
                    seen.add(flow.target)
                    waiting.append(flow.target)
    return False


def comes_by(graph: Graph, node: str, flow: tuple[str, str]) -> bool:
    """Whether a token at the node can get to the target of the flow by this flow, not having been there before."""
    source, target = flow
    if target in (node, source):
        return False
    others = tuple(each for each in graph.flows if target not in (each.source, each.target))
    rest = graph.model_copy(update={"flows": others})
    return node == source or leads_to(rest, node, source)


def may_fire(graph: Graph, node: str, tokens: Counter[tuple[str, str]]) -> bool:
    here = [flow for flow in inflows(graph, node) if tokens[flow]]
    join = next(n.join for n in graph.nodes if n.id == node)
    if not here:
        return False
    if join is Gateway.PARALLEL:
        return len(here) == len(inflows(graph, node))
    if join is Gateway.INCLUSIVE:
        elsewhere = {target for (_, target), count in tokens.items() if count and target != node}
        empty = [flow for flow in inflows(graph, node) if not tokens[flow]]
        return not any(
            any(comes_by(graph, other, flow) for flow in empty)
            and not any(comes_by(graph, other, flow) for flow in here)
            for other in elsewhere
        )
    return True


def fired(
    graph: Graph, node: str, taken: tuple[tuple[str, str], ...], tokens: Counter[tuple[str, str]]
) -> list[Counter[tuple[str, str]]]:
    """The situations after a firing; several if an exclusive join can take one of several tokens."""
    here = [flow for flow in inflows(graph, node) if tokens[flow]]
    join = next(n.join for n in graph.nodes if n.id == node)
    used = [[flow] for flow in here] if join is Gateway.EXCLUSIVE else [here]
    return [+(tokens - Counter(flows)) + Counter(taken) for flows in used]


def is_crowded(graph: Graph, tokens: Counter[tuple[str, str]]) -> bool:
    """Whether a flow has two tokens, or a node that runs once for each has them on two flows."""
    if any(count > 1 for count in tokens.values()):
        return True
    exclusive = [node.id for node in graph.nodes if node.join is Gateway.EXCLUSIVE]
    return any(sum(tokens[flow] for flow in inflows(graph, node)) > 1 for node in exclusive)


def verdict(graph: Graph, at_most: int = 600) -> Verdict:
    """Look at everything that can happen."""
    ids = [node.id for node in graph.nodes]
    done = {graph.start}
    crowded = False
    first = [Counter(taken) for taken in choices(graph, graph.start)]
    after: dict[Tokens, set[Tokens]] = {}
    waiting = list(first)
    while waiting:
        tokens = waiting.pop()
        key = frozenset(tokens.items())
        if key in after:
            continue
        if len(after) >= at_most:
            raise TooManySituationsError
        after[key] = set()
        if is_crowded(graph, tokens):
            crowded = True
            continue
        for node in ids:
            if may_fire(graph, node, tokens):
                done.add(node)
                for taken in choices(graph, node):
                    for then in fired(graph, node, taken, tokens):
                        after[key].add(frozenset(then.items()))
                        waiting.append(then)
    return Verdict(crowded, _stuck(after), frozenset(ids) - done)


def _stuck(after: dict[Tokens, set[Tokens]]) -> bool:
    ending: set[Tokens] = {key for key in after if not key}
    while grown := {key for key, following in after.items() if key not in ending and following & ending}:
        ending |= grown
    return bool(after.keys() - ending)


def replay(graph: Graph, way: list[tuple[str, tuple[str, ...]]]) -> Counter[tuple[str, str]]:
    """Follow a way told as nodes and the nodes that they pass tokens to; fails where the rules do not allow it."""
    node, targets = way[0]
    assert node == graph.start
    taken = tuple((node, target) for target in targets)
    assert taken in choices(graph, node)
    tokens = Counter(taken)
    for node, targets in way[1:]:
        assert may_fire(graph, node, tokens), f"{node} cannot fire in {tokens}"
        taken = tuple((node, target) for target in targets)
        assert taken in choices(graph, node)
        tokens = fired(graph, node, taken, tokens)[0]
    return tokens


def is_deadlock(graph: Graph, tokens: Counter[tuple[str, str]]) -> bool:
    return bool(+tokens) and not any(may_fire(graph, node.id, tokens) for node in graph.nodes)


def ends_somehow(graph: Graph, tokens: Counter[tuple[str, str]]) -> bool:
    """Whether every token can be done, from here on."""
    seen: set[Tokens] = set()
    waiting = [tokens]
    while waiting:
        now = waiting.pop()
        if not +now:
            return True
        key = frozenset((+now).items())
        if key in seen:
            continue
        seen.add(key)
        for node in graph.nodes:
            if may_fire(graph, node.id, now):
                waiting += [then for taken in choices(graph, node.id) for then in fired(graph, node.id, taken, now)]
    return False
