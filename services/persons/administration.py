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
from services.persons.expiring import Expired, expired_cases, forget_expired
from services.persons.telling import PersonalData, told_of
from services.secrets.key_file import read_ring
from services.secrets.pseudonyms import pseudonym
from services.security.administration import local_user
from services.settings import Settings
from services.store.database import open_database, reading, writing
from services.temporal_client import connect
from workflows.errors import InvalidInputError
from workflows.instants import Instant, format_instant


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
        append(connection, _entry(settings, "export_person", subject, Outcome.DONE))
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
    temporal = await connect(settings)
    with _store(settings) as engine:
        with writing(engine) as connection:
            ids, kept = erasable_cases(connection, subject, ended_before)
            intended = append(connection, _entry(settings, "erase_person", subject, Outcome.INTENDED))
        histories = await delete_histories(temporal, ids)
        with writing(engine) as connection:
            # A case that was brought meanwhile is none of these, and stays theirs.
            mandates, access_keys, idempotency_keys = erase_from_store(connection, subject, ids)
            done = _entry(settings, "erase_person", subject, Outcome.DONE, intended)
            append(connection, done)
    return Erased(
        cases=len(ids),
        kept=kept,
        histories=histories,
        mandates=mandates,
        access_keys=access_keys,
        idempotency_keys=idempotency_keys,
    )


async def expired(settings: Settings, lane: str, ended_before: Instant) -> Expired:
    """Have cases of a lane whose term is over become nobody's, and their histories go.

    Raises
    ------
    UnknownNameError
        If there is no such lane.
    InvalidInputError
        If a workflow of one still runs.
    ServerUnavailableError
        If Temporal or the store does not answer; the same command goes on where it ended.
    """
    temporal = await connect(settings)
    count = histories = 0
    with _store(settings) as engine:
        with reading(engine) as connection:
            over = expired_cases(connection, lane, ended_before)
        while over:
            named = (("cases", str(len(over))), ("ended_before", format_instant(ended_before)), ("lane", lane))
            with writing(engine) as connection:
                intended = append(connection, _act("expire_cases", named, Outcome.INTENDED))
            histories += await delete_histories(temporal, [case for case, _ in over])
            with writing(engine) as connection:
                forget_expired(connection, over)
                append(connection, _act("expire_cases", named, Outcome.DONE, intended))
            count += len(over)
            with reading(engine) as connection:
                over = expired_cases(connection, lane, ended_before)
    return Expired(cases=count, histories=histories)


@contextmanager
def _store(settings: Settings) -> Iterator[Engine]:
    engine = open_database(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()


def _entry(settings: Settings, action: str, subject: str, outcome: Outcome, regarding: int | None = None) -> Entry:
    return _act(action, (("person", pseudonym(read_ring(settings.keys), subject)),), outcome, regarding)


def _act(action: str, named: tuple[tuple[str, str], ...], outcome: Outcome, regarding: int | None = None) -> Entry:
    at = present_instant()
    return Entry(at, f"local:{local_user()}", (), "shell", action, named, outcome, regarding=regarding)
