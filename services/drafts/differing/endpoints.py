"""The address of differences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from services.drafts.differing.schemas import LaneDifferences, TwoLanes
from services.drafts.differing.telling import told_differences
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["experiments"])


@router.post("/differences")
def compare_lanes(lanes: TwoLanes, _: Annotated[Act, by_role(Action.DESIGN)]) -> LaneDifferences:
    """Tell what two lanes differ in: versions of a draft, or a lane before and after its levers."""
    return told_differences(lanes.before, lanes.after)
