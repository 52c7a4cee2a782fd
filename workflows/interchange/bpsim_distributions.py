"""Parameter values of BPSim 2.0 (WfMC) in the lane's own distributions, and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from workflows.definition.distributions import (
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Triangular,
    Uniform,
    Weibull,
)
from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.provenance import Provenance
from workflows.definition.units import TimeUnit
from workflows.interchange.durations import seconds_of
from workflows.interchange.fitting import cut, triangular
from workflows.interchange.xml_nodes import Element

UNITS: Final = {
    "s": TimeUnit.SECONDS, "min": TimeUnit.MINUTES, "hour": TimeUnit.HOURS, "day": TimeUnit.DAYS,
}  # fmt: skip
"""Units of a fixed length; `ms` and `year` are read by way of seconds and refused."""

Numbers = dict[str, float]
Said = tuple[str, Numbers, tuple[tuple[float, float], ...]]
"""Name of the element, its attributes, and values with their probabilities."""


def spread_of(value: Element, base: str | None, basis: Provenance) -> Distribution:
    """The distribution that a parameter value states.

    Parameters
    ----------
    base : unit of the scenario, which holds where the value states none

    Raises
    ------
    ValueError
        If it states none that a lane has, or no unit.
    """
    if value.name == "DurationParameter":
        seconds = seconds_of(value.attributes.get("value", ""))
        if seconds is None:
            raise ValueError(f"expected a span such as PT2H; was {value.attributes.get('value')!r}")
        return Fixed(value=seconds, unit=TimeUnit.SECONDS, provenance=basis)
    written = value.attributes.get("timeUnit", base)
    if written == "ms":
        return spread_of_numbers(value, TimeUnit.SECONDS, basis).scaled(0.001)
    if written not in UNITS:
        raise ValueError(f"expected a unit, one of ms, {', '.join(UNITS)}; was {written!r}")
    return spread_of_numbers(value, UNITS[written], basis)


def spread_of_numbers(value: Element, unit: TimeUnit, basis: Provenance) -> Distribution:
    """The distribution that a parameter value states, in a given unit; raises as :func:`spread_of`."""
    if value.name == "UserDistribution":
        return _user(value, unit, basis)
    if value.name not in _NUMBERS:
        raise ValueError(f"expected a distribution of spans that a lane has; was {value.name}")
    names, make = _NUMBERS[value.name]
    return make(tuple(_number(value, name) for name in names), unit, basis)


def _number(value: Element, name: str) -> float:
    text = value.attributes.get(name, "")
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"expected a number {name} of {value.name}; was {text!r}") from error


def _fixed(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return Fixed(value=numbers[0], unit=unit, provenance=basis)


def _exponential(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return Exponential(mean=numbers[0], unit=unit, provenance=basis)


def _uniform(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return Uniform(low=numbers[0], high=numbers[1], unit=unit, provenance=basis)


def _triangular(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return triangular(numbers[0], numbers[1], numbers[2], unit, basis)


def _lognormal(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return cut("lognormal", numbers[0], numbers[1], 0, math.inf, unit, basis)


def _normal(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    low, high = numbers[2:] or (0.0, math.inf)
    return cut("normal", numbers[0], numbers[1], low, high, unit, basis)


def _gamma(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    shape, scale = numbers
    deviation = scale * math.sqrt(max(shape, 0.0))
    return Gamma(mean=shape * scale, standard_deviation=deviation, unit=unit, provenance=basis)


def _erlang(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    parts, mean = numbers
    if parts < 1:
        raise ValueError(f"expected k of at least 1; was {parts:g}")
    return Gamma(mean=mean, standard_deviation=mean / math.sqrt(parts), unit=unit, provenance=basis)


def _weibull(numbers: tuple[float, ...], unit: TimeUnit, basis: Provenance) -> Distribution:
    return Weibull(shape=numbers[0], scale=numbers[1], unit=unit, provenance=basis)


_Maker: TypeAlias = Callable[[tuple[float, ...], TimeUnit, Provenance], Distribution]
_NUMBERS: Final[Mapping[str, tuple[tuple[str, ...], _Maker]]] = MappingProxyType({
    "NumericParameter": (("value",), _fixed),
    "FloatingParameter": (("value",), _fixed),
    "NegativeExponentialDistribution": (("mean",), _exponential),
    "UniformDistribution": (("min", "max"), _uniform),
    "TriangularDistribution": (("min", "mode", "max"), _triangular),
    "LogNormalDistribution": (("mean", "standardDeviation"), _lognormal),
    "NormalDistribution": (("mean", "standardDeviation"), _normal),
    "TruncatedNormalDistribution": (("mean", "standardDeviation", "min", "max"), _normal),
    "GammaDistribution": (("shape", "scale"), _gamma),
    "ErlangDistribution": (("k", "mean"), _erlang),
    "WeibullDistribution": (("shape", "scale"), _weibull),
})  # fmt: skip


def _user(value: Element, unit: TimeUnit, basis: Provenance) -> Distribution:
    points: dict[float, float] = {}
    for point in value.all("UserDistributionDataPoint"):
        for number in point.children:
            at = float(number.attributes.get("value", "nan"))
            points[at] = points.get(at, 0.0) + float(point.attributes.get("probability", "nan"))
    total = math.fsum(points.values())
    if not points or abs(total - 1) > 1e-6:
        raise ValueError(f"expected probabilities that add up to 1; was {total:g}")
    kept = sorted(points)
    shares = tuple(points[at] / total for at in kept)
    return Discrete(values=tuple(kept), shares=shares, unit=unit, provenance=basis)


def said_of(spread: Distribution) -> Said | None:
    """What BPSim calls a distribution; none if it has no word for it. A working day is written as its eight hours."""
    if spread.unit is TimeUnit.WORKING_DAYS:
        spread = spread.scaled(8)
    match spread:
        case Empirical(values=values):
            return "UserDistribution", {}, tuple((value, 1 / len(values)) for value in values)
        case Discrete(values=values, shares=shares):
            return "UserDistribution", {}, tuple(zip(values, shares, strict=True))
        case Gamma(mean=mean, standard_deviation=deviation):
            return "GammaDistribution", {"shape": (mean / deviation) ** 2, "scale": deviation**2 / mean}, ()
        case Truncated():
            said = _said_of_normal(spread)
        case _:
            said = _said_of_plain(spread)
    return None if said is None else (*said, ())


def _said_of_plain(
    spread: Fixed | Exponential | Uniform | Triangular | LogNormal | Weibull,
) -> tuple[str, Numbers]:
    match spread:
        case Fixed(value=value):
            return "FloatingParameter", {"value": value}
        case Exponential(mean=mean):
            return "NegativeExponentialDistribution", {"mean": mean}
        case Uniform(low=low, high=high):
            return "UniformDistribution", {"min": low, "max": high}
        case Triangular(low=low, mode=mode, high=high):
            return "TriangularDistribution", {"min": low, "mode": mode, "max": high}
        case LogNormal(mean=mean, standard_deviation=deviation):
            return "LogNormalDistribution", {"mean": mean, "standardDeviation": deviation}
        case Weibull(shape=shape, scale=scale):
            return "WeibullDistribution", {"shape": shape, "scale": scale}


def _said_of_normal(spread: Truncated) -> tuple[str, Numbers] | None:
    """A normal law between bounds, or from 0 on; BPSim has no other law that is cut off."""
    deviation = spread.law_standard_deviation
    if spread.law != "normal" or deviation is None or (spread.high is None and spread.low > 0):
        return None
    numbers = {"mean": spread.law_mean, "standardDeviation": deviation}
    if spread.high is None:
        return "NormalDistribution", numbers
    return "TruncatedNormalDistribution", {**numbers, "min": spread.low, "max": spread.high}


def unit_said(spread: Distribution) -> str:
    """What BPSim calls the unit of a distribution."""
    unit = TimeUnit.HOURS if spread.unit is TimeUnit.WORKING_DAYS else spread.unit
    return next(word for word, each in UNITS.items() if each is unit)
