"""What whoever administers an installation does with its API keys, from its command line; the trail has all of it."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from sqlalchemy import Engine

from services.audit.chain import Entry, Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.security.access_keys import make_key
from services.security.principal import Principal
from services.security.resources import departments_of
from services.settings import load_settings
from services.store.access_keys import KeyRecord, add_key, all_keys, find_key, revoke_key
from services.store.database import open_database, reading, writing
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.instants import Instant

State = Literal["valid", "expired", "revoked"]


def made_key(who: Principal, valid: timedelta) -> tuple[str, KeyRecord]:
    """A new key, which is shown to nobody again, and what is kept of it."""
    at = present_instant()
    key, record = make_key(who, at, at + valid // timedelta(milliseconds=1))
    with _store() as engine, writing(engine) as connection:
        add_key(connection, record)
        append(connection, _entry("add_key", record.id, at))
    return key, record


def listed_keys() -> list[tuple[KeyRecord, State]]:
    """Every key there has been, and whether it still counts."""
    now = present_instant()
    with _store() as engine, reading(engine) as connection:
        return [(record, _state(record, now)) for record in all_keys(connection)]


def revoke_named(id_: str) -> None:
    """Have a key count for nothing from now on.

    Raises
    ------
    UnknownNameError
        If there is none of that id.
    InvalidInputError
        If it counted for nothing before.
    """
    now = present_instant()
    with _store() as engine, writing(engine) as connection:
        if find_key(connection, id_) is None:
            raise UnknownNameError("API key", id_, [record.id for record in all_keys(connection)])
        if not revoke_key(connection, id_, now):
            raise InvalidInputError(f"expected a key that counts; {id_!r} was revoked before. There is nothing to do.")
        append(connection, _entry("revoke_key", id_, now))


@lru_cache(maxsize=1)
def known_departments() -> frozenset[str]:
    """All names of all departments of shipped lanes."""
    lanes = [shipped_lane(id_) for id_ in lane_ids()]
    return frozenset(name for lane in lanes for name in departments_of(lane, lane.pools))


@contextmanager
def _store() -> Iterator[Engine]:
    engine = open_database(load_settings().database)
    try:
        yield engine
    finally:
        engine.dispose()


def _state(record: KeyRecord, now: Instant) -> State:
    if record.revoked_at is not None:
        return "revoked"
    return "expired" if record.expires_at <= now else "valid"


def _entry(action: str, key: str, at: Instant) -> Entry:
    return Entry(at, f"local:{local_user()}", (), "shell", action, (("key", key),), Outcome.DONE)


def local_user() -> str:
    """Who is logged in on this machine, by its own account of it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container an id may have no name
        return str(os.getuid())
