"""How the same is done to many items: each by itself, as if it had been asked for alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.api.problems import kind_of
from services.decisions.bulk.finding import Found, Selection, found_now, found_once
from services.decisions.bulk.schemas import (
    AnyBulkAction,
    BeginAll,
    Bulk,
    BulkItem,
    BulkOutcome,
    BulkProblem,
    BulkResult,
    ClaimAll,
    CompleteAll,
    DelegateAll,
    EscalateAll,
    ReassignAll,
    ReleaseAll,
)
from services.decisions.work import schemas, service
from services.security.access import held_to_case, held_to_step
from services.security.acts import Act
from services.security.policy import Action
from workflows.errors import GreenlaneError, ServerUnavailableError
from workflows.temporal.messages import Receipt

_AT_ONCE: Final = 8
"""Items that are tried at the same time; more would keep others from being answered."""


_MAY: Final[Mapping[type, Action]] = MappingProxyType(
    {ReassignAll: Action.REASSIGN_WORK, EscalateAll: Action.ESCALATE_WORK}
)
"""What has to be allowed for an action; work, for all others."""


async def done_to_all(around: Surroundings, act: Act, bulk: Bulk, key: str | None) -> BulkResult:
    """Do the same to all items that a query finds.

    Parameters
    ----------
    key : the same request under the same key is about the same items, and done to each of them once
    """
    if bulk.dry_run:
        return _result(await run_in_threadpool(found_now, around.engine, act.who, bulk), ())
    found = await run_in_threadpool(found_once, around.engine, act, bulk, key)
    free, silent = asyncio.Semaphore(_AT_ONCE), asyncio.Event()

    async def tried(item: Found) -> BulkItem:
        async with free:
            if silent.is_set():
                return _item(item, BulkOutcome.NOT_TRIED)
            try:
                receipt = await _done(around, act, bulk.action, item, _key_of(act, item, key))
            except ServerUnavailableError as error:
                silent.set()
                return _item(item, BulkOutcome.UNANSWERED, problem=_problem(error))
            except GreenlaneError as error:
                return _item(item, BulkOutcome.REFUSED, problem=_problem(error))
            return _item(item, BulkOutcome.DONE, receipt)

    return _result(found, await asyncio.gather(*(tried(item) for item in found.items)))


async def _done(around: Surroundings, act: Act, action: AnyBulkAction, item: Found, key: str | None) -> Receipt:
    """Do it to one item, as whoever may do it to that one."""
    case, step, number, seen = item.case, item.step, item.occurrence, item.revision
    may = replace(act, action=_MAY.get(type(action), Action.DO_WORK))
    if isinstance(action, EscalateAll):  # not only for those whose step it is
        own = await held_to_case(around, may, case)
        escalated = schemas.Escalate(occurrence=number, to=action.to)
        return await service.escalate(around, own, case, step, escalated, seen, key)
    own = await held_to_step(around, may, case, step)
    if isinstance(action, BeginAll):
        return await service.begin(around, own, case, step, schemas.Begin(occurrence=number), seen, key)
    if isinstance(action, CompleteAll):
        done = schemas.Complete(occurrence=number, outcome=action.outcome)
        return await service.complete(around, own, case, step, done, seen, key)
    return await service.hand_over(around, own, case, step, _handing(action, number), seen, key)


def _handing(
    action: ClaimAll | ReleaseAll | DelegateAll | ReassignAll, occurrence: int
) -> schemas.Claim | schemas.Release | schemas.Delegate | schemas.Reassign:
    match action:
        case ClaimAll():
            return schemas.Claim(occurrence=occurrence)
        case ReleaseAll():
            return schemas.Release(occurrence=occurrence)
        case DelegateAll():
            return schemas.Delegate(occurrence=occurrence, to=action.to)
        case ReassignAll():
            return schemas.Reassign(occurrence=occurrence, to=action.to)


def _key_of(act: Act, item: Found, key: str | None) -> str | None:
    """The key of one item's own message; no client can send one with spaces in it."""
    return None if key is None else f"bulk {act.who.subject} {item.occurrence} {key}"


def _problem(error: GreenlaneError) -> BulkProblem:
    status, code, _ = kind_of(error)
    return BulkProblem(code=code, status=status, detail=str(error))


def _item(
    item: Found, outcome: BulkOutcome, receipt: Receipt | None = None, problem: BulkProblem | None = None
) -> BulkItem:
    return BulkItem(**dict(item), outcome=outcome, at=None if receipt is None else receipt.at, problem=problem)


def _result(found: Selection, items: tuple[BulkItem, ...] | list[BulkItem]) -> BulkResult:
    shown = tuple(items) or tuple(_item(item, BulkOutcome.NOT_TRIED) for item in found.items)
    return BulkResult(done=sum(item.outcome is BulkOutcome.DONE for item in shown), more=found.more, items=shown)
