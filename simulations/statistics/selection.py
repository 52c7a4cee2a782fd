"""Which of several systems is the best: all run side by side, and those that cannot be it any more are dropped.

Before anything is run somebody says which difference would not matter, the indifference zone. The one selected is then
the best with the confidence asked for, if the best is ahead of all others by as much; if some are nearer to it, it is
one of those. Systems may share their random numbers, and should: what they share decides nothing and costs nothing.

References
----------
Kim & Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation. ACM Transactions on
Modeling and Computer Simulation 11(3), 251-273; with c = 1, and 2 eta in its constant split for common random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import variance
from typing import Annotated, TypeAlias

from pydantic import Field, PositiveFloat, PositiveInt

from workflows.definition.provenance import Frozen

Sample: TypeAlias = Callable[[int, Sequence[int]], Sequence[float]]
"""Number of a replication (0, 1, 2…) and the systems wanted, to the value of each; more is better."""


class Selection(Frozen):
    """What is asked.

    Parameters
    ----------
    indifference : difference of means that would not matter, in the unit of the values
    confidence : with which the best is to be found
    first : replications of every system before any is dropped
    most : replications of any system after which it is given up
    """

    indifference: PositiveFloat
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.95
    first: Annotated[int, Field(ge=2)] = 10
    most: PositiveInt = 1_000


class Selected(Frozen):
    """What was found.

    Parameters
    ----------
    best : number of the system
    settled : whether the procedure came to its end; if not, what is named is the best so far, without any guarantee
    replications : of each system, until it was dropped or the end
    means : over those
    """

    best: int
    settled: bool
    replications: tuple[int, ...]
    means: tuple[float, ...]


def kim_nelson(sample: Sample, systems: int, wanted: Selection) -> Selected:
    """Select the system with the largest mean.

    Parameters
    ----------
    systems : how many, >= 2
    """
    if systems < 2:
        raise ValueError(f"expected at least two systems to select from; was {systems}")
    everybody = range(systems)
    values: list[list[float]] = [[] for _ in everybody]
    for number in range(wanted.first):
        for system, value in zip(everybody, sample(number, everybody), strict=True):
            values[system].append(value)

    spread = {(i, j): _variance_of_difference(values[i], values[j]) for i in everybody for j in everybody if i != j}
    eta = ((2 * (1 - wanted.confidence) / (systems - 1)) ** (-2 / (wanted.first - 1)) - 1) / 2
    reach = 2 * eta * (wanted.first - 1)
    zone = wanted.indifference
    longest = max(math.floor(reach * each / zone**2) for each in spread.values())

    sums = [math.fsum(of) for of in values]
    alive, count = list(everybody), wanted.first
    while longest >= wanted.first and len(alive) > 1:
        alive = [
            i
            for i in alive
            if all(sums[i] >= sums[j] - _width(reach * spread[i, j], zone, count) for j in alive if j != i)
        ]
        if len(alive) == 1 or count > longest or count >= wanted.most:
            break
        for system, value in zip(alive, sample(count, alive), strict=True):
            values[system].append(value)
            sums[system] += value
        count += 1
    means = tuple(math.fsum(of) / len(of) for of in values)
    return Selected(
        best=max(alive, key=lambda system: means[system]),
        settled=len(alive) == 1 or count > longest,
        replications=tuple(len(of) for of in values),
        means=means,
    )


def _width(reach_and_spread: float, zone: float, count: int) -> float:
    """How far behind in its sum a system may be: the triangle that narrows with every replication."""
    return max(0.0, (reach_and_spread / zone - zone * count) / 2)


def _variance_of_difference(one: Sequence[float], other: Sequence[float]) -> float:
    return variance([left - right for left, right in zip(one, other, strict=True)])
