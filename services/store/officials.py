"""Officials in the store: who has sent requests as an officer or a supervisor, and of which departments."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from services.store.inserting import put
from services.store.tables import officials
from workflows.instants import Instant


class OfficialRecord(NamedTuple):
    """What is known of an official: what their latest credential said."""

    subject: str
    roles: frozenset[str]
    departments: frozenset[str]


def note_official(
    connection: Connection, subject: str, roles: Collection[str], departments: Collection[str], at: Instant
) -> None:
    """Keep what an official is now."""
    lists = {"roles": sorted(roles), "departments": sorted(departments)}
    put(connection, officials, [{"subject": subject, **lists, "seen_at": at}])


def find_official(connection: Connection, subject: str) -> OfficialRecord | None:
    """What somebody was when they last sent a request as an official; none if they never did."""
    row = connection.execute(select(officials).where(officials.c.subject == subject)).mappings().one_or_none()
    return None if row is None else OfficialRecord(subject, frozenset(row["roles"]), frozenset(row["departments"]))
