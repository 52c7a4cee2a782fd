"""Quantities that go up and down by whole numbers: queue length, work in progress, members busy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workflows.instants import Instant
from workflows.measures.columns import NONE
from workflows.measures.hours import Numbers
from workflows.measures.observation import Observation


@dataclass(frozen=True, slots=True, eq=False)
class StepFunction:
    """How many of something there are at each instant.

    Attributes
    ----------
    at : instants at which the number changes, strictly ascending
    count : the number from that instant on; before the first it is 0
    """

    at: Numbers
    count: Numbers

    def sampled(self, at: Numbers) -> Numbers:
        """The number at each of some instants."""
        return np.concatenate(([0], self.count))[np.searchsorted(self.at, at, side="right")]

    def mean(self, start: Instant, end: Instant) -> float:
        """Time-weighted mean over [start, end).

        Examples
        --------
        >>> counted(np.array([0, 2]), np.array([4, 6])).mean(0, 8)
        1.0
        """
        if start >= end:
            raise ValueError(f"expected a window that ends after its start; was {start} to {end}")
        edges = np.concatenate(([start], self.at[(self.at > start) & (self.at < end)], [end]))
        return int(np.dot(np.diff(edges), self.sampled(edges[:-1]))) / (end - start)


def counted(start: Numbers, end: Numbers) -> StepFunction:
    """Count spells: one more from each `start` on, one less from its `end` on."""
    changes_at = np.concatenate((start, end))
    change = np.concatenate((np.ones(len(start), np.int64), np.full(len(end), -1, np.int64)))
    order = np.argsort(changes_at)
    at, total = changes_at[order], np.cumsum(change[order])
    last = np.flatnonzero(np.append(at[1:] != at[:-1], np.ones(min(len(at), 1), np.bool_)))
    at, total = at[last], total[last]
    changed = np.flatnonzero(np.diff(total, prepend=0))
    return StepFunction(at[changed], total[changed])


def work_in_progress(submitted_at: Numbers, ended_at: Numbers, observation: Observation) -> StepFunction:
    """Cases under way at each instant.

    Parameters
    ----------
    submitted_at, ended_at : of each case; NONE for an end that has not come
    """
    begun = np.flatnonzero(submitted_at != NONE)
    until = np.where(ended_at == NONE, observation.columns.observed_until, ended_at)
    return counted(submitted_at[begun], until[begun])
