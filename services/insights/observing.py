"""Live cases made ready to be measured: the very functions that measure simulated ones take it from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from services.store.cases import CaseRecord
from services.store.recording import kept_events
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant, date_of
from workflows.interpreter.plan import plan_of
from workflows.measures import Observation, observe, setting_of
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays(beyond="weekdays")
"""The law's working days, as live cases count them: of years that are not yet published, Monday to Friday."""

_YEARS_AHEAD = 2


def observed(lane: Lane, events: Sequence[CaseEvent], until: Instant) -> Observation:
    """Observe cases of one lane.

    Parameters
    ----------
    lane : under which they started
    events : theirs; those of a case one after the other, in its order
    until : instant up to which the events are complete
    """
    log = EventLog()
    log.extend(events)
    first = min((event.at for event in events), default=until)
    last = max((event.at for event in events), default=until)
    until = max(until, last)  # a rehearsed case may have run ahead of the clock
    years = range(date_of(first).year - 1, date_of(until).year + _YEARS_AHEAD)
    plan = plan_of(lane, years, DAYS)
    return observe(log, setting_of(lane, plan.axes, plan.days), observed_until=until)


def events_of_cases(connection: Connection, records: Iterable[CaseRecord]) -> list[CaseEvent]:
    """What has happened to some cases, one after the other; what sealed ones declared is not told."""
    return [
        event
        for record in records
        for event in kept_events(connection, record.id)
        if not (record.sealed and event.kind is EventKind.DECLARED)
    ]
