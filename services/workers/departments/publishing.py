"""The public is told of every decision (信息公开): of what kind of request, what was decided, and when. Of nobody."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from services.store.cases import CaseRecord, find_case, kept_lane
from services.store.recording import kept_events
from services.store.registers import Effect, Published, Words, next_number, publish
from services.workers.departments.department import Jurisdiction, LeftToPeopleError
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.definition.steps import Task
from workflows.definition.values import Outcome
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
from workflows.temporal.errand_messages import Errand
from workflows.working_time.legal_clock import due_at
from workflows.working_time.state_council import WorkingDays

WITHIN: Final = 7
"""Working days from the decision (PJ-024: 7个工作日内上网公开)."""

_DECIDED: Final = "decided"


def publish_decision(connection: Connection, errand: Errand, at: Instant, _: Jurisdiction) -> Effect:
    """Publish what was decided in a case."""
    record = find_case(connection, errand.case)
    if record is None or record.lane_hash is None or record.sealed:
        raise LeftToPeopleError(f"expected a case that may be published; {errand.case!r} is sealed, or not kept")
    lane = kept_lane(connection, record.lane_hash)
    told = _told(connection, record, lane, at)
    publish(connection, record.id, told)
    return Effect(found=True, content={"number": told.number})


def _told(connection: Connection, record: CaseRecord, lane: Lane, at: Instant) -> Published:
    happened = kept_events(connection, record.id)
    decided = next((number for number, event in enumerate(happened) if event.kind is EventKind.DECIDED), None)
    if decided is None:
        raise LeftToPeopleError(f"expected a decision in case {record.id!r}; none has been taken")
    outcome = _outcome(lane, happened[:decided])
    decided_at = happened[decided].at
    due = due_at(decided_at, WITHIN, (), WorkingDays(beyond="weekdays"))
    assert due is not None  # nothing stops the clock of a publication
    return Published(
        number=next_number(connection, "publications"),
        lane=lane.id,
        lane_title=_words(lane.title),
        decision=_DECIDED if outcome is None else outcome.id,
        decision_title=None if outcome is None else _words(outcome.title),
        decided_at=decided_at,
        due_at=due,
        published_at=at,
    )


def _outcome(lane: Lane, happened: list[CaseEvent]) -> Outcome | None:
    """How the last task came out, before the decision, that could have come out otherwise; corrections do not count."""
    for event in reversed(happened):
        step = lane.steps.get(event.step)
        if event.kind is EventKind.COMPLETED and isinstance(step, Task):
            for outcome in step.outcomes:
                if outcome.id == event.outcome and not any(each.from_documents for each in step.outcomes):
                    return outcome
    return None


def _words(title: Title) -> Words:
    return {"zh": title.zh, "en": title.en}
