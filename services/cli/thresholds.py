"""`--fail-if`: a bound that a figure has to keep, e.g. ``processing_time.p90>20wd``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS
from workflows.measures.kpis import KpiUnit

_FORM: Final = re.compile(r"\s*([a-z0-9_.]+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*([a-z%]*)\s*")
_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_UNITS: Final = MappingProxyType(
    {"wd": (KpiUnit.WORKING_DAYS, 1.0), "d": (KpiUnit.DAYS, 1.0), "%": (KpiUnit.SHARE, 0.01)}
)
"""Unit as it is written to the unit of the figure and what one of it is."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound.

    Attributes
    ----------
    text : as it was written
    value : in the unit of the figure
    """

    text: str
    kpi: str
    comparison: str
    value: float

    def fails(self, found: float) -> bool:
        """Whether a value is one that must not be."""
        return _COMPARE[self.comparison](found, self.value)


def parse_threshold(text: str) -> Threshold:
    """Read a bound.

    Parameters
    ----------
    text : id of a figure, a comparison, a number and, if wanted, its unit: ``wd`` working days, ``d`` days, ``%``

    Raises
    ------
    InvalidInputError
        If it cannot be read, or the unit is not the figure's.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise InvalidInputError(f"expected a bound such as processing_time.p90>20wd or on_time<95%; was {text!r}")
    kpi, comparison, number, unit = form.groups()
    if kpi not in KPIS:
        raise UnknownNameError("figure", kpi, list(KPIS))
    factor = 1.0
    if unit:
        if unit not in _UNITS or _UNITS[unit][0] is not KPIS[kpi].unit:
            fitting = [name for name, (of, _) in _UNITS.items() if of is KPIS[kpi].unit]
            raise InvalidInputError(
                f"expected {' or '.join(fitting) or 'no unit'} with {kpi}, which is in {KPIS[kpi].unit}; was {unit!r}"
            )
        factor = _UNITS[unit][1]
    return Threshold(text, kpi, comparison, float(number) * factor)
