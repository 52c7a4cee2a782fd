"""Student's intervals: textbook numbers, and how often they cover what they promise to."""

from __future__ import annotations

import math
import random

import pytest

from simulations.statistics.intervals import mean_interval, paired_interval
from simulations.statistics.student import student_quantile

LAW = (1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09)
"""Law (2015), example 4.26: mean 1.34, variance 0.17, 90 % half-width 0.24."""


def test_a_textbook_example() -> None:
    interval = mean_interval(LAW, 0.90)
    assert interval.half_width is not None
    assert (round(interval.mean, 2), round(interval.half_width, 2), interval.values) == (1.34, 0.24, 10)
    assert (interval.low, interval.high) == (interval.mean - interval.half_width, interval.mean + interval.half_width)


@pytest.mark.parametrize(
    ("degrees", "probability", "quantile"),
    [(1, 0.975, 12.706), (4, 0.95, 2.132), (9, 0.95, 1.833), (9, 0.975, 2.262), (30, 0.995, 2.750)],
)
def test_quantiles_of_the_printed_table(degrees: int, probability: float, quantile: float) -> None:
    assert round(student_quantile(degrees, probability), 3) == quantile


def test_by_hand() -> None:
    """1, 2, 3, 4: mean 5/2, variance 5/3; with 3 degrees of freedom the 97.5 % quantile is 3.182."""
    interval = mean_interval([1, 2, 3, 4])
    assert interval.mean == 2.5
    assert interval.half_width == pytest.approx(3.182446 * math.sqrt(5 / 3 / 4), rel=1e-6)


def test_one_value_has_no_interval() -> None:
    interval = mean_interval([3.0])
    assert (interval.mean, interval.half_width, interval.low, interval.high) == (3.0, None, None, None)
    assert not interval.excludes_zero


def test_no_value_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at least one value"):
        mean_interval([])


def test_pairs_cancel_what_they_share() -> None:
    before, after = [10.0, 20.0, 30.0], [9.0, 18.5, 29.5]
    interval = paired_interval(before, after)
    assert interval.mean == pytest.approx(-1.0)
    assert interval.half_width == pytest.approx(4.302653 * 0.5 / math.sqrt(3), rel=1e-6)
    assert not interval.excludes_zero
    assert paired_interval(before, [9.0, 19.0, 29.0]).excludes_zero
    with pytest.raises(ValueError, match="shorter"):
        paired_interval(before, after[:2])


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_coverage(confidence: float) -> None:
    """Normal values: the share of intervals with the mean in them is binomial around the confidence, exactly."""
    trials, numbers = 4_000, random.Random(1)  # noqa: S311 - a test
    intervals = (mean_interval([numbers.gauss(5, 2) for _ in range(6)], confidence) for _ in range(trials))
    covered = sum(abs(each.mean - 5) <= (each.half_width or 0) for each in intervals) / trials
    # Four standard deviations: false alarm once in 16,000.
    assert abs(covered - confidence) < 4 * math.sqrt(confidence * (1 - confidence) / trials)
