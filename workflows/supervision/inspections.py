"""From a draw to cases, and from the events of the cases to what is published (一公开)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.definition.steps import Mark
from workflows.definition.values import Identifier
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, date_of
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.supervision.double_random import Draw, Inspection, Pair
from workflows.supervision.registers import EntryId, Registers
from workflows.working_time.state_council import WorkingDays

SINGLE: Final = "double_random_inspection"
"""Id of the lane of an inspection by one department."""
JOINT: Final = "joint_inspection"
"""Id of the lane of an inspection by several."""


@dataclass(frozen=True, slots=True)
class InspectionCase:
    """One inspection on its way.

    Attributes
    ----------
    lane : id of the lane that the case travels
    """

    lane: str
    case: Case
    inspection: Inspection


class PublishedResult(Frozen):
    """What the public is told of one inspection.

    Parameters
    ----------
    result : how the case ended; none while it goes on
    decided_at, published_at : none for what has not happened
    """

    firm: EntryId
    pairs: tuple[Pair, ...]
    case: str
    result: Identifier | None
    decided_at: Instant | None
    published_at: Instant | None


def inspections_of(
    drawn: Draw, registers: Registers, lanes: Mapping[str, Lane], submitted_at: Instant
) -> tuple[InspectionCase, ...]:
    """A case for each firm that was drawn: of the lane for one department, or of that for several.

    Parameters
    ----------
    registers : those of the draw; what a firm is from the start stands there
    lanes : the lanes :data:`SINGLE` and :data:`JOINT`, by id
    submitted_at : when the draw is over

    Raises
    ------
    ValueError
        If the draw was not made from these registers.
    """
    if registers.digest != drawn.registers:
        raise ValueError(f"expected the registers of the draw, {drawn.registers}; found {registers.digest}")
    firms = {firm.id: firm for firm in registers.firms}
    found = []
    for number, inspection in enumerate(drawn.inspections):
        lane = lanes[JOINT if inspection.joint else SINGLE]
        id_ = f"{lane.id}-{drawn.rule.period}-{drawn.rule.draw}-{inspection.firm}"
        known = {"risk": firms[inspection.firm].risk.value, **firms[inspection.firm].attributes}
        attributes = attributes_of(lane, known, partial(_drawn, drawn, inspection.firm))
        case = Case(id=id_, submitted_at=submitted_at, number=number, attributes=attributes, draws=f"{lane.id}/")
        found.append(InspectionCase(lane.id, case, inspection))
    return tuple(found)


def published_results(
    cases: Sequence[InspectionCase], events: Mapping[str, Sequence[CaseEvent]]
) -> tuple[PublishedResult, ...]:
    """What there is to publish of some inspections, in their order.

    Parameters
    ----------
    events : case id to what has happened to it; cases that have none have not begun
    """
    return tuple(_result(each, events.get(each.case.id, ())) for each in cases)


def days_to_publish(result: PublishedResult, days: WorkingDays) -> int | None:
    """Working days from the decision to its publication, the day of the decision not counted; none before that."""
    if result.decided_at is None or result.published_at is None:
        return None
    return days.number_of(date_of(result.published_at)) - days.number_of(date_of(result.decided_at))


def publication_limit(lane: Lane) -> int:
    """Working days within which a lane promises to publish what was decided.

    Raises
    ------
    ValueError
        If it promises nothing.
    """
    for limit in lane.limits:
        if (limit.start, limit.until) == (Mark.DECIDED, Mark.DELIVERED):
            return limit.working_days
    raise ValueError(f"expected lane {lane.id!r} to have a limit from the decision to the delivery; it has none")


def _result(of: InspectionCase, events: Sequence[CaseEvent]) -> PublishedResult:
    def first(kind: EventKind) -> Instant | None:
        return next((event.at for event in events if event.kind is kind), None)

    return PublishedResult(
        firm=of.inspection.firm,
        pairs=of.inspection.pairs,
        case=of.case.id,
        result=next(_ends(events), None),
        decided_at=first(EventKind.DECIDED),
        published_at=first(EventKind.DELIVERED),
    )


def _ends(events: Sequence[CaseEvent]) -> Iterator[str]:
    return (event.outcome for event in events if event.kind is EventKind.ENDED)


def _drawn(of: Draw, firm: str, attribute: str) -> float:
    """What decides an attribute of a firm that its register does not tell."""
    name = stream_name(f"{of.rule.period}/{of.rule.draw}/", firm, f"attribute/{attribute}")
    return uniform(key_of(of.seed, 0, name), 0)
