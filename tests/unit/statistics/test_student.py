"""Student's distribution against closed forms where it has one, and against SciPy's everywhere else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit

from simulations.statistics.student import both_tails, student_quantile

DEGREES = [*range(1, 41), 59, 99, 100, 999, 5_000]
SHARES = [0.6, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9995, 0.99999, 1 - 1e-9]


@pytest.mark.parametrize("degrees", DEGREES)
def test_quantiles_are_those_of_scipy(degrees: int) -> None:
    for share in SHARES:
        assert student_quantile(degrees, share) == pytest.approx(float(stdtrit(degrees, share)), rel=1e-12)


@pytest.mark.parametrize("degrees", DEGREES)
def test_tails_are_those_of_scipy(degrees: int) -> None:
    for t in (0.1, 0.5, 1, 1.5, 2, 3, 5, 8, 12, 20, 50, 1_000):
        # Further out than anything that can be written down, both are 0.
        assert both_tails(degrees, t) == pytest.approx(2 * float(stdtr(degrees, -t)), rel=1e-12, abs=1e-290)


@given(st.floats(0, 1e9))
def test_one_and_two_degrees_have_closed_forms(t: float) -> None:
    assert both_tails(1, t) == pytest.approx(2 / math.pi * (math.atan(1 / t) if t else math.pi / 2), rel=1e-13)
    root = math.sqrt(2 + t * t)
    assert both_tails(2, t) == pytest.approx(2 / (root * (root + t)), rel=1e-13)


@given(st.integers(1, 200), st.floats(0.5, 1 - 1e-12))
def test_a_quantile_is_where_the_tail_says(degrees: int, share: float) -> None:
    t = student_quantile(degrees, share)
    assert both_tails(degrees, t) == pytest.approx(2 * (1 - share), rel=1e-12)
    assert student_quantile(degrees, 1 - share) == pytest.approx(-t, rel=1e-3)  # as far as 1 - share can be written


def test_the_middle_is_zero_and_close_to_it_the_density_tells() -> None:
    assert student_quantile(7, 0.5) == 0
    # Of four degrees the density at 0 is 3/8.
    assert student_quantile(4, 0.5 + 1e-6) == pytest.approx(1e-6 / 0.375, rel=1e-9)
