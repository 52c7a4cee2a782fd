"""The cadences of the documents, on the calendars of their years."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from workflows.definition.cadence import (
    Cadence,
    LastWorkingDay,
    Monthly,
    OnDates,
    OnDayOff,
    Quarterly,
    Several,
    TimeOfDay,
    Weekday,
    Weekly,
    Yearly,
    rounds,
)
from workflows.definition.provenance import Provenance, Source
from workflows.errors import CalendarYearError
from workflows.instants import format_instant, start_of
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

BY = Provenance(source=Source.ASSUMED, basis="test")
AT = TimeOfDay(hour=9, provenance=BY)


def held(cadence: Cadence, first: date, last: date, days: WorkingDays | None = None) -> list[str]:
    """Days on which rounds are held, as month-day; all of them begin at nine."""
    found = rounds(cadence, start_of(first), start_of(last), days or WorkingDays())
    instants = [format_instant(at) for at in found]
    assert all(text[11:] == "09:00:00.000+08:00" for text in instants)
    return [text[5:10] for text in instants]


def test_half_monthly_reports_keep_to_the_last_day_of_february() -> None:
    """Fushun reports by the 15th and the 30th, so a day off moves a report forward, not back."""
    reports = Monthly(days=(15, 30), at=AT, on_day_off=OnDayOff.PREVIOUS_WORKING_DAY, provenance=BY)
    # 2020-02-15 is a Saturday, the 29th a Saturday; 30 May a Saturday.
    assert held(reports, date(2020, 2, 1), date(2020, 6, 1)) == [
        "02-14", "02-28", "03-13", "03-30", "04-15", "04-30", "05-15", "05-29",
    ]  # fmt: skip


def test_a_weekly_dispatch_moves_over_a_holiday() -> None:
    weekly = Weekly(weekday=Weekday.MONDAY, at=AT, provenance=BY)
    # The National Day week of 2018 ends on Sunday the 7th; Monday 24 September is Mid-Autumn.
    assert held(weekly, date(2018, 9, 17), date(2018, 10, 16)) == ["09-17", "09-25", "10-08", "10-15"]


def test_two_rounds_that_move_to_one_day_are_one() -> None:
    both = Monthly(days=(2, 5), at=AT, provenance=BY)
    assert held(both, date(2018, 10, 1), date(2018, 11, 1)) == ["10-08"]


def test_the_last_working_day_of_a_month() -> None:
    meeting = LastWorkingDay(at=AT, provenance=BY)
    assert held(meeting, date(2018, 3, 1), date(2018, 7, 1)) == ["03-30", "04-28", "05-31", "06-29"]


def test_quarters_and_years() -> None:
    evaluation = Quarterly(month=3, day=31, at=AT, on_day_off=OnDayOff.STAY, provenance=BY)
    assert held(evaluation, date(2023, 9, 1), date(2024, 7, 31)) == ["09-30", "12-31", "03-31", "06-30"]
    plan = Yearly(month=1, day=31, at=AT, provenance=BY)
    assert held(plan, date(2018, 1, 1), date(2020, 1, 1)) == ["01-31", "01-31"]


def test_the_phases_of_a_campaign_begin_on_their_dates() -> None:
    phases = OnDates(dates=(date(2018, 3, 16), date(2018, 2, 1), date(2018, 12, 1)), at=AT, provenance=BY)
    assert held(phases, date(2018, 1, 1), date(2019, 1, 1)) == ["02-01", "03-16", "12-03"]


def test_weekly_until_there_is_a_result_then_monthly() -> None:
    weekly = Weekly(weekday=Weekday.FRIDAY, at=AT, until=date(2023, 8, 31), provenance=BY)
    monthly = LastWorkingDay(at=AT, since=date(2023, 9, 1), until=date(2024, 7, 31), provenance=BY)
    both = Several(parts=(weekly, monthly))
    assert held(both, date(2023, 8, 14), date(2023, 11, 1)) == ["08-18", "08-25", "09-28", "10-31"]
    assert held(both, date(2024, 7, 1), date(2025, 7, 1)) == ["07-31"]


def test_a_round_that_depends_on_an_unpublished_year_is_refused_or_assumed() -> None:
    unknown = PUBLISHED_YEARS.stop
    plan = Yearly(month=1, day=1, at=AT, provenance=BY)
    window = date(unknown, 1, 1), date(unknown, 2, 1)
    with pytest.raises(CalendarYearError, match=str(unknown)):
        held(plan, *window)
    assert len(held(plan, *window, WorkingDays(beyond="weekdays"))) == 1


def test_a_cadence_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="expected until not before since; found 2020-01-01 before 2020-02-01"):
        Weekly(weekday=Weekday.MONDAY, at=AT, since=date(2020, 2, 1), until=date(2020, 1, 1), provenance=BY)
