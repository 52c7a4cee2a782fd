"""Intervals on shares and quantiles: textbook numbers, and how often they cover what they promise to."""

from __future__ import annotations

import math
import random

import pytest
from scipy.stats import betabinom, binom, binomtest

from simulations.statistics.intervals import (
    mean_interval,
    quantile_interval,
    share_interval,
    share_over_replications,
    variance_reduction,
)


@pytest.mark.parametrize(("count", "of"), [(0, 10), (3, 10), (15, 148), (10, 10), (95, 100)])
def test_wilson_is_that_of_scipy(count: int, of: int) -> None:
    ours, theirs = share_interval(count, of, 0.9), binomtest(count, of).proportion_ci(0.9, method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    assert ours.estimate == count / of


@pytest.mark.parametrize(("count", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_shares_of_nothing_are_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="expected 0 <= count <= of"):
        share_interval(count, of)


def test_replications_that_are_alike_tell_nothing_of_their_spread() -> None:
    """All of sixty within the limit: Student would be sure, Wilson says 60 / (60 + 1.96²) or more."""
    found = share_over_replications([20, 20, 20], [20, 20, 20])
    assert mean_interval([1.0, 1.0, 1.0]).half_width == 0
    assert found.mean == 1
    assert found.low == pytest.approx(60 / (60 + 1.959964**2))
    spread = share_over_replications([2, 18], [20, 20])
    assert spread.half_width == mean_interval([0.1, 0.9]).half_width
    assert share_over_replications([3], [4]).half_width is None


@pytest.mark.parametrize(("share", "alike"), [(0.98, 0.0), (0.9, 0.0), (0.9, 0.02), (0.5, 0.2)])
def test_intervals_on_shares_of_replications_cover(share: float, alike: float) -> None:
    """Cases of a replication that are as `alike` as in a queue: beta-binomial, which scipy draws."""
    trials, replications, cases = 2_000, 10, 50
    if alike:
        more = (1 - alike) / alike
        counts = betabinom(cases, share * more, (1 - share) * more).rvs((trials, replications), random_state=1)
    else:
        counts = binom(cases, share).rvs((trials, replications), random_state=1)
    covered = 0
    for of_trial in counts.tolist():
        found = share_over_replications(of_trial, [cases] * replications)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= share <= found.high
    # Ten shares are skewed, so that Student's is a little short: two per cent for that, four deviations for chance.
    assert covered / trials > 0.95 - 0.02 - 4 * math.sqrt(0.95 * 0.05 / trials)


def test_the_median_of_twenty_lies_between_the_sixth_and_the_fifteenth() -> None:
    """As every table of order statistics has it: 95.9 %."""
    interval = quantile_interval([float(at) for at in range(20, 0, -1)], 0.5)
    assert (interval.low, interval.estimate, interval.high) == (6, 10, 15)


def test_too_few_values_do_not_bound_an_end() -> None:
    interval = quantile_interval([float(at) for at in range(20)], 0.9)
    assert interval.low is not None
    assert interval.high is None
    with pytest.raises(ValueError, match="at least one"):
        quantile_interval([], 0.5)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_quantile_intervals_cover(share: float) -> None:
    """Exponential values: the coverage of two order statistics is binomial, whatever the distribution."""
    trials, count, numbers = 3_000, 60, random.Random(1)  # noqa: S311 - a test
    true, covered = -math.log(1 - share), 0
    for _ in range(trials):
        interval = quantile_interval([numbers.expovariate(1) for _ in range(count)], share)
        assert interval.low is not None
        assert interval.high is not None
        covered += interval.low <= true <= interval.high
    ordered = quantile_interval([float(at) for at in range(count)], share)
    assert ordered.low is not None
    assert ordered.high is not None
    exact = binom.cdf(ordered.high, count, share) - binom.cdf(ordered.low, count, share)
    assert exact >= 0.95
    # Four standard deviations: false alarm once in 16,000.
    assert abs(covered / trials - exact) < 4 * math.sqrt(exact * (1 - exact) / trials)


def test_what_pairing_saves() -> None:
    before = [1.0, 2.0, 3.0, 4.0]
    assert variance_reduction(before, [value + 5 for value in before]) == pytest.approx(1)
    assert variance_reduction(before, [-value for value in before]) == pytest.approx(-1)
    # Variances 5/3 and 5/3; differences -1, 1, -1, 1 have 4/3.
    assert variance_reduction(before, [0.0, 3.0, 2.0, 5.0]) == pytest.approx(1 - (4 / 3) / (5 / 3 + 13 / 3))
    assert variance_reduction([1.0, 1.0], [2.0, 2.0]) is None
    assert variance_reduction([1.0], [2.0]) is None
    assert variance_reduction([1.0, 2.0], [2.0]) is None
