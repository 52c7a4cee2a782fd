"""The compiled axis against counting one tick, or one minute, at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracles import working_days as oracle
from workflows.errors import CalendarYearError
from workflows.instants import DAY, MINUTE, start_of
from workflows.working_time import Calendar, WorkingDays, WorkingTimeAxis, compile_axis

LAST = 40
MINUTES = 24 * 60


@st.composite
def axes(draw: st.DrawFn) -> tuple[WorkingTimeAxis, list[bool]]:
    """An axis over a few ticks, and for each tick whether it is open."""
    ticks = draw(st.lists(st.booleans(), min_size=LAST, max_size=LAST))
    return WorkingTimeAxis([(n, n + 1) for n in range(LAST) if ticks[n]], first=0, last=LAST), ticks


@given(axes(), st.integers(0, LAST), st.integers(0, LAST))
@settings(deadline=None)
def test_between_counts_the_open_ticks(drawn: tuple[WorkingTimeAxis, list[bool]], start: int, end: int) -> None:
    axis, ticks = drawn
    assert axis.between(start, end) == sum(ticks[start:end]) - sum(ticks[end:start])


@given(axes(), st.integers(0, LAST), st.integers(0, LAST))
@settings(deadline=None)
def test_add_finds_the_earliest_instant(drawn: tuple[WorkingTimeAxis, list[bool]], at: int, span: int) -> None:
    axis, ticks = drawn
    reached = [end for end in range(at, LAST + 1) if sum(ticks[at:end]) >= span]
    if reached:
        end = axis.add(at, span)
        assert end == reached[0]
        assert axis.between(at, end) == span
    else:
        with pytest.raises(CalendarYearError):
            axis.add(at, span)


@given(axes(), st.integers(0, LAST), st.integers(0, LAST // 2), st.integers(0, LAST // 2))
@settings(deadline=None)
def test_work_may_be_cut_in_two(
    drawn: tuple[WorkingTimeAxis, list[bool]], at: int, first_part: int, second_part: int
) -> None:
    axis, ticks = drawn
    assume(sum(ticks[at:]) >= first_part + second_part)
    assert axis.add(axis.add(at, first_part), second_part) == axis.add(at, first_part + second_part)


@given(axes(), st.integers(0, LAST - 1))
@settings(deadline=None)
def test_openings_and_closings(drawn: tuple[WorkingTimeAxis, list[bool]], at: int) -> None:
    axis, ticks = drawn
    assert axis.is_open(at) == ticks[at]
    openings = [tick for tick in range(at, LAST) if ticks[tick]]
    if not openings:
        for ask in (axis.next_open, axis.close_after):
            with pytest.raises(CalendarYearError):
                ask(at)
        return
    assert axis.next_open(at) == openings[0]
    assert axis.close_after(at) == next((tick for tick in range(openings[0], LAST) if not ticks[tick]), LAST)


@st.composite
def hours(draw: st.DrawFn, *, least: int = 0) -> list[str]:
    """Ranges of a day, possibly touching."""
    times = sorted(draw(st.sets(st.integers(0, MINUTES), min_size=2 * least, max_size=6)))
    clock = [f"{time // 60:02}:{time % 60:02}" for time in times]
    return [f"{start}-{end}" for start, end in zip(clock[::2], clock[1::2], strict=False)]


@st.composite
def calendars(draw: st.DrawFn, first: date) -> Calendar:
    """A calendar whose exceptions fall into the two weeks from `first`."""
    near = st.integers(0, 13).map(lambda n: first + timedelta(days=n))
    exceptions = draw(st.lists(near, unique=True, max_size=5))
    cut = draw(st.integers(0, len(exceptions)))
    return Calendar.model_validate(
        {
            "base": draw(st.sampled_from(["state_council", "every_day", "weekdays"])),
            "hours": draw(hours(least=1)),
            "weekday_hours": draw(st.dictionaries(st.sampled_from(oracle.NAMES), hours(), max_size=4)),
            "leave": exceptions[:cut],
            "extra": [{"day": day, "hours": draw(hours(least=1))} for day in exceptions[cut:]],
            "provenance": {"source": "assumed", "basis": "drawn"},
        }
    )


FORTNIGHTS = [
    date(2026, 2, 9),  # make-up Saturday, Spring Festival, and weekends within it
    date(2025, 9, 29),  # National Day week and its make-up Saturday
    date(2020, 1, 20),  # the extended Spring Festival
    date(2026, 12, 25),  # into a year without a published calendar
    date(2026, 6, 22),
]


@given(st.data(), st.sampled_from(FORTNIGHTS))
@settings(deadline=None, max_examples=40)
def test_a_calendar_is_open_in_the_minutes_that_its_rules_say(data: st.DataObject, first: date) -> None:
    calendar = data.draw(calendars(first))
    axis = compile_axis(calendar, range(first.year, first.year + 2), WorkingDays(beyond="weekdays"))
    start, minutes = start_of(first), 14 * MINUTES
    is_open = [is_open for n in range(14) for is_open in oracle.open_minutes(calendar, first + timedelta(days=n))]
    changes = [n for n in range(minutes) if n % 60 == 0 or is_open[n] != is_open[n - 1]]
    for minute in changes:
        assert axis.is_open(start + minute * MINUTE) == is_open[minute]
    for day in range(14):
        worked = sum(is_open[day * MINUTES : (day + 1) * MINUTES])
        assert axis.between(start + day * DAY, start + (day + 1) * DAY) == worked * MINUTE
    at = data.draw(st.integers(0, minutes - 1))
    available = sum(is_open[at:])
    assume(available > 0)
    span = data.draw(st.integers(1, available))
    end, left = at, span
    while left:
        left -= is_open[end]
        end += 1
    assert axis.add(start + at * MINUTE, span * MINUTE) == start + end * MINUTE
