"""The law's clock against counting day by day, and the relations that must hold between its answers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.oracles import working_days as oracle
from workflows.instants import DAY, HOUR, MINUTE, Instant, date_of, start_of
from workflows.working_time import (
    Calendar,
    Stop,
    WorkingDays,
    compile_axis,
    due_at,
    elapsed_days,
    processing_time,
    remaining_days,
    working_days_between,
)

DAYS = WorkingDays(beyond="weekdays")
WORKS = oracle.published_or_monday_to_friday
LATEST = 90
# Ordinary weeks, long holidays, and both ends of the published years.
FIRST_DAYS = [date(2026, 3, 2), date(2025, 9, 22), date(2020, 1, 13), date(2003, 12, 1), date(2026, 11, 30)]

instants = st.builds(
    lambda first, day, minute: start_of(first) + day * DAY + minute * MINUTE,
    st.shared(st.sampled_from(FIRST_DAYS), key="first"),
    st.integers(0, LATEST),
    st.integers(0, 24 * 60 - 1),
)
closed_stops = st.tuples(instants, instants).map(lambda pair: Stop(start=min(pair), end=max(pair)))
open_stops = instants.map(lambda start: Stop(start=start))
stop_lists = st.lists(st.one_of(closed_stops, closed_stops, open_stops), max_size=4)
limits = st.integers(0, 45)

OFFICE = Calendar.model_validate(
    {
        "base": "state_council",
        "hours": ["09:00-12:00", "13:30-17:30"],
        "provenance": {"source": "assumed", "basis": "usual office hours"},
    }
)
AXIS = compile_axis(OFFICE, range(2003, 2029), DAYS)


def pauses_of(stops: list[Stop]) -> list[oracle.Pause]:
    return [(date_of(stop.start), None if stop.end is None else date_of(stop.end)) for stop in stops]


@given(instants, limits, stop_lists)
@settings(deadline=None, max_examples=300)
def test_due_as_counted_day_by_day(accepted_at: Instant, limit: int, stops: list[Stop]) -> None:
    last_day = oracle.last_day_in_time(date_of(accepted_at), limit, pauses_of(stops), WORKS)
    expected = None if last_day is None else start_of(last_day + timedelta(days=1))
    assert due_at(accepted_at, limit, stops, DAYS) == expected


@given(instants, instants, stop_lists)
@settings(deadline=None, max_examples=300)
def test_elapsed_as_counted_day_by_day(accepted_at: Instant, at: Instant, stops: list[Stop]) -> None:
    expected = oracle.elapsed(date_of(accepted_at), date_of(at), pauses_of(stops), WORKS)
    assert elapsed_days(accepted_at, at, stops, DAYS) == expected


@given(instants, instants, limits, stop_lists)
@settings(deadline=None, max_examples=300)
def test_in_time_is_the_same_by_the_date_and_by_the_count(
    accepted_at: Instant, decided_at: Instant, limit: int, stops: list[Stop]
) -> None:
    due = due_at(accepted_at, limit, stops, DAYS)
    in_time = due is None or decided_at < due
    assert in_time == (elapsed_days(accepted_at, decided_at, stops, DAYS) <= limit)
    assert in_time == (remaining_days(accepted_at, decided_at, limit, stops, DAYS) >= 0)


@given(instants, limits, stop_lists)
@settings(deadline=None)
def test_due_and_elapsed_are_inverse(accepted_at: Instant, limit: int, stops: list[Stop]) -> None:
    due = due_at(accepted_at, limit, stops, DAYS)
    if due is not None:
        assert elapsed_days(accepted_at, due - 1, stops, DAYS) == limit
        assert elapsed_days(accepted_at, due, stops, DAYS) == limit + 1


@given(instants, st.lists(instants, min_size=3, max_size=3).map(sorted), st.integers(0, 6))
@settings(deadline=None)
def test_stops_apart_add_up(accepted_at: Instant, cuts: list[Instant], gap: int) -> None:
    first, second, third = cuts
    fourth = third + gap * DAY
    early, late = Stop(start=first, end=second), Stop(start=third, end=fourth)
    at = fourth + 30 * DAY

    def removed(*stops: Stop) -> int:
        return elapsed_days(accepted_at, at, [], DAYS) - elapsed_days(accepted_at, at, stops, DAYS)

    assert removed(early, late) == removed(early) + removed(late)
    if first >= accepted_at:
        assert removed(early) == working_days_between(first, second, DAYS)
    assert removed(early, late, early, Stop(start=first, end=first)) == removed(early, late)


@given(instants, limits, closed_stops)
@settings(deadline=None)
def test_a_stop_never_brings_the_limit_forward(accepted_at: Instant, limit: int, stop: Stop) -> None:
    without, stopped = due_at(accepted_at, limit, [], DAYS), due_at(accepted_at, limit, [stop], DAYS)
    assert without is not None
    assert stopped is not None
    assert without <= stopped


@given(instants, instants, stop_lists)
@settings(deadline=None, max_examples=60)
@example(start_of(date(2026, 3, 2)) + 10 * HOUR, start_of(date(2026, 3, 6)), [])
def test_processing_time_is_the_office_time_in_which_nothing_stops(
    accepted_at: Instant, decided_at: Instant, stops: list[Stop]
) -> None:
    # Between neighbouring cuts the clock either runs or stands: decide each piece by itself.
    ends = [decided_at if stop.end is None else stop.end for stop in stops]
    cuts = sorted({accepted_at, decided_at, *ends, *(stop.start for stop in stops)})
    runs = 0
    for start, end in pairwise(cuts):
        stands = any(stop.start <= start and (stop.end is None or end <= stop.end) for stop in stops)
        if accepted_at <= start < decided_at and not stands:
            runs += AXIS.between(start, end)
    assert processing_time(accepted_at, decided_at, stops, AXIS) == runs
