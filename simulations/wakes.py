"""SimPy's clock with the order within an instant that the interpreter wants.

SimPy sorts its queue by (time, priority, order of scheduling). Time is a whole number of milliseconds here, and the
priority is a key made of the case's rank and the step's position, so ties are decided by the rule of
:mod:`workflows.interpreter.branches` and never by the order of scheduling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import simpy

from workflows.instants import Instant

POSITIONS: Final = 20
"""Bits of a key that hold a step's position; the rest is the case's rank."""


class Clock:
    """SimPy's environment, and beside it the present instant, which is asked for a dozen times a task.

    Whatever happens sets `now` to its own instant first, so the two never differ.
    """

    __slots__ = ("env", "now")

    def __init__(self, start_at: Instant) -> None:
        self.env = simpy.Environment(initial_time=start_at)
        self.now = start_at


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

    clock: Clock
    at: Instant


class Wake(Happening):
    """An event that SimPy handles at a given instant by calling an action."""

    def __init__(self, clock: Clock, action: Callable[[], None]) -> None:
        self.clock = clock
        self._action = action

    def _call(self) -> None:
        self.clock.now = self.at
        self._action()

    callbacks: Any = (_call,)

    def cancel(self) -> None:
        """Leave the event in SimPy's queue, but with nothing to do and nothing to remember."""
        self.callbacks = ()
        self._action = _nothing


def _nothing() -> None: ...


def schedule(event: Happening, at: Instant, key: int) -> None:
    """Put an event into SimPy's queue.

    Parameters
    ----------
    at : not before the present instant
    key : orders what happens at one instant
    """
    event.at = at
    clock = event.clock
    clock.env.schedule(event, key, at - clock.now)  # type: ignore[arg-type] # SimPy compares priorities, and counts in any number


def wake_at(clock: Clock, at: Instant, key: int, action: Callable[[], None]) -> Wake:
    """Call an action at an instant; see :func:`schedule`."""
    wake = Wake(clock, action)
    schedule(wake, at, key)
    return wake
