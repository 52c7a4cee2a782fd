"""Parts of a drawing that a token enters by one flow and leaves by one: what can be put in a box of its own.

Two flows bound such a part exactly if every circle through one of them, once the end is led back to the beginning, runs
through the other as well, which is so exactly if without both the drawing falls in two. Every flow that is not on a
spanning tree closes one circle with it; two flows are on the same circles if they are on the same of these.

References
----------
Johnson, Pearson & Pingali (1994), The program structure tree: computing control regions in linear time. PLDI.
Vanhatalo, Völzer & Koehler (2009), The refined process structure tree. Data & Knowledge Engineering 68(9).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

Onward: TypeAlias = Mapping[str, Sequence[str]]
"""Node to the nodes that its flows lead to; a token that reaches a node without any is done."""
Edge: TypeAlias = tuple[str, str]

BEGIN: Final = ""
"""Stands, where no node can, for where a token comes from."""
DONE: Final = "."
"""Stands for where a token is once it is done."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part with one flow in and one flow out.

    Attributes
    ----------
    first : node that the flow in leads to
    nodes : of the part, in the order of the drawing
    last, onward : ends of the flow out; `onward` is :data:`DONE` if a token that leaves is done
    """

    first: str
    nodes: tuple[str, ...]
    last: str
    onward: str


def smallest_regions(start: str, onward: Onward) -> tuple[Region, ...]:
    """Regions of two nodes or more that hold no other such, and are not the whole drawing.

    Parameters
    ----------
    start : from where everything can be reached
    onward : with which the end can be reached from everywhere
    """
    rank = {node: number for number, node in enumerate(in_order(start, onward))}
    before = _before(start, onward)
    sizes = ((_between(enter, leave, onward, before), enter, leave) for enter, leave in _bounds(start, onward))
    found = [(inside, enter, leave) for inside, enter, leave in sizes if 1 < len(inside) < len(onward)]
    taken: set[str] = set()
    regions = []
    for inside, enter, leave in sorted(found, key=lambda each: (len(each[0]), rank[each[1][1]])):
        if taken.isdisjoint(inside):
            taken |= inside
            regions.append(Region(enter[1], tuple(sorted(inside, key=rank.__getitem__)), *leave))
    return tuple(regions)


def in_order(start: str, onward: Onward) -> list[str]:
    """The nodes as a reader comes to them who follows each way to its end before the next."""
    return [node for node in _discovered(start, onward) if node != DONE]


def _discovered(start: str, onward: Onward) -> dict[str, Edge]:
    """Nodes in the order of a depth-first search, with the flow by which each was come to."""
    found: dict[str, Edge] = {}
    waiting: list[Edge] = [(BEGIN, start)]
    while waiting:
        edge = waiting.pop()
        if edge[1] not in found:
            found[edge[1]] = edge
            waiting += [(edge[1], next_) for next_ in reversed(_after(edge[1], onward))]
    return found


def _after(node: str, onward: Onward) -> Sequence[str]:
    return () if node == DONE else onward[node] or (DONE,)


def _bounds(start: str, onward: Onward) -> Iterator[tuple[Edge, Edge]]:
    """Pairs of flows, one next after the other, that are on the same circles."""
    found = _discovered(start, onward)
    tree = set(found.values())
    circles: dict[Edge, int] = defaultdict(int)
    at_node: dict[str, int] = defaultdict(int)
    flows: list[Edge] = [(BEGIN, start)]
    for node in found:
        flows += [(node, next_) for next_ in _after(node, onward)]
    beyond = [flow for flow in flows if flow not in tree]
    for number, flow in enumerate([*beyond, (DONE, BEGIN)]):
        circle = 1 << number
        circles[flow] = circle
        for end in flow:
            at_node[end] ^= circle
    # A tree flow is on the circles of which one end, but not the other, lies behind it.
    for node, flow in reversed(found.items()):
        circles[flow] = at_node[node]
        at_node[flow[0]] ^= at_node[node]
    alike: dict[int, list[Edge]] = defaultdict(list)
    for flow in flows:
        alike[circles[flow]].append(flow)
    for same in alike.values():  # each in the order in which a token comes to them
        yield from pairwise(same)


def _before(start: str, onward: Onward) -> dict[str, list[str]]:
    before: dict[str, list[str]] = defaultdict(list)
    before[start].append(BEGIN)
    for node in onward:
        for next_ in _after(node, onward):
            before[next_].append(node)
    return before


def _between(enter: Edge, leave: Edge, onward: Onward, before: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """What can be reached behind one flow without taking the other; nothing if there are other ways in or out."""
    inside: set[str] = set()
    waiting = [enter[1]]
    while waiting:
        node = waiting.pop()
        if node not in inside:
            inside.add(node)
            waiting += [next_ for next_ in _after(node, onward) if (node, next_) != leave]
    ways_in = [(node, each) for each in inside for node in before[each] if node not in inside]
    bounded = leave[0] in inside and leave[1] not in inside and DONE not in inside
    return frozenset(inside) if bounded and ways_in == [enter] else frozenset()
