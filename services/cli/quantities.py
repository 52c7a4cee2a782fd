"""How the command line writes a number, both ends of its interval, and its unit."""

from __future__ import annotations

from typing import Final

from services.cli.texts import say
from simulations.statistics.intervals import Interval
from workflows.measures import KPIS, KpiUnit

NOTHING: Final = "–"


def number(value: float) -> str:
    """A number with at most three decimals."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def ends(interval: Interval) -> str:
    """Both ends of an interval."""
    if interval.low is None or interval.high is None:
        return NOTHING
    return f"{number(interval.low)} … {number(interval.high)}"


def ends_of(kpi: str, interval: Interval) -> str:
    """Both ends of the interval of a KPI, which no share can go beyond 0 and 1 with."""
    return ends_of_share(interval) if KPIS[kpi].unit is KpiUnit.SHARE else ends(interval)


def ends_of_share(interval: Interval) -> str:
    """Both ends of the interval of a share, where Student's does not know that there is nothing beyond."""
    if interval.low is None or interval.high is None:
        return NOTHING
    return f"{number(max(0.0, interval.low))} … {number(min(1.0, interval.high))}"


def unit_of(language: str, kpi: str) -> str:
    """What a KPI is counted in."""
    return say(language, f"unit.{KPIS[kpi].unit}")
