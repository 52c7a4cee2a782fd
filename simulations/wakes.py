"""SimPy's clock with the order within an instant that the interpreter wants.

SimPy sorts its queue by (time, priority, order of scheduling). Time is a whole number of milliseconds here, and the
priority is a key made of the case's rank and the step's position, so ties are decided by the rule of
:mod:`workflows.interpreter.branches` and never by the order of scheduling.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final

import simpy

from workflows.instants import Instant

POSITIONS: Final = 20
"""Bits of a key that hold a step's position; the rest is the case's rank."""


class Clock(simpy.Environment):
    """SimPy's environment, with the present instant as an attribute, since it is asked for a dozen times a task.

    Whatever happens sets `now` to its own instant first, so that it never differs from SimPy's.
    """

    now: Instant = 0

    def __init__(self, start_at: Instant) -> None:
        super().__init__(initial_time=start_at)
        self.now = start_at

    def put(self, event: Happening, at: Instant, key: int) -> None:
        """Put an event into SimPy's queue, as its `schedule` would, but for an instant and with a key of our own.

        Parameters
        ----------
        at : not before the present instant
        key : orders what happens at one instant
        """
        event.at = at
        heappush(self._queue, (at, key, next(self._eid), event))  # type: ignore[misc] # SimPy compares priorities, and counts in any number

    def run_out(self) -> None:
        """Let everything happen that is in the queue, and that comes into it.

        SimPy's own `run`, with its `step` in the loop: a call less for every event. Happenings cannot fail, so that
        what SimPy does with events that have failed is left out.
        """
        queue = self._queue
        while queue:
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment] # as SimPy does
            for callback in callbacks:
                callback(event)


class Happening(simpy.Event):
    """An event that is put into SimPy's queue for a given instant.

    Already triggered when it is made, like SimPy's own ``Timeout``, but with a priority of our choosing. What it does
    is the same for all of its kind, so its callbacks are a tuple of the class; SimPy takes them off the instance.

    Attributes
    ----------
    at : instant for which it is scheduled
    """

    _ok = True
    _value = None

    at: Instant


class Wake(Happening):
    """An event that SimPy handles at a given instant by calling an action."""

    def __init__(self, clock: Clock, action: Callable[[], None]) -> None:
        self._clock = clock
        self._action = action

    def _call(self) -> None:
        self._clock.now = self.at
        self._action()

    callbacks: Any = (_call,)

    def cancel(self) -> None:
        """Leave the event in SimPy's queue, but with nothing to do and nothing to remember."""
        self.callbacks = ()
        self._action = _nothing


def _nothing() -> None: ...


def wake_at(clock: Clock, at: Instant, key: int, action: Callable[[], None]) -> Wake:
    """Call an action at an instant; see :meth:`Clock.put`."""
    wake = Wake(clock, action)
    clock.put(wake, at, key)
    return wake
