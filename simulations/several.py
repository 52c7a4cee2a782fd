"""Several lanes compared with one before: differences that may be looked at together."""

from __future__ import annotations

from collections.abc import Sequence

from simulations.comparison import Comparison
from simulations.statistics.intervals import Interval
from simulations.statistics.multiple import holm, p_value, simultaneous
from workflows.definition.provenance import Frozen, Title
from workflows.measures import KPIS


class OneOfSeveral(Frozen):
    """One lane against the one before.

    Parameters
    ----------
    difference : with the interval that holds for all of the lanes at once (Bonferroni)
    p : chance of a difference as large as this if there were none, by itself
    p_adjusted : the same for all of the lanes at once (Holm)
    """

    scenario: str
    title: Title
    difference: Interval
    p: float
    p_adjusted: float


class Several(Frozen):
    """One KPI of several lanes, which are one family: no more than one such table in twenty, say, has a false alarm."""

    kpi: str
    scenarios: tuple[OneOfSeveral, ...]


def among_several(comparisons: Sequence[Comparison]) -> tuple[Several, ...]:
    """The figures of several comparisons with the same lane before, adjusted for being several.

    Figures that some lane does not tell, or that rest on a single replication, are left out.
    """
    families = []
    for kpi in KPIS:
        differences = [_difference(comparison, kpi) for comparison in comparisons]
        known = [each for each in differences if each is not None]
        p_values = [p for p in map(p_value, known) if p is not None]
        if len(p_values) < len(comparisons):
            continue
        families.append(
            Several(
                kpi=kpi,
                scenarios=tuple(
                    OneOfSeveral(
                        scenario=comparison.scenario,
                        title=comparison.title,
                        difference=simultaneous(difference, len(comparisons)),
                        p=p,
                        p_adjusted=adjusted,
                    )
                    for comparison, difference, p, adjusted in zip(
                        comparisons, known, p_values, holm(p_values), strict=True
                    )
                ),
            )
        )
    return tuple(families)


def _difference(comparison: Comparison, kpi: str) -> Interval | None:
    return next((each.difference for each in comparison.kpis if each.kpi == kpi), None)
