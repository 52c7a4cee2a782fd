"""Mandates in the store: who may act for whom, in what, and from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, tuple_, update

from services.store.tables import mandates
from workflows.instants import Instant


@dataclass(frozen=True, slots=True)
class MandateRecord:
    """What an applicant has allowed an agent.

    Attributes
    ----------
    lanes : ids of those in which it counts; in all if there are none
    actions : what the agent may do, beside seeing the cases
    starts_at, ends_at : it counts in [start, end), unless it was revoked before
    revoked_by : who ended it before its time, the applicant or the agent; empty as long as nobody did
    """

    id: str
    agent: str
    applicant: str
    lanes: tuple[str, ...]
    actions: tuple[str, ...]
    starts_at: Instant
    ends_at: Instant
    granted_at: Instant
    revoked_at: Instant | None = None
    revoked_by: str = ""


class MandatePosition(NamedTuple):
    """Where a mandate stands among all: in the order in which they were granted."""

    granted_at: Instant
    id: str


def add_mandate(connection: Connection, record: MandateRecord) -> None:
    """Keep a mandate."""
    row = {name: getattr(record, name) for name in MandateRecord.__slots__}
    connection.execute(insert(mandates).values({**row, "lanes": list(record.lanes), "actions": list(record.actions)}))


def find_mandate(connection: Connection, id_: str) -> MandateRecord | None:
    """The mandate of an id."""
    row = connection.execute(select(mandates).where(mandates.c.id == id_)).mappings().one_or_none()
    return None if row is None else _record(row)


def revoke_mandate(connection: Connection, id_: str, by: str, at: Instant) -> None:
    """Have a mandate count for nothing from now on; one that was revoked before stays as it is."""
    values = {"revoked_at": at, "revoked_by": by}
    of_id = (mandates.c.id == id_, mandates.c.revoked_at.is_(None))
    connection.execute(update(mandates).where(*of_id).values(values))


def count_of_open_mandates(connection: Connection, applicant: str, at: Instant) -> int:
    """How many mandates of an applicant count at an instant, or are to come."""
    column = mandates.c
    theirs = (column.applicant == applicant, column.ends_at > at, column.revoked_at.is_(None))
    return int(connection.execute(select(func.count()).where(*theirs)).scalar_one())


def mandates_in_force(connection: Connection, agent: str, at: Instant) -> list[MandateRecord]:
    """The mandates of an agent that count at an instant."""
    column = mandates.c
    query = select(mandates).where(
        column.agent == agent, column.ends_at > at, column.starts_at <= at, column.revoked_at.is_(None)
    )
    return [_record(row) for row in connection.execute(query.order_by(column.granted_at, column.id)).mappings()]


def mandates_of(
    connection: Connection, applicant: str | None, agent: str | None, before: MandatePosition | None, limit: int
) -> list[MandateRecord]:
    """The mandates that somebody has given or been given, the latest first.

    Parameters
    ----------
    applicant : who has given them; nobody if absent
    agent : or to whom they were given; nobody if absent
    before : only what stands before this; from the latest on if absent
    limit : how many at most
    """
    column = mandates.c
    order = (column.granted_at, column.id)
    query = select(mandates).where(or_(column.applicant == applicant, column.agent == agent))
    if before is not None:
        query = query.where(tuple_(*order) < before)
    query = query.order_by(column.granted_at.desc(), column.id.desc()).limit(limit)
    return [_record(row) for row in connection.execute(query).mappings()]


def _record(row: RowMapping) -> MandateRecord:
    return MandateRecord(**{**row, "lanes": tuple(row["lanes"]), "actions": tuple(row["actions"])})
