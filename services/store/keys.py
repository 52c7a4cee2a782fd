"""Idempotency keys: the same key with the same request is the same request."""

from __future__ import annotations

from sqlalchemy import Connection, select

from services.errors import KeyReusedError
from services.store.inserting import insert_new
from services.store.tables import keys
from workflows.instants import Instant


def subject_of(connection: Connection, scope: str, key: str, fingerprint: str) -> str | None:
    """What came of the request that a key was first used for; none if it is new.

    Parameters
    ----------
    scope : within which keys are distinct, e.g. ``POST /cases``
    fingerprint : of the request

    Raises
    ------
    KeyReusedError
        If the key was used for another request.
    """
    query = select(keys.c.fingerprint, keys.c.subject).where(keys.c.scope == scope, keys.c.key == key)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise KeyReusedError(key)
    return str(row.subject)


def use_key(connection: Connection, scope: str, key: str, fingerprint: str, subject: str, at: Instant) -> str | None:
    """Take a key for a request, unless it was taken for the same one before.

    Returns
    -------
    what came of the request when it came before; none if it comes now

    Raises
    ------
    KeyReusedError
        If the key was used for another request.
    """
    row = {"scope": scope, "key": key, "fingerprint": fingerprint, "subject": subject, "used_at": at}
    if insert_new(connection, keys, [row]):
        return None
    return subject_of(connection, scope, key, fingerprint)
