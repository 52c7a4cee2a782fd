"""Confidence intervals on means, shares and quantiles of independent values, and what pairing them saves.

References
----------
Law (2015), Simulation Modeling and Analysis, 5th ed., sections 4.5, 9.4 and 10.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist, variance

from simulations.statistics.student import student_quantile
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


class Span(Frozen):
    """An estimate between two ends that need not be as far from it.

    Parameters
    ----------
    low, high : ends of the interval; none where there are too few values to bound it on that side
    confidence : probability with which the interval covers the true value, at least
    values : how many values it rests on
    """

    estimate: float
    low: float | None
    high: float | None
    confidence: float
    values: int


def share_interval(count: int, of: int, confidence: float = 0.95) -> Span:
    """Wilson's interval on a share of independent trials; it stays within 0 and 1, and has a width at their ends too.

    Parameters
    ----------
    count : 0 <= count <= of
    of : >= 1

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> interval = share_interval(15, 148)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0624, 0.1605)
    """
    if not 0 <= count <= of or not of:
        raise ValueError(f"expected 0 <= count <= of, of > 0; was {count} of {of}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = count / of, z * z / of
    centre = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / of + weight / of / 4) / (1 + weight)
    # At the ends the formula gives 0 and 1 but for rounding.
    low, high = (0.0 if not count else centre - half), (1.0 if count == of else centre + half)
    return Span(estimate=share, low=low, high=high, confidence=confidence, values=of)


def share_over_replications(counts: Sequence[int], of: Sequence[int], confidence: float = 0.95) -> Interval:
    """Interval on the mean share of several replications, of trials that may depend on each other within one.

    Student's interval over the shares, but never narrower than if all trials were independent: where all replications
    come to the same share, to 1 above all, their spread is none and tells nothing.

    Parameters
    ----------
    counts : of each replication, 0 <= count <= of
    of : trials of each replication, >= 1

    Examples
    --------
    >>> interval = share_over_replications([50, 50, 50], [50, 50, 50])
    >>> interval.mean, round(interval.low, 3), interval.high > 1
    (1.0, 0.975, True)
    """
    shares = mean_interval([count / each for count, each in zip(counts, of, strict=True)], confidence)
    pooled = share_interval(sum(counts), sum(of), confidence)
    if shares.half_width is None or pooled.low is None or pooled.high is None:
        return shares
    return shares.model_copy(
        update={"half_width": max(shares.half_width, shares.mean - pooled.low, pooled.high - shares.mean)}
    )


def quantile_interval(values: Sequence[float], share: float, confidence: float = 0.95) -> Span:
    """Interval on a quantile of independent values, whatever their distribution, between two of the values themselves.

    How many of them lie below the true quantile is binomial, so the ends are order statistics. For years these are
    the replications; cases of one replication that queue for the same people are not independent, and for those the
    quantile of each replication is taken and Student's interval over replications.

    Parameters
    ----------
    values : at least one
    share : of values below the quantile, in (0, 1)

    References
    ----------
    Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.2.
    """
    if not values:
        raise ValueError("expected at least one value for a quantile; found none")
    ordered, count = sorted(values), len(values)
    low, high = _ranks(count, share, confidence)
    return Span(
        estimate=ordered[max(0, math.ceil(share * count) - 1)],
        low=None if low is None else ordered[low],
        high=None if high is None else ordered[high],
        confidence=confidence,
        values=count,
    )


@lru_cache(maxsize=256)
def _ranks(count: int, share: float, confidence: float) -> tuple[int | None, int | None]:
    """Places of the two order statistics, from 0."""
    tail = (1 - confidence) / 2
    if (1 - share) ** count > tail and 1 - share**count < 1 - tail:
        return None, None  # that all values lie on one side is too likely
    from scipy.special import bdtr  # noqa: PLC0415 - a quarter of a second that not every command should pay

    below = [float(bdtr(k, count, share)) for k in range(count)]
    # A value is above the quantile only if fewer than its place lie below that, and the other way round.
    low = max((k for k in range(count) if below[k] <= tail), default=None)
    high = min((k for k in range(count) if below[k] >= 1 - tail), default=None)
    return low, high


def variance_reduction(before: Sequence[float], after: Sequence[float]) -> float | None:
    """What common random numbers save: 1 - variance of the paired difference / sum of both variances.

    1 if pairing leaves no chance in the difference, 0 if it is as if they were independent, below 0 if it harms; none
    if there is no spread to save.

    References
    ----------
    Law (2015), Simulation Modeling and Analysis, 5th ed., section 11.2.
    """
    if len(before) != len(after) or len(before) < 2:
        return None
    apart = variance(before) + variance(after)
    if not apart:
        return None
    return 1 - variance([right - left for left, right in zip(before, after, strict=True)]) / apart
