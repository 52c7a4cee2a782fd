"""Calendars of pools: lunch breaks, staggered and extended hours, leave, make-up days."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from workflows.errors import CalendarYearError
from workflows.instants import HOUR, parse_instant, start_of
from workflows.working_time import PUBLISHED_YEARS, Calendar, WorkingDays, WorkingTimeAxis, compile_axis

DAYS = WorkingDays()
OFFICE_HOURS = ("09:00-12:00", "13:30-17:30")
PLAIN = {
    "base": "state_council",
    "hours": OFFICE_HOURS,
    "provenance": {"source": "assumed", "basis": "usual office hours"},
}


def calendar_of(**fields: object) -> Calendar:
    return Calendar.model_validate(PLAIN | fields)


def axis_of(*years: int, **fields: object) -> WorkingTimeAxis:
    return compile_axis(calendar_of(**fields), range(years[0], years[-1] + 1), DAYS)


def hours_on(axis: WorkingTimeAxis, day: str) -> float:
    midnight = start_of(date.fromisoformat(day))
    return axis.between(midnight, midnight + 24 * HOUR) / HOUR


def test_a_lunch_break_interrupts_and_the_day_ends_at_its_close() -> None:
    axis = axis_of(2026)
    morning = parse_instant("2026-03-04T11:00+08:00")
    assert axis.add(morning, HOUR) == parse_instant("2026-03-04T12:00+08:00")
    assert axis.add(morning, 2 * HOUR) == parse_instant("2026-03-04T14:30+08:00")
    assert axis.add(morning, 5 * HOUR) == parse_instant("2026-03-04T17:30+08:00")
    assert axis.add(morning, 6 * HOUR) == parse_instant("2026-03-05T10:00+08:00")
    assert axis.next_open(parse_instant("2026-03-06T17:30+08:00")) == parse_instant("2026-03-09T09:00+08:00")


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    axis = axis_of(2026)
    assert [hours_on(axis, day) for day in ("2026-02-14", "2026-02-16", "2026-10-10", "2026-10-17")] == [7, 0, 7, 0]


def test_plain_weeks_know_no_make_up_days() -> None:
    for base, saturday in (("weekdays", 0), ("every_day", 7)):
        axis = axis_of(2026, base=base)
        assert [hours_on(axis, day) for day in ("2026-02-14", "2026-02-16", "2026-02-21")] == [saturday, 7, saturday]


def test_a_window_open_on_saturdays_rests_on_holidays_and_makes_up_a_full_day() -> None:
    axis = axis_of(2025, weekday_hours={"saturday": ["09:00-12:00"]})
    usual, in_holiday, make_up = "2025-10-18", "2025-10-04", "2025-10-11"
    assert [hours_on(axis, day) for day in (usual, in_holiday, make_up)] == [3, 0, 7]


def test_staggered_and_short_weekdays() -> None:
    week = {"wednesday": ["12:00-20:00"], "friday": []}
    axis = axis_of(2025, weekday_hours=week)
    assert [hours_on(axis, f"2025-10-{day}") for day in (14, 15, 16, 17)] == [7, 8, 7, 0]
    assert hours_on(axis, "2025-10-01") == 0  # a Wednesday, but National Day
    every_day = axis_of(2025, base="every_day", weekday_hours=week | {"sunday": []})
    assert [hours_on(every_day, day) for day in ("2025-10-01", "2025-10-12", "2025-10-11")] == [8, 0, 7]


def test_leave_closes_and_extra_days_have_their_own_hours() -> None:
    extra = [{"day": "2026-02-16", "hours": ["10:00-11:00"]}, {"day": "2026-03-05", "hours": ["08:00-18:00"]}]
    axis = axis_of(2026, leave=["2026-03-04", "2026-03-07"], extra=extra)
    days = ("2026-02-16", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-07")
    assert [hours_on(axis, day) for day in days] == [1, 7, 0, 10, 0]


def test_round_the_clock_is_one_interval_over_all_midnights() -> None:
    axis = axis_of(2024, 2025, base="every_day", hours=["00:00-24:00"])
    assert (axis.opens[1:], axis.closes[1:]) == ((axis.first,), (axis.last,))
    assert axis.between(axis.first, axis.last) == (366 + 365) * 24 * HOUR


def test_the_axis_covers_exactly_its_years() -> None:
    axis = axis_of(2024, 2025)
    assert (axis.first, axis.last) == (start_of(date(2024, 1, 1)), start_of(date(2026, 1, 1)))
    with pytest.raises(CalendarYearError, match="2026-01-01T00:00"):
        axis.next_open(parse_instant("2025-12-31T17:30+08:00"))


def test_unpublished_years_are_refused_or_named() -> None:
    years = range(PUBLISHED_YEARS[-1], PUBLISHED_YEARS.stop + 2)
    with pytest.raises(CalendarYearError, match=f"found {PUBLISHED_YEARS.stop}-01-01"):
        compile_axis(calendar_of(), years, DAYS)
    assumed = compile_axis(calendar_of(), years, WorkingDays(beyond="weekdays"))
    assert assumed.assumed_years == (PUBLISHED_YEARS.stop, PUBLISHED_YEARS.stop + 1)
    assert hours_on(assumed, f"{PUBLISHED_YEARS.stop + 1}-02-01") == (
        7 if date(PUBLISHED_YEARS.stop + 1, 2, 1).isoweekday() <= 5 else 0
    )
    # Monday to Friday by declaration is no assumption about the law.
    assert compile_axis(calendar_of(base="weekdays"), years, DAYS).assumed_years == ()


def test_compiling_again_gives_the_same_axis() -> None:
    assert axis_of(2024) is axis_of(2024)
    assert axis_of(2024) is not axis_of(2024, leave=["2024-03-04"])


@pytest.mark.parametrize("years", [range(2024, 2024), range(2020, 2026, 2)])
def test_years_are_consecutive(years: range) -> None:
    with pytest.raises(ValueError, match="expected consecutive years, at least one"):
        compile_axis(calendar_of(), years, DAYS)


@pytest.mark.parametrize("years", [range(999, 1001), range(9998, 10000)])
def test_years_that_no_date_can_hold(years: range) -> None:
    with pytest.raises(CalendarYearError, match="expected years from 1000 to 9998"):
        compile_axis(calendar_of(base="weekdays"), years, DAYS)


def test_hours_are_kept_in_order() -> None:
    assert calendar_of(hours=["13:30-17:30", "09:00-12:00"]).hours == OFFICE_HOURS
    assert calendar_of(hours=["12:00-17:30", "09:00-12:00"]).hours == ("09:00-12:00", "12:00-17:30")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"hours": ["09:00-12:00", "11:59-13:00"]},
            "expected ranges that do not overlap; found '09:00-12:00' and '11:59",
        ),
        ({"hours": ["09:00-12:00", "09:00-12:00"]}, "expected ranges that do not overlap"),
        ({"hours": ["17:00-17:00"]}, "expected a closing after the opening; found '17:00-17:00'"),
        ({"hours": ["22:00-06:00"]}, "two ranges, such as 22:00-24:00 and 00:00-06:00"),
        (
            {"hours": ["9:00-12:00"]},
            "expected opening and closing as HH:MM-HH:MM, such as 09:00-12:00; found '9:00-12:00'",
        ),
        ({"hours": ["09:00-24:30"]}, "expected opening and closing as HH:MM-HH:MM"),
        ({"hours": ["24:00-24:00"]}, "expected opening and closing as HH:MM-HH:MM"),
        ({"hours": ["09:00-12:00\n"]}, "expected opening and closing as HH:MM-HH:MM"),
        ({"weekday_hours": {"monday": ["10:00-08:00"]}}, "expected a closing after the opening"),
        ({"weekday_hours": {"someday": ["08:00-10:00"]}}, "Extra inputs are not permitted"),
        ({"extra": [{"day": "2026-03-04", "hours": []}]}, "at least 1 item"),
        (
            {"extra": [{"day": "2026-03-04", "hours": ["09:00-10:00"]}] * 2},
            "expected each extra day once; found 2026-03-04",
        ),
        (
            {"leave": ["2026-03-04"], "extra": [{"day": "2026-03-04", "hours": ["09:00-10:00"]}]},
            "expected a day as leave or as extra; found 2026-03-04 as both",
        ),
        ({"hours": [], "weekday_hours": {"monday": []}}, "expected some open hours; found none"),
        ({"base": "lunar"}, "state_council"),
    ],
)
def test_a_faulty_calendar_says_what_to_change(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        calendar_of(**fields)
    assert message in str(caught.value)


def test_a_calendar_survives_json() -> None:
    calendar = calendar_of(
        weekday_hours={"saturday": ["09:00-12:00"]}, leave=["2026-03-04"], title={"zh": "窗口", "en": "window"}
    )
    assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar
