"""Cuts: how the activities of a directly-follows graph fall into parts of one block.

The four cuts of the inductive miner, in the order in which it looks for them (Leemans, Fahland & van der Aalst,
Discovering block-structured process models from event logs, Petri Nets 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulations.calibration.directly_follows import DirectlyFollows, closed
from simulations.calibration.process_tree import Operator

_Matrix = NDArray[np.bool_]


class Cut(NamedTuple):
    """Activities in parts.

    Attributes
    ----------
    parts : at least two; of a loop, the first is its body
    """

    operator: Operator
    parts: tuple[frozenset[str], ...]


def find_cut(graph: DirectlyFollows) -> Cut | None:
    """The first cut that a graph has; none if it has none."""
    for operator, look in (
        (Operator.CHOICE, _choice),
        (Operator.SEQUENCE, _sequence),
        (Operator.PARALLEL, _parallel),
        (Operator.LOOP, _loop),
    ):
        parts = look(graph)
        if len(parts) > 1:
            names = graph.activities
            return Cut(operator, tuple(frozenset(names[index] for index in part) for part in parts))
    return None


def _choice(graph: DirectlyFollows) -> list[list[int]]:
    """Parts between which there is no edge."""
    return _components(graph.edges | graph.edges.T, range(len(graph.activities)))


def _sequence(graph: DirectlyFollows) -> list[list[int]]:
    """Parts in an order, from each of which the later ones can be reached, and never the other way round."""
    reach = graph.reachable()
    together = reach == reach.T  # both ways or neither: nothing tells which comes first
    groups = _components(together, range(len(graph.activities)))
    while True:
        size = len(groups)
        reaches = np.array([[bool(reach[np.ix_(one, other)].any()) for other in groups] for one in groups])
        reaches = closed(reaches)  # by way of other groups, whose members need not reach each other
        mixed = (reaches == reaches.T) & ~np.eye(size, dtype=bool)
        groups = [
            sorted(member for index in group for member in groups[index]) for group in _components(mixed, range(size))
        ]
        if len(groups) == size:
            later = reaches & ~np.eye(size, dtype=bool)
            order = np.argsort(-later.sum(axis=1), kind="stable")
            return [groups[index] for index in order]


def _parallel(graph: DirectlyFollows) -> list[list[int]]:
    """Parts of which each activity is followed by, and follows, every one of the others."""
    both = graph.edges & graph.edges.T
    groups = _components(~both, range(len(graph.activities)))
    whole = [group for group in groups if graph.starts[group].any() and graph.ends[group].any()]
    rest = sorted(member for group in groups if group not in whole for member in group)
    if not whole or len(groups) == 1:
        return []
    return [sorted([*whole[0], *rest]), *whole[1:]]


def _loop(graph: DirectlyFollows) -> list[list[int]]:
    """A part in which traces begin and end, and parts that lead from its ends back to its beginnings."""
    body = set(np.flatnonzero(graph.starts | graph.ends).tolist())
    others = [index for index in range(len(graph.activities)) if index not in body]
    starts, ends = np.flatnonzero(graph.starts), np.flatnonzero(graph.ends)
    edges = graph.edges
    redo: list[list[int]] = []
    for group in _components(edges | edges.T, others):
        inner = np.array(group)
        only_starts = [index for index in starts if not graph.ends[index]]
        only_ends = [index for index in ends if not graph.starts[index]]
        entered = inner[edges[np.ix_(ends, inner)].any(axis=0)]
        left = inner[edges[np.ix_(inner, starts)].any(axis=1)]
        is_redo = (
            len(entered) > 0
            and len(left) > 0
            and not edges[np.ix_(only_starts, inner)].any()
            and not edges[np.ix_(inner, only_ends)].any()
            and edges[np.ix_(ends, entered)].all()
            and edges[np.ix_(left, starts)].all()
        )
        if is_redo:
            redo.append(group)
        else:
            body.update(group)
    return [sorted(body), *redo] if redo and body else []


def _components(linked: _Matrix, members: Sequence[int]) -> list[list[int]]:
    """Connected components, each sorted, in the order of their first members."""
    left = dict.fromkeys(members)
    found: list[list[int]] = []
    while left:
        waiting = [next(iter(left))]
        component: list[int] = []
        while waiting:
            index = waiting.pop()
            if index in left:
                del left[index]
                component.append(index)
                waiting += np.flatnonzero(linked[index] | linked[:, index]).tolist()
        found.append(sorted(component))
    return found
