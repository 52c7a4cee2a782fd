"""Distributions that other tools fit and cut off; see :mod:`workflows.definition.distributions`."""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Annotated, Final, Literal, Self

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from workflows.definition.laws import GammaLaw, Law, LogNormalLaw, NormalLaw, cut_quantile, inside
from workflows.definition.spread import Spread, Support


class Gamma(Spread):
    """Skewed to the right like the lognormal, with a lighter tail.

    Parameters
    ----------
    mean, standard_deviation : of the span; > 0
    """

    kind: Literal["gamma"] = "gamma"
    mean: PositiveFloat
    standard_deviation: PositiveFloat

    @property
    def variance(self) -> float:
        return self.standard_deviation**2

    @property
    def support(self) -> Support:
        return 0.0, math.inf

    def quantile(self, u: float) -> float:
        return law_of("gamma", self.mean, self.standard_deviation).at(u, 1 - u)

    def scaled(self, factor: float) -> Self:
        return self.model_copy(
            update={"mean": self.mean * factor, "standard_deviation": self.standard_deviation * factor}
        )


class Truncated(Spread):
    """A law of which only what lies between two bounds happens: what tools call "drawn again until it fits".

    Parameters
    ----------
    law_mean, law_standard_deviation : of the law *before* it is cut off; an exponential has the mean alone
    low, high : the bounds; above `low` alone if there is no `high`
    """

    kind: Literal["truncated"] = "truncated"
    law: Literal["exponential", "normal", "lognormal", "gamma"]
    law_mean: float
    law_standard_deviation: PositiveFloat | None = None
    low: NonNegativeFloat = 0.0
    high: PositiveFloat | None = None

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        exponential = self.law == "exponential"
        if exponential != (self.law_standard_deviation is None):
            which = "none for an exponential" if exponential else f"one for a {self.law}"
            raise ValueError(f"expected law_standard_deviation: {which}; was {self.law_standard_deviation}")
        if self.law != "normal" and self.law_mean <= 0:
            raise ValueError(f"expected law_mean > 0; was {self.law_mean}")
        if self.high is not None and self.low >= self.high:
            raise ValueError(f"expected low < high; was low {self.low}, high {self.high}")
        if inside(self.whole_law, *self.support) < _LEAST_INSIDE:
            raise ValueError(f"expected bounds within which the {self.law} law can lie; found {self.low}, {self.high}")
        return self

    @property
    def below(self) -> float:
        """How much of the law the lower bound cuts off."""
        return self.whole_law.tails(self.low)[0]

    @property
    def above(self) -> float:
        """How much of the law the upper bound cuts off."""
        return self.whole_law.tails(self.support[1])[1]

    @property
    def whole_law(self) -> Law:
        """The law before it is cut off."""
        deviation = self.law_mean if self.law_standard_deviation is None else self.law_standard_deviation
        return law_of(self.law, self.law_mean, deviation)

    @property
    def mean(self) -> float:
        return self.whole_law.moments(*self.support)[0]

    @property
    def variance(self) -> float:
        return self.whole_law.moments(*self.support)[1]

    @property
    def support(self) -> Support:
        return self.low, math.inf if self.high is None else self.high

    def quantile(self, u: float) -> float:
        return cut_quantile(self.whole_law, *self.support, u)

    def scaled(self, factor: float) -> Self:
        fields = ("law_mean", "law_standard_deviation", "low", "high")
        by_field = {field: getattr(self, field) for field in fields}
        return self.model_copy(update={k: None if v is None else v * factor for k, v in by_field.items()})


_LEAST_INSIDE: Final = 1e-12
"""Bounds that leave less of a law are a slip of a unit; inverting what is left would be all rounding."""


@lru_cache(maxsize=1024)
def law_of(kind: str, mean: float, deviation: float) -> Law:
    """The law of a kind with a mean and a standard deviation, before it is cut off."""
    if kind == "normal":
        return NormalLaw(mean, deviation)
    if kind == "lognormal":
        log_variance = math.log1p((deviation / mean) ** 2)
        return LogNormalLaw(NormalLaw(math.log(mean) - log_variance / 2, math.sqrt(log_variance)))
    return GammaLaw((mean / deviation) ** 2, deviation**2 / mean)


class Discrete(Spread):
    """Some values, each with its own chance: a histogram by the middles of its bins.

    Parameters
    ----------
    values : ascending
    shares : of the values, in their order; they add up to 1
    """

    kind: Literal["discrete"] = "discrete"
    values: Annotated[tuple[NonNegativeFloat, ...], Field(min_length=1, max_length=10_000)]
    shares: Annotated[tuple[NonNegativeFloat, ...], Field(min_length=1, max_length=10_000)]

    @model_validator(mode="after")
    def _one_share_a_value(self) -> Self:
        if any(left >= right for left, right in zip(self.values, self.values[1:], strict=False)):
            raise ValueError("expected values in ascending order, each once")
        if len(self.values) != len(self.shares):
            raise ValueError(f"expected a share a value; found {len(self.shares)} for {len(self.values)} values")
        if abs(math.fsum(self.shares) - 1) > 1e-9:
            raise ValueError(f"expected shares that add up to 1; was {math.fsum(self.shares):g}")
        return self

    @property
    def mean(self) -> float:
        return math.fsum(value * share for value, share in zip(self.values, self.shares, strict=True))

    @property
    def variance(self) -> float:
        mean = self.mean
        return math.fsum((value - mean) ** 2 * share for value, share in zip(self.values, self.shares, strict=True))

    @property
    def support(self) -> Support:
        happening = [value for value, share in zip(self.values, self.shares, strict=True) if share > 0]
        return happening[0], happening[-1]

    def quantile(self, u: float) -> float:
        place = bisect_right(_reached(self.shares), u)
        return min(self.values[min(place, len(self.values) - 1)], self.support[1])

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"values": tuple(value * factor for value in self.values)})


@lru_cache(maxsize=1024)
def _reached(shares: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(accumulate(shares))
