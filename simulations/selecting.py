"""Which of several lanes is the best by a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import PositiveInt

from simulations.experiment import Design, Model
from simulations.remembering import RememberingExecutor
from simulations.statistics.selection import Selection, kim_nelson
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS

_AT_ONCE: Final = 10
"""Replications of each lane that are asked for at a time; which is selected does not depend on it."""


class Candidate(Frozen):
    """One of those that were selected from.

    Parameters
    ----------
    mean : of the figure, over its replications
    replications : until it was dropped, or the end
    """

    name: str
    title: Title
    mean: float
    replications: PositiveInt


class LaneSelected(Frozen):
    """Which is the best.

    Parameters
    ----------
    best : name of the one selected
    settled : whether the procedure came to its end; if not, there is no guarantee
    """

    kpi: str
    design: Design
    wanted: Selection
    best: str
    settled: bool
    candidates: tuple[Candidate, ...]


def select_lane(
    candidates: Sequence[tuple[str, Title, Model]],
    kpi: str,
    wanted: Selection,
    design: Design,
    executor: RememberingExecutor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> LaneSelected:
    """Select the lane that is best by a KPI, which way it is meant to go; all share their random numbers.

    Parameters
    ----------
    candidates : what each is called, and its lanes
    progress : told how many replications were run of those still in question, and at most

    Raises
    ------
    InvalidInputError
        If the figure has no value in some replication.
    """
    if kpi not in KPIS:
        raise UnknownNameError("figure", kpi, list(KPIS))
    sign = 1.0 if KPIS[kpi].better == "higher" else -1.0

    def sample(number: int, systems: Sequence[int]) -> list[float]:
        if number % _AT_ONCE == 0:
            ahead = range(number, min(number + _AT_ONCE, max(wanted.most, wanted.first)))
            executor.prepare([candidates[system][2] for system in systems], design, ahead)
        found = [executor.observe(candidates[system][2], design, number).result() for system in systems]
        progress(number + 1, wanted.most)
        return [sign * _known(each.summary.value(kpi), kpi) for each in found]

    selected = kim_nelson(sample, len(candidates), wanted)
    return LaneSelected(
        kpi=kpi,
        design=design,
        wanted=wanted,
        best=candidates[selected.best][0],
        settled=selected.settled,
        candidates=tuple(
            Candidate(name=name, title=title, mean=sign * mean, replications=count)
            for (name, title, _), mean, count in zip(candidates, selected.means, selected.replications, strict=True)
        ),
    )


def _known(value: float | None, kpi: str) -> float:
    if value is None:
        raise InvalidInputError(
            f"expected a figure that every replication tells; {kpi} has no value in some. Name another one with --kpi."
        )
    return value
