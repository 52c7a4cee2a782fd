"""Working days as the State Council arranges them: weekends, public holidays and the make-up days that pay for them.

The arrangement of a year is published in the autumn before it. Outside the published years nobody knows the working
days, so such a year is either refused or taken as Monday to Friday; in that case the assumption is there to be listed.

Working days are numbered in sequence, so that counting days is a subtraction and a limit is an addition.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple

from chinese_calendar import holidays, workdays
from pydantic import Field

from workflows.definition.provenance import Frozen, Provenance, Source
from workflows.errors import CalendarYearError

PUBLISHED_YEARS: Final = range(min(holidays).year, max(holidays).year + 1)
"""Years whose calendar is known."""

_FIRST: Final = date(PUBLISHED_YEARS.start, 1, 1).toordinal()
_LAST: Final = date(PUBLISHED_YEARS.stop, 1, 1).toordinal() - 1
_MAKE_UP: Final = frozenset(day.toordinal() for day in workdays)
_HOLIDAYS: Final = frozenset(day.toordinal() for day in holidays)
# Ordinal 1 is a Monday, so (ordinal - 1) % 7 is the weekday.
_MONDAY_TO_FRIDAY: Final = {ordinal for ordinal in range(_FIRST, _LAST + 1) if (ordinal - 1) % 7 < 5}
_WORKED: Final = sorted((_MONDAY_TO_FRIDAY - _HOLIDAYS) | _MAKE_UP)
_WORKED_SET: Final = frozenset(_WORKED)


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays among the ordinals 1 to `ordinal`."""
    weeks, days = divmod(ordinal, 7)
    return 5 * weeks + min(days, 5)


_NUMBER_BEFORE: Final = _weekdays_until(_FIRST - 1)


class _Known(NamedTuple):
    """How far the calendar is taken as known.

    Attributes
    ----------
    last : ordinal of the last known day
    number : number of the last known working day
    shift : what holidays and make-up days have taken from Monday to Friday up to it
    """

    last: int
    number: int
    shift: int


@lru_cache(maxsize=64)
def _known(through: int | None) -> _Known:
    last = _LAST if through is None else min(date(through, 12, 31).toordinal(), _LAST)
    number = _NUMBER_BEFORE + bisect_right(_WORKED, last)
    return _Known(last, number, number - _weekdays_until(last))


class WorkingDays(Frozen):
    """The working days of the law.

    Parameters
    ----------
    beyond : what to do with a year that has no published calendar: ``refuse`` it, or take its ``weekdays``
        (Monday to Friday), which is an assumption that a report has to list; see :meth:`assumption`
    published_through : last year whose calendar is used although later ones may be published; all that are if absent.
        A case that is under way keeps to what was published when it began, so that no deadline moves under it

    Raises
    ------
    CalendarYearError
        By every method that is asked of an unpublished year under ``refuse``.

    Examples
    --------
    >>> WorkingDays().is_working_day(date(2026, 2, 14))  # a Saturday that makes up for the Spring Festival
    True
    >>> WorkingDays(beyond="weekdays").is_working_day(date(2126, 10, 1))
    True
    """

    beyond: Literal["refuse", "weekdays"] = "refuse"
    published_through: Annotated[int, Field(ge=PUBLISHED_YEARS.start, le=9_999)] | None = None

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        ordinal = day.toordinal()
        if _FIRST <= ordinal <= _known(self.published_through).last:
            return ordinal in _WORKED_SET
        self._assume(ordinal)
        return day.weekday() < 5

    def is_public_holiday(self, day: date) -> bool:
        """Whether `day` lies in a public holiday, its weekend days included; assumed years have none."""
        ordinal = day.toordinal()
        if _FIRST <= ordinal <= _known(self.published_through).last:
            return ordinal in _HOLIDAYS
        self._assume(ordinal)
        return False

    def number_of(self, day: date) -> int:
        """Number of the last working day that is not after `day`; consecutive working days differ by one.

        >>> days = WorkingDays()
        >>> days.number_of(date(2026, 10, 8)) - days.number_of(date(2026, 9, 30))  # the National Day week between
        1
        """
        ordinal = day.toordinal()
        known = _known(self.published_through)
        if _FIRST <= ordinal <= known.last:
            return _NUMBER_BEFORE + bisect_right(_WORKED, ordinal)
        self._assume(ordinal)
        return _weekdays_until(ordinal) + (known.shift if ordinal > known.last else 0)

    def day_numbered(self, number: int) -> date:
        """The working day that has this number: the inverse of :meth:`number_of`."""
        known = _known(self.published_through)
        if _NUMBER_BEFORE < number <= known.number:
            return date.fromordinal(_WORKED[number - _NUMBER_BEFORE - 1])
        weeks, weekday = divmod(number - (known.shift if number > known.number else 0) - 1, 5)
        ordinal = 7 * weeks + weekday + 1
        self._assume(ordinal)
        return date.fromordinal(ordinal)

    def assumed_years(self, years: Iterable[int]) -> tuple[int, ...]:
        """Those of `years` whose working days are assumed, ascending; refused if they may not be.

        >>> WorkingDays(beyond="weekdays").assumed_years([2001, 2020])
        (2001,)
        """
        through = self.published_through or PUBLISHED_YEARS[-1]
        unpublished = tuple(sorted({year for year in years if year not in PUBLISHED_YEARS or year > through}))
        if unpublished:
            self._assume(date(unpublished[0], 1, 1).toordinal())
        return unpublished

    def assumption(self, years: Iterable[int]) -> Provenance | None:
        """What a report that rests on `years` has to list among its assumptions, if anything."""
        assumed = self.assumed_years(years)
        if not assumed:
            return None
        span = str(assumed[0]) if len(assumed) == 1 else f"{len(assumed)} years within {assumed[0]}-{assumed[-1]}"
        basis = f"no State Council calendar for {span}: Monday to Friday taken as working days, no public holidays"
        return Provenance(source=Source.ASSUMED, basis=basis)

    def _assume(self, ordinal: int) -> None:
        """Allow a day outside the published years, or refuse it."""
        representable = 1 <= ordinal <= date.max.toordinal()
        if self.beyond == "weekdays" and representable:
            return
        found = date.fromordinal(ordinal).isoformat() if representable else "a day outside the years 1 to 9999"
        remedy = (
            "Update the chinesecalendar package if that year's calendar is out, or set beyond to 'weekdays' to take"
            " Monday to Friday there, as a labelled assumption"
            if representable
            else "Check the limit and the dates"
        )
        last = min(self.published_through or PUBLISHED_YEARS[-1], PUBLISHED_YEARS[-1])
        raise CalendarYearError(
            f"expected a day in the years of the State Council's calendar, {PUBLISHED_YEARS.start} to {last}; "
            f"found {found}. {remedy}."
        )
