"""The fewest people who meet a goal: the cheapest staffing that surely meets it, with one fewer that surely does not.

Every staffing that is tried is judged by an interval, and every verdict may be wrong by chance. The chances are shared
out so that together they are at most what was asked: the i-th judged may be wrong with 6 / (pi² i²) of it, which adds
up to the whole however many are judged (Bonferroni, with a series that needs no end).

The search takes it that one more member makes no pool's service worse on the average, which is true of means though
not of every case. The proof does not: it is about the staffing found and its neighbours alone.

References
----------
Bertsimas & Tsitsiklis (1997), Introduction to Linear Optimization, section 11.2 (best first by cost).
Law (2015), Simulation Modeling and Analysis, 5th ed., section 9.7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from typing import TypeAlias

from simulations.statistics.intervals import Interval
from workflows.definition.provenance import Frozen

Members: TypeAlias = tuple[int, ...]
"""How many each pool has."""


class Verdict(StrEnum):
    """What is said of a staffing."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"
    """The interval holds the goal's own figure even after as many replications as were allowed."""


class Judged(Frozen):
    """A staffing and what became of it.

    Parameters
    ----------
    found : the figure that the goal is about, with the interval that the verdict rests on
    """

    members: Members
    found: Interval
    verdict: Verdict


Judge: TypeAlias = Callable[[Members, float], Judged]
"""Judges a staffing, wrongly with at most the chance given."""


class Fewest(Frozen):
    """What was found.

    Parameters
    ----------
    chosen : none if no staffing in the ranges surely meets the goal
    fewer : the same with one member fewer in one pool each, where the ranges allow it
    tried : all that were judged, in their order
    exhausted : whether the search ended because it had tried as many as it may
    """

    chosen: Judged | None
    fewer: tuple[Judged, ...]
    tried: tuple[Judged, ...]
    exhausted: bool = False

    @property
    def proven(self) -> bool:
        """Whether the goal is surely met, and with one fewer anywhere surely missed."""
        return self.chosen is not None and all(each.verdict is Verdict.MISSED for each in self.fewer)


class _EnoughTried(Exception):  # noqa: N818 - it ends the search, which is no error
    pass


@dataclass
class _Trials:
    judge: Judge
    chance: float
    most: int
    judged: dict[Members, Judged] = field(default_factory=dict)

    def of(self, members: Members) -> Judged:
        if members not in self.judged:
            place = len(self.judged) + 1
            if place > self.most:
                raise _EnoughTried
            self.judged[members] = self.judge(members, self.chance * 6 / (math.pi * place) ** 2)
        return self.judged[members]

    def meets(self, members: Members) -> bool:
        return self.of(members).verdict is Verdict.MET


def fewest(
    ranges: Sequence[tuple[int, int]],
    cost: Callable[[Members], float],
    judge: Judge,
    confidence: float,
    most: int = 60,
) -> Fewest:
    """Find the cheapest staffing that meets a goal.

    Parameters
    ----------
    ranges : fewest and most members of each pool
    cost : of a staffing; more of anybody costs more
    judge : whether the goal is met
    confidence : with which all verdicts are right at once
    most : how many staffings may be judged
    """
    trials = _Trials(judge, 1 - confidence, most)
    try:
        chosen = _cheapest(ranges, cost, trials)
        fewer = () if chosen is None else tuple(trials.of(each) for each in _neighbours(chosen.members, ranges))
    except _EnoughTried:
        return Fewest(chosen=None, fewer=(), tried=tuple(trials.judged.values()), exhausted=True)
    return Fewest(chosen=chosen, fewer=fewer, tried=tuple(trials.judged.values()))


def _cheapest(ranges: Sequence[tuple[int, int]], cost: Callable[[Members], float], trials: _Trials) -> Judged | None:
    everybody = tuple(high for _, high in ranges)
    if not trials.meets(everybody):
        return None
    # What a pool needs although all others have everybody, it needs in any case.
    start = tuple(_needed(pool, low, everybody, trials) for pool, (low, _) in enumerate(ranges))
    waiting, seen = [(cost(start), start)], {start}
    while waiting:
        _, members = heappop(waiting)
        if trials.meets(members):
            return trials.of(members)
        for pool, (_, high) in enumerate(ranges):
            more = (*members[:pool], members[pool] + 1, *members[pool + 1 :])
            if more[pool] <= high and more not in seen:
                seen.add(more)
                heappush(waiting, (cost(more), more))
    return None


def _needed(pool: int, low: int, everybody: Members, trials: _Trials) -> int:
    """The fewest of one pool with which the goal is met, all others having everybody: by bisection."""
    high = everybody[pool]
    while low < high:
        middle = (low + high) // 2
        if trials.meets((*everybody[:pool], middle, *everybody[pool + 1 :])):
            high = middle
        else:
            low = middle + 1
    return high


def _neighbours(members: Members, ranges: Sequence[tuple[int, int]]) -> list[Members]:
    return [
        (*members[:pool], count - 1, *members[pool + 1 :])
        for pool, (count, (low, _)) in enumerate(zip(members, ranges, strict=True))
        if count > low
    ]
