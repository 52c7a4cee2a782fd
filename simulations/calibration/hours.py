"""The hours in which people work, read off the instants at which something was begun or done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workflows.definition.provenance import Provenance, Source, Title
from workflows.instants import DAY, HOUR, Instant, date_of
from workflows.working_time.calendars import Calendar, WeekdayHours
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

_CELL: Final = HOUR // 2
_CELLS: Final = DAY // _CELL
_CHINA: Final = 8 * HOUR
_THURSDAY: Final = 3
"""Weekday of the first of January 1970."""

_FEWEST: Final = 100
"""Instants without which hours are not told from chance: a day has some 16 half hours, and a usual one needs a few."""
_QUIET: Final = 0.1
"""Share of a usual half hour's instants below which people are not said to work then."""
_NAMES: Final = tuple(WeekdayHours.model_fields)
_HOLIDAYS: Final = 3
"""Public holidays on a Monday to Friday without which nothing tells whether they are kept."""

OFFICE: Final = ("09:00-12:00", "13:30-17:30")


class Worked(NamedTuple):
    """A calendar.

    Attributes
    ----------
    measured : whether the log tells it
    """

    calendar: Calendar
    measured: bool


def worked_hours(instants: Sequence[Instant], title: Title, basis: str) -> Worked:
    """The hours in which instants fall, or usual office hours if these do not tell.

    Parameters
    ----------
    instants : at which people began or ended something
    basis : what the log is called
    """
    at = np.asarray(instants, dtype=np.int64) + _CHINA
    cells = (at % DAY) // _CELL
    weekdays = (at // DAY + _THURSDAY) % 7
    whole_days = not len(at) or bool((at % DAY == at[0] % DAY).all())
    if len(at) < _FEWEST or whole_days:
        why = "days without times of day" if whole_days else f"{len(at)} instants"
        provenance = Provenance(source=Source.ASSUMED, basis=f"usual office hours; {basis} has {why}"[:500])
        return Worked(Calendar(base="weekdays", hours=OFFICE, provenance=provenance, title=title), measured=False)
    base = _base(at, weekdays)
    # Whoever keeps the State Council's days works on some Saturdays and Sundays, and needs no hours of their own then.
    as_usual = ~((weekdays >= 5) & _on_working_days(at)) if base == "state_council" else np.full(len(at), True)
    counts = np.zeros((7, _CELLS))
    np.add.at(counts, (weekdays[as_usual], cells[as_usual]), 1)
    usual = np.quantile(counts[:5].sum(axis=0)[counts[:5].sum(axis=0) > 0], 0.75) / 5
    busiest = counts.max(initial=0) if usual == 0 else usual
    week = _ranges(counts[:5].mean(axis=0) >= _QUIET * busiest)
    others = {
        _NAMES[day]: hours
        for day in (5, 6)
        if (hours := _ranges(counts[day] >= max(_QUIET * busiest, 3))) and hours != week
    }
    if base == "weekdays" and week == ("00:00-24:00",) and len(others) < 2 and counts[5:].sum() > counts[:5].sum() / 5:
        base, others = "every_day", {}
    provenance = Provenance(source=Source.MEASURED, basis=f"{len(at)} instants of {basis}"[:500])
    calendar = Calendar(
        base=base,
        hours=week,
        weekday_hours=WeekdayHours.model_validate(others),
        provenance=provenance,
        title=title,
    )
    return Worked(calendar, measured=True)


def _ranges(is_open: NDArray[np.bool_]) -> tuple[str, ...]:
    """Open half hours as ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_open, [False]))))
    return tuple(f"{_time(start)}-{_time(end)}" for start, end in edges.reshape(-1, 2).tolist())


def _time(cell: int) -> str:
    return f"{cell // 2:02d}:{cell % 2 * 30:02d}"


def _base(at: NDArray[np.int64], weekdays: NDArray[np.int64]) -> Literal["state_council", "weekdays", "every_day"]:
    """Which days count as working: those of the State Council, if public holidays on weekdays were kept."""
    days = np.unique((at - _CHINA).astype(np.int64) // DAY)
    first, last = date_of(int(at.min()) - _CHINA), date_of(int(at.max()) - _CHINA)
    saturdays_and_sundays = (weekdays >= 5).sum() / max(1, len(at))
    if saturdays_and_sundays > 1.5 / 7:
        return "every_day"
    known = PUBLISHED_YEARS.start <= first.year and last.year < PUBLISHED_YEARS.stop
    if not known or len(days) < 2:
        return "weekdays"
    worked = {date_of(int(instant) - _CHINA) for instant in at[:: max(1, len(at) // 100_000)]}
    council = WorkingDays()
    holidays = [day for day in _days(first, last) if day.weekday() < 5 and not council.is_working_day(day)]
    usual = [day for day in _days(first, last) if day.weekday() < 5 and council.is_working_day(day)]
    kept = sum(day not in worked for day in holidays) / max(1, len(holidays))
    idle = sum(day not in worked for day in usual) / max(1, len(usual))
    return "state_council" if len(holidays) >= _HOLIDAYS and kept > 0.9 and idle < 0.3 else "weekdays"


def _on_working_days(at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each instant falls on a working day of the State Council; instants are of China's clocks."""
    council = WorkingDays()
    days, place = np.unique(at // DAY, return_inverse=True)
    return np.array([council.is_working_day(date_of(int(day) * DAY - _CHINA)) for day in days])[place]


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
