"""Once only: what an applicant has shown in one case is not asked for in the next.

The store keeps no papers. It keeps what happened: a step that needs a document and came out as no correction has had it
in hand. So what is held is read off the events of the applicant's earlier cases.
"""

from __future__ import annotations

from sqlalchemy import Connection

from services.store.cases import CaseRecord, cases_with_applicant, find_case, kept_lane
from services.store.recording import kept_events
from services.store.registers import Effect
from services.workers.departments.department import Jurisdiction, LeftToPeopleError
from workflows.definition.catalogue import lane_ids
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.events.event import EventKind
from workflows.instants import Instant
from workflows.temporal.errand_messages import Errand


def look_up(connection: Connection, errand: Errand, _: Instant, __: Jurisdiction) -> Effect:
    """Look up the documents that a step needs among those of the applicant's earlier cases."""
    if not errand.documents:
        raise LeftToPeopleError(f"expected documents that step {errand.step!r} looks up; the lane names none")
    record = find_case(connection, errand.case)
    if record is None or record.applicant is None:
        return Effect(found=False, content={})
    held: dict[str, str] = {}
    for earlier in cases_with_applicant(connection, lane_ids(), record.applicant):
        # What a sealed case has shown would tell of it.
        if earlier.id != record.id and not earlier.sealed:
            held.update(dict.fromkeys(_shown(connection, earlier), earlier.id))
    return Effect(
        found=set(errand.documents) <= held.keys(),
        content={"held": {name: held[name] for name in errand.documents if name in held}},
    )


def _shown(connection: Connection, case: CaseRecord) -> set[str]:
    """The documents that somebody has had in hand and found to be in order."""
    if case.lane_hash is None:
        return set()
    lane, shown = kept_lane(connection, case.lane_hash), set[str]()
    for event in kept_events(connection, case.id):
        step = lane.steps.get(event.step)
        if event.kind is EventKind.COMPLETED and isinstance(step, Task | ApplicantStep | ThirdPartyStep):
            returned = {outcome.id for outcome in step.outcomes if outcome.from_documents}
            if event.outcome not in returned:
                shown.update(step.documents)
    return shown
