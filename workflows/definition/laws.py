"""Laws of chance of which only a part is wanted: cut off at bounds, and inverted there.

Tools say "drawn again until it lies within the bounds". Drawing again would take more numbers for one case than for
another; cutting the law off and inverting what is left gives the same law with exactly one number.

A law is asked for both tails, since the chance of lying above a bound far out is lost in one minus the chance of lying
below it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Protocol, TypeAlias

Tails: TypeAlias = tuple[float, float]
"""The chance of lying below a value, and of lying above it."""

_STANDARD: Final = NormalDist()
_ROOT_2: Final = math.sqrt(2)
_MOST_TERMS: Final = 10_000
_SMALLEST: Final = 1e-300


class Law(Protocol):
    """What can be cut off."""

    def tails(self, x: float) -> Tails:
        """The chances on both sides of a value."""

    def at(self, below: float, above: float) -> float:
        """The value with these chances on its sides; the smaller of the two is the one that is exact."""

    def moments(self, low: float, high: float) -> tuple[float, float]:
        """Mean and variance between two bounds; `high` may be infinite."""


@dataclass(frozen=True, slots=True)
class NormalLaw:
    """Gauss's law."""

    mean: float
    deviation: float

    def tails(self, x: float) -> Tails:
        if math.isinf(x):
            return (1.0, 0.0) if x > 0 else (0.0, 1.0)
        z = (x - self.mean) / self.deviation / _ROOT_2
        return math.erfc(-z) / 2, math.erfc(z) / 2

    def at(self, below: float, above: float) -> float:
        if below <= 0 or above <= 0:
            return -math.inf if below <= 0 else math.inf
        z = _STANDARD.inv_cdf(below) if below <= above else -_STANDARD.inv_cdf(above)
        return self.mean + self.deviation * z

    def moments(self, low: float, high: float) -> tuple[float, float]:
        inside = _between(self, low, high)
        a, b = ((bound - self.mean) / self.deviation for bound in (low, high))
        at_a, at_b = (0.0 if math.isinf(z) else _STANDARD.pdf(z) / inside for z in (a, b))
        shift = at_a - at_b
        spread = (a * at_a if at_a else 0.0) - (b * at_b if at_b else 0.0)
        return self.mean + self.deviation * shift, self.deviation**2 * (1 + spread - shift**2)


@dataclass(frozen=True, slots=True)
class LogNormalLaw:
    """A span whose logarithm is normal.

    Attributes
    ----------
    log : the law of the logarithm
    """

    log: NormalLaw

    def tails(self, x: float) -> Tails:
        return self.log.tails(math.log(x) if x > 0 else -math.inf)

    def at(self, below: float, above: float) -> float:
        return math.exp(self.log.at(below, above))

    def moments(self, low: float, high: float) -> tuple[float, float]:
        mu, sigma = self.log.mean, self.log.deviation
        inside = _between(self, low, high)
        first, second = (
            math.exp(power * mu + (power * sigma) ** 2 / 2)
            * _between(LogNormalLaw(NormalLaw(mu + power * sigma**2, sigma)), low, high)
            / inside
            for power in (1, 2)
        )
        return first, second - first**2


@dataclass(frozen=True, slots=True)
class GammaLaw:
    """The law of sums of exponentials; of shape 1, the exponential itself."""

    shape: float
    scale: float

    def tails(self, x: float) -> Tails:
        if math.isinf(x):
            return 1.0, 0.0
        return incomplete_gamma(self.shape, x / self.scale)

    def at(self, below: float, above: float) -> float:
        if self.shape == 1:
            return -self.scale * (math.log1p(-below) if below <= above else math.log(above))
        return self.scale * _gamma_at(self.shape, below, above)

    def moments(self, low: float, high: float) -> tuple[float, float]:
        a, scale = self.shape, self.scale
        inside = _between(self, low, high)
        first = a * scale * _between(GammaLaw(a + 1, scale), low, high) / inside
        second = a * (a + 1) * scale**2 * _between(GammaLaw(a + 2, scale), low, high) / inside
        return first, second - first**2


def inside(law: Law, low: float, high: float) -> float:
    """The chance of lying between two bounds."""
    return _between(law, low, high)


def cut_quantile(law: Law, low: float, high: float, u: float) -> float:
    """The value below which a law that is cut off at two bounds lies with chance `u`."""
    (below_low, above_low), (below_high, above_high) = law.tails(low), law.tails(high)
    if above_low <= below_high:  # most of what is left lies in the upper half, where the upper tail is exact
        above = above_low - u * (above_low - above_high)
        value = law.at(1 - above, above)
    else:
        below = below_low + u * (below_high - below_low)
        value = law.at(below, 1 - below)
    return min(max(value, low), high)


def _between(law: Law, low: float, high: float) -> float:
    (below_low, above_low), (below_high, above_high) = law.tails(low), law.tails(high)
    return above_low - above_high if above_low <= below_high else below_high - below_low


def incomplete_gamma(shape: float, x: float) -> Tails:
    """Both tails of the gamma law of scale 1: its series below the mean, its continued fraction (Lentz) above it."""
    if x <= 0:
        return 0.0, 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for n in range(1, _MOST_TERMS):
            term *= x / (shape + n)
            total += term
            if term < total * 1e-17:
                break
        below = min(front * total, 1.0)
        return below, 1 - below
    b = x + 1 - shape
    c, d = 1 / _SMALLEST, 1 / b
    fraction = d
    for n in range(1, _MOST_TERMS):
        step = -n * (n - shape)
        b += 2
        d = 1 / (step * d + b or _SMALLEST)
        c = b + step / c or _SMALLEST
        fraction *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    above = min(front * fraction, 1.0)
    return 1 - above, above


def _gamma_at(shape: float, below: float, above: float) -> float:
    """Newton's steps from Wilson and Hilferty's guess, in the logarithm and held between bounds that close in."""
    if below <= 0 or above <= 0:
        return 0.0 if below <= 0 else math.inf
    upper = above < below
    z = -_STANDARD.inv_cdf(above) if upper else _STANDARD.inv_cdf(below)
    guess = shape * max(1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape)), 0.0) ** 3
    small = math.exp((math.log(below) + math.lgamma(shape + 1)) / shape) if below < 0.5 else 0.0
    x = guess if guess > 1e-3 * shape else small or shape
    low, high = 0.0, math.inf
    for _ in range(200):
        found_below, found_above = incomplete_gamma(shape, x)
        wrong = above - found_above if upper else found_below - below
        low, high = (low, x) if wrong > 0 else (x, high)
        slope = math.exp(shape * math.log(x) - x - math.lgamma(shape))  # of the tail over the logarithm of x
        onward = x * math.exp(max(min(-wrong / slope, 1.0), -1.0)) if slope > 0 else math.nan
        if not low < onward < high:
            onward = 2 * x if math.isinf(high) else (low + high) / 2
        if abs(onward - x) <= 1e-15 * x:
            return onward
        x = onward
    return x
