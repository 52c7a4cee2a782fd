"""The distributions of other tools in the lane's own; all spans in one unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from workflows.definition.distributions import Distribution, Exponential, Fixed, LogNormal, Triangular, Uniform
from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.provenance import Provenance
from workflows.definition.units import TimeUnit

Law: TypeAlias = Literal["exponential", "normal", "lognormal", "gamma"]

_OUTSIDE: Final = 1e-12
"""A bound beyond which less than this of a law lies is no bound."""


def cut(
    law: Law, mean: float, deviation: float | None, low: float, high: float, unit: TimeUnit, basis: Provenance
) -> Distribution:
    """A law between bounds, or the law itself where the bounds cut off nothing.

    Raises
    ------
    ValueError
        If there is no such law, or nothing of it between the bounds.
    """
    if deviation == 0:
        if not low <= mean <= high:
            raise ValueError(f"expected {low} <= mean <= {high}; was {mean}")
        return Fixed(value=mean, unit=unit, provenance=basis)
    if low == high:
        return Fixed(value=low, unit=unit, provenance=basis)
    whole = Truncated(
        law=law, law_mean=mean, law_standard_deviation=deviation, low=max(low, 0.0),
        high=None if math.isinf(high) else high, unit=unit, provenance=basis,
    )  # fmt: skip
    if law == "normal" or whole.below + whole.above > _OUTSIDE:
        return whole
    if deviation is None:
        return Exponential(mean=mean, unit=unit, provenance=basis)
    kind = LogNormal if law == "lognormal" else Gamma
    return kind(mean=mean, standard_deviation=deviation, unit=unit, provenance=basis)


def deviation_of(variance: float) -> float:
    """The root of a variance.

    Raises
    ------
    ValueError
        If it is negative.
    """
    if variance < 0:
        raise ValueError(f"expected a variance of at least 0; was {variance}")
    return math.sqrt(variance)


def prosimos_distribution(name: str, numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    """A distribution of a Prosimos file, in seconds.

    An exponential begins at its minimum: its mean is that before the maximum cuts it off. Lognormal and gamma state the
    mean and variance of the span itself.

    Raises
    ------
    ValueError
        If there is no such distribution, or its numbers make none.
    """
    if name not in _PROSIMOS:
        raise ValueError(f"expected one of {', '.join(_PROSIMOS)}; was {name!r}")
    least, make = _PROSIMOS[name]
    if len(numbers) < least:
        raise ValueError(f"expected at least {least} numbers for {name}; found {len(numbers)}")
    return make(numbers, basis)


def histogram(cdf: tuple[float, ...], middles: tuple[float, ...], basis: Provenance) -> Distribution:
    """Middles of bins, each with what the distribution function rises by over its bin; in seconds.

    Raises
    ------
    ValueError
        If the function does not rise to 1 with one value a bin.
    """
    if len(cdf) != len(middles):
        raise ValueError(f"expected one value of cdf for each of {len(middles)} bins; found {len(cdf)}")
    steps = [after - before for before, after in zip((0.0, *cdf), cdf, strict=False)]
    if any(step < 0 for step in steps) or not cdf or abs(cdf[-1] - 1) > 1e-6:
        raise ValueError("expected a distribution function that rises to 1")
    kept = [(value, step / cdf[-1]) for value, step in sorted(zip(middles, steps, strict=True)) if step > 0]
    values, shares = zip(*kept, strict=True)
    return Discrete(values=values, shares=shares, unit=TimeUnit.SECONDS, provenance=basis)


def _bounds(numbers: tuple[float, ...], place: int) -> tuple[float, float]:
    low = max(numbers[place], 0.0) if len(numbers) > place else 0.0
    high = numbers[place + 1] if len(numbers) > place + 1 else math.inf
    return low, high


def _fixed(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    return Fixed(value=numbers[0], unit=TimeUnit.SECONDS, provenance=basis)


def _exponential(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    low, high = _bounds(numbers, 1)
    if numbers[0] == low:
        return Fixed(value=low, unit=TimeUnit.SECONDS, provenance=basis)
    # Without memory, what begins at its minimum is what is cut off below it.
    return cut("exponential", numbers[0] - low, None, low, high, TimeUnit.SECONDS, basis)


def _uniform(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    return Uniform(low=numbers[0], high=numbers[1], unit=TimeUnit.SECONDS, provenance=basis)


def _normal(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    return cut("normal", numbers[0], numbers[1], *_bounds(numbers, 2), TimeUnit.SECONDS, basis)


def _lognormal(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    return cut("lognormal", numbers[0], deviation_of(numbers[1]), *_bounds(numbers, 2), TimeUnit.SECONDS, basis)


def _gamma(numbers: tuple[float, ...], basis: Provenance) -> Distribution:
    return cut("gamma", numbers[0], deviation_of(numbers[1]), *_bounds(numbers, 2), TimeUnit.SECONDS, basis)


_Maker: TypeAlias = Callable[[tuple[float, ...], Provenance], Distribution]
_PROSIMOS: Final[Mapping[str, tuple[int, _Maker]]] = MappingProxyType({
    "fix": (1, _fixed),
    "expon": (1, _exponential),
    "uniform": (2, _uniform),
    "norm": (2, _normal),
    "lognorm": (2, _lognormal),
    "gamma": (2, _gamma),
})  # fmt: skip


def qbp_distribution(kind: str, mean: float, first: float, second: float, basis: Provenance) -> Distribution:
    """A distribution of a QBP file, in seconds.

    Parameters
    ----------
    first, second : `arg1` and `arg2`; of an exponential `arg1` is the mean, of normal, gamma and lognormal it is the
        standard deviation or the variance, of uniform and triangular they are the bounds

    Raises
    ------
    ValueError
        If there is no such distribution, or its numbers make none.
    """
    unit = TimeUnit.SECONDS
    match kind:
        case "FIXED":
            return Fixed(value=mean, unit=unit, provenance=basis)
        case "EXPONENTIAL":
            return Exponential(mean=first, unit=unit, provenance=basis)
        case "NORMAL":
            return cut("normal", mean, first, 0.0, math.inf, unit, basis)
        case "UNIFORM":
            return Uniform(low=first, high=second, unit=unit, provenance=basis)
        case "GAMMA":
            return cut("gamma", mean, deviation_of(first), 0.0, math.inf, unit, basis)
        case "LOGNORMAL":
            return cut("lognormal", mean, deviation_of(first), 0.0, math.inf, unit, basis)
        case "TRIANGULAR":
            return triangular(first, mean, second, unit, basis)
        case _:
            pass
    expected = "FIXED, EXPONENTIAL, NORMAL, UNIFORM, GAMMA, LOGNORMAL or TRIANGULAR"
    raise ValueError(f"expected {expected}; was {kind!r}")


def triangular(low: float, mode: float, high: float, unit: TimeUnit, basis: Provenance) -> Distribution:
    """A triangle, or the one value to which it has shrunk."""
    if low == high:
        return Fixed(value=low, unit=unit, provenance=basis)
    return Triangular(low=low, mode=mode, high=high, unit=unit, provenance=basis)
