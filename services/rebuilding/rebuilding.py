"""The store made again from Temporal, case by case; and which cases it has not caught up with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.errors import CaseNotFoundError
from services.rebuilding.histories import Found, UntoldError, found_cases, told_of
from services.rebuilding.restoring import is_whole, restore
from services.store.database import reading
from services.store.recording import count_events, rebuild_inbox
from services.temporal_client import Temporal, look
from workflows.definition.provenance import Frozen
from workflows.temporal.messages import CaseState

_AGAIN: Final = 0.1
"""Seconds between one look at the store and the next."""

Progress = Callable[[int, int], None]
"""Is told how many cases are done, and of how many."""


class Untold(Frozen):
    """A case that could not be put back.

    Parameters
    ----------
    reason : why, and what to do
    """

    case: str
    reason: str


class Rebuilt(Frozen):
    """What a rebuilding came to.

    Parameters
    ----------
    cases : that Temporal has
    whole : of them, those that had ended and were there from their beginning to their end
    events : that were missing
    untold : those that could not be put back
    """

    cases: int
    whole: int
    events: int
    untold: tuple[Untold, ...]


class Behind(Frozen):
    """A case of which the store does not know all.

    Parameters
    ----------
    kept, happened : events in the store, and in the case
    """

    case: str
    kept: int
    happened: int


class Compared(Frozen):
    """How the store stands to Temporal.

    Parameters
    ----------
    cases : that Temporal has
    behind : those that the store had not caught up with after the time that a request waits for an answer
    """

    cases: int
    behind: tuple[Behind, ...]


async def rebuild(engine: Engine, temporal: Temporal, progress: Progress) -> Rebuilt:
    """Put back whatever the store has not got of the cases that Temporal has, and make the inbox again.

    Raises
    ------
    ServerUnavailableError
        If the store or Temporal does not answer; done again, it goes on where it was.
    """
    found = await found_cases(temporal)
    whole, missing, untold = 0, 0, []
    for done, each in enumerate(found):
        progress(done, len(found))
        if not each.open and await run_in_threadpool(is_whole, engine, each.case):
            whole += 1
            continue
        try:
            told = await told_of(temporal, each)
        except UntoldError as error:
            untold.append(Untold(case=each.case, reason=str(error)))
            continue
        if told is not None:
            missing += await run_in_threadpool(restore, engine, told)
    await run_in_threadpool(rebuild_inbox, engine)
    progress(len(found), len(found))
    return Rebuilt(cases=len(found), whole=whole, events=missing, untold=tuple(untold))


async def compare(engine: Engine, temporal: Temporal) -> Compared:
    """Ask every case how much has happened to it, and see whether the store knows.

    Raises
    ------
    ServerUnavailableError
        If the store, Temporal or a worker does not answer.
    """
    found = await found_cases(temporal)
    late = [lag for each in found if (lag := await _lag(engine, temporal, each)) is not None]
    deadline = monotonic() + temporal.patience.total_seconds()
    while late and monotonic() < deadline:
        await asyncio.sleep(_AGAIN)
        late = [lag for each in late if (lag := await run_in_threadpool(_seen_again, engine, each)) is not None]
    return Compared(cases=len(found), behind=tuple(late))


async def _lag(engine: Engine, temporal: Temporal, found: Found) -> Behind | None:
    if not found.open and await run_in_threadpool(is_whole, engine, found.case):
        return None
    try:
        state: CaseState = await look(temporal, found.case)
    except CaseNotFoundError:
        return None  # gone since it was found
    return await run_in_threadpool(_seen_again, engine, Behind(case=found.case, kept=0, happened=state.events))


def _seen_again(engine: Engine, behind: Behind) -> Behind | None:
    """How far behind the store is now; none if it has caught up."""
    with reading(engine) as connection:
        kept = count_events(connection, behind.case)
    return None if kept >= behind.happened else behind.model_copy(update={"kept": kept})
