"""The store made again from Temporal, case by case; and which cases it has not caught up with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.clock import present_instant
from services.errors import CaseNotFoundError
from services.rebuilding.histories import Found, UntoldError, found_cases, told_of
from services.rebuilding.restoring import is_whole, restore
from services.store.database import reading
from services.store.recording import count_events, rebuild_inbox
from services.temporal_client import Temporal, look
from workflows.definition.provenance import Frozen
from workflows.instants import SECOND, Milliseconds
from workflows.temporal.messages import CaseState

_SETTLED: Final[Milliseconds] = 60 * SECOND
"""From when a workflow's task began until it is over or was lost, at the longest: a task that takes more than its ten
seconds says so to Temporal, which then has what it told."""

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
    """A case of which the store does not know all, or knows what did not come about.

    Parameters
    ----------
    kept, happened : events in the store, and in the case; more of them in the store if a task was lost
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
            missing += await run_in_threadpool(restore, engine, told, present_instant() - _SETTLED)
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
    late = [(each, lag) for each in found if (lag := await _lag(engine, temporal, each)) is not None]
    deadline = monotonic() + temporal.patience.total_seconds()
    while late and monotonic() < deadline:
        await asyncio.sleep(_AGAIN)
        again = [(each, await _lag_again(engine, temporal, each, lag)) for each, lag in late]
        late = [(each, lag) for each, lag in again if lag is not None]
    return Compared(cases=len(found), behind=tuple(lag for _, lag in late))


async def _lag(engine: Engine, temporal: Temporal, found: Found) -> Behind | None:
    if not found.open and await run_in_threadpool(is_whole, engine, found.case):
        return None
    try:
        state: CaseState = await look(temporal, found.case)
    except CaseNotFoundError:
        return None  # gone since it was found
    kept = await run_in_threadpool(_kept, engine, found.case)
    return None if kept == state.events else Behind(case=found.case, kept=kept, happened=state.events)


async def _lag_again(engine: Engine, temporal: Temporal, found: Found, before: Behind) -> Behind | None:
    if before.kept > before.happened:  # perhaps it has not come about yet
        return await _lag(engine, temporal, found)
    kept = await run_in_threadpool(_kept, engine, found.case)
    return None if kept >= before.happened else before.model_copy(update={"kept": kept})


def _kept(engine: Engine, case: str) -> int:
    with reading(engine) as connection:
        return count_events(connection, case)
