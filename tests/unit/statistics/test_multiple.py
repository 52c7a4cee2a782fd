"""Several comparisons at once: Holm by hand, Student's test against SciPy's, and how often there is a false alarm."""

from __future__ import annotations

import math
import random
from itertools import permutations

import pytest
from scipy.stats import ttest_1samp

from simulations.statistics.intervals import mean_interval
from simulations.statistics.multiple import holm, p_value, simultaneous


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.5, 0.6]) == (1.0, 1.0)
    assert holm([]) == ()


def test_holm_does_not_depend_on_the_order() -> None:
    values = (0.001, 0.02, 0.02, 0.4)
    for order in permutations(range(4)):
        adjusted = holm([values[index] for index in order])
        assert adjusted == tuple(holm(values)[index] for index in order)


def test_p_values_are_those_of_scipy() -> None:
    numbers = random.Random(1)  # noqa: S311 - a test
    for shift in (0.0, 0.3, 2.0):
        values = [numbers.gauss(shift, 1) for _ in range(12)]
        assert p_value(mean_interval(values, 0.9)) == pytest.approx(ttest_1samp(values, 0).pvalue)


def test_what_has_no_spread_is_sure() -> None:
    assert p_value(mean_interval([2.0, 2.0])) == 0.0
    assert p_value(mean_interval([0.0, 0.0])) == 1.0
    assert p_value(mean_interval([2.0])) is None
    assert simultaneous(mean_interval([2.0]), 3).half_width is None


def test_a_simultaneous_interval_is_that_of_a_higher_confidence() -> None:
    values = [1.0, 2.5, 3.0, 2.0]
    assert simultaneous(mean_interval(values, 0.95), 5).half_width == pytest.approx(
        mean_interval(values, 0.99).half_width
    )


def test_false_alarms_among_several() -> None:
    """Five differences that are none, sharing what they are compared with: any alarm at most once in twenty."""
    trials, numbers, alarms, missed = 2_000, random.Random(1), 0, 0  # noqa: S311 - a test
    for _ in range(trials):
        before = [numbers.gauss(0, 1) for _ in range(10)]
        differences = [mean_interval([numbers.gauss(0, 1) - value for value in before]) for _ in range(5)]
        adjusted = holm([p_value(each) or 0.0 for each in differences])
        alarms += min(adjusted) < 0.05
        missed += any(simultaneous(each, 5).excludes_zero for each in differences)
    bound = 0.05 + 4 * math.sqrt(0.05 * 0.95 / trials)
    assert alarms / trials < bound
    assert missed / trials < bound
