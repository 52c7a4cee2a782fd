"""The address of what is done to many items."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.decisions.bulk import service
from services.decisions.bulk.schemas import Bulk, BulkResult
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["decisions"])


@router.post("/work-items/bulk")
async def change_work_items(
    body: Bulk, act: Annotated[Act, by_role(Action.DO_WORK)], around: Around, key: IdempotencyKey = None
) -> BulkResult:
    """Do the same to all items of one's inbox that a query finds, at most 200.

    Each item is tried by itself, as it was found, and answered for by itself. The same request under the same key is
    about the same items, whatever the query finds by then, and done to each of them once.
    """
    return await service.done_to_all(around, act, body, key)
