"""The axis at its edges: openings, closings, pauses, and the end of what is known."""

from __future__ import annotations

import pickle

import pytest

from workflows.errors import CalendarYearError
from workflows.instants import DAY, HOUR, parse_instant
from workflows.working_time import ALWAYS_OPEN, WorkingTimeAxis

OFFICE = WorkingTimeAxis([(9, 12), (14, 18), (33, 36), (38, 42)], first=0, last=48)


@pytest.mark.parametrize(
    ("at", "span", "ends"),
    [
        (9, 3, 12),  # to the lunch break, not over it
        (9, 4, 15),
        (9, 7, 18),  # to the close of the day, not to the next morning
        (9, 8, 34),
        (18, 1, 34),  # asked at the closing
        (20, 7, 42),
        (0, 14, 42),
        (12, 4, 18),
        (20, 0, 20),  # nothing to do is done at once, off duty too
        (48, 0, 48),
    ],
)
def test_work_ends_at_the_earliest_instant(at: int, span: int, ends: int) -> None:
    assert OFFICE.add(at, span) == ends


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [(9, 18, 7), (10, 11, 1), (12, 14, 0), (0, 48, 14), (17, 34, 2), (34, 17, -2), (11, 11, 0), (42, 48, 0), (0, 9, 0)],
)
def test_working_time_between(start: int, end: int, worked: int) -> None:
    assert OFFICE.between(start, end) == worked


@pytest.mark.parametrize(("at", "opens", "closes"), [(0, 9, 12), (9, 9, 12), (11, 11, 12), (12, 14, 18), (18, 33, 36)])
def test_opening_and_closing(at: int, opens: int, closes: int) -> None:
    assert (OFFICE.next_open(at), OFFICE.close_after(at)) == (opens, closes)
    assert OFFICE.is_open(at) == (opens == at)


def test_intervals_that_touch_are_one() -> None:
    axis = WorkingTimeAxis([(0, 3), (3, 5), (8, 9), (9, 12)], first=0, last=12)
    assert (axis.opens[1:], axis.closes[1:]) == ((0, 8), (5, 12))
    assert (axis.close_after(1), axis.add(2, 3), axis.close_after(10)) == (5, 5, 12)


@pytest.mark.parametrize("intervals", [[(3, 3)], [(5, 4)], [(2, 5), (4, 6)], [(6, 8), (2, 3)], [(-1, 2)], [(9, 13)]])
def test_disorder_is_refused(intervals: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="expected intervals in order, apart and within 0 to 12; found"):
        WorkingTimeAxis(intervals, first=0, last=12)


def test_no_answer_beyond_the_known_range() -> None:
    for at in (-1, 49):
        for ask in (OFFICE.is_open, OFFICE.next_open, OFFICE.close_after):
            with pytest.raises(CalendarYearError, match="Compile the calendar for more years"):
                ask(at)
        for start, end in ((at, 20), (20, at)):
            with pytest.raises(CalendarYearError, match="Compile the calendar for more years"):
                OFFICE.between(start, end)
        with pytest.raises(CalendarYearError, match="Compile the calendar for more years"):
            OFFICE.add(at, 0)


def test_the_end_of_the_range_is_the_end_of_answers() -> None:
    for ask in (OFFICE.next_open, OFFICE.close_after):
        with pytest.raises(CalendarYearError, match="or later"):
            ask(43)
    with pytest.raises(CalendarYearError, match="within the compiled calendar"):
        OFFICE.is_open(48)
    with pytest.raises(CalendarYearError, match=r"expected 4 ms of working time after .* found 3 ms up to"):
        OFFICE.add(39, 4)


def test_a_message_about_an_instant_that_no_date_can_hold() -> None:
    with pytest.raises(CalendarYearError, match=f"found {10**20} ms since 1970"):
        OFFICE.is_open(10**20)


def test_a_negative_span_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a span of at least 0 ms; found -1"):
        OFFICE.add(10, -1)


def test_a_calendar_that_never_opens() -> None:
    shut = WorkingTimeAxis([], first=0, last=10)
    assert (shut.between(0, 10), shut.is_open(5), shut.add(5, 0)) == (0, False, 5)
    with pytest.raises(CalendarYearError):
        shut.add(0, 1)


def test_it_is_immutable_and_travels_between_processes() -> None:
    with pytest.raises(AttributeError):
        OFFICE.first = 1  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(OFFICE))  # noqa: S301
    assert (copy.opens, copy.closes, copy.add(17, 2)) == (OFFICE.opens, OFFICE.closes, 34)


def test_wall_time_runs_always() -> None:
    at = parse_instant("2028-02-05T03:00+08:00")
    assert ALWAYS_OPEN.is_open(at)
    assert ALWAYS_OPEN.next_open(at) == at
    assert ALWAYS_OPEN.add(at, 300 * DAY) == at + 300 * DAY
    assert ALWAYS_OPEN.between(at, at + HOUR) == HOUR
    assert ALWAYS_OPEN.close_after(at) == ALWAYS_OPEN.last
    assert ALWAYS_OPEN.assumed_years == ()
