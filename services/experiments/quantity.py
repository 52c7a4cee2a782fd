"""A quantity of a lane in words: the value with its unit, in both languages."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from services.experiments.rounds_said import rounds_said
from workflows.definition.cadence import (
    Batch,
    LastWorkingDay,
    Monthly,
    OnDates,
    Quarterly,
    TimeOfDay,
    Weekly,
    Yearly,
)
from workflows.definition.distributions import (
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Triangular,
    Uniform,
    Weibull,
)
from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.lane import Staff, Target
from workflows.definition.provenance import Title
from workflows.definition.steps import (
    Loop,
)
from workflows.definition.units import TimeUnit
from workflows.definition.values import (
    Factor,
    Money,
    Proportion,
    WorkingDays,
)
from workflows.working_time.calendars import Calendar

_UNITS: Final = {
    TimeUnit.SECONDS: Title(zh="秒", en="seconds"),
    TimeUnit.MINUTES: Title(zh="分钟", en="minutes"),
    TimeUnit.HOURS: Title(zh="小时", en="hours"),
    TimeUnit.DAYS: Title(zh="天", en="days"),
    TimeUnit.WORKING_DAYS: Title(zh="个工作日", en="working days"),
}
_BASES: Final = {
    "state_council": Title(zh="国务院公布的工作日", en="working days of the State Council"),
    "weekdays": Title(zh="周一至周五", en="Monday to Friday"),
    "every_day": Title(zh="每天", en="every day"),
}

_LAWS: Final = {
    "exponential": Title(zh="指数分布", en="exponential"),
    "normal": Title(zh="正态分布", en="normal"),
    "lognormal": Title(zh="对数正态", en="lognormal"),
    "gamma": Title(zh="伽马", en="gamma"),
}


def quantity_of(value: BaseModel) -> Title:
    """Say a quantity of a lane, with its unit.

    Parameters
    ----------
    value : anything in a lane that has a provenance; of a kind unknown here its data are shown as they are

    Examples
    --------
    >>> from workflows.definition.provenance import Provenance, Source
    >>> desk = Provenance(source=Source.ASSUMED, basis="reading one file")
    >>> review = Triangular(low=20, mode=30, high=60, unit=TimeUnit.MINUTES, provenance=desk)
    >>> quantity_of(review).en
    '20 to 60 minutes, mostly 30'
    """
    match value:
        case Fixed() | Exponential() | Uniform() | Triangular() | LogNormal() | Weibull() | Empirical():
            return _span(value)
        case Gamma() | Truncated() | Discrete():
            return _further_span(value)
        case WorkingDays(working_days=days):
            return Title(zh=f"{days} 个工作日", en=_counted(days, "working day"))
        case Target(working_days=days):
            return Title(zh=f"{_short(days)} 个工作日", en=f"{_short(days)} working days")
        case Proportion(value=share):
            return Title(zh=f"{_short(share * 100)}%", en=f"{_short(share * 100)} %")
        case Money(yuan=yuan):
            return Title(zh=f"{_short(yuan)} 元", en=f"{_short(yuan)} yuan")
        case Factor(value=factor):
            return Title(zh=f"{_short(factor)} 倍", en=f"{_short(factor)} times")
        case TimeOfDay() | Batch() | Weekly() | Monthly() | LastWorkingDay() | Quarterly() | Yearly() | OnDates():
            return rounds_said(value)
        case Staff(count=count):
            return Title(zh=f"{count} 人", en=_counted(count, "member"))
        case Loop(at_most=times):
            return Title(zh=f"最多返工 {times} 次", en=f"done again at most {_counted(times, 'time')}")
        case Calendar():
            return _calendar(value)
        case _:
            text = value.model_dump_json(exclude={"provenance", "title"})[:200]
            return Title(zh=text, en=text)


def _span(spread: Fixed | Exponential | Uniform | Triangular | LogNormal | Weibull | Empirical) -> Title:
    zh, en = _UNITS[spread.unit].zh, _UNITS[spread.unit].en
    mean, deviation = _short(spread.mean), _short(spread.variance**0.5)
    match spread:
        case Fixed(value=value):
            return Title(zh=f"固定 {_short(value)} {zh}", en=f"always {_short(value)} {en}")
        case Exponential():
            return Title(zh=f"指数分布，平均 {mean} {zh}", en=f"exponential, mean {mean} {en}")
        case Uniform(low=low, high=high):
            between = f"{_short(low)}–{_short(high)}", f"{_short(low)} to {_short(high)}"
            return Title(zh=f"{between[0]} {zh}，均匀", en=f"{between[1]} {en}, evenly")
        case Triangular(low=low, mode=mode, high=high):
            return Title(
                zh=f"{_short(low)}–{_short(high)} {zh}，多为 {_short(mode)}",
                en=f"{_short(low)} to {_short(high)} {en}, mostly {_short(mode)}",
            )
        case LogNormal():
            return Title(
                zh=f"对数正态，平均 {mean} {zh}，标准差 {deviation}",
                en=f"lognormal, mean {mean} {en}, standard deviation {deviation}",
            )
        case Weibull(shape=shape):
            return Title(
                zh=f"韦布尔，形状 {_short(shape)}，平均 {mean} {zh}",
                en=f"Weibull of shape {_short(shape)}, mean {mean} {en}",
            )
        case Empirical(values=values):
            return Title(
                zh=f"{len(values)} 个实测值，平均 {mean} {zh}",
                en=f"{_counted(len(values), 'measured value')}, mean {mean} {en}",
            )


def _further_span(spread: Gamma | Truncated | Discrete) -> Title:
    zh, en = _UNITS[spread.unit].zh, _UNITS[spread.unit].en
    mean, deviation = _short(spread.mean), _short(spread.variance**0.5)
    match spread:
        case Gamma():
            return Title(
                zh=f"伽马，平均 {mean} {zh}，标准差 {deviation}",
                en=f"gamma, mean {mean} {en}, standard deviation {deviation}",
            )
        case Truncated(law=law, low=low, high=high):
            ends = _short(low), "∞" if high is None else _short(high)
            return Title(
                zh=f"{_LAWS[law].zh}，截断于 {ends[0]}–{ends[1]}，平均 {mean} {zh}",
                en=f"{_LAWS[law].en} cut off at {ends[0]} and {ends[1]}, mean {mean} {en}",
            )
        case Discrete(values=values):
            return Title(
                zh=f"{len(values)} 个带概率的值，平均 {mean} {zh}",
                en=f"{_counted(len(values), 'value')} with their chances, mean {mean} {en}",
            )


def _calendar(calendar: Calendar) -> Title:
    base = _BASES[calendar.base]
    hours = {"": calendar.hours} | {
        name: ranges for name in type(calendar.weekday_hours).model_fields
        if (ranges := getattr(calendar.weekday_hours, name)) is not None
    }  # fmt: skip
    text = "; ".join(f"{name} {', '.join(ranges) or '–'}".strip() for name, ranges in hours.items())[:140]
    return Title(zh=f"{base.zh}，{text}", en=f"{base.en}, {text}")


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _short(number: float) -> str:
    """At most four digits that matter, and no exponent."""
    return f"{float(f'{number:.4g}'):.10f}".rstrip("0").rstrip(".")
