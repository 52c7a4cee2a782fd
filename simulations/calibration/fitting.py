"""Which of a few distributions some measured spans of time come from.

Each family is fitted by maximum likelihood, or by its bounds and mean where those say all; the one whose distribution
function is nearest to the measured one (Kolmogorov and Smirnov's distance) is taken. Where none is near, the measured
quantiles are what the lane says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
from workflows.definition.further_distributions import Gamma
from workflows.definition.provenance import Provenance
from workflows.definition.units import TimeUnit

_Spans = NDArray[np.float64]

_FEWEST: Final = 8
"""Spans with which a family is not told from another: fewer are told as they are."""
_QUANTILES: Final = 100
_CRITICAL: Final = 1.36
"""Of Kolmogorov's distribution at 5 %; divided by the root of how many there are, the distance that chance explains."""
_NEAR: Final = 0.04
"""Distance that is small enough for a lane however many spans there are: 4 % of them would have to be moved."""
_BUSY: Final = 5_000
"""Spans that are enough to fit; of more, every k-th in order of length is taken."""


def fitted(spans: Sequence[float], unit: TimeUnit, provenance: Provenance) -> Distribution:
    """The distribution of some spans of time.

    Parameters
    ----------
    spans : in `unit`, each >= 0; at least one
    provenance : what the distribution says of its source

    Examples
    --------
    >>> from workflows.definition.provenance import Source
    >>> measured = Provenance(source=Source.MEASURED, basis="a log")
    >>> fitted([5.0] * 20, TimeUnit.MINUTES, measured).kind
    'fixed'
    """
    values = np.sort(np.asarray(spans, dtype=np.float64))
    if len(values) > _BUSY:
        values = values[:: math.ceil(len(values) / _BUSY)]
    if values[0] == values[-1]:
        return Fixed(value=float(values[0]), unit=unit, provenance=provenance)
    best: Distribution | None = None
    if len(values) >= _FEWEST:
        candidates = [
            (distance(values, each), index, each) for index, each in enumerate(_fits(values, unit, provenance))
        ]
        nearest, _, best = min(candidates, key=lambda candidate: candidate[:2])
        if nearest > max(_CRITICAL / math.sqrt(len(values)), _NEAR):
            best = None
    return best or _measured(values, unit, provenance)


def distance(values: _Spans, distribution: Distribution) -> float:
    """How far the distribution function of measured values is from a distribution's, at most.

    Parameters
    ----------
    values : ascending
    """
    # The function is inverted: quantiles are what distributions state. Between two neighbours of the grid it is linear.
    grid = (np.arange(1_000) + 0.5) / 1_000
    quantiles = np.array([distribution.quantile(float(u)) for u in grid])
    stated = np.interp(values, quantiles, grid, left=0.0, right=1.0)
    count = len(values)
    over = np.searchsorted(values, values, side="right") / count - stated
    under = stated - np.searchsorted(values, values, side="left") / count
    return float(max(over.max(), under.max()))


def _fits(values: _Spans, unit: TimeUnit, provenance: Provenance) -> Iterator[Distribution]:
    mean, low, high = float(values.mean()), float(values[0]), float(values[-1])
    deviation = float(values.std())
    yield Exponential(mean=mean, unit=unit, provenance=provenance)
    yield Uniform(low=low, high=high, unit=unit, provenance=provenance)
    mode = min(max(3 * mean - low - high, low), high)
    yield Triangular(low=low, mode=mode, high=high, unit=unit, provenance=provenance)
    positive = values[values > 0]
    if len(positive) < len(values):
        return  # a family without zeros cannot have given them
    logs = np.log(positive)
    centre, spread = float(logs.mean()), float(logs.var())
    if 0 < spread < 50:
        average = math.exp(centre + spread / 2)
        yield LogNormal(
            mean=average, standard_deviation=average * math.sqrt(math.expm1(spread)), unit=unit, provenance=provenance
        )
        yield from _by_likelihood(positive, unit, provenance)
    elif deviation > 0:
        yield Gamma(mean=mean, standard_deviation=deviation, unit=unit, provenance=provenance)


def _by_likelihood(values: _Spans, unit: TimeUnit, provenance: Provenance) -> Iterator[Distribution]:
    from scipy import stats  # noqa: PLC0415 - two seconds, for whoever fits

    scale = float(values.mean())
    shape, _, unit_scale = (float(each) for each in stats.gamma.fit(values / scale, floc=0))
    if 0.01 < shape < 1e6:
        mean = shape * unit_scale * scale
        yield Gamma(mean=mean, standard_deviation=mean / math.sqrt(shape), unit=unit, provenance=provenance)
    shape, _, unit_scale = (float(each) for each in stats.weibull_min.fit(values / scale, floc=0))
    if 0.05 < shape < 1e3:
        yield Weibull(shape=shape, scale=unit_scale * scale, unit=unit, provenance=provenance)


def _measured(values: _Spans, unit: TimeUnit, provenance: Provenance) -> Empirical:
    """The values themselves, or so many quantiles of them that each stands for as many."""
    if len(values) > _QUANTILES:
        values = np.array([part.mean() for part in np.array_split(values, _QUANTILES)])
    return Empirical(values=tuple(float(f"{value:.6g}") for value in values), unit=unit, provenance=provenance)
