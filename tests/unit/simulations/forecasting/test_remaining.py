"""What is left of a span, held to the law that conditioning has to follow."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy.stats import gamma as gamma_law

from simulations.forecasting.remaining import outlasts, remaining
from workflows.definition.distributions import Distribution, span
from workflows.instants import HOUR

LAWS: list[dict[str, Any]] = [
    {"kind": "fixed", "value": 3},
    {"kind": "exponential", "mean": 2},
    {"kind": "uniform", "low": 1, "high": 5},
    {"kind": "triangular", "low": 1, "mode": 2, "high": 6},
    {"kind": "lognormal", "mean": 2, "standard_deviation": 1.5},
    {"kind": "weibull", "shape": 0.8, "scale": 2},
    {"kind": "weibull", "shape": 2.5, "scale": 2},
    {"kind": "gamma", "mean": 2, "standard_deviation": 1},
    {"kind": "truncated", "law": "normal", "law_mean": 2, "law_standard_deviation": 1, "low": 0.5, "high": 6},
    {"kind": "discrete", "values": [1, 2, 4], "shares": [0.5, 0.25, 0.25]},
    {"kind": "empirical", "values": [1, 1.5, 2, 4]},
]


def law(raw: dict[str, Any]) -> Distribution:
    made_up = {"source": "assumed", "basis": "a law of the textbook"}
    found: Distribution = TypeAdapter(Distribution).validate_python(raw | {"unit": "hours", "provenance": made_up})
    return found


EVERY = pytest.mark.parametrize("distribution", [law(raw) for raw in LAWS], ids=[str(raw) for raw in LAWS])


@EVERY
def test_after_no_time_the_draw_is_that_of_a_simulation_from_the_beginning(distribution: Distribution) -> None:
    for u in (1e-9, 0.25, 0.5, 0.999):
        assert remaining(distribution, 0, u) == span(distribution, u)


@EVERY
@pytest.mark.parametrize("hours", [0.3, 1.2, 2.5])
def test_chances_are_those_that_are_left(distribution: Distribution, hours: float) -> None:
    """Of a fine grid of unconditional draws, those beyond what elapsed are spread as the conditional draws are."""
    elapsed, grid = round(hours * HOUR), [(number + 0.5) / 4096 for number in range(4096)]
    expected = sorted(drawn - elapsed for drawn in (span(distribution, u) for u in grid) if drawn > elapsed)
    drawn = [remaining(distribution, elapsed, u) for u in grid]
    assert drawn == sorted(drawn)
    # The cell of the grid in which elapsed lies is a survivor or none: a rank is known to within one on either side.
    for rank, value in enumerate(expected):
        low = drawn[(rank - 1) * 4096 // len(expected)] if rank else 0
        high = drawn[(rank + 2) * 4096 // len(expected)] if rank + 2 < len(expected) else math.inf
        assert low <= value <= high


@given(st.integers(1, 10_000 * HOUR), st.floats(1e-6, 1 - 1e-6))
def test_memoryless_stays_memoryless(elapsed: int, u: float) -> None:
    exponential = law({"kind": "exponential", "mean": 2})
    # A double holds instants of so many years to within a few microseconds.
    assert abs(remaining(exponential, elapsed, u) - span(exponential, u)) <= 1


@given(st.integers(0, 3 * HOUR), st.floats(1e-6, 1 - 1e-6))
def test_of_a_fixed_span_exactly_the_rest_is_left(elapsed: int, u: float) -> None:
    fixed = law({"kind": "fixed", "value": 3})
    assert remaining(fixed, elapsed, u) == (3 * HOUR - elapsed if elapsed else 3 * HOUR)


def test_what_has_taken_longer_than_it_can_begins_anew() -> None:
    fixed, uniform = law({"kind": "fixed", "value": 3}), law({"kind": "uniform", "low": 1, "high": 5})
    normal = law({"kind": "truncated", "law": "normal", "law_mean": 2, "law_standard_deviation": 0.01})
    for distribution, hours in ((fixed, 4), (uniform, 6), (normal, 9)):
        assert outlasts(distribution, hours * HOUR)
        assert remaining(distribution, hours * HOUR, 0.3) == span(distribution, 0.3)
    assert not outlasts(fixed, 3 * HOUR)
    assert not outlasts(law({"kind": "exponential", "mean": 2}), 10_000 * HOUR)


def test_far_out_in_the_tail_the_rest_is_still_told_apart() -> None:
    """Where one minus the chance of being done is nothing in a double, the upper tail still holds."""
    gamma = law({"kind": "gamma", "mean": 2, "standard_deviation": 1})
    rests = [remaining(gamma, 60 * HOUR, u) for u in (0.1, 0.5, 0.9)]
    exact = gamma_law(4, scale=0.5)  # with that mean and that deviation, in hours
    left = [float(exact.isf((1 - u) * exact.sf(60)) - 60) * HOUR for u in (0.1, 0.5, 0.9)]
    # To a millisecond of rounding on either side.
    assert rests == [pytest.approx(each, abs=1) for each in left]
    assert rests == sorted(set(rests))
