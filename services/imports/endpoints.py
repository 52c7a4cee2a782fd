"""The address of imports."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter

from services.api.context import Around
from services.api.limits import IMPORTS
from services.imports.apart import Desk
from services.imports.schemas import ImportedLane, NewImport
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["experiments"])

_desk: Final = Desk()


@router.post(IMPORTS)
async def import_file(new: NewImport, _: Annotated[Act, by_role(Action.DESIGN)], around: Around) -> ImportedLane:
    """Take in a file: a model of another tool, a lane, a scenario, or an event log, of which a lane is mined.

    Nothing of it is kept: begin a draft with the lane that comes out.
    """
    return await _desk.take_in(new, around.settings.import_within)
