"""The store made again from Temporal, case by case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.clock import present_instant
from services.rebuilding.doubts import SETTLED, Doubt, seconds_until
from services.rebuilding.histories import Found, Told, UntoldError, found_cases, told_of
from services.rebuilding.restoring import Restored, is_whole, restore
from services.store.recording import rebuild_inbox
from services.temporal_client import Temporal
from workflows.definition.provenance import Frozen
from workflows.instants import Instant

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


async def rebuild(engine: Engine, temporal: Temporal, progress: Progress) -> Rebuilt:
    """Put back whatever the store has not got of the cases that Temporal has, and make the inbox again.

    If the store has more of a case than its history, and that was told so lately that it may come about yet, or by a
    clock that is ahead of the wall, it is waited for until it would have; that takes a minute at most.

    Raises
    ------
    ServerUnavailableError
        If the store or Temporal does not answer; done again, it goes on where it was.
    """
    found = await found_cases(temporal)
    whole, missing, untold = 0, 0, list[Untold]()
    doubtful = list[tuple[Found, Doubt]]()
    for done, each in enumerate(found):
        progress(done, len(found))
        if not each.open and await run_in_threadpool(is_whole, engine, each.case):
            whole += 1
            continue
        restored = await _restored(engine, temporal, each, present_instant() - SETTLED, untold)
        missing += restored.missing
        if restored.in_doubt is not None:
            doubtful.append((each, Doubt(each.case, restored.in_doubt, present_instant())))
    for each, doubt in doubtful:
        await asyncio.sleep(seconds_until(doubt, present_instant()))
        missing += (await _restored(engine, temporal, each, doubt.told_at + 1, untold)).missing
    await run_in_threadpool(rebuild_inbox, engine)
    progress(len(found), len(found))
    return Rebuilt(cases=len(found), whole=whole, events=missing, untold=tuple(untold))


async def _restored(
    engine: Engine, temporal: Temporal, found: Found, settled_before: Instant, untold: list[Untold]
) -> Restored:
    """What putting a case back came to; a case that nobody tells is noted, and nothing is done to it."""
    try:
        told: Told | None = await told_of(temporal, found)
    except UntoldError as error:
        untold.append(Untold(case=found.case, reason=str(error)))
        return Restored(0, 0, None)
    if told is None:
        return Restored(0, 0, None)
    return await run_in_threadpool(restore, engine, told, settled_before)
