"""The credit register as the store's cases make it, and what it decides when a case is started.

It is read off the events each time, as inbox and measures are: nothing else has to be kept in step with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, Engine

from services.requests.starting import Route
from services.store.cases import CaseRecord, cases_with_applicant
from services.store.database import reading
from services.store.recording import kept_events
from workflows.definition.steps import Result
from workflows.events.event import CaseEvent
from workflows.instants import Instant
from workflows.supervision.credit import CreditList, CreditRegister, gate
from workflows.supervision.credit_cases import FOLLOW_UP, LISTING, Breach, breaches_of, listing_id
from workflows.supervision.credit_courses import Course, breach_course, credit_register, listing_course

_LANES: Final = (FOLLOW_UP, LISTING)


def read_register(engine: Engine, at: Instant, applicant: str | None = None) -> CreditRegister:
    """The register as of now.

    Parameters
    ----------
    at : now
    applicant : whose entries; those of all applicants if absent
    """
    with reading(engine) as connection:
        return credit_register(courses_of(connection, applicant), at)


def attributes_by_credit(engine: Engine, route: Route, applicant: str | None, at: Instant) -> Mapping[str, str]:
    """Those attributes of a case that its applicant's credit decides, and nobody's word.

    Parameters
    ----------
    route : only attributes that its lanes ask for are told
    applicant : nothing is decided for one who is not known
    """
    asked = {id_ for lane in route.lanes.values() for id_ in lane.attributes}
    if applicant is None or not asked & gate(CreditRegister(), "", at).keys():
        return {}
    found = gate(read_register(engine, at, applicant), applicant, at)
    return {id_: value for id_, value in found.items() if id_ in asked}


def courses_of(connection: Connection, applicant: str | None) -> tuple[Course, ...]:
    """What the cases of the store mean for the register, case by case."""
    records = {record.id: record for record in cases_with_applicant(connection, _LANES, applicant)}
    events = {case: kept_events(connection, case) for case in records}
    return (*_of_breaches(records, events), *_of_listings(records, events))


def breaches(connection: Connection) -> tuple[Breach, ...]:
    """The commitments that were broken and revoked, in the order in which the breach was found."""
    records = {record.id: record for record in cases_with_applicant(connection, _LANES, None)}
    events = {case: kept_events(connection, case) for case in records}
    return tuple(each for each in _broken(records, events) if records[each.case].result == Result.REVOKED)


def _broken(records: Mapping[str, CaseRecord], events: Mapping[str, list[CaseEvent]]) -> tuple[Breach, ...]:
    lanes = {case: record.lane for case, record in records.items()}
    return breaches_of(events, lanes, lambda case: records[case].applicant or "")


def _of_breaches(records: Mapping[str, CaseRecord], events: Mapping[str, list[CaseEvent]]) -> Iterator[Course]:
    for breach in _broken(records, events):
        record = records[breach.case]
        if record.result is None:
            yield breach_course(breach, None, ())
        elif record.result == Result.REVOKED:
            yield breach_course(breach, record.ended_at, events.get(listing_id(breach), ()))


def _of_listings(records: Mapping[str, CaseRecord], events: Mapping[str, list[CaseEvent]]) -> Iterator[Course]:
    of_breaches = {listing_id(breach) for breach in _broken(records, events)}
    for case, record in records.items():
        on = record.attributes.get("list")
        if record.lane != LISTING or record.applicant is None or on is None or case in of_breaches:
            continue
        course = listing_course(record.applicant, CreditList(on), case, events[case])
        if course is not None:
            yield course
