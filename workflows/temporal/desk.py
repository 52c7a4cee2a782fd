"""The steps of a case that wait for people: what a message may do to them, and when it takes effect.

A message is checked twice. Before it is accepted, by a validator, so that a client that came too early may come again
under the same key; and when it takes effect, because a deadline may have withdrawn the step in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, Work
from workflows.events.event import EventKind
from workflows.instants import SECOND, Instant, Milliseconds, format_instant
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.port import Engine
from workflows.interpreter.travel import Travel
from workflows.temporal.messages import ActorKind, BeginWork, CompleteWork, Withdraw, WorkItem

CLOCK_SKEW: Final[Milliseconds] = 5 * SECOND
"""By how much a sender's clock may be behind the server's before its "now" counts as the past."""


class RefusedError(Exception):
    """A message that does not fit the case as it is.

    Parameters
    ----------
    code : one of ``no_such_item``, ``already_begun``, ``already_planned``, ``no_such_outcome``, ``out_of_order``,
        ``too_late``, ``not_yours``, ``case_over``
    message : what was expected, what was found
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Effect:
    """Whether a message has taken effect: not yet (``None``), yes, or no, because the step was done with before."""

    taken: bool | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The instants by which a message is judged.

    Parameters
    ----------
    case : to which the case has got
    wall : of the wall's clock; none for a rehearsed case, which may be played in the past
    """

    case: Instant
    wall: Instant | None


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A beginning that was told, at its instant or ahead of it."""

    at: Instant
    entry: Handle
    effect: Effect

    def give_way(self) -> None:
        """It will not be: whoever told it learns so."""
        self.entry.cancel()
        self.effect.taken = False


@dataclass(slots=True)
class OpenItem:
    """A step that waits for somebody or is being done."""

    step: Work
    occurrence: int
    branch: Branch
    enabled_at: Instant
    started_at: Instant | None = None
    member: str = ""
    beginning: _Beginning | None = None
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

    def check_begin(self, message: BeginWork, clocks: Clocks) -> None:
        """Refuse a beginning that does not fit."""
        item = self._open(message.step, message.occurrence)
        if item.beginning is not None:
            raise _already_begun(item, item.beginning)
        _takes_effect(message.at, clocks, f"step {message.step!r}")

    def check_complete(self, message: CompleteWork, clocks: Clocks, at: Instant) -> None:
        """Refuse a completion that does not fit.

        Parameters
        ----------
        at : instant at which the completion would take effect
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
        begun = _begun_by(item, at)
        if begun is not None and message.began_at is not None:
            raise _already_begun(item, begun)
        for instant in (message.began_at, message.released_at):
            _not_past(instant, clocks.case, f"step {message.step!r}")
        _takes_effect(message.at, clocks, f"step {message.step!r}")
        begins_at = begun.at if begun is not None else _told_beginning(message, at)
        instants = [begins_at, at] if message.released_at is None else [begins_at, message.released_at, at]
        if instants != sorted(instants):
            raise RefusedError(
                "out_of_order",
                "expected begun <= released <= completed; were "
                + ", ".join(format_instant(instant) for instant in instants),
            )

    def check_withdraw(self, message: Withdraw, clocks: Clocks) -> None:
        """Refuse a withdrawal of the case that does not fit."""
        _takes_effect(message.at, clocks, "the withdrawal")

    def check_waits_for(self, message: CompleteWork, actor: ActorKind) -> None:
        """Refuse a completion by those for whom the step does not wait."""
        item = _shown(self._open(message.step, message.occurrence))
        if item.actor is not actor:
            raise RefusedError(
                "not_yours", f"expected a step that waits for a {actor}; {item.step!r} is {item.actor}'s"
            )

    def begin(self, travel: Travel, message: BeginWork, at: Instant) -> Effect:
        """Have a step begun at an instant."""
        item = self._open(message.step, message.occurrence)
        item.member = message.member
        item.beginning = self._beginning(travel, item, at)
        return item.beginning.effect

    def complete(self, travel: Travel, message: CompleteWork, at: Instant) -> Effect:
        """Have a step completed at an instant.

        Who has not begun it, nor says when, begins it then. An appointment to begin it later gives way: who is done
        has begun.
        """
        item = self._open(message.step, message.occurrence)
        item.completes_at = at
        item.member = message.member or item.member
        if _begun_by(item, at) is None:
            if item.beginning is not None:
                item.beginning.give_way()
            item.beginning = self._beginning(travel, item, _told_beginning(message, at))
        if message.released_at is not None:
            self._at(travel, item, message.released_at, lambda: self._emit(travel, item, EventKind.RELEASED))
        return self._at(travel, item, at, lambda: self._completed(travel, item, message.outcome))[1]

    def _open(self, step: str, occurrence: int) -> OpenItem:
        item = self._items.get((step, occurrence))
        if item is None:
            known = ", ".join(f"{id_} (occurrence {number})" for id_, number in self._items) or "none"
            raise RefusedError("no_such_item", f"step {step!r}, occurrence {occurrence}, is not open; open: {known}")
        return item

    def _beginning(self, travel: Travel, item: OpenItem, at: Instant) -> _Beginning:
        return _Beginning(at, *self._at(travel, item, at, lambda: self._started(travel, item)))

    def _at(self, travel: Travel, item: OpenItem, at: Instant, action: Callable[[], None]) -> tuple[Handle, Effect]:
        effect = Effect()

        def act() -> None:
            effect.taken = self._items.get((item.step.id, item.occurrence)) is item
            if effect.taken:
                action()

        return self._engine.call_at(travel, at, travel.plan.positions[item.step.id].entry, act), effect

    def _started(self, travel: Travel, item: OpenItem) -> None:
        item.started_at = self._engine.now()
        self._emit(travel, item, EventKind.STARTED)

    def _completed(self, travel: Travel, item: OpenItem, outcome: str) -> None:
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


def _begun_by(item: OpenItem, at: Instant) -> _Beginning | None:
    """The beginning of a step that stands when the step is completed at an instant: one told for then or before."""
    return item.beginning if item.beginning is not None and item.beginning.at <= at else None


def _told_beginning(message: CompleteWork, at: Instant) -> Instant:
    """When a step was begun of which no beginning stands: as its completion says, at the latest by the release."""
    return next(instant for instant in (message.began_at, message.released_at, at) if instant is not None)


def _already_begun(item: OpenItem, beginning: _Beginning) -> RefusedError:
    verb = "was" if item.started_at is not None else "is to be"
    who = item.member or "somebody"
    return RefusedError(
        "already_begun", f"step {item.step.id!r} {verb} begun by {who} at {format_instant(beginning.at)}"
    )


def _takes_effect(at: Instant | None, clocks: Clocks, what: str) -> None:
    """Refuse what is to take effect in the past: before what the case has got to, or before now on the wall's clock."""
    _not_past(at, clocks.case, what)
    if at is not None and clocks.wall is not None and at < clocks.wall - CLOCK_SKEW:
        raise RefusedError(
            "too_late",
            f"expected {what} to take effect now, {format_instant(clocks.wall)}, or at an instant to come; "
            f"was {format_instant(at)}. Leave `at` out for now; a completion may tell `began_at` and `released_at`, "
            "which may be past.",
        )


def _not_past(at: Instant | None, reached: Instant, what: str) -> None:
    if at is not None and at <= reached:
        raise RefusedError(
            "too_late",
            f"expected an instant after {format_instant(reached)}, to which the case has got; "
            f"was {format_instant(at)} for {what}",
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
