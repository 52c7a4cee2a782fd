"""What whoever administers an installation does with one person's data; the trail has that it was done, not whose.

In the trail stands a pseudonym: the same person has the same one, and whoever holds the key ring can tell whether it is
somebody's, but nobody can read off it whose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from services.audit.chain import Entry, Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.persons.erasing import Erased, delete_histories, erasable_cases, erase_from_store
from services.persons.telling import PersonalData, told_of
from services.secrets.key_file import read_ring
from services.secrets.pseudonyms import pseudonym
from services.security.administration import local_user
from services.settings import Settings
from services.store.database import open_database, writing
from services.temporal_client import connect
from workflows.errors import InvalidInputError
from workflows.instants import Instant


def exported(settings: Settings, subject: str) -> PersonalData:
    """What is kept of somebody; the trail has that it was handed out before it is.

    Raises
    ------
    InvalidInputError
        If nothing is.
    """
    now = present_instant()
    with _store(settings) as engine, writing(engine) as connection:
        told = told_of(connection, subject, now)
        if told.is_empty:
            raise InvalidInputError("expected somebody of whom something is kept; nothing is. Check the name.")
        append(connection, _entry(settings, "export_person", subject, now, Outcome.DONE))
    return told


async def erased(settings: Settings, subject: str, ended_before: Instant) -> Erased:
    """Erase what is kept of somebody.

    Parameters
    ----------
    ended_before : cases that ended later have to be kept still

    Raises
    ------
    InvalidInputError
        If something speaks against it; then nothing was erased.
    ServerUnavailableError
        If Temporal or the store does not answer.
    """
    now = present_instant()
    temporal = await connect(settings)
    with _store(settings) as engine:
        with writing(engine) as connection:
            ids, kept = erasable_cases(connection, subject, ended_before)
            intended = append(connection, _entry(settings, "erase_person", subject, now, Outcome.INTENDED))
        histories = await delete_histories(temporal, ids)
        with writing(engine) as connection:
            # A case that was brought meanwhile is none of these, and stays theirs.
            mandates, access_keys, idempotency_keys = erase_from_store(connection, subject, ids)
            done = _entry(settings, "erase_person", subject, present_instant(), Outcome.DONE, intended)
            append(connection, done)
    return Erased(
        cases=len(ids),
        kept=kept,
        histories=histories,
        mandates=mandates,
        access_keys=access_keys,
        idempotency_keys=idempotency_keys,
    )


@contextmanager
def _store(settings: Settings) -> Iterator[Engine]:
    engine = open_database(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()


def _entry(
    settings: Settings, action: str, subject: str, at: Instant, outcome: Outcome, regarding: int | None = None
) -> Entry:
    person = pseudonym(read_ring(settings.keys), subject)
    return Entry(at, f"local:{local_user()}", (), "shell", action, (("person", person),), outcome, regarding=regarding)
