"""Words, units and estimates of views, out of what results have."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

from services.experiments.report.language import Both, same
from services.experiments.report.numbers import UNITS, number
from services.experiments.views.shapes import Estimate, Unit, UnitName, Verdict, Words
from services.experiments.views.texts import text
from simulations.statistics.intervals import Interval, Span
from workflows.definition.provenance import Title
from workflows.measures.kpis import KPIS, KpiUnit

_OTHER_UNITS: Final = {
    UnitName.HOURS: Both("小时", "hours"),
    UnitName.YUAN_PER_HOUR: Both("元/小时", "yuan an hour"),
    UnitName.PEOPLE: Both("人", "people"),
    UnitName.TASKS: Both("件", "tasks"),
    UnitName.REPLICATIONS: Both("次重复", "replications"),
}
UNIT: Final = MappingProxyType(
    {
        name: Unit(name=name, title=Words(zh=title.zh, en=title.en))
        for name, title in (*((UnitName(unit.value), title) for unit, title in UNITS.items()), *_OTHER_UNITS.items())
    }
)
"""Every unit by its name."""


def said(words: Both | Title) -> Words:
    """The words, as views have them."""
    return Words(zh=words.zh, en=words.en)


def value_text(value: JsonValue) -> str:
    """What a parameter is set to, as files have it, but for the quotes of texts."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def both(words: Words | Title) -> Both:
    """The words, to be put into others."""
    return Both(words.zh, words.en)


def unit_of(kpi: str) -> Unit:
    """The unit of a key figure."""
    return UNIT[UnitName(KPIS[kpi].unit.value)]


def kpi_title(kpi: str) -> Words:
    """What a key figure is called."""
    return said(KPIS[kpi].title)


def estimate_of(found: Interval | Span | None) -> Estimate | None:
    """A figure with its interval, if there is one."""
    if found is None:
        return None
    value = found.mean if isinstance(found, Interval) else found.estimate
    return Estimate(
        value=value, low=found.low, high=found.high, confidence=found.confidence, values=max(found.values, 1)
    )


def estimated(found: Interval | Span) -> Estimate:
    """A figure with its interval."""
    estimate = estimate_of(found)
    assert estimate is not None
    return estimate


def written(value: float, unit: Unit, like: float | None = None) -> str:
    """A number in its unit, a share in per cent, without the unit itself.

    Parameters
    ----------
    like : a number beside which it stands, see :func:`services.experiments.report.numbers.number`
    """
    return number(value, KpiUnit.SHARE if unit.name is UnitName.SHARE else None, like)


def interval_of(estimate: Estimate, unit: Unit) -> Both:
    """The interval in brackets, or that there is none."""
    if estimate.low is None and estimate.high is None:
        return text("interval.none")
    ends: tuple[float | None, ...] = (estimate.low, estimate.high)
    if unit.name is UnitName.SHARE and 0 <= estimate.value <= 1:
        # Student's interval does not know that a share ends there, and a reader does.
        ends = tuple(None if end is None else min(max(end, 0.0), 1.0) for end in ends)
    low, high = ("…" if end is None else written(end, unit, estimate.value) for end in ends)
    return text("interval", low=low, high=high, confidence=number(estimate.confidence * 100))


def with_interval(estimate: Estimate, unit: Unit) -> Both:
    """A figure with unit and interval, as it stands in a sentence."""
    return text(
        "estimate", value=written(estimate.value, unit), unit=both(unit.title), interval=interval_of(estimate, unit)
    )


def verdict_of(difference: Estimate | None, better: str) -> Verdict | None:
    """What a difference is; none without a difference.

    Parameters
    ----------
    better : which way is, `lower` or `higher`
    """
    if difference is None:
        return None
    if difference.low is None or difference.high is None:
        return "unclear"
    if difference.value == 0 and difference.low == difference.high:
        return "equal"
    if difference.low <= 0 <= difference.high:
        return "unclear"
    return "better" if (difference.value < 0) == (better == "lower") else "worse"


def change_sentence(
    measure: Words, unit: Unit, before: Estimate | None, after: Estimate | None, difference: Estimate | None
) -> Both:
    """What became of a figure, with the interval of the difference; that it may be chance, where zero lies in it."""
    title = capitalised(both(measure))
    if before is None or after is None or difference is None:
        return text("change.unknown", measure=title)
    values: dict[str, Both | str] = {
        "measure": title,
        "before": written(before.value, unit),
        "after": written(after.value, unit),
        "unit": both(unit.title),
    }
    if difference.low is None or difference.high is None:
        return text("change.single", **values)
    if difference.value == 0 and difference.low == difference.high:
        return text("change.equal", **values)
    confidence = number(difference.confidence * 100)
    if difference.low <= 0 <= difference.high:
        ends = [written(end, unit, difference.value) for end in (difference.low, difference.high)]
        return text("change.unclear", low=ends[0], high=ends[1], confidence=confidence, **values)
    sizes = sorted((abs(difference.low), abs(difference.high)))
    low, high = (written(size, unit, difference.value) for size in sizes)
    size = written(abs(difference.value), unit)
    key = "change.less" if difference.value < 0 else "change.more"
    points = text("points") if unit.name is UnitName.SHARE else same("")
    return text(key, size=size, low=low, high=high, points=points, confidence=confidence, **values)


def capitalised(words: Both) -> Both:
    """Words that begin a sentence."""
    return Both(words.zh, words.en[:1].upper() + words.en[1:])


def listed(parts: list[Both]) -> Both:
    """Words one after the other."""
    return Both("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
