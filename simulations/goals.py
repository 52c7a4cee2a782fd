"""What a designer promises, as a figure of each replication: `within(processing_days,1)>=0.95`, `visits<=1`.

A share of cases within so many days is told by no KPI, since every promise is of other days; all else is.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, cast

from pydantic import NonNegativeInt

from simulations.experiment import Observed
from simulations.statistics.intervals import Interval
from simulations.statistics.staffing import Verdict
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS, KpiUnit

TIMES: Final = ("processing_days", "processing_time", "cycle_time")
"""Times of which shares within whole days are known."""

_FORM: Final = re.compile(
    r"\s*(?:within\(\s*([a-z_]+)\s*,\s*(\d+)\s*\)|([a-z0-9_.]+))\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*(%?)\s*"
)
Bound: TypeAlias = Literal["<", "<=", ">", ">="]

_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_EXAMPLE: Final = "within(processing_days,1)>=0.95, or a figure such as processing_time.p90<=5"


class Goal(Frozen):
    """A bound that a figure is to keep.

    Parameters
    ----------
    text : as it was written
    kpi : the figure; or the time, where a share of cases within `days` is meant
    days : whole working days of processing, or calendar days of cycle time; none for a figure
    value : in the unit of the figure
    """

    text: str
    kpi: str
    days: NonNegativeInt | None
    comparison: Bound
    value: float

    @property
    def of_share(self) -> bool:
        """Whether it is about a share of the cases."""
        return self.days is not None or KPIS[self.kpi].unit is KpiUnit.SHARE

    def figure(self, observed: Observed) -> float | None:
        """What one replication comes to; none if no case tells."""
        if self.days is None:
            return observed.summary.value(self.kpi)
        counts = observed.days[self.kpi]
        return sum(counts[: self.days + 1]) / sum(counts) if counts else None

    def counts(self, observed: Observed) -> tuple[int, int] | None:
        """How many cases of how many one replication's figure counts; none where it is no share of cases."""
        if self.days is not None:
            counts = observed.days[self.kpi]
            return sum(counts[: self.days + 1]), sum(counts)
        figure, cases = self.figure(observed), observed.summary.submitted
        if figure is None or not self.of_share:
            return None
        return round(figure * cases), cases

    def holds(self, figure: float) -> bool:
        """Whether a figure keeps the bound."""
        return _COMPARE[self.comparison](figure, self.value)

    def verdict(self, found: Interval) -> Verdict:
        """Whether the whole interval keeps the bound, or none of it."""
        if found.low is None or found.high is None:
            return Verdict.UNDECIDED
        if self.holds(found.low) and self.holds(found.high):
            return Verdict.MET
        if not self.holds(found.low) and not self.holds(found.high):
            return Verdict.MISSED
        return Verdict.UNDECIDED


def parse_goal(text: str) -> Goal:
    """Read a goal.

    Raises
    ------
    InvalidInputError
        If it cannot be read.
    UnknownNameError
        If there is no such figure or time.

    Examples
    --------
    >>> goal = parse_goal("within(processing_days, 1) >= 95%")
    >>> goal.kpi, goal.days, goal.comparison, goal.value
    ('processing_days', 1, '>=', 0.95)
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise InvalidInputError(f"expected a goal such as {_EXAMPLE}; was {text!r}")
    time, days, kpi, comparison, number, per_cent = form.groups()
    _one_of(time or kpi, TIMES if time else tuple(KPIS))
    value = float(number) / 100 if per_cent else float(number)
    if time and value > 1:
        raise InvalidInputError(f"expected a share from 0 to 1, or in %, after within(…); was {text!r}")
    # The form lets nothing else through.
    bound = cast(Bound, comparison)
    return Goal(text=text, kpi=time or kpi, days=int(days) if days else None, comparison=bound, value=value)


def _one_of(name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise UnknownNameError("figure", name, list(known))
