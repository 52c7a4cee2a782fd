"""Working time as an axis: how much of it lies between two instants, and when a span of it has been worked.

A case asks these questions at every step, and an experiment runs many thousands of cases, so a calendar is compiled
once into sorted arrays and every answer is one or two binary searches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from datetime import date
from itertools import accumulate
from typing import Final, NoReturn

from workflows.errors import CalendarYearError
from workflows.instants import Instant, Milliseconds, format_instant, start_of


@dataclass(frozen=True, slots=True, eq=False)
class WorkingTimeAxis:
    """Open intervals of a calendar over a known range of time.

    Parameters
    ----------
    intervals : half-open [opens, closes), ascending and disjoint, within [first, last]; those that touch become one
    first : the instant from which the calendar is known
    last : the instant up to which it is known; what is open or closed after it is not
    assumed_years : years in the range whose working days are an assumption

    Raises
    ------
    ValueError
        If the intervals are empty, out of order, overlapping or outside the range.
    CalendarYearError
        By every method that is asked of an instant outside [first, last], or whose answer lies there.

    Examples
    --------
    >>> office = WorkingTimeAxis([(9, 12), (14, 18)], first=0, last=24)
    >>> office.add(10, 2), office.add(10, 3), office.between(11, 15), office.next_open(12)
    (12, 15, 2, 14)
    """

    intervals: InitVar[Iterable[tuple[Instant, Instant]]]
    first: Instant
    last: Instant
    assumed_years: tuple[int, ...] = ()
    opens: tuple[Instant, ...] = field(init=False, repr=False)
    closes: tuple[Instant, ...] = field(init=False, repr=False)
    _worked: tuple[Milliseconds, ...] = field(init=False, repr=False)

    def __post_init__(self, intervals: Iterable[tuple[Instant, Instant]]) -> None:
        # An empty interval at the start, so that every instant has an interval at or before it.
        opens, closes = [self.first], [self.first]
        for start, end in intervals:
            if not closes[-1] <= start < end <= self.last:
                raise ValueError(
                    f"expected intervals in order, apart and within {self.first} to {self.last}; "
                    f"found {start} to {end} after {closes[-1]}"
                )
            if start == closes[-1] and len(opens) > 1:
                closes[-1] = end
            else:
                opens.append(start)
                closes.append(end)
        lengths = (end - start for start, end in zip(opens, closes, strict=True))
        object.__setattr__(self, "opens", tuple(opens))
        object.__setattr__(self, "closes", tuple(closes))
        object.__setattr__(self, "_worked", tuple(accumulate(lengths, initial=0)))

    def between(self, start: Instant, end: Instant) -> Milliseconds:
        """Working time from `start` to `end`; negative if `end` is the earlier one."""
        if not self.first <= start <= self.last:
            self._refuse(start)
        if not self.first <= end <= self.last:
            self._refuse(end)
        opens, worked = self.opens, self._worked
        i = bisect_right(opens, start)
        j = bisect_right(opens, end)
        # In the pause after an interval, the time since its opening overshoots what was worked in it.
        until_start = worked[i - 1] + start - opens[i - 1]
        until_end = worked[j - 1] + end - opens[j - 1]
        return min(until_end, worked[j]) - min(until_start, worked[i])

    def add(self, at: Instant, span: Milliseconds) -> Instant:
        """The earliest instant by which `span` of working time has been worked from `at` on.

        Work that fills a day ends when that day closes, not when the next one opens. ``add(at, 0)`` is `at`.

        Parameters
        ----------
        at : first <= at <= last
        span : >= 0
        """
        if not self.first <= at <= self.last:
            self._refuse(at)
        if span <= 0:
            if span:
                raise ValueError(f"expected a span of at least 0 ms; found {span}")
            return at
        opens, worked = self.opens, self._worked
        i = bisect_right(opens, at)
        until_at = worked[i - 1] + at - opens[i - 1]
        target = min(until_at, worked[i]) + span
        if target <= worked[i]:
            return at + span
        if target > worked[-1]:
            raise CalendarYearError(
                f"expected {span} ms of working time after {_written(at)}; found {worked[-1] - target + span} ms up to "
                f"{_written(self.last)}, where the compiled calendar ends. Compile it for more years."
            )
        i = bisect_left(worked, target, i) - 1
        return opens[i] + target - worked[i]

    def is_open(self, at: Instant) -> bool:
        """Whether working time runs at `at`; the instant of closing is closed."""
        if not self.first <= at < self.last:
            self._refuse(at)
        return at < self.closes[bisect_right(self.opens, at) - 1]

    def next_open(self, at: Instant) -> Instant:
        """`at` if it is open, else the next opening."""
        if not self.first <= at < self.last:
            self._refuse(at)
        i = bisect_right(self.opens, at)
        if at < self.closes[i - 1]:
            return at
        if i == len(self.opens):
            self._refuse(self.last)
        return self.opens[i]

    def close_after(self, at: Instant) -> Instant:
        """The next closing after `at`: of the interval that is open, or of the next one.

        An interval that is open up to `last` is said to close there, since nothing later is known.
        """
        if not self.first <= at < self.last:
            self._refuse(at)
        i = bisect_right(self.closes, at)
        if i == len(self.closes):
            self._refuse(self.last)
        return self.closes[i]

    def _refuse(self, at: Instant) -> NoReturn:
        raise CalendarYearError(
            f"expected an instant within the compiled calendar, {_written(self.first)} to {_written(self.last)}; "
            f"found {_written(at)}{' or later' if at == self.last else ''}. Compile the calendar for more years."
        )


def _written(at: Instant) -> str:
    try:
        return format_instant(at)
    except OverflowError:
        return f"{at} ms since 1970"


_LONG_AGO: Final = start_of(date(1000, 1, 1))
_FAR_AHEAD: Final = start_of(date(9999, 1, 1))

ALWAYS_OPEN: Final = WorkingTimeAxis([(_LONG_AGO, _FAR_AHEAD)], first=_LONG_AGO, last=_FAR_AHEAD)
"""Wall time: round the clock, every day. It closes in the year 9999."""
