"""Student's t distribution: its tails as a continued fraction, and its quantiles from these by Newton's method.

A library has both, and takes a quarter of a second to load, which whoever compares two lanes would wait for at the end.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()
_EPSILON: Final = 2.0**-52
_MOST_TERMS: Final = 10_000
"""Some dozens are enough; so that rounding could never keep it going."""
_TINY: Final = 1e-300
"""Instead of 0, by which nothing can be divided."""


def both_tails(degrees: int, t: float) -> float:
    """How likely a value is that lies at least `t` from 0, on either side.

    Parameters
    ----------
    degrees : of freedom, >= 1
    t : >= 0

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.5.27; DLMF 8.17.22 for the continued fraction.
    """
    a, squared = degrees / 2, t * t
    # x and 1 - x, each by itself, so that neither loses digits where it is small.
    x, rest = degrees / (degrees + squared), squared / (degrees + squared)
    front = 2 * t * _density(degrees, t)
    return front / degrees * _fraction(a, 0.5, x) if x < (a + 1) / (a + 2.5) else 1 - front * _fraction(0.5, a, rest)


@lru_cache(maxsize=256)
def student_quantile(degrees: int, probability: float) -> float:
    """The value below which a share of the distribution lies.

    Parameters
    ----------
    degrees : of freedom, >= 1
    probability : within (0, 1)
    """
    if probability < 0.5:
        return -student_quantile(degrees, 1 - probability)
    beyond = 2 * (1 - probability)
    # The tails are wider than those of the normal distribution, and convex: Newton's method comes from below.
    t = _NORMAL.inv_cdf(probability)
    while True:
        following = t + (both_tails(degrees, t) - beyond) / (2 * _density(degrees, t))
        if following <= t * (1 + _EPSILON):
            return t
        t = following


def _density(degrees: int, t: float) -> float:
    return _peak(degrees) * math.exp(-(degrees + 1) / 2 * math.log1p(t * t / degrees))


@lru_cache(maxsize=256)
def _peak(degrees: int) -> float:
    """The density at 0, from that of two degrees fewer: the ratio of gamma functions in it goes by steps of 1."""
    even = degrees % 2 == 0
    ratio = math.sqrt(math.pi) / 2 if even else 1 / math.sqrt(math.pi)
    for below in range(2 if even else 1, degrees, 2):
        ratio *= (below + 1) / below
    return ratio / math.sqrt(degrees * math.pi)


def _fraction(a: float, b: float, x: float) -> float:
    """What multiplies x^a (1-x)^b / (a B(a, b)) in the incomplete beta function, by Lentz's method."""
    numerator, denominator = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value, m, change = denominator, 0, 0.0
    while abs(change - 1) > 4 * _EPSILON and m < _MOST_TERMS:
        m += 1
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            denominator = 1 / _away_from_zero(1 + term * denominator)
            numerator = _away_from_zero(1 + term / numerator)
            change = numerator * denominator
            value *= change
    return value


def _away_from_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
