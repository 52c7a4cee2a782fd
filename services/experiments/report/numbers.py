"""How numbers are written: few digits, a sign where it is a difference, the interval beside the mean."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both, same
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KpiUnit

MINUS: Final = "−"
NOTHING: Final = "–"

UNITS: Final = {
    KpiUnit.WORKING_DAYS: Both("个工作日", "working days"),
    KpiUnit.DAYS: Both("天", "days"),
    KpiUnit.SHARE: same("%"),
    KpiUnit.CASES: Both("件", "cases"),
    KpiUnit.VISITS: Both("次", "visits"),
    KpiUnit.DOCUMENTS: Both("份", "documents"),
    KpiUnit.STEPS: Both("个", "steps"),
    KpiUnit.TIMES: Both("次", "times"),
    KpiUnit.YUAN: Both("元", "yuan"),
}


def number(value: float, unit: KpiUnit | None = None, like: float | None = None) -> str:
    """A number with as many digits as its size deserves; a share as a percentage, without the sign.

    Parameters
    ----------
    like : a number beside which it stands; it then has as many decimals as that, unless nothing would be left of it

    Examples
    --------
    >>> number(283.0), number(60.3112), number(0.4131), number(-2.3951), number(0.0), number(0.054, KpiUnit.SHARE)
    ('283', '60.3', '0.41', '−2.40', '0', '5.4')
    >>> number(0.0042), number(-3e-17)
    ('0.0042', '0')
    >>> number(8.9771, like=-186.78), number(0.0123, like=-186.78)
    ('9.0', '0.01')
    """
    factor = 100 if unit is KpiUnit.SHARE else 1
    text = f"{abs(value * factor):.{_decimals(value if like is None else like, unit)}f}"
    if like is not None and value and not float(text):
        return number(value, unit)
    return MINUS + text if value < 0 and float(text) else text


def mean_of(interval: Interval | None, unit: KpiUnit | None = None) -> str:
    """The mean, or a dash if there is none."""
    return NOTHING if interval is None else number(interval.mean, unit)


def signed(interval: Interval | None, unit: KpiUnit | None = None) -> str:
    """A difference with its sign and half its interval."""
    if interval is None:
        return NOTHING
    mean = number(interval.mean, unit)
    return ("+" if interval.mean > 0 and mean != "0" else "") + mean + _half(interval, unit)


def with_half(interval: Interval | None, unit: KpiUnit | None = None) -> str:
    """A mean with half its interval."""
    return NOTHING if interval is None else number(interval.mean, unit) + _half(interval, unit)


def ends(interval: Interval, unit: KpiUnit | None = None) -> tuple[str, str] | None:
    """Both ends of an interval as sizes of a change, smaller first; none if a single value tells no interval."""
    if interval.half_width is None:
        return None
    low, high = abs(interval.mean) - interval.half_width, abs(interval.mean) + interval.half_width
    return number(low, unit, like=interval.mean), number(high, unit, like=interval.mean)


def _half(interval: Interval, unit: KpiUnit | None) -> str:
    return "" if interval.half_width is None else f" ± {number(interval.half_width, unit, like=interval.mean)}"


def _decimals(value: float, unit: KpiUnit | None) -> int:
    if unit is KpiUnit.SHARE:
        return 1
    size = abs(value)
    if size >= 1_000 or size == int(size):
        return 0
    if size < 0.005:
        return 4 if size >= 1e-4 else 0
    return 1 if size >= 10 else 2
