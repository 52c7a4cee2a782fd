"""Measures worked out one case, one piece of work and one quarter of an hour at a time.

Slow and plain on purpose: it shares with :mod:`workflows.measures` nothing but the meaning of the words. Every instant
of a log given to it has to fall on a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workflows.definition.actors import Payer
from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.steps import ApplicantStep, StatutoryWait, Task, ThirdPartyStep, Work
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR, MINUTE, Instant, Milliseconds
from workflows.working_time import Stop, WorkingDays, WorkingTimeAxis, elapsed_days
from workflows.working_time import processing_time as legal_processing_time

TICK = 15 * MINUTE
MARKS = {
    "submitted": EventKind.SUBMITTED,
    "accepted": EventKind.ACCEPTED,
    "decided": EventKind.DECIDED,
    "delivered": EventKind.DELIVERED,
}


@dataclass
class Piece:
    """One time that a case had a step to be done."""

    step: Task | ApplicantStep | ThirdPartyStep | StatutoryWait
    occurrence: int
    enabled: Instant | None = None
    started: Instant | None = None
    released: Instant | None = None
    completed: Instant | None = None
    cancelled: Instant | None = None
    member: str = ""
    suspended: list[tuple[Instant, Instant | None]] = field(default_factory=list)

    @property
    def ended(self) -> Instant | None:
        return self.completed if self.completed is not None else self.cancelled


@dataclass
class Rules:
    """The lane and its axes."""

    lane: Lane
    axes: Mapping[str, WorkingTimeAxis]
    days: WorkingDays

    @property
    def office(self) -> WorkingTimeAxis:
        return self.axes[self.lane.office]

    def member_axis(self, piece: Piece) -> WorkingTimeAxis:
        assert isinstance(piece.step, Task)
        pool = self.lane.pools[piece.step.pool]
        members = [group.calendar or pool.calendar for group in pool.staff for _ in range(group.count)]
        return self.axes[members[int(piece.member) - 1]]

    def pool_open(self, pool: str, at: Instant) -> bool:
        entry = self.lane.pools[pool]
        return any(self.axes[group.calendar or entry.calendar].is_open(at) for group in entry.staff)


def pieces(events: Sequence[CaseEvent], lane: Lane) -> list[Piece]:
    """The work of one case."""
    found: dict[tuple[str, int], Piece] = {}
    for event in events:
        step = lane.steps.get(event.step)
        if not EventKind.ENABLED <= event.kind <= EventKind.CANCELLED:
            continue
        if not isinstance(step, Task | ApplicantStep | ThirdPartyStep | StatutoryWait):
            continue
        piece = found.setdefault((event.step, event.occurrence), Piece(step, event.occurrence))
        if event.kind is EventKind.SUSPENDED:
            piece.suspended.append((event.at, None))
        elif event.kind is EventKind.RESUMED:
            piece.suspended[-1] = (piece.suspended[-1][0], event.at)
        else:
            setattr(piece, event.kind.name.lower(), event.at)
        piece.member = piece.member or event.member
    return list(found.values())


def ticks(start: Instant, end: Instant) -> Iterator[Instant]:
    """The quarters of an hour from `start` to `end`."""
    assert start % TICK == 0
    assert end % TICK == 0
    return iter(range(start, end, TICK))


def state(piece: Piece, at: Instant, rules: Rules) -> str | None:
    """What is going on with a piece of work at an instant, if anything."""
    begun = piece.enabled if piece.enabled is not None else piece.started
    if begun is None or at < begun or (piece.ended is not None and at >= piece.ended):
        return None
    if not isinstance(piece.step, Task):
        return OTHERS[type(piece.step)]
    if piece.released is not None and at >= piece.released:
        return "working" if rules.office.is_open(at) else "off_duty"
    resting = any(since <= at and (until is None or at < until) for since, until in piece.suspended)
    if piece.started is None or at < piece.started or resting:
        return "queueing" if rules.pool_open(piece.step.pool, at) else "off_duty"
    return "working" if rules.member_axis(piece).is_open(at) else "off_duty"


def in_service(piece: Piece, at: Instant, rules: Rules) -> bool:
    """Whether a member works on it at an instant."""
    served = piece.started is not None and at >= piece.started and (piece.released is None or at < piece.released)
    return served and state(piece, at, rules) == "working"


OTHERS = {ApplicantStep: "applicant", ThirdPartyStep: "third_party", StatutoryWait: "statutory"}
PRECEDENCE = ("working", "queueing", "off_duty", "third_party", "applicant", "statutory", "elsewhere")


def holding(events: Sequence[CaseEvent], rules: Rules) -> dict[str, Milliseconds]:
    """Cycle time of one case by who held it."""
    held = dict.fromkeys(PRECEDENCE, 0)
    submitted, closed = first(events, EventKind.SUBMITTED), closing(events)
    work = pieces(events, rules.lane)
    if submitted is not None and closed is not None:
        for at in ticks(submitted, closed):
            states = {state(piece, at, rules) for piece in work}
            held[next(holder for holder in PRECEDENCE if holder in states or holder == "elsewhere")] += TICK
    return held


def first(events: Sequence[CaseEvent], kind: EventKind) -> Instant | None:
    """The first instant of a kind of event."""
    return next((event.at for event in events if event.kind is kind), None)


def closing(events: Sequence[CaseEvent]) -> Instant | None:
    """The end of a case's cycle time."""
    delivered = first(events, EventKind.DELIVERED)
    return delivered if delivered is not None else first(events, EventKind.ENDED)


def stops(events: Sequence[CaseEvent]) -> list[Stop]:
    """When the clock stood still, as whoever follows the events notes it; reasons that overlap are one stop."""
    found: list[Stop] = []
    reasons: set[tuple[str, int]] = set()
    for event in events:
        if event.kind is EventKind.CLOCK_STOPPED:
            if not reasons:
                found.append(Stop(start=event.at))
            reasons.add((event.step, event.occurrence))
        elif event.kind is EventKind.CLOCK_RESUMED:
            reasons.remove((event.step, event.occurrence))
            if not reasons:
                found[-1] = Stop(start=found[-1].start, end=event.at)
    return found


def happened(piece: Piece) -> bool:
    """Whether the applicant has had the trouble of it."""
    return (piece.started if isinstance(piece.step, Task) else piece.completed) is not None


def case_row(events: Sequence[CaseEvent], rules: Rules, observed_until: Instant) -> dict[str, object]:
    """One row of the table of cases; -1 for what is not known."""
    at = {mark: first(events, kind) for mark, kind in MARKS.items()}
    ended, closed = first(events, EventKind.ENDED), closing(events)
    work, standing = pieces(events, rules.lane), stops(events)
    accepted, decided = at["accepted"], at["decided"]
    done = [piece for piece in work if happened(piece) and not isinstance(piece.step, StatutoryWait)]
    steps = [piece.step for piece in done if not isinstance(piece.step, StatutoryWait)]
    documents = rules.lane.documents
    both = accepted is not None and decided is not None
    return {
        **{f"{mark}_at": -1 if instant is None else instant for mark, instant in at.items()},
        "ended_at": -1 if ended is None else ended,
        "result": next((event.outcome for event in events if event.kind is EventKind.ENDED), ""),
        "cycle_time": -1 if closed is None else closed - (at["submitted"] or 0),
        "processing_time": legal_processing_time(accepted or 0, decided or 0, standing, rules.office) if both else -1,
        "processing_days": legal_days(accepted, decided, standing, rules.days),
        "visits": sum(step.visits for step in steps),
        "documents": sum(documents[id_].source is DocumentSource.APPLICANT for step in steps for id_ in step.documents),
        "steps": sum(p.completed is not None and not isinstance(p.step, StatutoryWait) for p in work),
        "corrections": sum(e.kind is EventKind.CLOCK_STOPPED and e.cause == "correction" for e in events),
        "redone": sum(piece.started is not None and piece.occurrence > 0 for piece in work),
        "agency_cost": sum(service_cost(piece, rules, observed_until) for piece in work)
        + sum(step.fee.yuan for step in steps if step.fee and agency_pays(step)),
        "fees": sum(step.fee.yuan for step in steps if step.fee and not agency_pays(step)),
        "timeliness": tuple(
            timeliness(limit.working_days, at[limit.start], at[limit.until], ended, (standing, rules, observed_until))
            for limit in rules.lane.limits
        ),
    }


def legal_days(start: Instant | None, at: Instant | None, standing: Sequence[Stop], days: WorkingDays) -> int:
    """Working days taken, from what was known of the stops then."""
    if start is None or at is None:
        return -1
    known = [
        stop if stop.end is None or stop.end <= at else Stop(start=stop.start) for stop in standing if stop.start < at
    ]
    return elapsed_days(start, at, known, days)


def timeliness(
    limit: int,
    start: Instant | None,
    until: Instant | None,
    ended: Instant | None,
    known: tuple[Sequence[Stop], Rules, Instant],
) -> int:
    """1 on time, 0 late, -1 open."""
    standing, rules, observed_until = known
    if start is None:
        return -1
    if until is None:
        last = observed_until if ended is None else ended
        return 0 if legal_days(start, last, standing, rules.days) > limit else -1
    return int(legal_days(start, until, standing, rules.days) <= limit)


def service_time(piece: Piece, rules: Rules, observed_until: Instant) -> Milliseconds:
    """Working time in service up to now."""
    until = piece.ended if piece.ended is not None else observed_until
    begun = piece.started if piece.started is not None else until
    if isinstance(piece.step, ApplicantStep):
        return until - begun
    if isinstance(piece.step, ThirdPartyStep):
        return rules.office.between(begun, until)
    return sum(TICK for at in ticks(begun, until) if in_service(piece, at, rules))


def agency_pays(step: Work) -> bool:
    """Whether a third party's fee is no cost of the applicant."""
    return isinstance(step, ThirdPartyStep) and step.paid_by is Payer.AGENCY


def service_cost(piece: Piece, rules: Rules, observed_until: Instant) -> float:
    """Yuan for the service so far."""
    if not isinstance(piece.step, Task):
        return 0.0
    price = rules.lane.pools[piece.step.pool].cost_per_hour
    assert price is not None
    return service_time(piece, rules, observed_until) * price.yuan / HOUR
