"""Which inputs move a result: elementary effects, and shares of the variance.

References
----------
Morris (1991), Factorial sampling plans for preliminary computational experiments. Technometrics 33(2), 161-174.
Campolongo, Cariboni & Saltelli (2007), Environmental Modelling & Software 22(10), 1509-1518 (mu*).
Sobol (2001), Mathematics and Computers in Simulation 55, 271-280; Saltelli et al. (2010), Computer Physics
Communications 181(2), 259-270. Sampling and estimation are SALib's (Herman & Usher 2017, JOSS 2(9)).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulations.statistics.studies import needed
from workflows.definition.provenance import Frozen

Points: TypeAlias = NDArray[np.float64]
"""One row a point, one column an input."""

Evaluate: TypeAlias = Callable[[Points], Sequence[float]]
"""What the model comes to at each of some points."""


class InputRange(Frozen):
    """An input and between what it is varied.

    Parameters
    ----------
    low, high : in the unit of the input, low < high
    """

    name: str
    low: float
    high: float


class ElementaryEffect(Frozen):
    """What one input does, whatever the others are.

    Parameters
    ----------
    size : mean of the absolute effects of a change over the whole range (mu*), in the unit of the result
    size_half_width : of its bootstrap interval
    effect : mean with signs (mu); much smaller than `size` where the input works both ways
    spread : deviation of the effects (sigma); large where the input works in curves, or with others
    """

    name: str
    size: float
    size_half_width: float
    effect: float
    spread: float


class VarianceShare(Frozen):
    """How much of the variance of the result one input makes.

    Parameters
    ----------
    alone : share that it makes by itself (first order)
    total : share that it has a part in, others included
    alone_half_width, total_half_width : of their bootstrap intervals
    """

    name: str
    alone: float
    alone_half_width: float
    total: float
    total_half_width: float


def morris(
    inputs: Sequence[InputRange], evaluate: Evaluate, trajectories: int, seed: int, confidence: float = 0.95
) -> tuple[ElementaryEffect, ...]:
    """Elementary effects along trajectories: `trajectories` times one more than there are inputs evaluations.

    Raises
    ------
    OperationFailedError
        If SALib is not installed.
    """
    problem = _problem(inputs)
    points = needed("SALib.sample.morris", "SALib").sample(problem, trajectories, num_levels=4, seed=seed)
    found = needed("SALib.analyze.morris", "SALib").analyze(
        problem, points, _values(evaluate, points), conf_level=confidence, num_levels=4, seed=seed
    )
    return tuple(
        ElementaryEffect(
            name=each.name,
            size=float(found["mu_star"][at]),
            size_half_width=float(found["mu_star_conf"][at]),
            effect=float(found["mu"][at]),
            spread=float(found["sigma"][at]),
        )
        for at, each in enumerate(inputs)
    )


def sobol(
    inputs: Sequence[InputRange], evaluate: Evaluate, base: int, seed: int, confidence: float = 0.95
) -> tuple[VarianceShare, ...]:
    """Shares of the variance: `base` times two more than there are inputs evaluations.

    Parameters
    ----------
    base : a power of two, or the sequence that fills the space evenly would not

    Raises
    ------
    ValueError
        If `base` is none.
    OperationFailedError
        If SALib is not installed.
    """
    if base < 2 or base & (base - 1):
        raise ValueError(f"expected a power of two, such as 64; was {base}")
    problem = _problem(inputs)
    points = needed("SALib.sample.sobol", "SALib").sample(problem, base, calc_second_order=False, seed=seed)
    values = _values(evaluate, points)
    if np.ptp(values) == 0:
        # Nothing varies, so nobody has a share in it.
        return tuple(
            VarianceShare(name=each.name, alone=0.0, alone_half_width=0.0, total=0.0, total_half_width=0.0)
            for each in inputs
        )
    found = needed("SALib.analyze.sobol", "SALib").analyze(
        problem, values, calc_second_order=False, conf_level=confidence, seed=seed
    )
    return tuple(
        VarianceShare(
            name=each.name,
            alone=float(found["S1"][at]),
            alone_half_width=float(found["S1_conf"][at]),
            total=float(found["ST"][at]),
            total_half_width=float(found["ST_conf"][at]),
        )
        for at, each in enumerate(inputs)
    )


def _problem(inputs: Sequence[InputRange]) -> dict[str, object]:
    return {
        "num_vars": len(inputs),
        "names": [each.name for each in inputs],
        "bounds": [[each.low, each.high] for each in inputs],
    }


def _values(evaluate: Evaluate, points: Points) -> Points:
    return np.asarray(evaluate(points), dtype=np.float64)
