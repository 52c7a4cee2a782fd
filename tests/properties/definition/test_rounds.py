"""Rounds of any cadence over any window are those that a search through the calendar finds."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.rounds import rounds_by_search
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
    submissions,
)
from workflows.definition.provenance import Provenance, Source
from workflows.instants import HOUR, Instant, start_of
from workflows.working_time.calendars import Calendar, compile_axis
from workflows.working_time.state_council import WorkingDays

BY = Provenance(source=Source.ASSUMED, basis="drawn for a test")
DAYS = WorkingDays()
EARLIEST, LATEST = date(2015, 3, 1), date(2025, 10, 31)
OFFICE = Calendar(base="state_council", hours=("08:30-12:00", "13:00-17:30"), provenance=BY)
AXIS = compile_axis(OFFICE, range(2014, 2027), DAYS)

hours = st.integers(0, 23).map(lambda hour: TimeOfDay(hour=hour, provenance=BY))
rules = st.sampled_from(OnDayOff)
dates = st.dates(EARLIEST, LATEST)
days_of_month = st.integers(1, 31)


@st.composite
def _bounds(draw: st.DrawFn) -> tuple[date | None, date | None]:
    since, until = draw(st.none() | dates), draw(st.none() | dates)
    return (until, since) if since and until and until < since else (since, until)


@st.composite
def single(draw: st.DrawFn) -> Cadence:
    since, until = draw(_bounds())
    at, rule = draw(hours), draw(rules)
    match draw(st.integers(0, 5)):
        case 0:
            day = draw(st.sampled_from(Weekday))
            return Weekly(weekday=day, at=at, on_day_off=rule, since=since, until=until, provenance=BY)
        case 1:
            some = tuple(draw(st.lists(days_of_month, min_size=1, max_size=3)))
            return Monthly(days=some, at=at, on_day_off=rule, since=since, until=until, provenance=BY)
        case 2:
            return LastWorkingDay(at=at, since=since, until=until, provenance=BY)
        case 3:
            month, number = draw(st.integers(1, 3)), draw(days_of_month)
            return Quarterly(month=month, day=number, at=at, on_day_off=rule, since=since, until=until, provenance=BY)
        case 4:
            month, number = draw(st.integers(1, 12)), draw(days_of_month)
            return Yearly(month=month, day=number, at=at, on_day_off=rule, since=since, until=until, provenance=BY)
        case _:
            some_dates = tuple(draw(st.lists(dates, min_size=1, max_size=5)))
            return OnDates(dates=some_dates, at=at, on_day_off=rule, since=since, until=until, provenance=BY)


cadences: st.SearchStrategy[Cadence] = single() | st.lists(single(), min_size=2, max_size=3).map(
    lambda parts: Several(parts=tuple(parts))
)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Instant, Instant]:
    """Up to two years, beginning and ending at any hour."""
    first = start_of(draw(dates)) + draw(st.integers(0, 23)) * HOUR
    return first, first + draw(st.integers(0, 24 * 731)) * HOUR


@given(cadences, windows())
def test_rounds_are_those_that_a_search_finds(cadence: Cadence, window: tuple[Instant, Instant]) -> None:
    first, last = window
    last = min(last, start_of(LATEST))
    assert list(rounds(cadence, first, last, DAYS)) == rounds_by_search(cadence, first, last, DAYS)


@given(cadences, windows(), st.integers(0, 24 * 731))
def test_a_window_in_two_parts_has_the_rounds_of_the_whole(
    cadence: Cadence, window: tuple[Instant, Instant], cut: int
) -> None:
    first, last = window
    last = min(last, start_of(LATEST))
    middle = min(first + cut * HOUR, last)
    whole = list(rounds(cadence, first, last, DAYS))
    parts = [*rounds(cadence, first, middle - 1, DAYS), *rounds(cadence, middle, last, DAYS)]
    assert parts == (whole if first <= last else [])


@given(cadences, windows())
def test_cases_are_submitted_at_the_opening_after_their_round(
    cadence: Cadence, window: tuple[Instant, Instant]
) -> None:
    first, last = window
    last = min(last, start_of(LATEST))
    year = 366 * 24 * HOUR
    moved = {
        at if AXIS.is_open(at) else AXIS.opens[bisect_left(AXIS.opens, at)]
        for at in rounds_by_search(cadence, first - year, last, DAYS)
    }
    found = list(submissions(cadence, AXIS, first, last, DAYS))
    assert found == sorted(at for at in moved if first <= at <= last)
