"""Which cases the store has not caught up with, or knows too much of."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.errors import CaseNotFoundError
from services.rebuilding.histories import Found, found_cases
from services.rebuilding.restoring import is_whole
from services.store.database import reading
from services.store.recording import count_events
from services.temporal_client import Temporal, look
from workflows.definition.provenance import Frozen
from workflows.temporal.messages import CaseState

_AGAIN: Final = 0.1
"""Seconds between one look at the store and the next."""


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


async def compare(engine: Engine, temporal: Temporal) -> Compared:
    """Ask every case how much has happened to it, and see whether the store knows.

    Raises
    ------
    ServerUnavailableError
        If the store, Temporal or a worker does not answer.
    """
    found = await found_cases(temporal)
    late = [(each, lag) for each in found if (lag := await lag_of(engine, temporal, each)) is not None]
    deadline = monotonic() + temporal.unhurried.total_seconds()
    while late and monotonic() < deadline:
        await asyncio.sleep(_AGAIN)
        again = [(each, await _lag_again(engine, temporal, each, lag)) for each, lag in late]
        late = [(each, lag) for each, lag in again if lag is not None]
    return Compared(cases=len(found), behind=tuple(lag for _, lag in late))


async def lag_of(engine: Engine, temporal: Temporal, found: Found) -> Behind | None:
    """How the store differs from a case, if it does.

    Raises
    ------
    ServerUnavailableError
        If the store, Temporal or a worker does not answer.
    """
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
        return await lag_of(engine, temporal, found)
    kept = await run_in_threadpool(_kept, engine, found.case)
    return None if kept >= before.happened else before.model_copy(update={"kept": kept})


def _kept(engine: Engine, case: str) -> int:
    with reading(engine) as connection:
        return count_events(connection, case)
