"""The orders that people give about one case: whether one fits the case as it is, and what it then is.

An order is checked twice, like an answer: before it is accepted, and when it takes effect, since something may have
happened in between. What it does is in :mod:`workflows.interpreter.orders`; here is only what people have to keep to.
"""

from __future__ import annotations

from typing import Final

from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import Mark, Milestone, Result
from workflows.definition.values import WorkingDays
from workflows.events.causes import Capacity, Ground, Handover, Opinion, Procedure
from workflows.events.event import EventKind, accepted_since
from workflows.events.ownership import ownership
from workflows.instants import Instant, format_instant, parse_instant
from workflows.interpreter.orders import Order, take_effect
from workflows.interpreter.travel import Travel
from workflows.temporal.desk import OpenItem, check_hands, check_not_planned, check_revision, check_waits_for
from workflows.temporal.engine import TemporalEngine
from workflows.temporal.messages import ActorKind, AskedOpinion, ExtensionState
from workflows.temporal.order_messages import (
    AnyOrder,
    AskExtension,
    AskOpinions,
    BeginProcedure,
    DecideExtension,
    EndCase,
    EndProcedure,
    FilePaper,
    GiveOpinion,
    HandOver,
    TakeOutPaper,
    TakeOwnership,
)
from workflows.temporal.papers import file_paper, take_out_paper
from workflows.temporal.refusals import RefusedError
from workflows.working_time.legal_clock import due_at, elapsed_days

USUAL_EXTENSION: Final = WorkingDays(
    working_days=10,
    provenance=Provenance(
        source=Source.STATUTE,
        basis="行政许可法 art. 42: ten working days more, once, granted by the head of the authority",
    ),
)
"""What the law allows where a lane states nothing else."""

_RESULTS: Final = {
    Ground.NOT_NEEDED: Result.REJECTED,
    Ground.NOT_COMPETENT: Result.REJECTED,
    Ground.RETRACTION: Result.RETRACTED,
    Ground.REVOCATION: Result.REVOKED,
}


class Orders:
    """What has been ordered of a case so far, and what may be.

    Parameters
    ----------
    engine : of the case

    Attributes
    ----------
    extension : whether the decision gets more time; none as long as nobody has asked
    """

    def __init__(self, engine: TemporalEngine) -> None:
        self._engine = engine
        self._procedures = 0
        self.extension: ExtensionState | None = None

    def check(self, given: AnyOrder, travel: Travel, at: Instant) -> tuple[Order, ...]:
        """What an order comes to, if it fits the case as it is.

        Parameters
        ----------
        at : instant at which it takes effect

        Raises
        ------
        RefusedError
            If it does not fit.
        """
        match given:
            case BeginProcedure():
                return self._begin_procedure(given, travel)
            case EndProcedure():
                return _end_procedure(given, travel)
            case AskExtension():
                return self._ask_extension(given, travel, at)
            case DecideExtension():
                return self._decide_extension(given, travel, at)
            case HandOver():
                return self._hand_over(given, travel)
            case AskOpinions():
                return self._ask_opinions(given, travel, at)
            case GiveOpinion():
                return self._give_opinion(given)
            case EndCase():
                return _end_case(given, travel)
            case TakeOwnership():
                return self._take_ownership(given, travel)
            case FilePaper():
                return file_paper(given, travel, self._engine.events)
            case TakeOutPaper():
                return take_out_paper(given, travel, self._engine.events)

    def take_effect(self, given: AnyOrder, travel: Travel) -> None:
        """Have an order happen now.

        Raises
        ------
        RefusedError
            If it no longer fits.
        """
        for order in self.check(given, travel, self._engine.now()):
            take_effect(order, travel)
            self._take_note(order)

    def _take_note(self, order: Order) -> None:
        match order.kind:
            case EventKind.CLOCK_STOPPED:
                self._procedures += 1
            case EventKind.EXTENSION_ASKED:
                self.extension = ExtensionState(days=int(order.outcome), asked_by=order.member)
            case EventKind.EXTENDED:
                self.extension = ExtensionState(days=int(order.outcome), granted=True)
            case EventKind.EXTENSION_REFUSED:
                self.extension = None
            case EventKind.ASSIGNED:
                self._item(order).assignee = order.member
            case EventKind.OPINION_ASKED:
                asked = AskedOpinion(department=order.cause, due_at=parse_instant(order.outcome))
                self._item(order).opinions[order.cause] = asked
            case EventKind.OPINION:
                opinions = self._item(order).opinions
                said = {"opinion": Opinion(order.outcome), "by": order.member}
                opinions[order.cause] = opinions[order.cause].model_copy(update=said)
            case _:
                """The end of a procedure is the clock's, the case's own is the case's, its owner is read off events."""

    def _item(self, order: Order) -> OpenItem:
        return self._engine.desk.open_item(order.step, order.occurrence)

    # --- the clock -------------------------------------------------------------------------------------------------

    def _begin_procedure(self, given: BeginProcedure, travel: Travel) -> tuple[Order, ...]:
        _check_between_acceptance_and_decision(travel)
        if given.procedure in travel.clock.procedures.values():
            raise RefusedError("already_stands", f"the clock already stands still for {given.procedure}")
        return (
            Order(
                kind=EventKind.CLOCK_STOPPED,
                occurrence=self._procedures,
                member=given.by,
                cause=given.procedure,
            ),
        )

    def _ask_extension(self, given: AskExtension, travel: Travel, at: Instant) -> tuple[Order, ...]:
        _check_between_acceptance_and_decision(travel)
        if self.extension is not None:
            if self.extension.granted:
                raise RefusedError("already_extended", "expected no more than one extension; it has been granted")
            raise RefusedError("already_asked", f"{self.extension.asked_by} has asked already and waits for an answer")
        self._check_limit_runs(travel, at)
        days = str((travel.plan.lane.extension or USUAL_EXTENSION).working_days)
        return (Order(kind=EventKind.EXTENSION_ASKED, member=given.by, cause=given.reason, outcome=days),)

    def _decide_extension(self, given: DecideExtension, travel: Travel, at: Instant) -> tuple[Order, ...]:
        asked = self.extension
        if asked is None or asked.granted:
            raise RefusedError("not_asked", "expected somebody to have asked for more time; nobody waits for an answer")
        if given.by == asked.asked_by:
            raise RefusedError("same_person", f"expected somebody else than {given.by}, who has asked, to decide it")
        if not given.granted:
            return (Order(kind=EventKind.EXTENSION_REFUSED, member=given.by, cause=given.reason),)
        _check_between_acceptance_and_decision(travel)
        self._check_limit_runs(travel, at)
        return (Order(kind=EventKind.EXTENDED, member=given.by, cause=given.reason, outcome=str(asked.days)),)

    def _check_limit_runs(self, travel: Travel, at: Instant) -> None:
        """Refuse more time for a case that has none left: a limit that is over cannot be extended."""
        limits = [limit for limit in travel.plan.lane.limits if limit.is_for_the_decision]
        accepted = next((event for event in self._engine.events if event.kind == EventKind.ACCEPTED), None)
        if not limits or accepted is None:
            return
        since = accepted_since(accepted.at, accepted.cause, accepted.outcome)
        allowed = max(limit.working_days for limit in limits)
        taken = elapsed_days(since, at, travel.clock.stops, travel.plan.days)
        if taken > allowed:
            raise RefusedError(
                "limit_over", f"expected the limit of {allowed} working days to run still; {taken} have been taken"
            )

    # --- work ------------------------------------------------------------------------------------------------------

    def _hand_over(self, given: HandOver, travel: Travel) -> tuple[Order, ...]:
        item = self._engine.desk.open_item(given.step, given.occurrence)
        check_waits_for(item, ActorKind.POOL)
        check_revision(item, given.revision)
        check_not_planned(item)
        to = given.to or ""
        match given.how:
            case Handover.CLAIMED:
                to = given.by
                holder = item.assignee or (item.member if item.beginning is not None else "")
                if holder and (holder != given.by or item.assignee):
                    raise RefusedError("claimed", f"step {given.step!r} is {holder}'s")
            case Handover.RELEASED:
                to = ""
                if given.capacity is Capacity.OFFICER or not item.assignee:
                    _check_is_theirs(item, given)
            case Handover.DELEGATED:
                _check_is_theirs(item, given)
            case Handover.ESCALATED:
                to = to or ownership(self._engine.events, travel.plan.lane).supervisor
            case Handover.REASSIGNED:
                pass
        if not to and given.how is not Handover.RELEASED:
            raise RefusedError("nobody_named", f"expected `to`: whose step {given.step!r} is to be; was nobody")
        if to and to == item.assignee:
            raise RefusedError("claimed", f"step {given.step!r} is {to}'s already")
        return (
            Order(
                kind=EventKind.ASSIGNED,
                step=given.step,
                occurrence=given.occurrence,
                member=to,
                cause=given.how,
                outcome=given.by,
            ),
        )

    def _ask_opinions(self, given: AskOpinions, travel: Travel, at: Instant) -> tuple[Order, ...]:
        item = self._engine.desk.open_item(given.step, given.occurrence)
        check_waits_for(item, ActorKind.POOL)
        check_hands(item, given.by, None)
        check_not_planned(item)
        again = [name for name in given.departments if name in item.opinions or given.departments.count(name) > 1]
        if again:
            raise RefusedError("already_asked", f"{again[0]!r} has been asked about step {given.step!r} already")
        due = due_at(at, given.within, (), travel.plan.days)
        assert due is not None  # no clock stands still for opinions
        return tuple(
            Order(
                kind=EventKind.OPINION_ASKED,
                step=given.step,
                occurrence=given.occurrence,
                member=given.by,
                cause=department,
                outcome=format_instant(due),
            )
            for department in given.departments
        )

    def _give_opinion(self, given: GiveOpinion) -> tuple[Order, ...]:
        item = self._engine.desk.open_item(given.step, given.occurrence)
        asked = item.opinions.get(given.department)
        if asked is None:
            known = ", ".join(item.opinions) or "nobody"
            raise RefusedError(
                "not_asked", f"expected a department that was asked about step {given.step!r}: {known}; was "
                f"{given.department!r}"
            )  # fmt: skip
        if asked.opinion is not None:
            raise RefusedError("already_given", f"{given.department!r} has said {asked.opinion} already")
        return (
            Order(
                kind=EventKind.OPINION,
                step=given.step,
                occurrence=given.occurrence,
                member=given.by,
                cause=given.department,
                outcome=given.opinion,
            ),
        )

    def _take_ownership(self, given: TakeOwnership, travel: Travel) -> tuple[Order, ...]:
        now = ownership(self._engine.events, travel.plan.lane)
        free = not now.owner and given.owner == given.by
        if given.capacity is Capacity.OFFICER and given.by != now.owner and not free:
            raise RefusedError(
                "not_owner",
                f"expected {now.owner or 'whoever takes it'}, whose case it is, or a supervisor, to say whose it is to "
                f"be; was {given.by}",
            )
        supervisor = given.supervisor or ""
        if now.declared and (now.owner, now.supervisor) == (given.owner, supervisor):
            raise RefusedError("already_owned", f"the case is {now.owner}'s already, who answers to {supervisor!r}")
        return (Order(kind=EventKind.OWNED, member=given.owner, cause=given.by, outcome=supervisor),)


def procedures_of(travel: Travel) -> tuple[Procedure, ...]:
    """The special procedures that go on, in the order in which they began."""
    return tuple(Procedure(kind) for kind in travel.clock.procedures.values() if kind in tuple(Procedure))


def _end_procedure(given: EndProcedure, travel: Travel) -> tuple[Order, ...]:
    found = [number for number, kind in travel.clock.procedures.items() if kind == given.procedure]
    if not found:
        going_on = ", ".join(travel.clock.procedures.values()) or "none"
        raise RefusedError("no_such_procedure", f"expected a procedure that goes on: {going_on}; was {given.procedure}")
    return (Order(kind=EventKind.CLOCK_RESUMED, occurrence=found[-1], member=given.by, cause=given.procedure),)


def _end_case(given: EndCase, travel: Travel) -> tuple[Order, ...]:
    if given.ground in (Ground.NOT_NEEDED, Ground.NOT_COMPETENT):
        if Mark.ACCEPTED in travel.marks:
            raise RefusedError("already_accepted", f"expected {given.ground} to be told before the case is accepted")
    elif Mark.DECIDED not in travel.marks:
        raise RefusedError("not_decided", f"expected a decision for the {given.ground}; there is none yet")
    return (Order(kind=EventKind.ENDED, member=given.by, cause=given.ground, outcome=_RESULTS[given.ground]),)


def _check_between_acceptance_and_decision(travel: Travel) -> None:
    """Refuse what touches the legal clock while it does not run; a lane without these marks has none to run."""
    known = {step.mark for step in travel.plan.lane.steps.values() if isinstance(step, Milestone)}
    if Mark.ACCEPTED in known and Mark.ACCEPTED not in travel.marks:
        raise RefusedError("not_accepted", "expected an accepted case, whose legal clock runs; it is not accepted yet")
    if Mark.DECIDED in travel.marks:
        raise RefusedError("already_decided", "expected a case under review; it is decided")


def _check_is_theirs(item: OpenItem, given: HandOver) -> None:
    if item.assignee != given.by:
        holder = item.assignee or "nobody"
        raise RefusedError("not_assignee", f"expected {holder}, whose step {given.step!r} is; was {given.by}")
