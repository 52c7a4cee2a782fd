"""Working days against a second source, and what happens where no source knows them."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from pydantic import ValidationError

from workflows.definition.provenance import Source
from workflows.errors import CalendarYearError
from workflows.working_time import PUBLISHED_YEARS, WorkingDays

DAYS = WorkingDays()
ASSUMING = WorkingDays(beyond="weekdays")
UNPUBLISHED = date(PUBLISHED_YEARS.stop, 3, 1)


def dates_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", range(2006, 2027))
def test_every_day_agrees_with_an_independent_package(year: int) -> None:
    second_source = holidays.country_holidays("CN", years=year)
    assert [day for day in dates_of(year) if DAYS.is_working_day(day)] == [
        day for day in dates_of(year) if second_source.is_working_day(day)
    ]


def test_working_days_of_each_year() -> None:
    published = [249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]
    assert [sum(map(DAYS.is_working_day, dates_of(year))) for year in range(2012, 2027)] == published


def test_make_up_days_of_2020_after_the_spring_festival_was_extended() -> None:
    worked_weekends = [day for day in dates_of(2020) if day.isoweekday() > 5 and DAYS.is_working_day(day)]
    assert worked_weekends == [date(2020, *day) for day in ((1, 19), (4, 26), (5, 9), (6, 28), (9, 27), (10, 10))]
    assert not DAYS.is_working_day(date(2020, 1, 31))
    assert DAYS.is_working_day(date(2020, 2, 3))


def test_a_public_holiday_is_more_than_a_day_off() -> None:
    in_national_day_week, make_up, ordinary = date(2025, 10, 4), date(2025, 10, 11), date(2025, 10, 18)  # Saturdays
    assert [DAYS.is_public_holiday(day) for day in (in_national_day_week, make_up, ordinary)] == [True, False, False]
    assert [DAYS.is_working_day(day) for day in (in_national_day_week, make_up, ordinary)] == [False, True, False]


def test_a_holiday_of_a_single_year() -> None:
    anniversary_of_victory, a_year_later = date(2015, 9, 3), date(2016, 9, 2)
    assert DAYS.is_public_holiday(anniversary_of_victory)
    assert not DAYS.is_working_day(anniversary_of_victory)
    assert DAYS.is_working_day(a_year_later)


def test_published_years() -> None:
    assert PUBLISHED_YEARS.start == 2004
    assert 2026 in PUBLISHED_YEARS
    assert DAYS.is_working_day(date(2004, 12, 31))
    assert not DAYS.is_working_day(date(2004, 1, 1))


@pytest.mark.parametrize("day", [date(2003, 12, 31), UNPUBLISHED])
def test_an_unpublished_year_is_refused_with_a_remedy(day: date) -> None:
    for ask in (DAYS.is_working_day, DAYS.is_public_holiday, DAYS.number_of):
        with pytest.raises(CalendarYearError, match=rf"found {day}\..*beyond to 'weekdays'"):
            ask(day)
    with pytest.raises(CalendarYearError, match=f"found {day.year}"):
        DAYS.assumed_years([2020, day.year])
    with pytest.raises(CalendarYearError, match=f"found {day}"):
        DAYS.day_numbered(ASSUMING.number_of(day))


def test_an_assumed_year_has_its_mondays_to_fridays() -> None:
    for year in (1999, PUBLISHED_YEARS.stop):
        assert all(ASSUMING.is_working_day(day) == (day.isoweekday() <= 5) for day in dates_of(year))
        assert not any(map(ASSUMING.is_public_holiday, dates_of(year)))


def test_assuming_changes_nothing_in_published_years() -> None:
    for year in PUBLISHED_YEARS:
        assert all(ASSUMING.is_working_day(day) == DAYS.is_working_day(day) for day in dates_of(year))


def test_what_was_assumed_can_be_listed() -> None:
    end = PUBLISHED_YEARS.stop
    assert ASSUMING.assumed_years(range(2002, end + 2)) == (2002, 2003, end, end + 1)
    assert ASSUMING.assumption(PUBLISHED_YEARS) is None
    one, several = ASSUMING.assumption([2020, end]), ASSUMING.assumption(range(2003, end + 3))
    assert one is not None
    assert several is not None
    assert one.is_assumption
    assert (one.source, one.basis) == (
        Source.ASSUMED,
        f"no State Council calendar for {end}: Monday to Friday taken as working days, no public holidays",
    )
    assert f"for 4 years within 2003-{end + 2}:" in several.basis


def test_numbers_run_on_across_the_borders_of_the_published_years() -> None:
    first, last = date(2002, 1, 1), date(PUBLISHED_YEARS.stop + 1, 12, 31)
    number = ASSUMING.number_of(first - timedelta(days=1))
    day = first
    while day <= last:
        works = ASSUMING.is_working_day(day)
        number += works
        assert ASSUMING.number_of(day) == number
        if works:
            assert ASSUMING.day_numbered(number) == day
        day += timedelta(days=1)


@pytest.mark.parametrize("number", [-5, 10**9])
@pytest.mark.parametrize("days", [DAYS, ASSUMING])
def test_a_day_that_no_date_can_hold_is_refused(number: int, days: WorkingDays) -> None:
    with pytest.raises(CalendarYearError, match=r"outside the years 1 to 9999\. Check the limit"):
        days.day_numbered(number)


def test_it_is_frozen_and_compares_by_value() -> None:
    assert WorkingDays(beyond="weekdays") == ASSUMING
    assert len({WorkingDays(), DAYS, ASSUMING}) == 2
    with pytest.raises(ValidationError, match="refuse"):
        WorkingDays.model_validate({"beyond": "guess"})
    with pytest.raises(ValidationError, match="frozen"):
        ASSUMING.beyond = "refuse"  # type: ignore[misc]


def test_what_was_published_later_moves_nothing_for_who_keeps_to_an_earlier_year() -> None:
    then = WorkingDays(beyond="weekdays", published_through=2019)
    assert [then.is_working_day(day) for day in dates_of(2019)] == [DAYS.is_working_day(day) for day in dates_of(2019)]
    assert [then.is_working_day(day) for day in dates_of(2020)] == [day.isoweekday() <= 5 for day in dates_of(2020)]
    assert not any(map(then.is_public_holiday, dates_of(2020)))
    numbers = [then.number_of(day) for day in (*dates_of(2019), *dates_of(2020)) if then.is_working_day(day)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    worked = [day for day in (*dates_of(2019), *dates_of(2020)) if then.is_working_day(day)]
    assert [then.day_numbered(number) for number in numbers] == worked
    assert then.assumed_years([2019, 2020]) == (2020,)


def test_a_year_after_the_last_one_kept_to_is_refused_like_an_unpublished_one() -> None:
    with pytest.raises(CalendarYearError, match="2004 to 2019; found 2020-01-02"):
        WorkingDays(published_through=2019).is_working_day(date(2020, 1, 2))
