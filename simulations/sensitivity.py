"""Which numbers of a lane move a figure, and by how much."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import PositiveInt

from simulations.experiment import Design, Model
from simulations.inputs import with_inputs
from simulations.remembering import RememberingExecutor
from simulations.statistics.sensitivity import (
    ElementaryEffect,
    InputRange,
    Points,
    VarianceShare,
    morris,
    sobol,
)
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS


class Sensitivity(Frozen):
    """What each input does to a figure, the one that does most first.

    Parameters
    ----------
    effects : by Morris; empty if variances were asked for
    shares : by Sobol; empty if effects were
    lanes : different lanes that were simulated, each in all replications of the design
    """

    lane: str
    title: Title
    kpi: str
    design: Design
    method: Literal["morris", "sobol"]
    inputs: tuple[InputRange, ...]
    effects: tuple[ElementaryEffect, ...]
    shares: tuple[VarianceShare, ...]
    lanes: PositiveInt


class Study(Frozen):
    """What is asked.

    Parameters
    ----------
    size : trajectories of Morris; or base of Sobol's points, a power of two
    """

    kpi: str
    method: Literal["morris", "sobol"]
    inputs: tuple[InputRange, ...]
    size: PositiveInt


def find_sensitivity(
    model: Model,
    study: Study,
    design: Design,
    executor: RememberingExecutor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Sensitivity:
    """Tell which inputs of a lane move a figure: its mean over the design's replications, the same at every point.

    Parameters
    ----------
    progress : told how many points of how many are done

    Raises
    ------
    InvalidInputError
        If the lane cannot be with some of the numbers, or the figure has no value there.
    OperationFailedError
        If the library for it is not installed.
    """
    if study.kpi not in KPIS:
        raise UnknownNameError("figure", study.kpi, list(KPIS))
    keys: set[str] = set()

    def evaluate(points: Points) -> list[float]:
        rows: list[list[float]] = points.tolist()
        names = [each.name for each in study.inputs]
        models = [with_inputs(model, dict(zip(names, row, strict=True))) for row in rows]
        keys.update(each.key for each in models)
        futures = [[executor.observe(each, design, number) for number in range(design.replications)] for each in models]
        values = []
        for done, of_point in enumerate(futures, start=1):
            figures = [_known(future.result().summary.value(study.kpi), study.kpi) for future in of_point]
            values.append(math.fsum(figures) / len(figures))
            progress(done, len(futures))
        return values

    effects: Sequence[ElementaryEffect] = ()
    shares: Sequence[VarianceShare] = ()
    if study.method == "morris":
        effects = morris(study.inputs, evaluate, study.size, design.seed, design.confidence)
    else:
        shares = sobol(study.inputs, evaluate, study.size, design.seed, design.confidence)
    return Sensitivity(
        lane=model.lane.id,
        title=model.lane.title,
        kpi=study.kpi,
        design=design,
        method=study.method,
        inputs=study.inputs,
        effects=tuple(sorted(effects, key=lambda each: -each.size)),
        shares=tuple(sorted(shares, key=lambda each: -each.total)),
        lanes=len(keys),
    )


def _known(value: float | None, kpi: str) -> float:
    if value is None:
        raise InvalidInputError(
            f"expected a figure that every replication tells; {kpi} has no value in some. Name another one with --kpi."
        )
    return value
