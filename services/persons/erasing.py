"""One person's data erased: out of the store, and the histories of their cases out of Temporal.

Before anything is touched, everything that speaks against it is looked for: a case that goes on, or that has to be kept
for longer, a person who works here. Then the trail gets an intention, Temporal deletes, the store forgets, and the
trail gets the outcome; stopped anywhere between, the same command goes on where it ended.

The trap: Temporal's deletion of a workflow that still runs ends it. The store may know that a case has ended a moment
before its workflow is over, so Temporal itself is asked, for every case, before the first is deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, delete, or_, select, text, update
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from services.security.resources import is_brought
from services.store.officials import find_official
from services.store.tables import access_keys, cases, events, keys, mandates, work_items
from services.temporal_client import Temporal
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, ServerUnavailableError
from workflows.events.event import EventKind
from workflows.instants import Instant, format_instant

ERASED: Final = "erased"
"""What stands where somebody's name stood."""

SCOPES: Final = ("POST /cases", "POST /mandates", "POST /experiments")
"""Of idempotency keys; each is followed by whose they are."""

_REASONS: Final = (EventKind.EXTENSION_ASKED, EventKind.EXTENDED, EventKind.EXTENSION_REFUSED)
"""Kinds of events whose cause is what an official has written in words of their own."""
_PAPERS: Final = (EventKind.FILED, EventKind.TAKEN_OUT)
"""Kinds of events that applicants and agents are named by."""
_SHOWN: Final = 5
"""Ids of cases that a refusal names."""


class Erased(Frozen):
    """What was erased, in numbers.

    Parameters
    ----------
    cases : that are nobody's now
    kept : cases that an authority holds against the person, which stay theirs
    histories : that Temporal still had of these cases
    mandates, access_keys, idempotency_keys : rows that are gone
    """

    cases: int
    kept: int
    histories: int
    mandates: int
    access_keys: int
    idempotency_keys: int


def erasable_cases(connection: Connection, subject: str, ended_before: Instant) -> tuple[list[str], int]:
    """The cases of somebody that can be erased, and how many an authority holds against them.

    Raises
    ------
    InvalidInputError
        If somebody works here, or one of their cases goes on, or has not been over for long enough.
    """
    if find_official(connection, subject) is not None:
        raise InvalidInputError(
            "expected somebody who does not work here; this one has sent requests as an official, and who decided what "
            "is kept as long as the decisions are. Nothing was erased."
        )
    rows = connection.execute(select(cases).where(cases.c.applicant == subject).order_by(cases.c.id)).mappings().all()
    theirs = [row for row in rows if is_brought(row["lane"])]
    late = [row["id"] for row in theirs if row["ended_at"] is None or row["ended_at"] >= ended_before]
    if late:
        named = ", ".join(late[:_SHOWN]) + (", …" if len(late) > _SHOWN else "")
        raise InvalidInputError(
            f"expected cases that ended before {format_instant(ended_before)}; {len(late)} go on or ended later: "
            f"{named}. Nothing was erased. Wait until they may be, or give another --ended-before."
        )
    return [row["id"] for row in theirs], len(rows) - len(theirs)


def erase_from_store(connection: Connection, subject: str, ids: Sequence[str]) -> tuple[int, int, int]:
    """Have the store forget somebody, and whose some cases were.

    Returns
    -------
    how many mandates, API keys and idempotency keys are gone
    """
    forget_cases(connection, subject, ids)
    filed = update(events).where(events.c.kind.in_(_PAPERS), events.c.member == subject)
    connection.execute(filed.values(member=ERASED))
    given = or_(mandates.c.agent == subject, mandates.c.applicant == subject)
    gone = connection.execute(delete(mandates).where(given)).rowcount
    own = connection.execute(delete(access_keys).where(access_keys.c.subject == subject)).rowcount
    _no_longer_act_for(connection, subject)
    scopes = [f"{scope} {subject}" for scope in SCOPES]
    return gone, own, connection.execute(delete(keys).where(keys.c.scope.in_(scopes))).rowcount


def forget_cases(connection: Connection, subject: str, ids: Sequence[str]) -> None:
    """Have the store forget whose some cases of somebody were, and what officials wrote in them in their own words."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))  # or what is deleted stays in the file, to be found
    for case in ids:
        event = update(events).where(events.c.case_id == case)
        item = update(work_items).where(work_items.c.case_id == case)
        connection.execute(event.where(events.c.member == subject).values(member=ERASED))
        connection.execute(event.where(events.c.kind.in_(_REASONS)).values(cause=""))
        connection.execute(item.where(work_items.c.member == subject).values(member=ERASED))
        connection.execute(item.where(work_items.c.assignee == subject).values(assignee=ERASED))
        connection.execute(update(cases).where(cases.c.id == case).values(applicant=None))


async def delete_histories(temporal: Temporal, ids: Sequence[str]) -> int:
    """Have Temporal delete the histories of cases that are over.

    Returns
    -------
    how many it still had

    Raises
    ------
    InvalidInputError
        If a workflow still runs; then none was deleted.
    ServerUnavailableError
        If Temporal does not answer; some may have been deleted then.
    """
    there = [case for case in ids if await _is_there(temporal, case)]
    for case in there:
        request = DeleteWorkflowExecutionRequest(
            namespace=temporal.client.namespace, workflow_execution=WorkflowExecution(workflow_id=case)
        )
        try:
            await temporal.client.workflow_service.delete_workflow_execution(request, timeout=temporal.unhurried)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise _unanswered(case, error) from error
    return len(there)


async def _is_there(temporal: Temporal, case: str) -> bool:
    try:
        described = await temporal.client.get_workflow_handle(case).describe(rpc_timeout=temporal.unhurried)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise _unanswered(case, error) from error
    except RuntimeError as error:
        raise _unanswered(case, error) from error
    if described.status is WorkflowExecutionStatus.RUNNING:
        raise InvalidInputError(
            f"expected case {case!r} to be over in Temporal too; it still runs there. Nothing was erased. Give the "
            "same command again in a minute; if it still runs then, `greenlane doctor --running` tells more."
        )
    return True


def _unanswered(case: str, error: Exception) -> ServerUnavailableError:
    return ServerUnavailableError(
        f"Temporal does not answer for case {case!r}, so the store has kept everything: {error}. Give the same command "
        "again when it does."
    )


def _no_longer_act_for(connection: Connection, subject: str) -> None:
    """Take somebody out of the mandates of others' API keys."""
    for row in connection.execute(select(access_keys.c.id, access_keys.c.mandates)).all():
        if subject in row.mandates:
            left = [each for each in row.mandates if each != subject]
            connection.execute(update(access_keys).where(access_keys.c.id == row.id).values(mandates=left))
