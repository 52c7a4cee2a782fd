"""The steps of a case that wait for people: what a message may do to them, and when it takes effect.

A message is checked twice. Before it is accepted, by a validator, so that a client that came too early may come again
under the same key; and when it takes effect, because a deadline may have withdrawn the step in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, Work
from workflows.events.event import EventKind
from workflows.instants import Instant, format_instant
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.port import Engine
from workflows.interpreter.travel import Travel
from workflows.temporal.messages import ActorKind, BeginWork, CompleteWork, WorkItem


class RefusedError(Exception):
    """A message that does not fit the case as it is.

    Parameters
    ----------
    code : one of ``no_such_item``, ``already_begun``, ``already_planned``, ``no_such_outcome``, ``out_of_order``,
        ``too_late``, ``case_over``
    message : what was expected, what was found
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Effect:
    """Whether a message has taken effect: not yet (``None``), yes, or no, because the step was withdrawn before."""

    taken: bool | None = None


@dataclass(slots=True)
class OpenItem:
    """A step that waits for somebody or is being done."""

    step: Work
    occurrence: int
    branch: Branch
    enabled_at: Instant
    started_at: Instant | None = None
    member: str = ""
    begins_at: Instant | None = None
    completes_at: Instant | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The ways in which it can come out."""
        return tuple(outcome.id for outcome in self.step.outcomes) or (DONE,)


class Desk:
    """The open items of one case, and the messages that answer them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._items: dict[tuple[str, int], OpenItem] = {}

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`: the step is there to be answered."""
        item = OpenItem(step, occurrence, branch, enabled_at=self._engine.now())
        self._items[step.id, occurrence] = item
        return _Withdrawal(self._items, item)

    def items(self) -> tuple[WorkItem, ...]:
        """What is open, in the order in which it was enabled."""
        return tuple(_shown(item) for item in self._items.values())

    def awaits_somebody(self) -> bool:
        """Whether it is not known of every item when it will be done."""
        return any(item.completes_at is None for item in self._items.values())

    def check_begin(self, message: BeginWork, now: Instant) -> None:
        """Refuse a beginning that does not fit."""
        item = self._open(message.step, message.occurrence)
        _not_begun(item)
        _not_past(message.at, now, item)

    def check_complete(self, message: CompleteWork, now: Instant, at: Instant) -> None:
        """Refuse a completion that does not fit.

        Parameters
        ----------
        now : instant to which the case has got
        at : at which the completion would take effect
        """
        item = self._open(message.step, message.occurrence)
        if item.completes_at is not None:
            raise RefusedError(
                "already_planned",
                f"step {message.step!r} is already to be completed at {format_instant(item.completes_at)}",
            )
        if message.outcome not in item.outcomes:
            raise RefusedError(
                "no_such_outcome",
                f"expected an outcome of step {message.step!r}, one of {', '.join(item.outcomes)}; "
                f"was {message.outcome!r}",
            )
        if message.began_at is not None:
            _not_begun(item)
        for instant in (message.began_at, message.released_at, message.at):
            _not_past(instant, now, item)
        # Who is done now has begun by now, whatever the appointment was.
        begins_at = message.began_at if message.at is None else item.begins_at or message.began_at
        instants = [instant for instant in (begins_at, message.released_at, at) if instant is not None]
        if instants != sorted(instants):
            raise RefusedError(
                "out_of_order",
                "expected begun <= released <= completed; were "
                + ", ".join(format_instant(instant) for instant in instants),
            )

    def begin(self, travel: Travel, message: BeginWork, at: Instant) -> Effect:
        """Have a step begun at an instant."""
        item = self._open(message.step, message.occurrence)
        item.begins_at = at
        item.member = message.member
        return self._at(travel, item, at, lambda: self._started(travel, item))

    def complete(self, travel: Travel, message: CompleteWork, at: Instant) -> Effect:
        """Have a step completed at an instant; who has not begun it, nor says when, begins it then."""
        item = self._open(message.step, message.occurrence)
        item.completes_at = at
        item.member = message.member or item.member
        if item.begins_at is None:
            item.begins_at = message.began_at or message.released_at or at
            self._at(travel, item, item.begins_at, lambda: self._started(travel, item))
        if message.released_at is not None:
            self._at(travel, item, message.released_at, lambda: self._emit(travel, item, EventKind.RELEASED))
        return self._at(travel, item, at, lambda: self._completed(travel, item, message.outcome))

    def _open(self, step: str, occurrence: int) -> OpenItem:
        item = self._items.get((step, occurrence))
        if item is None:
            known = ", ".join(f"{id_} (occurrence {number})" for id_, number in self._items) or "none"
            raise RefusedError("no_such_item", f"step {step!r}, occurrence {occurrence}, is not open; open: {known}")
        return item

    def _at(self, travel: Travel, item: OpenItem, at: Instant, action: Callable[[], None]) -> Effect:
        effect = Effect()

        def act() -> None:
            effect.taken = self._items.get((item.step.id, item.occurrence)) is item
            if effect.taken:
                action()

        self._engine.call_at(travel, at, travel.plan.positions[item.step.id].entry, act)
        return effect

    def _started(self, travel: Travel, item: OpenItem) -> None:
        if item.started_at is None:
            item.started_at = self._engine.now()
            self._emit(travel, item, EventKind.STARTED)

    def _completed(self, travel: Travel, item: OpenItem, outcome: str) -> None:
        self._started(travel, item)
        del self._items[item.step.id, item.occurrence]
        self._emit(travel, item, EventKind.COMPLETED, outcome)
        item.branch.resume(outcome)

    def _emit(self, travel: Travel, item: OpenItem, kind: EventKind, outcome: str = "") -> None:
        self._engine.emit(travel, kind, item.step.id, item.occurrence, item.member, "", outcome)


class _Withdrawal:
    """Takes an item off the desk when the case no longer wants it."""

    __slots__ = ("_item", "_items")

    def __init__(self, items: dict[tuple[str, int], OpenItem], item: OpenItem) -> None:
        self._items = items
        self._item = item

    def cancel(self) -> None:
        self._items.pop((self._item.step.id, self._item.occurrence), None)


def _not_begun(item: OpenItem) -> None:
    begun = item.started_at or item.begins_at
    if begun is not None:
        raise RefusedError(
            "already_begun",
            f"step {item.step.id!r} was begun by {item.member or 'somebody'} at {format_instant(begun)}",
        )


def _not_past(at: Instant | None, now: Instant, item: OpenItem) -> None:
    if at is not None and at <= now:
        raise RefusedError(
            "too_late",
            f"expected an instant after {format_instant(now)}, to which the case has got; "
            f"was {format_instant(at)} for step {item.step.id!r}",
        )


def _shown(item: OpenItem) -> WorkItem:
    step = item.step
    if isinstance(step, Task):
        actor, pool = ActorKind.POOL, step.pool
    else:
        actor, pool = (ActorKind.APPLICANT if isinstance(step, ApplicantStep) else ActorKind.THIRD_PARTY), ""
    return WorkItem(
        step=step.id,
        occurrence=item.occurrence,
        title=step.title,
        actor=actor,
        pool=pool,
        enabled_at=item.enabled_at,
        started_at=item.started_at,
        member=item.member,
        outcomes=item.outcomes,
        planned=item.completes_at is not None,
    )
