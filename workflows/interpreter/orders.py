"""What people do to a case that its lane did not foresee.

Special procedures, extensions, assignments, opinions, owners, papers, ends. An order is the event that it will be.
Whoever gives it has to make sure that it fits the case; at its instant the case says that it has happened, and the
legal clock follows. So the events of a case hold all of its orders, and a rerun from events gives them back. A lane
never emits them.
"""

from __future__ import annotations

from typing import Final, Self

from pydantic import NonNegativeInt, model_validator

from workflows.definition.provenance import Frozen
from workflows.events.causes import Ground
from workflows.events.event import CaseEvent, EventKind
from workflows.events.papers import is_contents
from workflows.interpreter.travel import Travel

_ALWAYS: Final = frozenset(
    {
        EventKind.EXTENSION_ASKED,
        EventKind.EXTENDED,
        EventKind.EXTENSION_REFUSED,
        EventKind.ASSIGNED,
        EventKind.OPINION_ASKED,
        EventKind.OPINION,
        EventKind.OWNED,
        EventKind.FILED,
        EventKind.TAKEN_OUT,
    }
)
_CLOCK: Final = frozenset({EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED})


class Order(Frozen):
    """What somebody orders, as the event that it will be; see :class:`workflows.events.event.CaseEvent`.

    Parameters
    ----------
    occurrence : of the step; of a special procedure, its number among those of the case
    """

    kind: EventKind
    step: str = ""
    occurrence: NonNegativeInt = 0
    member: str = ""
    cause: str = ""
    outcome: str = ""

    @model_validator(mode="after")
    def _can_be_ordered(self) -> Self:
        if not can_be_ordered(self.kind, self.step, self.cause):
            raise ValueError(f"expected an event that people order; was {self.kind.name} of step {self.step!r}")
        if self.kind is EventKind.EXTENDED and not (self.outcome.isascii() and self.outcome.isdecimal()):
            raise ValueError(f"expected working days as the outcome of an extension; was {self.outcome!r}")
        if self.kind is EventKind.FILED and not is_contents(self.outcome):
            raise ValueError(f"expected digest, media type and size as the outcome of a filing; was {self.outcome!r}")
        return self


def can_be_ordered(kind: EventKind, step: str, cause: str) -> bool:
    """Whether an event is one that people order, rather than one that comes of the lane."""
    if kind is EventKind.ENDED:
        return cause in tuple(Ground)
    return kind in _ALWAYS or (kind in _CLOCK and not step)


def order_of(event: CaseEvent) -> Order | None:
    """The order that an event came of; none if it came of the lane."""
    if not can_be_ordered(event.kind, event.step, event.cause):
        return None
    return Order(
        kind=event.kind,
        step=event.step,
        occurrence=event.occurrence,
        member=event.member,
        cause=event.cause,
        outcome=event.outcome,
    )


def take_effect(order: Order, travel: Travel) -> None:
    """Have an order happen now; a case that is over takes none."""
    if travel.result is not None:
        return
    engine, clock = travel.engine, travel.clock
    if order.kind is EventKind.ENDED:
        travel.over(order.outcome, order.cause, order.member)
        return
    if order.kind is EventKind.CLOCK_RESUMED:
        clock.end_procedure(order.occurrence, engine.now())
    engine.emit(travel, order.kind, order.step, order.occurrence, order.member, order.cause, order.outcome)
    if order.kind is EventKind.CLOCK_STOPPED:
        clock.begin_procedure(order.occurrence, order.cause, engine.now())
    elif order.kind is EventKind.EXTENDED:
        clock.extend(int(order.outcome))
