"""The port between the interpreter and an engine: the whole of what Temporal and SimPy have to supply.

Neither the interpreter nor anything below it knows what time it is, who works, or where events go. Branching and racing
are not part of the port: their order is the interpreter's (see :mod:`workflows.interpreter.branches`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from workflows.definition.steps import Call, Work
from workflows.events.event import EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle

if TYPE_CHECKING:
    from workflows.definition.distributions import Distribution
    from workflows.interpreter.travel import Travel


class Engine(Protocol):
    """What runs a case."""

    def now(self) -> Instant:
        """The instant of whatever is being handled; a timer's is its due instant, a message's the message's."""

    def call_at(self, travel: Travel, at: Instant, key: int, action: Callable[[], None]) -> Handle:
        """Call `action` at an instant, never earlier and never before this call returns.

        Actions of one case at one instant are called in the order of `key`, then of scheduling.
        """

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """Have a step done by whoever does it: a pool, the applicant, a third party.

        Emits STARTED, RELEASED and COMPLETED, and then resumes `branch` with the outcome; never before this call
        returns. ENABLED and CANCELLED are the interpreter's.
        """

    def call(self, travel: Travel, step: Call, child: str, branch: Branch | None) -> Handle | None:
        """Open a child case called `child` on the lane that `step` names.

        Resumes `branch`, if given, with the child's result; without, the child has a life of its own and no handle.
        """

    def span(self, travel: Travel, step: str, occurrence: int, time: Distribution) -> Milliseconds:
        """Draw how long a wait lasts that the law gives as a span, by the name of its step."""

    def uniform(self, travel: Travel, step: str, occurrence: int, path: int) -> float:
        """Draw a number in (0, 1) for a decision that nobody takes: which path, by the name of its step."""

    def emit(
        self,
        travel: Travel,
        kind: EventKind,
        step: str = "",
        occurrence: int = 0,
        member: str = "",
        cause: str = "",
        outcome: str = "",
    ) -> None:
        """Record that something happened to the case, now."""

    def ended(self, travel: Travel) -> None:
        """Take note that the case is over; its last event has been emitted."""
