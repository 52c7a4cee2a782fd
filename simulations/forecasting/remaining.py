"""How much longer something takes that has already taken a while: the conditional law, drawn with one uniform number.

With F the distribution function of a span and e what has elapsed, a number u in (0, 1) gives the value x > e for which
(F(x) - F(e)) / (1 - F(e)) = u. So a memoryless span begins anew, a fixed one has exactly its rest left, and after no
time at all the draw is the very draw that a simulation from the beginning makes.

Where a lane says that a span can never have been as long as it already has, what the lane says is refuted for this
piece of work, and nothing is left of the law to condition on. Then it is taken to begin anew: not to be done at once,
which would promise an end from minute to minute, for ever. Whoever publishes a forecast also says how often that was.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Final

from workflows.definition.distributions import (
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Triangular,
    Uniform,
    Weibull,
    span,
)
from workflows.definition.further_distributions import Discrete, Gamma, Truncated, law_of
from workflows.definition.laws import Law, cut_quantile
from workflows.instants import Milliseconds

_UNDERFLOW: Final = 1e-290
"""A tail as thin as this is none: to invert it would be all rounding."""


def remaining(distribution: Distribution, elapsed: Milliseconds, u: float) -> Milliseconds:
    """Draw what is left of a span.

    Parameters
    ----------
    elapsed : what it has taken so far, >= 0
    u : uniform number, 0 < u < 1

    Returns
    -------
    whole milliseconds, >= 0

    Examples
    --------
    >>> from workflows.definition.provenance import Provenance, Source
    >>> from workflows.definition.units import TimeUnit
    >>> measured = Provenance(source=Source.MEASURED, basis="window log")
    >>> hour = Fixed(value=1, unit=TimeUnit.HOURS, provenance=measured)
    >>> remaining(hour, 3_000_000, 0.5)
    600000
    """
    if elapsed <= 0 or outlasts(distribution, elapsed):
        return span(distribution, u)
    unit = distribution.unit.milliseconds
    return max(round(_beyond(distribution, elapsed / unit, u) * unit) - elapsed, 0)


def outlasts(distribution: Distribution, elapsed: Milliseconds) -> bool:
    """Whether something has taken longer than its distribution says that it can."""
    unit, (low, high) = distribution.unit.milliseconds, distribution.support
    if math.isfinite(high):
        return elapsed > round(high * unit)
    law = _law(distribution)
    return law is not None and law.tails(max(elapsed / unit, low))[1] < _UNDERFLOW


def _law(distribution: Distribution) -> Law | None:
    """The law that a distribution is a part of; none for those whose rest can be written down at once."""
    match distribution:
        case LogNormal(mean=mean, standard_deviation=deviation):
            return law_of("lognormal", mean, deviation)
        case Gamma(mean=mean, standard_deviation=deviation):
            return law_of("gamma", mean, deviation)
        case Truncated():
            return distribution.whole_law
        case _:
            return None


def _beyond(distribution: Distribution, elapsed: float, u: float) -> float:
    """A value of the distribution above `elapsed`, in its unit."""
    low, high = distribution.support
    if elapsed < low:
        return distribution.quantile(u)
    match distribution:
        case Fixed(value=value):
            return value
        case Exponential(mean=mean):
            return elapsed - mean * math.log1p(-u)
        case Uniform():
            return elapsed + (high - elapsed) * u
        case Weibull(shape=shape, scale=scale):
            return float(scale * ((elapsed / scale) ** shape - math.log1p(-u)) ** (1 / shape))
        case Triangular():
            return _triangular(distribution, elapsed, u)
        case Empirical(values=values):
            first = min(bisect_right(values, elapsed), len(values) - 1)
            return values[first + int(u * (len(values) - first))]
        case Discrete(values=values, shares=shares):
            return _discrete(values, shares, elapsed, u)
        case LogNormal() | Gamma() | Truncated():
            law = _law(distribution)
            assert law is not None  # these three have one
            return cut_quantile(law, elapsed, high, u)


def _triangular(triangular: Triangular, elapsed: float, u: float) -> float:
    low, mode, high = triangular.low, triangular.mode, triangular.high
    if elapsed < mode:
        reached = (elapsed - low) ** 2 / ((high - low) * (mode - low))
        return triangular.quantile(reached + u * (1 - reached))
    # The upper tail is a square, so what is left of it is the same square, smaller.
    return high - (high - elapsed) * math.sqrt(1 - u)


def _discrete(values: tuple[float, ...], shares: tuple[float, ...], elapsed: float, u: float) -> float:
    left = [(value, share) for value, share in zip(values, shares, strict=True) if value > elapsed and share > 0]
    sought, reached = u * math.fsum(share for _, share in left), 0.0
    for value, share in left:
        reached += share
        if sought < reached:
            return value
    return left[-1][0] if left else elapsed
