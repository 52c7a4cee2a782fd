"""The law's clock on days that people can look up."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workflows.errors import CalendarYearError
from workflows.instants import DAY, HOUR, Instant, date_of, parse_instant
from workflows.working_time import (
    ALWAYS_OPEN,
    PUBLISHED_YEARS,
    Stop,
    WorkingDays,
    due_at,
    elapsed_days,
    processing_time,
    remaining_days,
    working_days_between,
)

DAYS = WorkingDays()


def at(day: str, time: str = "10:00") -> Instant:
    return parse_instant(f"{day}T{time}+08:00")


def stop(start: str, end: str | None) -> Stop:
    return Stop(start=at(start), end=None if end is None else at(end))


WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (
    "2026-03-04",
    "2026-03-05",
    "2026-03-06",
    "2026-03-07",
    "2026-03-08",
    "2026-03-09",
    "2026-03-10",
)


@pytest.mark.parametrize(
    ("accepted", "limit", "last_day"),
    [
        (WEDNESDAY, 1, THURSDAY),
        (WEDNESDAY, 2, FRIDAY),  # the end of Friday, not the start of Monday
        (WEDNESDAY, 3, MONDAY),
        (WEDNESDAY, 0, WEDNESDAY),
        (SATURDAY, 1, MONDAY),
        (SATURDAY, 0, SATURDAY),
        ("2026-02-13", 1, "2026-02-14"),  # a make-up Saturday is a working day
        ("2026-02-14", 1, "2026-02-24"),  # over the Spring Festival
        ("2020-01-23", 1, "2020-02-03"),  # as extended in 2020
        ("2025-12-31", 20, "2026-01-29"),
    ],
)
def test_the_last_allowed_day_lasts_until_its_midnight(accepted: str, limit: int, last_day: str) -> None:
    assert due_at(at(accepted), limit, [], DAYS) == at(last_day, "00:00") + DAY


def test_the_hour_of_acceptance_makes_no_difference() -> None:
    due = {due_at(at(WEDNESDAY, time), 5, [], DAYS) for time in ("00:00", "09:00", "23:59")}
    assert len(due) == 1


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [
        ("2026-03-03", 0),
        (WEDNESDAY, 0),
        (THURSDAY, 1),
        (FRIDAY, 2),
        (SATURDAY, 3),
        (SUNDAY, 3),
        (MONDAY, 3),
        (TUESDAY, 4),
    ],
)
def test_a_day_off_belongs_to_the_next_working_day(day: str, elapsed: int) -> None:
    assert elapsed_days(at(WEDNESDAY), at(day), [], DAYS) == elapsed
    assert remaining_days(at(WEDNESDAY), at(day), 2, [], DAYS) == 2 - elapsed


def test_the_day_of_the_stop_counts_and_the_day_of_the_resumption_does_not() -> None:
    stops = [stop(THURSDAY, MONDAY)]
    assert [elapsed_days(at(WEDNESDAY), at(day), stops, DAYS) for day in (THURSDAY, FRIDAY, MONDAY, TUESDAY)] == [
        1,
        1,
        1,
        2,
    ]
    assert due_at(at(WEDNESDAY), 2, stops, DAYS) == at(TUESDAY, "00:00") + DAY


def test_a_stop_on_the_last_day_extends_it_to_the_resumption() -> None:
    assert due_at(at(WEDNESDAY), 1, [stop(THURSDAY, MONDAY)], DAYS) == at(MONDAY, "00:00") + DAY
    assert due_at(at(WEDNESDAY), 0, [stop(WEDNESDAY, FRIDAY)], DAYS) == at(FRIDAY, "00:00") + DAY


def test_a_stop_after_the_limit_ran_out_saves_nothing() -> None:
    assert due_at(at(WEDNESDAY), 1, [stop(FRIDAY, TUESDAY)], DAYS) == at(FRIDAY, "00:00")
    assert due_at(at(WEDNESDAY), 1, [stop(FRIDAY, None)], DAYS) == at(FRIDAY, "00:00")


def test_while_the_clock_stands_nothing_is_due() -> None:
    assert due_at(at(WEDNESDAY), 1, [stop(THURSDAY, None)], DAYS) is None
    assert elapsed_days(at(WEDNESDAY), at("2026-09-01"), [stop(THURSDAY, None)], DAYS) == 1


def test_stops_that_overlap_touch_or_precede_acceptance_are_counted_once() -> None:
    overlapping = [stop(FRIDAY, TUESDAY), stop(THURSDAY, MONDAY), stop(THURSDAY, FRIDAY), stop("2026-03-02", WEDNESDAY)]
    assert due_at(at(WEDNESDAY), 2, overlapping, DAYS) == due_at(at(WEDNESDAY), 2, [stop(THURSDAY, TUESDAY)], DAYS)
    assert elapsed_days(at(WEDNESDAY), at(TUESDAY), overlapping, DAYS) == 1


def test_a_stop_within_a_day_or_a_weekend_takes_nothing_away() -> None:
    stops = [Stop(start=at(THURSDAY, "09:00"), end=at(THURSDAY, "16:00")), stop(FRIDAY, SUNDAY)]
    assert due_at(at(WEDNESDAY), 3, stops, DAYS) == due_at(at(WEDNESDAY), 3, [], DAYS)


def test_a_stop_from_a_day_off_takes_the_next_working_day() -> None:
    assert due_at(at(WEDNESDAY), 3, [stop(SATURDAY, MONDAY)], DAYS) == at(TUESDAY, "00:00") + DAY


def test_working_days_between_is_signed() -> None:
    assert working_days_between(at(WEDNESDAY), at(TUESDAY), DAYS) == 4
    assert working_days_between(at(TUESDAY), at(WEDNESDAY), DAYS) == -4
    assert working_days_between(at("2026-09-30"), at("2026-10-10"), DAYS) == 3


def test_limits_that_run_into_an_unpublished_year() -> None:
    accepted = at(f"{PUBLISHED_YEARS[-1]}-12-30")
    assert due_at(accepted, 1, [], DAYS) == at(f"{PUBLISHED_YEARS.stop}-01-01", "00:00")
    with pytest.raises(CalendarYearError, match="beyond to 'weekdays'"):
        due_at(accepted, 2, [], DAYS)
    due = due_at(accepted, 20, [], WorkingDays(beyond="weekdays"))
    assert due is not None
    assert date_of(due).year == PUBLISHED_YEARS.stop


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a limit of at least 0 working days; found -1"):
        due_at(at(WEDNESDAY), -1, [], DAYS)


def test_a_stop_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="expected the end of a stop not before its start; found 2026-03-05"):
        stop(FRIDAY, THURSDAY)


def test_processing_time_leaves_the_stops_out() -> None:
    stops = [
        Stop(start=at(THURSDAY, "14:00"), end=at(THURSDAY, "18:00")),
        Stop(start=at(THURSDAY, "12:00"), end=at(THURSDAY, "16:00")),
        Stop(start=at(TUESDAY, "00:00"), end=None),
    ]
    accepted, decided = at(THURSDAY, "10:00"), at(FRIDAY, "10:00")
    assert processing_time(accepted, decided, [], ALWAYS_OPEN) == DAY
    assert processing_time(accepted, decided, stops, ALWAYS_OPEN) == DAY - 6 * HOUR
    assert processing_time(accepted, decided, [Stop(start=at(THURSDAY, "13:00"))], ALWAYS_OPEN) == 3 * HOUR
    assert processing_time(decided, accepted, [], ALWAYS_OPEN) == 0
    assert processing_time(decided, accepted, stops, ALWAYS_OPEN) == 0
