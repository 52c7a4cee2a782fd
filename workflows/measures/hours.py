"""Working time between many instants at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workflows.instants import Instant
from workflows.working_time.axis import WorkingTimeAxis

Numbers: TypeAlias = NDArray[np.int64]
"""Whole numbers: instants, spans of time in milliseconds, counts or row numbers."""

Flags: TypeAlias = NDArray[np.bool_]


class Hours:
    """When at least one of some calendars is open.

    Parameters
    ----------
    axes : at least one; the hours are known where all of them are

    Examples
    --------
    >>> hours = Hours([WorkingTimeAxis([(9, 12)], 0, 24), WorkingTimeAxis([(11, 13), (20, 21)], 0, 24)])
    >>> hours.between(np.array([0, 12]), np.array([24, 20])).tolist()
    [5, 1]
    """

    __slots__ = ("_opens", "_worked", "axes")

    def __init__(self, axes: Sequence[WorkingTimeAxis]) -> None:
        self.axes = tuple(axes)
        opens = np.concatenate([np.array(axis.opens, dtype=np.int64) for axis in axes])
        closes = np.concatenate([np.array(axis.closes, dtype=np.int64) for axis in axes])
        order = np.argsort(opens, kind="stable")
        opens, closes = opens[order], np.maximum.accumulate(closes[order])
        starts = np.flatnonzero(np.concatenate(([True], opens[1:] > closes[:-1])))
        lasts = np.append(starts[1:], len(opens)) - 1
        self._opens: Numbers = opens[starts]
        lengths = closes[lasts] - self._opens
        self._worked: Numbers = np.concatenate(([0], np.cumsum(lengths)))

    def turns(self, start: Instant, end: Instant) -> Numbers:
        """The instants between `start` and `end` at which these open or close, ascending.

        Examples
        --------
        >>> Hours([WorkingTimeAxis([(9, 12), (13, 17)], 0, 24)]).turns(10, 17).tolist()
        [12, 13]
        """
        turns = np.stack((self._opens, self._opens + np.diff(self._worked)), axis=1).ravel()
        return turns[np.searchsorted(turns, start, side="right") : np.searchsorted(turns, end)]

    @classmethod
    def together(cls, several: Sequence[Hours]) -> Hours:
        """The hours during which any of several is open."""
        return several[0] if len(several) == 1 else cls([axis for hours in several for axis in hours.axes])

    def worked_until(self, at: Numbers) -> Numbers:
        """Working time from the beginning of the known range up to each instant.

        Raises
        ------
        CalendarYearError
            If an instant lies outside that range.
        """
        if not len(at):
            return at
        earliest, latest = int(at.min()), int(at.max())
        for axis in self.axes:
            axis.between(earliest, latest)
        before = np.searchsorted(self._opens, at, side="right") - 1
        worked: Numbers = np.minimum(self._worked[before] + at - self._opens[before], self._worked[before + 1])
        return worked

    def between(self, start: Numbers, end: Numbers) -> Numbers:
        """Working time from each `start` to its `end`."""
        return self.worked_until(end) - self.worked_until(start)
