"""The head of the trail over HTTP, for those who keep it where nobody who owns the database can change it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.audit.anchoring import SignedHead, signed_head
from services.audit.keeping import head
from services.clock import present_instant
from services.secrets.key_file import read_ring
from services.secrets.keys import KeyRing
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action
from services.store.database import reading
from workflows.instants import Instant

router = APIRouter(tags=["insights"], prefix="/audit")


@router.get("/head")
async def show_trail_head(_: Annotated[Act, by_role(Action.SEE_TRAIL_HEAD)], around: Around) -> SignedHead:
    """Give the head of the trail of who had what done: rows, last hash and instant, signed.

    Kept elsewhere, it later shows whether the trail was cut or made anew: `greenlane audit verify --head FILE` takes
    this answer as it is.
    """
    ring = await run_in_threadpool(read_ring, around.settings.keys)
    return await run_in_threadpool(_head, around.engine, ring, present_instant())


def _head(engine: Engine, ring: KeyRing, at: Instant) -> SignedHead:
    with reading(engine) as connection:
        return signed_head(head(connection), ring, at)
