"""News between a case and one that it opened: at once, or late, as among live cases whose worker was busy or gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol

from simulations.wakes import Clock, Wake, wake_at
from workflows.instants import Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.script import Script


class Waiting(Protocol):
    """Whatever waits for the end of a child case."""

    def resume(self, value: Any = None) -> None:  # noqa: ANN401 - what a strand waits for is as various as its steps
        """Go on with the result."""


class HearingLater:
    """A strand that hears of a child's end some time after it.

    Parameters
    ----------
    key : of the instant at which it does, for ties
    late : how long after it
    """

    __slots__ = ("_branch", "_clock", "_key", "_late", "_wake")

    def __init__(self, clock: Clock, key: int, late: Milliseconds, branch: Branch) -> None:
        self._clock = clock
        self._key = key
        self._late = late
        self._branch: Branch | None = branch
        self._wake: Wake | None = None

    def resume(self, value: Any = None) -> None:  # noqa: ANN401 - as for Waiting
        """The child has ended; the news is on its way."""
        self._wake = wake_at(self._clock, self._clock.now + self._late, self._key, partial(self._go_on, value))

    def _go_on(self, value: object) -> None:
        self._wake = None
        if self._branch is not None:  # the child may end after nobody waits for it any more
            self._branch.resume(value)

    def cancel(self) -> None:
        """Nobody waits for the news any more."""
        self._branch = None
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None


class GoneLater:
    """A child that hears only some time after it that its parent waits for it no longer.

    Parameters
    ----------
    key : of the instant at which it does, for ties
    late : how long after it
    withdraw : withdraws the child
    """

    __slots__ = ("_clock", "_key", "_late", "_withdraw")

    def __init__(self, clock: Clock, key: int, late: Milliseconds, withdraw: Callable[[], None]) -> None:
        self._clock = clock
        self._key = key
        self._late = late
        self._withdraw = withdraw

    def cancel(self) -> None:
        """The parent waits no longer; the news is on its way."""
        wake_at(self._clock, self._clock.now + self._late, self._key, self._withdraw)


@dataclass(frozen=True, slots=True)
class Both:
    """Two things under way, wanted or not wanted together."""

    one: Handle
    other: Handle

    def cancel(self) -> None:
        """Neither is wanted any more."""
        self.one.cancel()
        self.other.cancel()


@dataclass(frozen=True, slots=True)
class Late:
    """How long news took between a case and one that it opened.

    Attributes
    ----------
    heard : id of the opened case to the time from its end until whoever waited for it heard of that
    gone : to the time from when its parent waited no longer until it heard of that
    """

    heard: Mapping[str, Milliseconds] = field(default_factory=dict)
    gone: Mapping[str, Milliseconds] = field(default_factory=dict)


AT_ONCE: Final = Late()


def late_of(scripts: Mapping[str, Script]) -> Late:
    """How late news were, where they were."""
    return Late(
        {case: script.heard_after for case, script in scripts.items() if script.heard_after},
        {case: script.gone_after for case, script in scripts.items() if script.gone_after},
    )
