"""Confidence intervals on means of independent replications.

References
----------
Law (2015), Simulation Modeling and Analysis, 5th ed., sections 4.5, 9.4 and 10.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from workflows.definition.provenance import Frozen


class Interval(Frozen):
    """A mean with its confidence interval, in the unit of the values.

    Parameters
    ----------
    half_width : of the interval; none from a single value, which tells nothing about spread
    confidence : probability with which the interval covers the true mean
    values : how many values it rests on
    """

    mean: float
    half_width: float | None
    confidence: float
    values: int

    @property
    def low(self) -> float | None:
        """Lower end."""
        return None if self.half_width is None else self.mean - self.half_width

    @property
    def high(self) -> float | None:
        """Upper end."""
        return None if self.half_width is None else self.mean + self.half_width

    @property
    def excludes_zero(self) -> bool:
        """Whether a difference of this size is told apart from none at this confidence."""
        return self.half_width is not None and abs(self.mean) > self.half_width


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Student's interval on the mean of independent values.

    Parameters
    ----------
    values : at least one, one a replication
    confidence : in (0, 1)

    Examples
    --------
    >>> interval = mean_interval([1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09], confidence=0.90)
    >>> round(interval.mean, 2), round(interval.half_width, 2)
    (1.34, 0.24)
    """
    if not values:
        raise ValueError("expected at least one value for an interval; found none")
    count = len(values)
    mean = math.fsum(values) / count
    if count == 1:
        return Interval(mean=mean, half_width=None, confidence=confidence, values=1)
    variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
    half_width = student_quantile(count - 1, (1 + confidence) / 2) * math.sqrt(variance / count)
    return Interval(mean=mean, half_width=half_width, confidence=confidence, values=count)


def paired_interval(before: Sequence[float], after: Sequence[float], confidence: float = 0.95) -> Interval:
    """Interval on the mean of ``after - before``, replication by replication.

    Under common random numbers the two are alike in whatever the change leaves alone, and the interval is narrower than
    that of two independent samples.

    Raises
    ------
    ValueError
        If there are not as many values of one as of the other.
    """
    return mean_interval([right - left for left, right in zip(before, after, strict=True)], confidence)


@lru_cache(maxsize=256)
def student_quantile(degrees: int, probability: float) -> float:
    """Quantile of Student's t distribution."""
    from scipy.special import stdtrit  # noqa: PLC0415 - a quarter of a second that not every command should pay

    return float(stdtrit(degrees, probability))
