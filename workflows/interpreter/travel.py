"""The state of one case under way: what it has done so far, and its legal clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from types import MappingProxyType
from typing import Final

from workflows.definition.conditions import Condition, holds
from workflows.definition.steps import Mark, Result
from workflows.definition.variations import priority_of
from workflows.errors import InvalidInputError
from workflows.events.event import EventKind
from workflows.instants import Instant
from workflows.interpreter.branches import Branch
from workflows.interpreter.case import Submission
from workflows.interpreter.plan import Plan
from workflows.interpreter.port import Engine
from workflows.working_time.legal_clock import Stop

MOST_OCCURRENCES: Final = 10_000
"""Times that a case may come to a step; one that comes more often goes round for ever, whatever its lane says."""

_NONE: Final[Mapping[int, str]] = MappingProxyType({})
_APPROVED: Final = Result.APPROVED
_ENDED: Final = EventKind.ENDED
_SUBMITTED: Final = Mark.SUBMITTED


class LegalClock:
    """When the law's clock stood still for a case, and who has to know.

    Attributes
    ----------
    extended : working days by which the time for the decision was extended
    procedures : number to kind, of the special procedures that somebody ordered and that go on
    """

    __slots__ = ("_ends", "_standing", "_starts", "extended", "listeners", "procedures")

    def __init__(self) -> None:
        self._starts: list[Instant] = []
        self._ends: list[Instant] = []
        self._standing = 0
        self.listeners: list[Callable[[], None]] = []
        self.extended = 0
        self.procedures: Mapping[int, str] = _NONE

    @property
    def stands_still(self) -> bool:
        """Whether it stands still now."""
        return self._standing > 0

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops so far; one that goes on has no end."""
        return tuple(Stop(start=start, end=end) for start, end in zip_longest(self._starts, self._ends))

    def stop(self, at: Instant) -> None:
        """Stand still; several reasons at once count as one stop."""
        self._standing += 1
        if self._standing == 1:
            self._starts.append(at)
            self._tell()

    def resume(self, at: Instant) -> None:
        """One reason to stand still is gone; goes on when it was the last."""
        self._standing -= 1
        if self._standing == 0:
            self._ends.append(at)
            self._tell()

    def begin_procedure(self, number: int, kind: str, at: Instant) -> None:
        """Stand still for a special procedure."""
        self.procedures = {**self.procedures, number: kind}
        self.stop(at)

    def end_procedure(self, number: int, at: Instant) -> None:
        """A special procedure is over."""
        if number in self.procedures:
            self.procedures = {each: kind for each, kind in self.procedures.items() if each != number}
            self.resume(at)

    def extend(self, days: int) -> None:
        """Give the decision more time."""
        self.extended += days
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()


class Travel:
    """One case travelling its lane.

    Attributes
    ----------
    outcomes : step id to its latest outcome
    occurrences : step id to how many times it has been enabled
    marks : marks reached so far
    number : of the case, by which its draws are found
    priority : what the case adds to the priority of its tasks; lower goes first
    result : how it ended; ``None`` while it goes on
    """

    __slots__ = (
        "_clock",
        "case",
        "engine",
        "marks",
        "number",
        "occurrences",
        "outcomes",
        "plan",
        "priority",
        "rank",
        "result",
        "root",
    )

    def __init__(self, plan: Plan, case: Submission, engine: Engine, rank: int = 0) -> None:
        self.plan = plan
        self.case = case
        self.engine = engine
        self.rank = rank
        self.number = case.number
        priorities = plan.lane.priorities
        self.priority = priority_of(priorities, case.attributes) if priorities else 0
        self.outcomes: dict[str, str] = {}
        self.occurrences: dict[str, int] = {}
        self.marks: set[Mark] = {_SUBMITTED}
        self._clock: LegalClock | None = None
        self.result: str | None = None
        self.root: Branch | None = None

    @property
    def clock(self) -> LegalClock:
        """The law's clock of the case; made for whoever asks, since it never stops for most cases."""
        if self._clock is None:
            self._clock = LegalClock()
        return self._clock

    def declared(self) -> list[tuple[str, str]]:
        """The attributes of the case that its lane knows, with their values, in the lane's order."""
        attributes = self.case.attributes
        return [(id_, attributes[id_]) for id_ in self.plan.lane.attributes if id_ in attributes]

    def begin(self, step: str) -> int:
        """Count one more occurrence of a step; gives how many there were before."""
        occurrence = self.occurrences.get(step, 0)
        if occurrence == MOST_OCCURRENCES:
            raise InvalidInputError(
                f"expected cases that end; found case {self.case.id!r} of lane {self.plan.lane.id!r} at step {step!r} "
                f"for more than {MOST_OCCURRENCES} times. Look at the chances, and times of loops, that lead there."
            )
        self.occurrences[step] = occurrence + 1
        return occurrence

    def holds(self, condition: Condition) -> bool:
        """Decide a condition on what is known of the case."""
        return holds(condition, self.case.attributes, self.outcomes)

    def ran_out(self) -> None:
        """End the case because its lane has no more steps: it has been approved."""
        self.root = None  # which has nothing left that could be withdrawn
        self.over(_APPROVED)

    def over(self, result: str, cause: str = "", member: str = "") -> None:
        """End the case: withdraw whatever is still going on and say so. Later ends change nothing."""
        if self.result is not None:
            return
        self.result = result
        if self.root is not None:
            self.root.cancel()
            self.root = None
        if self._clock is not None:
            for number, kind in self._clock.procedures.items():
                self._clock.end_procedure(number, self.engine.now())
                self.engine.emit(self, EventKind.CLOCK_RESUMED, occurrence=number, cause=kind)
        self.engine.emit(self, _ENDED, member=member, cause=cause, outcome=result)
        self.engine.ended(self)
