"""The addresses of designs: nothing that is sent here is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from services.designs.checking import checked
from services.designs.deriving import derived
from services.designs.exporting import exported
from services.designs.mapping import mapped
from services.designs.palette import palette
from services.designs.schemas import (
    AskedCheck,
    AskedDerivation,
    AskedExport,
    AskedMap,
    Derivation,
    LaneCheck,
    LaneMap,
    Palette,
)
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["experiments"])


@router.post("/checks")
async def check_design(asked: AskedCheck, _: Annotated[Act, by_role(Action.DESIGN)]) -> LaneCheck:
    """Look over a lane as it is being written: everything that is wrong with it, each at its step.

    Form is looked at first, then what the lane refers to, then whether it is sound: each only once nothing is wrong
    with what comes before.
    """
    return await run_in_threadpool(checked, asked.lane)


@router.post("/maps")
async def draw_map(asked: AskedMap, _: Annotated[Act, by_role(Action.DESIGN)]) -> LaneMap:
    """Draw a lane as BPMN, and tell what each of its shapes is.

    A lane that cannot be used yet is drawn as far as its steps can be told; 422 with what is wrong otherwise.
    """
    return await run_in_threadpool(mapped, asked.lane, asked.language.value)


@router.get("/levers")
async def list_levers(_: Annotated[Act, by_role(Action.SEE_CATALOGUE)]) -> Palette:
    """List every lever with what it does, what it needs and what it has to be told."""
    return await run_in_threadpool(palette)


@router.post("/derivations")
async def derive_design(asked: AskedDerivation, _: Annotated[Act, by_role(Action.DESIGN)]) -> Derivation:
    """Pull levers on a lane, one after the other: the lane after, and what each does to the longest limit.

    A lever that does not fit is refused with 422, whose `problems` say which, why in both languages, what law stands
    against it, and what would mend it.
    """
    return await run_in_threadpool(derived, asked)


@router.post(
    "/exports",
    response_class=Response,
    responses={
        200: {
            "description": "The file; `Content-Disposition` has its name.",
            "content": {
                # No schema: clients that know YAML read it, and what they then have is no string.
                "application/xml": {},
                "application/yaml": {},
            },
            "headers": {"Content-Disposition": {"schema": {"type": "string"}, "description": "With the file's name."}},
        }
    },
)
async def export_design(asked: AskedExport, _: Annotated[Act, by_role(Action.DESIGN)]) -> Response:
    """Write a lane as BPMN, with or without its numbers in BPSim, or a lane or scenario as YAML."""
    file = await run_in_threadpool(exported, asked)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.text, media_type=file.media_type, headers=headers)
