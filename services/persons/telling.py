"""What the store has of one person, to be handed out to them.

Of a case they are shown what its applicant sees over the API: departments, not officials' names. Cases that an
authority holds against somebody, and sealed ones, are left out: the authority says whether and how they are told.
"""

from __future__ import annotations

import json
from typing import Final

from pydantic import JsonValue
from sqlalchemy import Connection, or_, select

from services.api.moments import MomentOut
from services.security.resources import is_brought
from services.store.access_keys import all_keys
from services.store.recording import kept_events
from services.store.tables import audit, cases, drafts, experiments, mandates, officials
from workflows.definition.provenance import Frozen
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant

_NAMES_OFFICIALS: Final = frozenset({EventKind.ASSIGNED, EventKind.OWNED})
"""Kinds of events whose cause and outcome say which official did something to which."""


class ToldEvent(Frozen):
    """One thing that happened to a case.

    Parameters
    ----------
    member : the person, if they did it; empty for everybody else
    """

    at: MomentOut
    kind: str
    step: str
    member: str
    cause: str
    outcome: str


class ToldCase(Frozen):
    """A case whose applicant the person is."""

    id: str
    lane: str
    attributes: dict[str, str]
    submitted_at: MomentOut
    stage: str
    result: str | None
    ended_at: MomentOut | None
    events: tuple[ToldEvent, ...]


class ToldMandate(Frozen):
    """A mandate that they have given or were given."""

    id: str
    agent: str
    applicant: str
    lanes: tuple[str, ...]
    actions: tuple[str, ...]
    starts_at: MomentOut
    ends_at: MomentOut
    revoked_at: MomentOut | None


class ToldKey(Frozen):
    """An API key of theirs, or one that acts for them; the key itself is known to nobody."""

    id: str
    subject: str
    made_at: MomentOut
    expires_at: MomentOut
    last_used_at: MomentOut | None


class ToldRequest(Frozen):
    """A row of the trail: what they had done, or were refused."""

    sequence: int
    at: MomentOut
    action: str
    resources: dict[str, str]
    outcome: str


class ToldOfficial(Frozen):
    """As what they were last seen, if they work here."""

    roles: tuple[str, ...]
    departments: tuple[str, ...]
    seen_at: MomentOut


class PersonalData(Frozen):
    """Everything that the store has of one person and that is theirs to see.

    Parameters
    ----------
    drafts, experiments : ids of those that they began or asked for
    """

    subject: str
    at: MomentOut
    cases: tuple[ToldCase, ...]
    mandates: tuple[ToldMandate, ...]
    access_keys: tuple[ToldKey, ...]
    requests: tuple[ToldRequest, ...]
    official: ToldOfficial | None
    drafts: tuple[str, ...]
    experiments: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of them."""
        kept = self.cases, self.mandates, self.access_keys, self.requests, self.drafts, self.experiments
        return self.official is None and not any(kept)


def told_of(connection: Connection, subject: str, at: Instant) -> PersonalData:
    """What the store has of somebody.

    Parameters
    ----------
    subject : by which tokens and cases know them
    at : now
    """
    column = mandates.c
    given = select(mandates).where(or_(column.agent == subject, column.applicant == subject))
    official = connection.execute(select(officials).where(officials.c.subject == subject)).mappings().one_or_none()
    asked = select(audit).where(audit.c.subject == subject).order_by(audit.c.sequence)
    return PersonalData(
        subject=subject,
        at=at,
        cases=_cases(connection, subject),
        mandates=tuple(
            ToldMandate.model_validate({name: row[name] for name in ToldMandate.model_fields})
            for row in connection.execute(given.order_by(column.granted_at, column.id)).mappings()
        ),
        access_keys=tuple(
            ToldKey(
                id=key.id,
                subject=key.subject,
                made_at=key.made_at,
                expires_at=key.expires_at,
                last_used_at=key.last_used_at,
            )
            for key in all_keys(connection)
            if key.subject == subject or subject in key.mandates
        ),
        requests=tuple(
            ToldRequest(
                sequence=row.sequence,
                at=row.at,
                action=row.action,
                resources=_named(json.loads(row.resources)),
                outcome=row.outcome,
            )
            for row in connection.execute(asked)
        ),
        official=None
        if official is None
        else ToldOfficial.model_validate({name: official[name] for name in ToldOfficial.model_fields}),
        drafts=tuple(connection.scalars(select(drafts.c.id).where(drafts.c.owner == subject).order_by(drafts.c.id))),
        experiments=tuple(
            connection.scalars(
                select(experiments.c.id).where(experiments.c.requested_by == subject).order_by(experiments.c.id)
            )
        ),
    )


def _cases(connection: Connection, subject: str) -> tuple[ToldCase, ...]:
    theirs = select(cases).where(cases.c.applicant == subject, cases.c.sealed == 0)
    rows = connection.execute(theirs.order_by(cases.c.submitted_at, cases.c.id)).mappings().all()
    fields = [name for name in ToldCase.model_fields if name != "events"]
    return tuple(
        ToldCase.model_validate(
            {name: row[name] for name in fields}
            | {"events": tuple(_told(event, subject) for event in kept_events(connection, row["id"]))}
        )
        for row in rows
        if is_brought(row["lane"])
    )


def _told(event: CaseEvent, subject: str) -> ToldEvent:
    officials_only = event.kind in _NAMES_OFFICIALS
    return ToldEvent(
        at=event.at,
        kind=event.kind.name.lower(),
        step=event.step,
        member=subject if event.member == subject else "",
        cause="" if officials_only else event.cause,
        outcome="" if officials_only else event.outcome,
    )


def _named(resources: JsonValue) -> dict[str, str]:
    return {str(kind): str(id_) for kind, id_ in resources.items()} if isinstance(resources, dict) else {}
