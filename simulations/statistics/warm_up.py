"""How much of a run to leave out, because it began empty: the truncation point of MSER-5.

Values are averaged in batches of five. Leaving out the first d batches shortens the sample but takes away what is not
like the rest; the marginal standard error weighs one against the other, and its least value says where to cut.

References
----------
White (1997), An effective truncation heuristic for bias reduction in simulation output. Simulation 69(6), 323-334.
White, Cobb & Spratt (2000), A comparison of five steady-state truncation heuristics. Proc. Winter Simulation Conf.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workflows.definition.provenance import Frozen

BATCH: Final = 5


class Truncation(Frozen):
    """Where a run becomes like itself.

    Parameters
    ----------
    values : how many to leave out: a multiple of :data:`BATCH`
    of : how many there were
    statistic : marginal standard error if 0, 1, 2… batches are left out, up to half of them
    settled : whether the least value lies before the last one looked at; if not, the run is too short to tell
    """

    values: int
    of: int
    statistic: tuple[float, ...]
    settled: bool


def truncation(values: Sequence[float] | NDArray[np.float64]) -> Truncation:
    """The truncation point of MSER-5.

    Parameters
    ----------
    values : in the order of time, at least twenty; of one run, or means over runs

    Raises
    ------
    ValueError
        If there are fewer.
    """
    series = np.asarray(values, dtype=np.float64)
    count = len(series) // BATCH
    if count < 4:
        raise ValueError(f"expected at least {4 * BATCH} values, which are {4} batches; found {len(series)}")
    batches = series[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    # A cut in the second half would leave too few values to judge it by, and the statistic falls there by chance.
    looked_at = range(count // 2 + 1)
    statistic = tuple(_marginal_standard_error(batches[cut:]) for cut in looked_at)
    best = min(looked_at, key=lambda cut: statistic[cut])
    return Truncation(values=best * BATCH, of=len(series), statistic=statistic, settled=best < looked_at[-1])


def _marginal_standard_error(kept: NDArray[np.float64]) -> float:
    return float(((kept - kept.mean()) ** 2).sum() / len(kept) ** 2)
