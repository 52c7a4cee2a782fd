"""Several comparisons at once: who looks at many differences finds one by chance, unless each has to be clearer.

References
----------
Holm (1979), A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2), 65-70.
Law (2015), Simulation Modeling and Analysis, 5th ed., section 9.7 (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence

from simulations.statistics.intervals import Interval
from simulations.statistics.student import both_tails, student_quantile


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values so that the chance of any false alarm among all of them is at most the level they are held to.

    Parameters
    ----------
    p_values : in any order

    Returns
    -------
    adjusted ones, in the same order

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03, 0.005])
    (0.03, 0.06, 0.06, 0.02)
    """
    count, reached = len(p_values), 0.0
    adjusted = [0.0] * count
    for place, index in enumerate(sorted(range(count), key=lambda index: p_values[index])):
        reached = max(reached, min(1.0, (count - place) * p_values[index]))
        adjusted[index] = reached
    return tuple(adjusted)


def p_value(difference: Interval) -> float | None:
    """How likely a mean so far from zero would be if it were zero, by Student's test; none from a single value.

    Parameters
    ----------
    difference : paired, with its interval, which tells the standard error
    """
    if difference.half_width is None:
        return None
    if not difference.half_width:
        # The same in every replication: either nothing happened at all, or surely something did.
        return 0.0 if difference.mean else 1.0
    degrees = difference.values - 1
    quantile = student_quantile(degrees, (1 + difference.confidence) / 2)
    return both_tails(degrees, abs(difference.mean) * quantile / difference.half_width)


def simultaneous(difference: Interval, comparisons: int) -> Interval:
    """The interval widened so that all of so many hold at once with its confidence (Bonferroni).

    Parameters
    ----------
    comparisons : how many are looked at together, >= 1
    """
    if difference.half_width is None:
        return difference
    degrees, missed = difference.values - 1, 1 - difference.confidence
    wider = student_quantile(degrees, 1 - missed / 2 / comparisons) / student_quantile(degrees, 1 - missed / 2)
    return difference.model_copy(update={"half_width": difference.half_width * wider})
