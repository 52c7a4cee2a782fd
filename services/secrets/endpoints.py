"""The codec for Temporal's page and command line: it opens what they show, for those who may read everything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from temporalio.api.common.v1 import Payload

from services.api.context import Around
from services.api.keys import fingerprint
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.errors import KeyRingError
from services.secrets.codec import SealingCodec
from services.secrets.key_file import KeyFile
from services.secrets.schemas import PayloadsInJson, from_json, in_json
from services.security.access import by_role, held
from services.security.acts import Act
from services.security.policy import Action
from services.store.database import writing

router = APIRouter(tags=["codec"], prefix="/codec")


@router.post("/decode", response_model=PayloadsInJson)
async def decode_payloads(
    payloads: PayloadsInJson, around: Around, act: Annotated[Act, by_role(Action.OPEN_PAYLOADS)]
) -> JSONResponse:
    """Open payloads. What cannot be opened comes back as it is, so that it hides nothing beside it.

    Whoever may do this reads everything that any case was told, so the trail keeps that they did.
    """
    return await _done(around, act, payloads, opened=True)


@router.post("/encode", response_model=PayloadsInJson)
async def encode_payloads(
    payloads: PayloadsInJson, around: Around, act: Annotated[Act, by_role(Action.OPEN_PAYLOADS)]
) -> JSONResponse:
    """Seal payloads that are sent to a workflow past the API."""
    return await _done(around, act, payloads, opened=False)


async def _done(around: Around, act: Act, payloads: PayloadsInJson, *, opened: bool) -> JSONResponse:
    act = await held(around, act)
    codec = SealingCodec(await run_in_threadpool(KeyFile, around.settings.keys))
    given = from_json(payloads)
    changed = [await _opened(codec, each) for each in given] if opened else await codec.encode(given)
    # Before anything is told: what was read without a trace cannot be made unread.
    await run_in_threadpool(_noted, around.engine, act, payloads)
    return JSONResponse(in_json(changed).model_dump(mode="json"))


async def _opened(codec: SealingCodec, payload: Payload) -> Payload:
    try:
        [opened] = await codec.decode([payload])
    except KeyRingError:
        return payload
    return opened


def _noted(engine: Engine, act: Act, payloads: PayloadsInJson) -> None:
    with writing(engine) as connection:
        append(connection, act.to(payloads=str(len(payloads.payloads))).entry(Outcome.DONE, fingerprint(payloads)))
