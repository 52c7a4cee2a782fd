"""API keys: made once, shown once, and known afterwards by their hashes alone.

A key is ``gl_<id>_<secret>``: an id to find it by, and 256 random bits. So many bits cannot be guessed, nor found by
hashing guesses: a plain SHA-256 is enough, where a password would need a slow one.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b32encode
from hashlib import sha256
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Engine

from services.errors import CredentialFault, UnauthenticatedError
from services.security.principal import Principal, Role
from services.store.access_keys import KeyRecord, find_key, note_use
from services.store.database import reading
from services.store.grouping import write_together
from workflows.instants import HOUR, Instant

PREFIX: Final = "gl_"
_KEY: Final = re.compile(r"gl_(?P<id>[a-z2-7]{16})_[A-Za-z0-9_-]{43}")
_NOBODYS: Final = sha256(b"").hexdigest()


def make_key(who: Principal, at: Instant, expires_at: Instant) -> tuple[str, KeyRecord]:
    """A new key, and what is kept of it.

    Parameters
    ----------
    who : whoever sends it is
    """
    id_ = b32encode(secrets.token_bytes(10)).decode().lower()
    key = f"{PREFIX}{id_}_{secrets.token_urlsafe(32)}"
    record = KeyRecord(
        id=id_,
        digest=_digest(key),
        subject=who.subject,
        roles=tuple(sorted(who.roles)),
        departments=tuple(sorted(who.departments)),
        mandates=tuple(sorted(who.mandates)),
        made_at=at,
        expires_at=expires_at,
    )
    return key, record


def principal_of_key(engine: Engine, key: str, at: Instant) -> Principal:
    """Who has been given a key.

    Raises
    ------
    UnauthenticatedError
        If there is no such key, or it counts no more. It is not said which, since ids are no secret.
    """
    parts = _KEY.fullmatch(key)
    with reading(engine) as connection:
        record = find_key(connection, parts["id"]) if parts else None
    # Compared even where there is nothing to compare with, so that no clock tells which ids there are.
    same = hmac.compare_digest(_digest(key), record.digest if record else _NOBODYS)
    if record is None or not same or record.revoked_at is not None or record.expires_at <= at:
        raise UnauthenticatedError("the API key is not known, was revoked, or has expired", CredentialFault.API_KEY)
    if record.last_used_at is None or at - record.last_used_at >= HOUR:
        write_together(engine, lambda connection: note_use(connection, record.id, at))
    try:
        return Principal(
            subject=record.subject,
            roles=frozenset(Role(role) for role in record.roles),
            departments=frozenset(record.departments),
            mandates=frozenset(record.mandates),
            credential=f"key {record.id}",
        )
    except (ValidationError, ValueError) as error:
        raise UnauthenticatedError("the API key says of nobody who they are", CredentialFault.NOBODY) from error


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
