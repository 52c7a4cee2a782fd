"""The store put right after a worker and Temporal were lost together.

What a task had told when both died did not come about, and if nobody sends the message again, no later telling takes
its place. That may have happened to any case that told something just before everything fell silent. So a worker that
starts, or that hears from Temporal again after a silence, notes these cases. Once it is settled which of their tasks
were lost, it asks those that have told nothing since how much has happened to them, one after the other, and puts
back into the store from its history whichever says something else.

Several workers may do this at once: a case is put back in one transaction, and again it is as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from services.clock import present_instant
from services.rebuilding.comparing import lag_of
from services.rebuilding.doubts import SETTLED, Doubt, seconds_until
from services.rebuilding.histories import Found, told_of
from services.rebuilding.restoring import restore
from services.store.database import reading
from services.store.last_tellings import last_tellings, told_last_at
from services.temporal_client import Temporal, answers
from workflows.errors import OperationFailedError, ServerUnavailableError

_MOST: Final = 1_000
"""Cases that one silence makes doubtful, at most, and as many whose clocks are ahead: what a hall does in a minute is
tens."""

_EVERY: Final = 0.5
"""Seconds between one look whether Temporal answers and the next: less than it takes to start."""

_TRIES: Final = 5
"""How often a case is asked that does not answer; one that keeps to another release may have no worker left."""

Mended = Callable[[], None]
"""Is told of every case that was put right."""


async def mend_after_losses(engine: Engine, temporal: Temporal, mended: Mended) -> None:
    """Put right what differs from the cases themselves, now and whenever Temporal was silent; does not end.

    Parameters
    ----------
    mended : called for each case that was put right
    """
    doubts: dict[str, Doubt] = {}
    async with asyncio.TaskGroup() as both:
        both.create_task(_note(engine, temporal, doubts))
        both.create_task(_settle(engine, temporal, doubts, mended))


async def _note(engine: Engine, temporal: Temporal, doubts: dict[str, Doubt]) -> None:
    """Note the cases that may have told what was lost, at first and after each silence."""
    noted = False
    while True:
        try:
            if not await answers(temporal):
                noted = False
            elif not noted:
                doubts |= {doubt.case: doubt for doubt in await run_in_threadpool(_last_told, engine)}
                noted = True
        except ServerUnavailableError as error:
            _log().info("waiting for the store", reason=str(error))
        except Exception:  # noqa: BLE001 - or nothing would be mended until the worker is started again
            _log().exception("cannot note which cases may have told what was lost")
        await asyncio.sleep(_EVERY)


def _last_told(engine: Engine) -> list[Doubt]:
    with reading(engine) as connection:
        found = last_tellings(connection, present_instant(), SETTLED, _MOST)
    seen_at = present_instant()
    return [Doubt(each.case, each.told_at, seen_at) for each in found]


async def _settle(engine: Engine, temporal: Temporal, doubts: dict[str, Doubt], mended: Mended) -> None:
    """Settle the doubts, one after the other, each as soon as it can be."""
    while True:
        await asyncio.sleep(_EVERY)
        while doubts:
            first = min(doubts.values(), key=lambda doubt: (doubt.settled_at, doubt.case))
            if seconds_until(first, present_instant()) > 0:
                break
            del doubts[first.case]
            await _settle_one(engine, temporal, first, mended)


async def _settle_one(engine: Engine, temporal: Temporal, doubt: Doubt, mended: Mended) -> None:
    for _ in range(_TRIES):
        try:
            if await _put_right(engine, temporal, doubt):
                mended()
                _log().info("put a case right of which a lost task had told", case=doubt.case)
        except ServerUnavailableError as error:
            _log().info("waiting for a case", case=doubt.case, reason=str(error))
            await asyncio.sleep(_EVERY)
        except OperationFailedError as error:
            _log().warning("cannot put a case right", case=doubt.case, reason=str(error))
            return
        except Exception:  # noqa: BLE001 - a defect that one case brings out must not keep the others from being put right
            _log().exception("cannot put a case right", case=doubt.case)
            return
        else:
            return
    _log().warning("gave up a case; greenlane inbox rebuild puts it right", case=doubt.case)


async def _put_right(engine: Engine, temporal: Temporal, doubt: Doubt) -> bool:
    """Put a case right if it says something else than the store does; tell whether it did."""
    if await run_in_threadpool(_has_told_since, engine, doubt):
        return False
    found = await _found(temporal, doubt.case)
    if found is None or await lag_of(engine, temporal, found) is None:
        return False
    told = await told_of(temporal, found)
    if told is None:
        return False
    restored = await run_in_threadpool(restore, engine, told, doubt.told_at + 1)
    return restored.missing + restored.taken_out > 0


def _has_told_since(engine: Engine, doubt: Doubt) -> bool:
    with reading(engine) as connection:
        return told_last_at(connection, doubt.case) > doubt.told_at


async def _found(temporal: Temporal, case: str) -> Found | None:
    """A case as Temporal has it; none if it has not, or no longer."""
    try:
        described = await temporal.client.get_workflow_handle(case).describe(rpc_timeout=temporal.unhurried)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise ServerUnavailableError(f"Temporal does not tell of case {case!r}: {error.message}") from error
    except RuntimeError as error:
        raise ServerUnavailableError(f"Temporal cannot be asked for case {case!r}: {error}") from error
    return Found(case, described.run_id, described.status is WorkflowExecutionStatus.RUNNING)


def _log() -> structlog.typing.FilteringBoundLogger:
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger("services.rebuilding")
    return log
