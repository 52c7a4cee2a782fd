"""API keys in the store: by their ids, with the hash of what must be known besides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from services.store.tables import access_keys
from workflows.instants import Instant


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What the store knows of an API key.

    Attributes
    ----------
    digest : SHA-256 of the key, in hexadecimal
    last_used_at : to the hour
    """

    id: str
    digest: str
    subject: str
    roles: tuple[str, ...]
    departments: tuple[str, ...]
    mandates: tuple[str, ...]
    made_at: Instant
    expires_at: Instant
    revoked_at: Instant | None = None
    last_used_at: Instant | None = None


def add_key(connection: Connection, record: KeyRecord) -> None:
    """Keep a key."""
    lists = {name: list(getattr(record, name)) for name in ("roles", "departments", "mandates")}
    row = {name: getattr(record, name) for name in KeyRecord.__slots__}
    connection.execute(insert(access_keys).values({**row, **lists}))


def find_key(connection: Connection, id_: str) -> KeyRecord | None:
    """The key of an id."""
    row = connection.execute(select(access_keys).where(access_keys.c.id == id_)).mappings().one_or_none()
    return None if row is None else _record(row)


def all_keys(connection: Connection) -> list[KeyRecord]:
    """Every key there has been, the one that was made first at the beginning."""
    query = select(access_keys).order_by(access_keys.c.made_at, access_keys.c.id)
    return [_record(row) for row in connection.execute(query).mappings()]


def revoke_key(connection: Connection, id_: str, at: Instant) -> bool:
    """Have a key count for nothing from now on.

    Returns
    -------
    whether it counted until now
    """
    key = access_keys.c
    values = {"revoked_at": at}
    changed = connection.execute(update(access_keys).where(key.id == id_, key.revoked_at.is_(None)).values(values))
    return changed.rowcount > 0


def note_use(connection: Connection, id_: str, at: Instant) -> None:
    """Note that a key was used."""
    connection.execute(update(access_keys).where(access_keys.c.id == id_).values({"last_used_at": at}))


def _record(row: RowMapping) -> KeyRecord:
    lists = {name: tuple(row[name]) for name in ("roles", "departments", "mandates")}
    return KeyRecord(**{**row, **lists})
