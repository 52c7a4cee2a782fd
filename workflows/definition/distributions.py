"""Distributions of spans of time. Each states its own mean, variance and support, so one test holds them all to it.

A distribution is drawn from by inverting it at a uniform number, never by a library's sampler: the k-th draw of a task
is then the same in every scenario and on every machine, and a faster officer is faster for the *same* case.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.spread import Spread, Support
from workflows.instants import Milliseconds

_NORMAL = NormalDist()


class Fixed(Spread):
    """Always the same span."""

    kind: Literal["fixed"] = "fixed"
    value: NonNegativeFloat

    @property
    def mean(self) -> float:
        return self.value

    @property
    def variance(self) -> float:
        return 0.0

    @property
    def support(self) -> Support:
        return self.value, self.value

    def quantile(self, u: float) -> float:
        return self.value

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"value": self.value * factor})


class Exponential(Spread):
    """Memoryless; the arrivals and services of textbook queues."""

    kind: Literal["exponential"] = "exponential"
    mean: PositiveFloat

    @property
    def variance(self) -> float:
        return self.mean**2

    @property
    def support(self) -> Support:
        return 0.0, math.inf

    def quantile(self, u: float) -> float:
        return -self.mean * math.log1p(-u)

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"mean": self.mean * factor})


class Uniform(Spread):
    """Equally likely between two bounds."""

    kind: Literal["uniform"] = "uniform"
    low: NonNegativeFloat
    high: NonNegativeFloat

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"expected low <= high; was low {self.low}, high {self.high}")
        return self

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def variance(self) -> float:
        return (self.high - self.low) ** 2 / 12

    @property
    def support(self) -> Support:
        return self.low, self.high

    def quantile(self, u: float) -> float:
        return self.low + (self.high - self.low) * u

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"low": self.low * factor, "high": self.high * factor})


class Triangular(Spread):
    """Between two bounds around a most likely value: what an expert can state without a log."""

    kind: Literal["triangular"] = "triangular"
    low: NonNegativeFloat
    mode: NonNegativeFloat
    high: NonNegativeFloat

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"expected low <= mode <= high; was {self.low}, {self.mode}, {self.high}")
        if self.low == self.high:
            raise ValueError(f"expected low < high; both were {self.low}: write kind: fixed")
        return self

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def variance(self) -> float:
        low, mode, high = self.low, self.mode, self.high
        return (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18

    @property
    def support(self) -> Support:
        return self.low, self.high

    def quantile(self, u: float) -> float:
        low, mode, high = self.low, self.mode, self.high
        if u < (mode - low) / (high - low):
            return low + math.sqrt(u * ((high - low) * (mode - low)))
        return high - math.sqrt((1 - u) * ((high - low) * (high - mode)))

    def scaled(self, factor: float) -> Self:
        return self.model_copy(
            update={"low": self.low * factor, "mode": self.mode * factor, "high": self.high * factor}
        )


class LogNormal(Spread):
    """Skewed to the right, as measured service times of people are.

    Parameters
    ----------
    mean, standard_deviation : of the span itself, not of its logarithm; > 0
    """

    kind: Literal["lognormal"] = "lognormal"
    mean: PositiveFloat
    standard_deviation: PositiveFloat

    @property
    def variance(self) -> float:
        return self.standard_deviation**2

    @property
    def support(self) -> Support:
        return 0.0, math.inf

    def quantile(self, u: float) -> float:
        log_variance = math.log1p((self.standard_deviation / self.mean) ** 2)
        return self.mean * math.exp(math.sqrt(log_variance) * _NORMAL.inv_cdf(u) - log_variance / 2)

    def scaled(self, factor: float) -> Self:
        return self.model_copy(
            update={"mean": self.mean * factor, "standard_deviation": self.standard_deviation * factor}
        )


class Weibull(Spread):
    """Shape below 1: most are quick, a few drag on; above 1: most take about the same."""

    kind: Literal["weibull"] = "weibull"
    shape: PositiveFloat
    scale: PositiveFloat

    @property
    def mean(self) -> float:
        return self.scale * math.gamma(1 + 1 / self.shape)

    @property
    def variance(self) -> float:
        return self.scale**2 * (math.gamma(1 + 2 / self.shape) - math.gamma(1 + 1 / self.shape) ** 2)

    @property
    def support(self) -> Support:
        return 0.0, math.inf

    def quantile(self, u: float) -> float:
        return float(self.scale * (-math.log1p(-u)) ** (1 / self.shape))

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"scale": self.scale * factor})


class Empirical(Spread):
    """Measured values, each equally likely: the inverse of the empirical distribution function."""

    kind: Literal["empirical"] = "empirical"
    values: Annotated[tuple[NonNegativeFloat, ...], Field(min_length=1, max_length=10_000)]

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if any(left > right for left, right in zip(self.values, self.values[1:], strict=False)):
            raise ValueError("expected values in ascending order")
        return self

    @property
    def mean(self) -> float:
        return math.fsum(self.values) / len(self.values)

    @property
    def variance(self) -> float:
        mean = self.mean
        return math.fsum((value - mean) ** 2 for value in self.values) / len(self.values)

    @property
    def support(self) -> Support:
        return self.values[0], self.values[-1]

    def quantile(self, u: float) -> float:
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"values": tuple(value * factor for value in self.values)})


Distribution: TypeAlias = Annotated[
    Fixed | Exponential | Uniform | Triangular | LogNormal | Weibull | Gamma | Truncated | Discrete | Empirical,
    Field(discriminator="kind"),
]


def span(distribution: Distribution, u: float) -> Milliseconds:
    """Draw a span of time.

    Parameters
    ----------
    u : uniform number, 0 < u < 1

    Returns
    -------
    whole milliseconds, >= 0

    Examples
    --------
    >>> from workflows.definition.provenance import Provenance, Source
    >>> from workflows.definition.units import TimeUnit
    >>> measured = Provenance(source=Source.MEASURED, basis="window log")
    >>> span(Exponential(mean=10, unit=TimeUnit.MINUTES, provenance=measured), 0.5)
    415888
    """
    return round(distribution.quantile(u) * distribution.unit.milliseconds)


def mean_span(distribution: Distribution) -> float:
    """Mean of the distribution in milliseconds."""
    return distribution.mean * distribution.unit.milliseconds
