"""Which activity was directly followed by which, and how often: all that the search for cuts looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Trace: TypeAlias = tuple[str, ...]
"""The activities of a case, in order."""

Traces: TypeAlias = Mapping[Trace, int]
"""Traces, and how many cases have each."""

_Matrix: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DirectlyFollows:
    """A directly-follows graph.

    Attributes
    ----------
    activities : in the order of their names
    edges : from row to column, whether it was ever (or often enough) followed by it
    starts, ends : whether a trace began or ended with it
    """

    activities: tuple[str, ...]
    edges: _Matrix
    starts: NDArray[np.bool_]
    ends: NDArray[np.bool_]

    def reachable(self) -> _Matrix:
        """From row to column, whether there is a path of one edge or more."""
        return closed(self.edges)


def closed(edges: _Matrix) -> _Matrix:
    """From row to column, whether there is a path of one edge or more (Warshall)."""
    found = edges.copy()
    for middle in range(len(found)):
        found |= np.outer(found[:, middle], found[middle])
    return found


def directly_follows(traces: Traces, noise: float) -> DirectlyFollows:
    """The graph of some traces.

    Parameters
    ----------
    noise : from 0 to 1; an edge that is less frequent than this part of the most frequent one out of the same activity
        is left out (Leemans, Fahland & van der Aalst, BPM Workshops 2013)
    """
    names = tuple(sorted({activity for trace in traces for activity in trace}))
    number = {name: index for index, name in enumerate(names)}
    pairs: Counter[tuple[int, int]] = Counter()
    starts, ends = np.zeros(len(names)), np.zeros(len(names))
    for trace, count in traces.items():
        if trace:
            coded = [number[activity] for activity in trace]
            starts[coded[0]] += count
            ends[coded[-1]] += count
            for pair in pairwise(coded):
                pairs[pair] += count
    edges = np.zeros((len(names), len(names)))
    for (source, target), count in pairs.items():
        edges[source, target] = count
    most = np.maximum(edges.max(axis=1, initial=0), ends)
    kept = (edges > 0) & (edges >= noise * most[:, None])
    return DirectlyFollows(
        names,
        kept,
        (starts > 0) & (starts >= noise * starts.max(initial=0)),
        (ends > 0) & (ends >= noise * most),
    )
