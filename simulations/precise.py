"""Replications until figures are known to a relative precision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import PositiveInt

from simulations.experiment import Design, Model
from simulations.remembering import RememberingExecutor
from simulations.statistics.precision import FEWEST, Precision, deviations, reached_at
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS

_AT_ONCE: Final = 10
"""Replications of each model that are asked for at a time; the answer does not depend on it."""


class Precise(Frozen):
    """How well figures are to be known.

    Parameters
    ----------
    kpis : ids of the figures, at least one
    """

    precision: Precision
    kpis: tuple[str, ...]


class Reached(Frozen):
    """How the wanted precision was come by.

    Parameters
    ----------
    kpis : the figures that it is of
    at : replications after which all of them had it; none if they had it not after as many as were allowed
    replications : that were run, those of the look ahead included; the result rests on all of them
    relative : half-width that each figure has then as a share of its mean, the widest of its series
    """

    precision: Precision
    kpis: tuple[str, ...]
    at: PositiveInt | None
    replications: PositiveInt
    relative: dict[str, float | None]


def precise_design(
    models: Sequence[Model],
    wanted: Precise,
    design: Design,
    executor: RememberingExecutor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Design, Reached]:
    """A design with as many replications as a precision takes; see :func:`replicate_until`."""
    reached = replicate_until(models, wanted.kpis, wanted.precision, design, executor, progress)
    return with_replications(design, reached.replications), reached


def with_replications(design: Design, count: int) -> Design:
    """A design with so many replications."""
    levers = min(count, design.lever_replications)
    return design.model_copy(update={"replications": count, "lever_replications": levers})


def replicate_until(
    models: Sequence[Model],
    kpis: Sequence[str],
    precision: Precision,
    design: Design,
    executor: RememberingExecutor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Reached:
    """Run replications until some figures of some models are known well enough.

    Where there are several models, the first is what the others are compared with, and their paired differences from it
    have to be as narrow too, as a share of its mean: a difference near zero could not be known to a share of itself.

    Parameters
    ----------
    kpis : ids, at least one
    progress : told how many replications were run, of at most how many

    Raises
    ------
    InvalidInputError
        If a figure has no value in some replication.
    """
    for kpi in kpis:
        if kpi not in KPIS:
            raise UnknownNameError("figure", kpi, list(KPIS))
    values: dict[str, list[list[float]]] = {kpi: [[] for _ in models] for kpi in kpis}
    for number in range(precision.most):
        if number % _AT_ONCE == 0:
            executor.prepare(models, design, range(number, min(number + _AT_ONCE, precision.most)))
        for at, model in enumerate(models):
            summary = executor.observe(model, design, number).result().summary
            for kpi in kpis:
                values[kpi][at].append(_known(summary.value(kpi), kpi, model))
        progress(number + 1, precision.most)
        if number + 1 < FEWEST:
            continue
        found = {kpi: _series(values[kpi], precision.confidence) for kpi in kpis}
        reached = [reached_at(each, precision) for series in found.values() for each in series]
        if None not in reached or number + 1 == precision.most:
            ats = [at for at in reached if at is not None]
            return Reached(
                precision=precision,
                kpis=tuple(kpis),
                at=max(ats) if len(ats) == len(reached) else None,
                replications=number + 1,
                relative={kpi: _widest([each[-1] for each in series]) for kpi, series in found.items()},
            )
    raise AssertionError("a precision allows replications")


def _series(values: Sequence[Sequence[float]], confidence: float) -> list[tuple[float | None, ...]]:
    base, *others = values
    differences = [[right - left for left, right in zip(base, other, strict=True)] for other in others]
    return [
        *(deviations(each, confidence) for each in values),
        *(deviations(each, confidence, base) for each in differences),
    ]


def _widest(of: Sequence[float | None]) -> float | None:
    widest = max((each for each in of if each is not None), default=None)
    # A figure whose mean is zero has no relative width that could be written down.
    return None if widest == float("inf") else widest


def _known(value: float | None, kpi: str, model: Model) -> float:
    if value is None:
        raise InvalidInputError(
            f"expected a figure that every replication of {model.lane.id!r} tells; {kpi} has no value in some. "
            "Name another one with --kpi, or run more cases."
        )
    return value
