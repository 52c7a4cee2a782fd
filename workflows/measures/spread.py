"""A few numbers in place of many."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pydantic import NonNegativeInt

from workflows.definition.provenance import Frozen
from workflows.measures.hours import Numbers


class Spread(Frozen):
    """How some values are spread; nothing but the count if there are none.

    Parameters
    ----------
    count : how many values
    mean, median, p90 : in the values' unit; quantiles are interpolated linearly between order statistics (type 7)
    """

    count: NonNegativeInt
    mean: float | None = None
    median: float | None = None
    p90: float | None = None


def spread_of(values: Numbers | NDArray[np.float64], unit: float = 1.0) -> Spread:
    """Summarise values.

    Parameters
    ----------
    unit : how much of the values' unit makes one of the result's

    Examples
    --------
    >>> spread_of(np.array([3_000, 1_000, 2_000]), unit=1_000)
    Spread(count=3, mean=2.0, median=2.0, p90=2.8)
    """
    if not len(values):
        return Spread(count=0)
    median, p90 = np.quantile(values, (0.5, 0.9)).tolist()
    # Summed exactly, so that the mean is the same number on every machine.
    total = math.fsum(values.tolist())
    return Spread(count=len(values), mean=total / len(values) / unit, median=median / unit, p90=p90 / unit)
