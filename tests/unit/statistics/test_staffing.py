"""The fewest who meet a goal: against all staffings enumerated, and how often the proof is wrong."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import product

import pytest

from simulations.statistics.intervals import Interval, mean_interval
from simulations.statistics.staffing import Fewest, Judge, Judged, Members, Verdict, fewest

PRICES = (3.0, 5.0)


def cost(members: Members) -> float:
    return sum(price * count for price, count in zip(PRICES, members, strict=False))


def exactly(needed: float, work: Sequence[float]) -> Judge:
    """A goal on what is certain: the more people, the nearer to 1."""

    def judge(members: Members, _: float) -> Judged:
        figure = math.prod(1 - load ** (count + 1) for load, count in zip(work, members, strict=True))
        verdict = Verdict.MET if figure >= needed else Verdict.MISSED
        return Judged(members=members, found=mean_interval([figure, figure]), verdict=verdict)

    return judge


@pytest.mark.parametrize("needed", [0.5, 0.8, 0.9, 0.97])
@pytest.mark.parametrize("work", [(0.5, 0.5), (0.7, 0.4), (0.3, 0.8)])
def test_two_pools_against_enumeration(needed: float, work: tuple[float, float]) -> None:
    judge, ranges = exactly(needed, work), ((1, 12), (1, 12))
    everything = (
        (cost(members), members)
        for members in product(range(1, 13), range(1, 13))
        if judge(members, 0.05).verdict is Verdict.MET
    )
    best = min(everything, default=None)
    found = fewest(ranges, cost, judge, 0.95, most=144)
    if best is None:
        assert found.chosen is None
        return
    assert found.chosen is not None
    assert cost(found.chosen.members) == best[0]
    assert found.proven
    assert len(found.tried) < 60
    assert all(each.verdict is Verdict.MISSED for each in found.fewer)


def test_nothing_in_the_range_is_enough() -> None:
    found = fewest(((1, 3),), cost, exactly(0.99, (0.9,)), 0.95)
    assert (found.chosen, found.proven, len(found.tried)) == (None, False, 1)


def test_the_least_of_the_range_has_no_neighbours() -> None:
    found = fewest(((2, 5),), cost, exactly(0.1, (0.5,)), 0.95)
    assert found.chosen is not None
    assert (found.chosen.members, found.fewer, found.proven) == ((2,), (), True)


def test_a_search_may_be_bounded() -> None:
    found = fewest(((1, 1_000),), cost, exactly(0.999, (0.99,)), 0.95, most=3)
    assert (found.exhausted, found.chosen, len(found.tried)) == (True, None, 3)


def test_what_is_undecided_does_not_do_and_proves_nothing() -> None:
    def judge(members: Members, _: float) -> Judged:
        verdict = {1: Verdict.UNDECIDED}.get(members[0], Verdict.MET)
        found = Interval(mean=0.5, half_width=0.1, confidence=0.95, values=10)
        return Judged(members=members, found=found, verdict=verdict)

    found = fewest(((1, 4),), cost, judge, 0.95)
    assert found.chosen is not None
    assert found.chosen.members == (2,)
    assert not found.proven


def test_the_proof_is_wrong_no_more_often_than_promised() -> None:
    """A goal of 0.8 where n people reach 1 - 0.5^n give or take chance: 3 do (0.875), 2 do not (0.75)."""
    trials, wrong, settled = 400, 0, 0

    def once(numbers: random.Random) -> Fewest:
        def judge(members: Members, chance: float) -> Judged:
            values = [numbers.gauss(1 - 0.5 ** members[0], 0.08) for _ in range(30)]
            found = mean_interval(values, 1 - chance)
            assert found.low is not None
            assert found.high is not None
            missed = Verdict.MISSED if found.high < 0.8 else Verdict.UNDECIDED
            return Judged(members=members, found=found, verdict=Verdict.MET if found.low >= 0.8 else missed)

        return fewest(((1, 8),), cost, judge, 0.9)

    for trial in range(trials):
        found = once(random.Random(trial))  # noqa: S311 - a test
        if found.proven and found.chosen is not None:
            settled += 1
            wrong += found.chosen.members != (3,)
    assert settled > trials / 2
    assert wrong / trials < 0.1 + 4 * math.sqrt(0.09 / trials)
