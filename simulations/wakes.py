"""SimPy's clock with the order within an instant that the interpreter wants.

SimPy sorts its queue by (time, priority, order of scheduling). Time is a whole number of milliseconds here, and the
priority is a key made of the case's rank and the step's position, so ties are decided by the rule of
:mod:`workflows.interpreter.branches` and never by the order of scheduling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import simpy

POSITIONS: Final = 20
"""Bits of a key that hold a step's position; the rest is the case's rank."""


class Wake(simpy.Event):
    """An event that SimPy handles at a given instant by calling an action.

    Already triggered when it is made, like SimPy's own ``Timeout``, but with a priority of our choosing.
    """

    _ok = True
    _value = None

    def __init__(self, env: simpy.Environment, action: Callable[[], None]) -> None:
        self.env = env
        self.callbacks = [self._call]
        self._action = action

    def _call(self, event: simpy.Event) -> None:
        self._action()

    def cancel(self) -> None:
        """Leave the event in SimPy's queue, but with nothing to do and nothing to remember."""
        self.callbacks = []
        self._action = _nothing


def _nothing() -> None: ...


def schedule(env: simpy.Environment, event: simpy.Event, at: int, key: int) -> None:
    """Put a triggered event into SimPy's queue.

    Parameters
    ----------
    at : instant, not before the present one
    key : orders what happens at one instant
    """
    env.schedule(event, key, at - env.now)  # type: ignore[arg-type] # SimPy compares priorities, and counts in any number
