"""Drafts in the store: what designers write down on the way to a lane, with every version that it has had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from services.store.tables import draft_versions, drafts
from workflows.instants import Instant


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft, without what is in it.

    Attributes
    ----------
    owner : who began it
    version : number of the latest, from 1 on
    changed_at : when that was written
    size : characters of all versions
    """

    id: str
    title: str
    owner: str
    version: int
    made_at: Instant
    changed_at: Instant
    size: int


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a draft.

    Attributes
    ----------
    lane, levers : JSON, as it was sent; perhaps no sound lane yet
    note : what its author says of it
    """

    draft: str
    number: int
    lane: str
    levers: str
    note: str
    made_by: str
    made_at: Instant

    @property
    def size(self) -> int:
        """Characters that it takes up; the JSON is ASCII, so bytes too but for a note's."""
        return len(self.lane) + len(self.levers) + len(self.note)


class VersionSummary(NamedTuple):
    """One version of a draft, without what is in it."""

    number: int
    note: str
    made_by: str
    made_at: Instant


class DraftPosition(NamedTuple):
    """Where a draft stands among all: in the order in which they were changed last."""

    changed_at: Instant
    id: str


def add_draft(connection: Connection, record: DraftRecord, first: VersionRecord) -> None:
    """Keep a draft and its first version."""
    connection.execute(insert(drafts).values(_row(record)))
    connection.execute(insert(draft_versions).values(_row(first)))


def find_draft(connection: Connection, id_: str) -> DraftRecord | None:
    """The draft of an id."""
    row = connection.execute(select(drafts).where(drafts.c.id == id_)).mappings().one_or_none()
    return None if row is None else DraftRecord(**row)


def hold_draft(connection: Connection, id_: str) -> DraftRecord | None:
    """The draft of an id, which nobody else changes until the transaction ends."""
    row = connection.execute(select(drafts).where(drafts.c.id == id_).with_for_update()).mappings().one_or_none()
    return None if row is None else DraftRecord(**row)


def find_version(connection: Connection, draft: str, number: int) -> VersionRecord | None:
    """A version of a draft."""
    column = draft_versions.c
    query = select(draft_versions).where(column.draft == draft, column.number == number)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else VersionRecord(**row)


def add_version(connection: Connection, version: VersionRecord, title: str) -> None:
    """Keep another version of a draft that is held.

    Parameters
    ----------
    version : its number is the one after the latest
    title : what the draft is called from now on
    """
    values = {
        "version": version.number,
        "title": title,
        "changed_at": version.made_at,
        "size": drafts.c.size + version.size,
    }
    connection.execute(update(drafts).where(drafts.c.id == version.draft).values(values))
    connection.execute(insert(draft_versions).values(_row(version)))


def versions_of(connection: Connection, draft: str, before: int | None, limit: int) -> list[VersionSummary]:
    """The versions of a draft, the latest first.

    Parameters
    ----------
    before : only those of a lower number; from the latest on if absent
    limit : how many at most
    """
    column = draft_versions.c
    query = select(column.number, column.note, column.made_by, column.made_at).where(column.draft == draft)
    if before is not None:
        query = query.where(column.number < before)
    return [VersionSummary(*row) for row in connection.execute(query.order_by(column.number.desc()).limit(limit))]


def drafts_listed(
    connection: Connection, owner: str | None, before: DraftPosition | None, limit: int
) -> list[DraftRecord]:
    """Drafts, the one that was changed last first.

    Parameters
    ----------
    owner : whose; everybody's if absent
    before : only what stands before this; from the latest on if absent
    limit : how many at most
    """
    column = drafts.c
    query = select(drafts)
    if owner is not None:
        query = query.where(column.owner == owner)
    if before is not None:
        query = query.where(tuple_(column.changed_at, column.id) < before)
    query = query.order_by(column.changed_at.desc(), column.id.desc()).limit(limit)
    return [DraftRecord(**row) for row in connection.execute(query).mappings()]


class Kept(NamedTuple):
    """What somebody has.

    Parameters
    ----------
    size : characters of all versions of all of their drafts
    """

    drafts: int
    size: int


def kept_of(connection: Connection, owner: str) -> Kept:
    """How many drafts somebody has, and how large they are together."""
    query = select(func.count(), func.coalesce(func.sum(drafts.c.size), 0)).where(drafts.c.owner == owner)
    count, size = connection.execute(query).one()
    return Kept(int(count), int(size))


def remove_draft(connection: Connection, id_: str) -> None:
    """Remove a draft that is held, with all of its versions."""
    connection.execute(delete(draft_versions).where(draft_versions.c.draft == id_))
    connection.execute(delete(drafts).where(drafts.c.id == id_))


def _row(record: DraftRecord | VersionRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in type(record).__slots__}
