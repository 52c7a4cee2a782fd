"""The third adapter of the interpreter's port, for tests alone: a case is its journal, and can be begun anew from it.

What a case is told is entered into its journal with the instant at which it was; everything else follows. A crash
throws away all but the journal. What the case then asks of the world again is not done a second time, since it asks
under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import Final, TypeAlias

from workflows.definition.distributions import Distribution, span
from workflows.definition.lane import Lane
from workflows.definition.steps import Call, Result, Task, Work
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.case import Case, child_case
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.orders import Order, take_effect
from workflows.interpreter.plan import Plan
from workflows.interpreter.run import start_case
from workflows.interpreter.script import WITHDRAWAL
from workflows.interpreter.travel import Travel
from workflows.temporal.agenda import Agenda

Item: TypeAlias = tuple[str, int]
"""A step and its occurrence."""


class Saying(Enum):
    """What a case can be told."""

    BEGUN = auto()
    RELEASED = auto()
    DONE = auto()
    ENDED = auto()
    """A child of it has ended."""
    ORDERED = auto()
    WITHDRAWN = auto()
    """By its applicant, or because the case that waited for it does so no longer."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a case is told.

    Attributes
    ----------
    said : outcome of a step, result of a child
    child : id of the child that has ended
    at : of what another case tells: when it was
    """

    saying: Saying
    item: Item = ("", 0)
    said: str = ""
    child: str = ""
    at: Instant = 0
    order: Order | None = None

    def __str__(self) -> str:
        step, occurrence = self.item
        about = f" {step}#{occurrence}" if step else ""
        rest = self.said or self.child or (f"{self.order.kind.name} {self.order.cause}" if self.order else "")
        return f"{self.saying.name.lower()}{about} {rest}".rstrip()


class Asking(Enum):
    """What a case can ask of the world."""

    WORK = auto()
    FORGET_WORK = auto()
    CHILD = auto()
    FORGET_CHILD = auto()


Asked: TypeAlias = tuple[Asking, str, int]
"""What is asked, of which step or child, and of which occurrence: by which the world knows it again."""


@dataclass(slots=True)
class _Open:
    """A step that waits for somebody."""

    step: Work
    branch: Branch
    begun: bool
    released: bool = False


@dataclass(slots=True)
class Life:
    """A case from its beginning to its end or to its crash.

    Attributes
    ----------
    events : what has happened
    asked : all that it has asked of the world, in order
    open : what it waits for somebody to do
    """

    plan: Plan
    lanes: Mapping[str, Lane]
    case: Case
    seed: int
    agenda: Agenda
    events: list[CaseEvent] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    open: dict[Item, _Open] = field(default_factory=dict)
    children: dict[str, tuple[str, Case]] = field(default_factory=dict)
    awaited: dict[str, Branch] = field(default_factory=dict)
    travel: Travel | None = None

    @property
    def under_way(self) -> Travel:
        """The case as the interpreter knows it."""
        assert self.travel is not None
        return self.travel

    # --- the port -------------------------------------------------------------------------------------------------

    def now(self) -> Instant:
        """Instant of whatever the agenda is handling."""
        return self.agenda.now

    def call_at(self, travel: Travel, at: Instant, key: int, action: Callable[[], None]) -> Handle:
        """See the port."""
        return self.agenda.add(at, key, action)

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """Ask the world to have it done."""
        item = (step.id, occurrence)
        self.asked.append((Asking.WORK, *item))
        department = isinstance(step, Task)
        self.open[item] = _Open(step, branch, begun=not department)
        if not department:
            self.emit(travel, EventKind.STARTED, *item)
        return _Asked(partial(self._forget, item))

    def call(self, travel: Travel, step: Call, child: str, branch: Branch | None) -> Handle | None:
        """Ask the world to open it."""
        case = child_case(travel.case, self.lanes[step.lane], child, self.now(), self._drawn_for_child)
        self.children[child] = (step.lane, case)
        self.asked.append((Asking.CHILD, child, 0))
        if branch is None:
            return None
        self.awaited[child] = branch
        return _Asked(partial(self._forget_child, child))

    def span(self, travel: Travel, step: str, occurrence: int, time: Distribution) -> Milliseconds:
        """See the port."""
        return span(time, self._draw(stream_name(travel.case.draws, step, "time", occurrence)))

    def uniform(self, travel: Travel, step: str, occurrence: int, path: int) -> float:
        """See the port."""
        return self._draw(stream_name(travel.case.draws, step, f"path{path}", occurrence))

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
        """See the port."""
        self.events.append(CaseEvent(self.case.id, kind, self.agenda.now, step, occurrence, member, cause, outcome))

    def ended(self, travel: Travel) -> None:
        """See the port."""

    # --- what it is told ------------------------------------------------------------------------------------------

    def wake(self, at: Instant) -> None:
        """Handle what was to happen up to an instant, each at its own."""
        self.agenda.handle_until(at, _never)

    def takes(self, message: Message) -> bool:
        """Whether a message fits the case as it is: what validators of a real workflow ask."""
        if self.under_way.result is not None:
            return False
        match message.saying:
            case Saying.BEGUN:
                return message.item in self.open and not self.open[message.item].begun
            case Saying.RELEASED:
                return (
                    message.item in self.open and self.open[message.item].begun and not self.open[message.item].released
                )
            case Saying.DONE:
                return message.item in self.open and self.open[message.item].begun
            case Saying.ENDED:
                return message.child in self.awaited
            case Saying.ORDERED | Saying.WITHDRAWN:
                return True

    def hear(self, at: Instant, message: Message) -> None:
        """Have a message that the case takes happen, at the first free instant."""
        travel = self.under_way
        # What another case tells has an instant of its own.
        moment = max(message.at, self.agenda.now) if message.child else self.agenda.message_at(message.at or at)
        position = travel.plan.positions.get(message.item[0])
        key = travel.plan.last if position is None else position.entry
        self.agenda.add(moment, key, partial(self._happen, message))
        self.wake(moment)

    def _happen(self, message: Message) -> None:
        travel = self.under_way
        if not self.takes(message):  # what was due at the very same instant came first
            return
        match message.saying:
            case Saying.BEGUN:
                self.open[message.item].begun = True
                self.emit(travel, EventKind.STARTED, *message.item, "1")
            case Saying.RELEASED:
                self.open[message.item].released = True
                self.emit(travel, EventKind.RELEASED, *message.item, "1")
            case Saying.DONE:
                done = self.open.pop(message.item)
                member = "1" if isinstance(done.step, Task) else ""
                self.emit(travel, EventKind.COMPLETED, *message.item, member, outcome=message.said)
                done.branch.resume(message.said)
            case Saying.ENDED:
                self.awaited.pop(message.child).resume(message.said)
            case Saying.ORDERED:
                assert message.order is not None
                take_effect(message.order, travel)
            case Saying.WITHDRAWN:
                travel.over(Result.WITHDRAWN, WITHDRAWAL)

    def _forget(self, item: Item) -> None:
        del self.open[item]
        self.asked.append((Asking.FORGET_WORK, *item))

    def _forget_child(self, child: str) -> None:
        if self.awaited.pop(child, None) is not None:
            self.asked.append((Asking.FORGET_CHILD, child, 0))

    def _draw(self, name: str) -> float:
        return uniform(key_of(self.seed, 0, name), self.case.number)

    def _drawn_for_child(self, name: str) -> float:
        return self._draw(stream_name("", name, "attribute"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the interpreter holds of something that it has asked for."""

    forget: Callable[[], None]

    def cancel(self) -> None:
        """It is no longer wanted."""
        self.forget()


def _never() -> bool:
    return False


Entry: TypeAlias = tuple[Instant, Message | None]
"""When a case was woken, and what it was then told, if anything."""

CRASHES: Final = "a case that was begun anew from its journal is as it was before"


@dataclass(slots=True)
class Kept:
    """A case as it outlives crashes.

    Attributes
    ----------
    journal : all that it was told; the case follows from it
    """

    plan: Plan
    lanes: Mapping[str, Lane]
    case: Case
    seed: int
    journal: list[Entry] = field(default_factory=list)
    life: Life = field(init=False)

    def __post_init__(self) -> None:
        """Begin the case."""
        self.life = self._begun()

    def tell(self, at: Instant, message: Message | None) -> bool:
        """Wake the case, and tell it something if it takes it; what it takes is in the journal."""
        self.life.wake(at)
        taken = message is None or self.life.takes(message)
        self.journal.append((at, message if taken else None))
        if message is not None and taken:
            self.life.hear(at, message)
        return taken

    def crash(self) -> None:
        """Lose everything but the journal, and begin anew from that.

        Raises
        ------
        AssertionError
            If the case is then not what it was.
        """
        before, self.life = self.life, self._begun()
        for at, message in self.journal:
            self.life.wake(at)
            if message is not None:
                self.life.hear(at, message)
        assert self.life.events == before.events, CRASHES
        assert self.life.asked == before.asked, CRASHES
        assert self.life.open.keys() == before.open.keys(), CRASHES
        assert self.life.agenda.next_at() == before.agenda.next_at(), CRASHES

    def _begun(self) -> Life:
        life = Life(self.plan, self.lanes, self.case, self.seed, Agenda(self.case.submitted_at))
        life.travel = start_case(self.plan, self.case, life)
        return life
