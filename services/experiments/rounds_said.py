"""When rounds come, in words of both languages."""

from __future__ import annotations

from typing import Final, TypeAlias

from workflows.definition.cadence import (
    Batch,
    LastWorkingDay,
    Monthly,
    OnDates,
    OnDayOff,
    Quarterly,
    TimeOfDay,
    Weekday,
    Weekly,
    Yearly,
)
from workflows.definition.provenance import Title

Recurring: TypeAlias = Weekly | Monthly | LastWorkingDay | Quarterly | Yearly | OnDates
"""A cadence that is not made of others."""

_WEEKDAYS: Final = dict(zip(Weekday, "一二三四五六日", strict=True))
_MOST_DATES: Final = 6
_DAYS_OFF: Final = {
    OnDayOff.NEXT_WORKING_DAY: Title(zh="遇非工作日顺延", en="moved on from a day off"),
    OnDayOff.PREVIOUS_WORKING_DAY: Title(zh="遇非工作日提前", en="moved before a day off"),
    OnDayOff.STAY: Title(zh="遇非工作日不变", en="days off included"),
}


def rounds_said(value: Recurring | TimeOfDay | Batch) -> Title:
    """Say on which days rounds are and what becomes of a day off; or the hour of a round, or how many cases it has.

    Examples
    --------
    >>> from workflows.definition.provenance import Provenance, Source
    >>> basis = Provenance(source=Source.SEED, basis="FS-034")
    >>> rounds_said(Monthly(days=(15, 30), at=TimeOfDay(hour=9, provenance=basis), provenance=basis)).en
    'on day 15 and 30 of each month, moved on from a day off'
    """
    match value:
        case TimeOfDay(hour=hour):
            return Title(zh=f"{hour:02}:00", en=f"{hour:02}:00")
        case Batch(cases=cases):
            return Title(zh=f"每轮 {cases} 件", en=f"{cases} cases a round" if cases > 1 else "1 case a round")
        case _:
            days, off = _days(value), _DAYS_OFF[value.on_day_off]
            return Title(zh=f"{days.zh}，{off.zh}", en=f"{days.en}, {off.en}")


def _days(cadence: Recurring) -> Title:
    match cadence:
        case Weekly(weekday=weekday):
            return Title(zh=f"每周{_WEEKDAYS[weekday]}", en=f"each {weekday.capitalize()}")
        case Monthly(days=days):
            return Title(
                zh=f"每月{'、'.join(map(str, days))}日", en=f"on day {' and '.join(map(str, days))} of each month"
            )
        case LastWorkingDay():
            return Title(zh="每月最后一个工作日", en="on the last working day of each month")
        case Quarterly(month=month, day=day):
            return Title(zh=f"每季度第{month}个月{day}日", en=f"on day {day} of month {month} of each quarter")
        case Yearly(month=month, day=day):
            return Title(zh=f"每年{month}月{day}日", en=f"on {month:02}-{day:02} of each year")
        case OnDates(dates=dates):
            shown = ", ".join(map(str, dates[:_MOST_DATES])) + (" …" if len(dates) > _MOST_DATES else "")
            return Title(zh=shown, en=shown)
