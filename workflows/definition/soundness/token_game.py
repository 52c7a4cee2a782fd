"""The token game of a graph: what a marking is, which nodes can fire in it, and what becomes of it.

It is the interpreter's game with every answer to a condition thought possible and every order of events tried.

- A node fires when its join lets it: exclusive, for any token on a flow in; parallel, when each flow in has one;
  inclusive, when a flow in has one and no other token can still come in by an empty one
  (:func:`~workflows.definition.graphs.inclusive_fires`). The start fires once by itself, whatever its join.
- Firing takes the tokens that let it, and puts one on the flows out that its split chooses: exclusive, one of them;
  parallel, all; inclusive, at least one of those with conditions or shares, or else the default alone.
- A token at a node without flows out is done. A node whose step ends every case ends the case.
- A node that begins beside another one fires with it or not at all: what it leads to could as well have begun later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from workflows.definition.graphs import inclusive_fires, inclusive_reach
from workflows.definition.soundness.ways import node_passes
from workflows.definition.steps import Gateway, Graph, Node

Marking: TypeAlias = frozenset[int]
"""Positions, in the graph's list of flows, of the flows that have a token."""

CASE_ENDED: Final[Marking] = frozenset()


@dataclass(frozen=True, slots=True)
class Firing:
    """A node does its step and passes tokens on.

    Parameters
    ----------
    node : its id
    taken : positions of the flows that get a token
    """

    node: str
    taken: tuple[int, ...]


class TokenGame:
    """The rules of one graph, with what they need computed once.

    Parameters
    ----------
    graph : whose flows name nodes that exist
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes: dict[str, Node] = {node.id: node for node in graph.nodes}
        self.target = tuple(flow.target for flow in graph.flows)
        self._out: dict[str, list[int]] = {id_: [] for id_ in self.nodes}
        self._in: dict[str, list[int]] = {id_: [] for id_ in self.nodes}
        for index, flow in enumerate(graph.flows):
            self._out[flow.source].append(index)
            self._in[flow.target].append(index)
        self._reach = inclusive_reach(graph)
        self._passing = {node.id: node_passes(node.step) for node in graph.nodes}
        self._beside = {id_: [node.id for node in graph.nodes if node.beside == id_] for id_ in self.nodes}
        self._alone = frozenset(id_ for id_ in self.nodes if self._waits_alone(id_))

    def begin(self) -> Iterator[tuple[Firing, Marking | None]]:
        """The ways in which the first node can fire, as :meth:`fire`; it does so without waiting for anything."""
        if not self._passing[self.graph.start]:
            yield Firing(self.graph.start, ()), CASE_ENDED
            return
        for taken in self._splits(self.graph.start):
            crowded = any(self._crowded(self.target[flow], frozenset(taken)) for flow in taken)
            yield Firing(self.graph.start, taken), None if crowded else frozenset(taken)

    def fired_with(self, id_: str) -> list[str]:
        """A node and those that may have fired when it did."""
        return [id_, *self._beside[id_]]

    def enabled(self, marking: Marking) -> list[str]:
        """Nodes that can fire, in the order in which their flows stand in the graph."""
        targets = dict.fromkeys(self.target[flow] for flow in sorted(marking))
        return [id_ for id_ in targets if self._can_fire(id_, marking, targets)]

    def fire(self, id_: str, marking: Marking) -> Iterator[tuple[Firing, Marking | None]]:
        """What firing an enabled node can lead to; no marking where a flow or node would get a second token."""
        join = self.nodes[id_].join
        arrived = [flow for flow in self._in[id_] if flow in marking]
        left = marking.difference(arrived[:1] if join is Gateway.EXCLUSIVE else arrived)
        if not self._passing[id_]:
            yield Firing(id_, ()), CASE_ENDED
            return
        for taken in self._splits(id_):
            after = left.union(taken)
            safe = left.isdisjoint(taken) and not any(self._crowded(self.target[flow], after) for flow in taken)
            yield Firing(id_, taken), after if safe else None

    def waits_alone(self, id_: str) -> bool:
        """Whether the order in which the node fires can make no difference to what may happen elsewhere.

        True of a node with one flow in and some out: only its own token lets it fire, and two tokens that could meet
        before it can meet behind it as well. It need not be tried at every moment, but can fire first. Not so where a
        token, by passing on, gives up all but one of several ways into an inclusive join: then the join has to wait
        for it, and did not before.
        """
        return id_ in self._alone

    def _waits_alone(self, id_: str) -> bool:
        inner = len(self._in[id_]) == 1 and id_ != self.graph.start and bool(self._out[id_])
        undecided = any(len(reach.get(id_, ())) > 1 for reach in self._reach.values())
        plain = self.nodes[id_].join is not Gateway.INCLUSIVE and self._passing[id_]
        return inner and plain and not undecided

    def crowded_flow(self, id_: str, marking: Marking | None, taken: tuple[int, ...]) -> str:
        """The node that would get a second token if the node fired so; no marking before the first firing."""
        marking = marking or frozenset()
        arrived = [flow for flow in self._in[id_] if flow in marking]
        left = marking.difference(arrived[:1] if self.nodes[id_].join is Gateway.EXCLUSIVE else arrived)
        after = left.union(taken)
        return next(self.target[flow] for flow in taken if flow in left or self._crowded(self.target[flow], after))

    def _can_fire(self, id_: str, marking: Marking, targets: dict[str, None]) -> bool:
        match self.nodes[id_].join:
            case Gateway.EXCLUSIVE:
                return True
            case Gateway.PARALLEL:
                return all(flow in marking for flow in self._in[id_])
            case Gateway.INCLUSIVE:
                arrived = [self.graph.flows[flow].source for flow in self._in[id_] if flow in marking]
                return inclusive_fires(arrived, (target for target in targets if target != id_), self._reach[id_])

    def _crowded(self, id_: str, marking: Marking) -> bool:
        return self.nodes[id_].join is Gateway.EXCLUSIVE and sum(flow in marking for flow in self._in[id_]) > 1

    def _splits(self, id_: str) -> Iterator[tuple[int, ...]]:
        """What a node may pass tokens on to, with or without the nodes beside it."""
        beside = self._beside[id_]
        if not beside:
            yield from self._chosen(id_)
            return
        yield from self._with_those_beside(id_, beside)

    def _with_those_beside(self, id_: str, beside: list[str]) -> Iterator[tuple[int, ...]]:
        """Every way of a node with every way, or none, of those beside it; one by one, since there may be too many."""
        if not beside:
            yield from self._chosen(id_)
            return
        for taken in self._with_those_beside(id_, beside[:-1]):
            yield taken
            for more in self._chosen(beside[-1]):
                yield (*taken, *more)

    def _chosen(self, id_: str) -> Iterator[tuple[int, ...]]:
        out = self._out[id_]
        match self.nodes[id_].split:
            case _ if not out:
                yield ()
            case Gateway.PARALLEL:
                yield tuple(out)
            case Gateway.EXCLUSIVE:
                yield from ((flow,) for flow in out)
            case Gateway.INCLUSIVE:
                flows = self.graph.flows
                asking = [flow for flow in out if flows[flow].when is not None or flows[flow].share is not None]
                yield from ((flow,) for flow in out if flow not in asking)
                for size in range(1, len(asking) + 1):
                    yield from combinations(asking, size)
