"""Every family is held to what it states of itself, by integrating its quantile function."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv

from workflows.definition.distributions import (
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Triangular,
    Uniform,
    Weibull,
    mean_span,
    span,
)
from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.laws import GammaLaw, incomplete_gamma
from workflows.definition.provenance import Provenance, Source
from workflows.definition.units import TimeUnit
from workflows.instants import HOUR, MINUTE

LOG = Provenance(source=Source.MEASURED, basis="log")
IN = {"unit": TimeUnit.HOURS, "provenance": LOG}

FAMILIES: tuple[Distribution, ...] = (
    Fixed(value=3, unit=TimeUnit.HOURS, provenance=LOG),
    Exponential(mean=2.5, unit=TimeUnit.HOURS, provenance=LOG),
    Uniform(low=1, high=4, unit=TimeUnit.HOURS, provenance=LOG),
    Triangular(low=1, mode=2, high=6, unit=TimeUnit.HOURS, provenance=LOG),
    Triangular(low=0, mode=0, high=1, unit=TimeUnit.HOURS, provenance=LOG),
    Triangular(low=0, mode=1, high=1, unit=TimeUnit.HOURS, provenance=LOG),
    LogNormal(mean=1, standard_deviation=1.42, unit=TimeUnit.HOURS, provenance=LOG),
    LogNormal(mean=5, standard_deviation=0.5, unit=TimeUnit.HOURS, provenance=LOG),
    Weibull(shape=0.8, scale=2, unit=TimeUnit.HOURS, provenance=LOG),
    Weibull(shape=3, scale=2, unit=TimeUnit.HOURS, provenance=LOG),
    Gamma(mean=2, standard_deviation=1, unit=TimeUnit.HOURS, provenance=LOG),
    Gamma(mean=2, standard_deviation=2.5, unit=TimeUnit.HOURS, provenance=LOG),
    Gamma(mean=3, standard_deviation=0.1, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="normal", law_mean=2, law_standard_deviation=3, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="normal", law_mean=-1, law_standard_deviation=1, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="normal", law_mean=5, law_standard_deviation=2, low=1, high=6, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="exponential", law_mean=2, low=1, high=4, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="exponential", law_mean=2, low=1, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(
        law="lognormal", law_mean=2, law_standard_deviation=2, low=0.5, high=9, unit=TimeUnit.HOURS, provenance=LOG
    ),
    Truncated(law="gamma", law_mean=2, law_standard_deviation=2.5, high=9, unit=TimeUnit.HOURS, provenance=LOG),
    Truncated(law="gamma", law_mean=2, law_standard_deviation=1, low=3, unit=TimeUnit.HOURS, provenance=LOG),
    Discrete(values=(1, 2, 5), shares=(0.25, 0.5, 0.25), unit=TimeUnit.HOURS, provenance=LOG),
    Empirical(values=(1, 1, 2, 5, 9.5), unit=TimeUnit.HOURS, provenance=LOG),
)
NAMES = [f"{each.kind}-{index}" for index, each in enumerate(FAMILIES)]


def moment(distribution: Distribution, power: int) -> float:
    """E[X**power], as the integral of the quantile function's power over the unit interval.

    The variable is changed to u = 1 - exp(-t), so that the long right tail is not cut off where floats near 1 run out;
    the left part, to u = 1/2, is integrated as it is.
    """
    left, _ = quad(lambda u: distribution.quantile(u) ** power, 0, 0.5, points=[0.2, 0.4], limit=400)
    right, _ = quad(
        lambda t: distribution.quantile(-math.expm1(-t)) ** power * math.exp(-t),
        math.log(2),
        36,
        points=[-math.log(1 - at) for at in (0.6, 0.8)],
        limit=400,
    )
    return float(left + right)


@pytest.mark.parametrize("distribution", FAMILIES, ids=NAMES)
def test_mean_and_variance_are_those_of_the_quantile_function(distribution: Distribution) -> None:
    mean = moment(distribution, 1)
    assert distribution.mean == pytest.approx(mean, rel=1e-6)
    assert distribution.variance == pytest.approx(moment(distribution, 2) - mean**2, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("distribution", FAMILIES, ids=NAMES)
def test_the_quantile_function_rises_from_one_end_of_the_support_to_the_other(distribution: Distribution) -> None:
    low, high = distribution.support
    values = [distribution.quantile(index / 1000) for index in range(1, 1000)]
    assert all(low <= value <= high for value in values)
    assert all(left <= right for left, right in pairwise(values))
    if math.isfinite(high):
        assert distribution.quantile(2**-53) == pytest.approx(low, abs=1e-6)
        assert distribution.quantile(1 - 2**-53) == pytest.approx(high)
    else:
        assert distribution.quantile(1 - 2**-53) > 4 * math.sqrt(distribution.variance)


@pytest.mark.parametrize("distribution", FAMILIES, ids=NAMES)
@settings(deadline=None)
@given(factor=st.floats(0.01, 100), u=st.floats(2**-53, 1 - 2**-53))
def test_a_scaled_distribution_is_the_same_draw_times_the_factor(
    distribution: Distribution, factor: float, u: float
) -> None:
    scaled = distribution.scaled(factor)
    assert scaled.quantile(u) == pytest.approx(factor * distribution.quantile(u), rel=1e-9)
    assert scaled.mean == pytest.approx(factor * distribution.mean)
    assert scaled.variance == pytest.approx(factor**2 * distribution.variance)
    assert scaled.support == pytest.approx(tuple(factor * bound for bound in distribution.support))
    assert (scaled.unit, scaled.provenance) == (distribution.unit, distribution.provenance)
    assert type(scaled).model_validate(scaled.model_dump()) == scaled


@pytest.mark.parametrize("distribution", FAMILIES, ids=NAMES)
def test_a_span_is_whole_milliseconds(distribution: Distribution) -> None:
    assert span(distribution, 0.5) == round(distribution.quantile(0.5) * HOUR)
    assert mean_span(distribution) == pytest.approx(distribution.mean * HOUR)


def test_the_unit_of_a_span_counts() -> None:
    assert span(Fixed(value=1.5, unit=TimeUnit.MINUTES, provenance=LOG), 0.5) == 90_000
    assert span(Fixed(value=1, unit=TimeUnit.WORKING_DAYS, provenance=LOG), 0.5) == 8 * HOUR
    assert mean_span(Exponential(mean=2, unit=TimeUnit.MINUTES, provenance=LOG)) == 2 * MINUTE


@pytest.mark.parametrize(
    ("family", "fields"),
    [
        (Fixed, {"value": -1}),
        (Exponential, {"mean": 0}),
        (Exponential, {"mean": math.nan}),
        (Exponential, {"mean": math.inf}),
        (Uniform, {"low": 2, "high": 1}),
        (Triangular, {"low": 1, "mode": 3, "high": 2}),
        (Triangular, {"low": 1, "mode": 1, "high": 1}),
        (LogNormal, {"mean": 1, "standard_deviation": 0}),
        (Weibull, {"shape": 0, "scale": 1}),
        (Gamma, {"mean": 1, "standard_deviation": 0}),
        (Truncated, {"law": "normal", "law_mean": 1}),
        (Truncated, {"law": "exponential", "law_mean": 1, "law_standard_deviation": 1}),
        (Truncated, {"law": "exponential", "law_mean": 0}),
        (Truncated, {"law": "normal", "law_mean": 9, "law_standard_deviation": 1, "low": 2, "high": 2}),
        (Truncated, {"law": "normal", "law_mean": -99, "law_standard_deviation": 1}),
        (Discrete, {"values": (1, 2), "shares": (1.0,)}),
        (Discrete, {"values": (2, 1), "shares": (0.5, 0.5)}),
        (Discrete, {"values": (1, 2), "shares": (0.5, 0.4)}),
        (Empirical, {"values": ()}),
        (Empirical, {"values": (2, 1)}),
    ],
)
def test_parameters_outside_their_domain_are_refused(family: type[Distribution], fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        family.model_validate({**fields, **IN})


@pytest.mark.parametrize(
    ("shape", "x"), [(0.2, 0.01), (0.5, 3.0), (1.0, 1.0), (4.0, 2.0), (30.0, 45.0), (900.0, 870.0)]
)
def test_the_tails_of_the_gamma_law_are_those_of_scipy(shape: float, x: float) -> None:
    assert incomplete_gamma(shape, x) == pytest.approx((gammainc(shape, x), gammaincc(shape, x)), rel=1e-11)


@pytest.mark.parametrize("shape", [0.16, 0.64, 1.0, 4.0, 900.0])
@pytest.mark.parametrize("u", [2**-53, 1e-6, 0.3, 0.5, 0.999, 1 - 2**-50])
def test_the_quantiles_of_the_gamma_law_are_those_of_scipy(shape: float, u: float) -> None:
    expected = gammaincinv(shape, u) if u < 0.5 else gammainccinv(shape, 1 - u)
    assert GammaLaw(shape, 1.0).at(u, 1 - u) == pytest.approx(float(expected), rel=1e-9)
