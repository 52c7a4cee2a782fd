"""The steps of a case that wait for people: what a message may do to them, and when it takes effect.

A message is checked twice. Before it is accepted, by a validator, so that a client that came too early may come again
under the same key; and when it takes effect, because a deadline may have withdrawn the step in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, Work
from workflows.events.event import EventKind
from workflows.instants import Instant, format_instant
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.port import Engine
from workflows.interpreter.travel import Travel
from workflows.temporal.messages import ActorKind, AskedOpinion, BeginWork, CompleteWork, Withdraw, WorkItem
from workflows.temporal.notices import Notices
from workflows.temporal.refusals import Clocks, Effect, RefusedError, check_not_past, check_takes_effect


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
    assignee: str = ""
    revision: int = 0
    opinions: dict[str, AskedOpinion] = field(default_factory=dict)

    @property
    def actor(self) -> ActorKind:
        """Who it waits for."""
        if isinstance(self.step, Task):
            return ActorKind.POOL
        return ActorKind.APPLICANT if isinstance(self.step, ApplicantStep) else ActorKind.THIRD_PARTY

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The ways in which it can come out."""
        return tuple(outcome.id for outcome in self.step.outcomes) or (DONE,)


class Desk:
    """The open items of one case, and the messages that answer them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._items: dict[tuple[str, int], OpenItem] = {}
        self._notices = Notices()

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`: the step is there to be answered."""
        item = OpenItem(step, occurrence, branch, enabled_at=self._engine.now())
        self._items[step.id, occurrence] = item
        return _Withdrawal(self._items, item)

    def items(self) -> tuple[WorkItem, ...]:
        """What is open, in the order in which it was enabled."""
        return tuple(_shown(item) for item in self._items.values())

    def open_items(self) -> tuple[OpenItem, ...]:
        """The same, as the desk has it."""
        return tuple(self._items.values())

    def awaits_somebody(self) -> bool:
        """Whether it is not known of every item when it will be done."""
        return any(item.completes_at is None for item in self._items.values())

    def check_begin(self, message: BeginWork, clocks: Clocks) -> None:
        """Refuse a beginning that does not fit."""
        item = self.open_item(message.step, message.occurrence)
        check_hands(item, message.member, message.revision)
        if item.beginning is not None:
            raise _already_begun(item, item.beginning)
        check_takes_effect(message.at, clocks, f"step {message.step!r}")

    def check_complete(self, message: CompleteWork, clocks: Clocks, at: Instant) -> None:
        """Refuse a completion that does not fit.

        Parameters
        ----------
        at : instant at which the completion would take effect
        """
        item = self.open_item(message.step, message.occurrence)
        check_hands(item, message.member, message.revision)
        check_not_planned(item)
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
            check_not_past(instant, clocks.case, f"step {message.step!r}")
        check_takes_effect(message.at, clocks, f"step {message.step!r}")
        begins_at = begun.at if begun is not None else _told_beginning(message, at)
        instants = [begins_at, at] if message.released_at is None else [begins_at, message.released_at, at]
        if instants != sorted(instants):
            raise RefusedError(
                "out_of_order",
                "expected begun <= released <= completed; were "
                + ", ".join(format_instant(instant) for instant in instants),
            )

        _check_opinions(item, at)

    def check_notice(self, message: CompleteWork, travel: Travel, clocks: Clocks) -> None:
        """Refuse a completion that tells the applicant what may not be told."""
        step = self.open_item(message.step, message.occurrence).step
        self._notices.check(step, message, travel, lived=clocks.lived)

    def check_withdraw(self, message: Withdraw, clocks: Clocks) -> None:
        """Refuse a withdrawal of the case that does not fit."""
        check_takes_effect(message.at, clocks, "the withdrawal")

    def check_waits_for(self, message: CompleteWork, actor: ActorKind) -> None:
        """Refuse a completion by those for whom the step does not wait."""
        check_waits_for(self.open_item(message.step, message.occurrence), actor)

    def begin(self, travel: Travel, message: BeginWork, at: Instant) -> Effect:
        """Have a step begun at an instant."""
        item = self.open_item(message.step, message.occurrence)
        item.member = message.member
        item.beginning = self._beginning(travel, item, at)
        return item.beginning.effect

    def complete(self, travel: Travel, message: CompleteWork, at: Instant) -> Effect:
        """Have a step completed at an instant.

        Who has not begun it, nor says when, begins it then. An appointment to begin it later gives way: who is done
        has begun.
        """
        item = self.open_item(message.step, message.occurrence)
        item.completes_at = at
        item.member = message.member or item.member
        if _begun_by(item, at) is None:
            if item.beginning is not None:
                item.beginning.give_way()
            item.beginning = self._beginning(travel, item, _told_beginning(message, at))
        if message.released_at is not None:
            self._at(travel, item, message.released_at, lambda: self._emit(travel, item, EventKind.RELEASED))
        return self._at(travel, item, at, lambda: self._completed(travel, item, message))[1]

    def take_note(self, step: str, occurrence: int) -> None:
        """Something has happened to a step; who saw it before has seen another revision."""
        item = self._items.get((step, occurrence))
        if item is not None:
            item.revision += 1

    def open_item(self, step: str, occurrence: int) -> OpenItem:
        """The item that a message is about.

        Raises
        ------
        RefusedError
            ``no_such_item``
        """
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

    def _completed(self, travel: Travel, item: OpenItem, message: CompleteWork) -> None:
        del self._items[item.step.id, item.occurrence]
        self._notices.take_note(item.step, message)
        for document in message.missing:
            self._emit(travel, item, EventKind.NOTICED, document)
        self._emit(travel, item, EventKind.COMPLETED, outcome=message.outcome)
        item.branch.resume(message.outcome)

    def _emit(self, travel: Travel, item: OpenItem, kind: EventKind, cause: str = "", outcome: str = "") -> None:
        self._engine.emit(travel, kind, item.step.id, item.occurrence, item.member, cause, outcome)


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


def check_waits_for(item: OpenItem, actor: ActorKind) -> None:
    """Refuse a message from those for whom a step does not wait."""
    if item.actor is not actor:
        raise RefusedError("not_yours", f"expected a step that waits for a {actor}; {item.step.id!r} is {item.actor}'s")


def check_hands(item: OpenItem, member: str, revision: int | None) -> None:
    """Refuse a message from somebody else than whose step it is, or from somebody who has not seen it as it is."""
    check_revision(item, revision)
    if item.assignee and member != item.assignee:
        raise RefusedError(
            "not_assignee", f"expected {item.assignee}, whose step {item.step.id!r} is; was {member or 'nobody'}"
        )


def check_revision(item: OpenItem, revision: int | None) -> None:
    """Refuse a message from somebody who has not seen a step as it is."""
    if revision is not None and revision != item.revision:
        raise RefusedError(
            "stale", f"step {item.step.id!r} is at revision {item.revision}; was {revision}. Look at it again"
        )


def check_not_planned(item: OpenItem) -> None:
    """Refuse a message about a step of which it is settled when it will be done."""
    if item.completes_at is not None:
        raise RefusedError(
            "already_planned",
            f"step {item.step.id!r} is already to be completed at {format_instant(item.completes_at)}",
        )


def _check_opinions(item: OpenItem, at: Instant) -> None:
    """Refuse a completion before those who were asked have said what they think, or have had their time."""
    missing = [asked.department for asked in item.opinions.values() if asked.opinion is None and at < asked.due_at]
    if missing:
        latest = max(item.opinions[department].due_at for department in missing)
        raise RefusedError(
            "opinions_missing",
            f"step {item.step.id!r} waits for the opinions of {', '.join(missing)}, at the latest until "
            f"{format_instant(latest)}",
        )


def _shown(item: OpenItem) -> WorkItem:
    step = item.step
    return WorkItem(
        step=step.id,
        occurrence=item.occurrence,
        title=step.title,
        actor=item.actor,
        pool=step.pool if isinstance(step, Task) else "",
        enabled_at=item.enabled_at,
        started_at=item.started_at,
        member=item.member,
        outcomes=item.outcomes,
        planned=item.completes_at is not None,
        assignee=item.assignee,
        revision=item.revision,
        opinions=tuple(item.opinions.values()),
    )
