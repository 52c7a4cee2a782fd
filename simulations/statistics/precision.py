"""How many replications it takes until a mean is known to a relative precision.

The interval is narrow enough by luck now and then, so that it has to stay narrow for some replications more, the look
ahead, before it is believed.

References
----------
Hoad, Robinson & Davies (2010), Automated selection of the number of replications for a discrete-event simulation.
Journal of the Operational Research Society 61(11), 1632-1644.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, PositiveInt, model_validator

from simulations.statistics.student import student_quantile
from workflows.definition.provenance import Frozen

FEWEST = 3
"""From two values a spread can hardly be told."""


class Precision(Frozen):
    """How well a mean is to be known.

    Parameters
    ----------
    relative : half-width of the interval as a share of the mean
    confidence : of the interval
    look_ahead : replications for which it has to stay so, up to 100 replications; a share of them in per cent above
    most : replications after which it is given up
    """

    relative: Annotated[float, Field(gt=0, lt=1)]
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.95
    look_ahead: Annotated[int, Field(ge=0)] = 5
    most: PositiveInt = 500

    @model_validator(mode="after")
    def _enough_to_tell(self) -> Precision:
        if self.most < FEWEST:
            raise ValueError(f"expected at least {FEWEST} replications, or no spread can be told; was {self.most}")
        return self

    def looked_ahead(self, replications: int) -> int:
        """How many more have to stay within it after so many: `f(kLimit, n)` of the paper."""
        return self.look_ahead * max(replications, 100) // 100


def deviations(
    values: Sequence[float], confidence: float, levels: Sequence[float] | None = None
) -> tuple[float | None, ...]:
    """Half-width of the interval as a share of the mean, after each replication.

    Parameters
    ----------
    values : one a replication
    levels : instead of their own mean, whose mean the half-width is compared with: a difference may be near zero

    Returns
    -------
    for 1, 2, 3… replications; none before :data:`FEWEST`, infinite where the mean is zero and the values are not

    Examples
    --------
    >>> [each and round(each, 3) for each in deviations([10, 12, 11, 11], 0.95)]
    [None, None, 0.226, 0.118]
    """
    mean = level = squares = 0.0
    found: list[float | None] = []
    for count, value in enumerate(values, start=1):
        # Welford's update: differences of large sums would cancel.
        step = value - mean
        mean += step / count
        squares += step * (value - mean)
        level += ((value if levels is None else levels[count - 1]) - level) / count
        if count < FEWEST:
            found.append(None)
            continue
        half = student_quantile(count - 1, (1 + confidence) / 2) * math.sqrt(squares / (count - 1) / count)
        found.append(half / abs(level) if level else (math.inf if half else 0.0))
    return tuple(found)


def reached_at(of: Sequence[float | None], precision: Precision) -> int | None:
    """After how many replications the precision was reached, and kept for the look ahead; none if not yet.

    Parameters
    ----------
    of : deviation after each replication
    """
    since: int | None = None
    for count, deviation in enumerate(of, start=1):
        if deviation is None or deviation > precision.relative:
            since = None
            continue
        since = count if since is None else since
        if count - since >= precision.looked_ahead(since):
            return since
    return None
