"""Whose a case of the store is within the authority."""

from __future__ import annotations

from sqlalchemy import Engine

from services.store.cases import find_case, kept_lane
from services.store.database import reading
from services.store.recording import kept_events
from workflows.events.ownership import Ownership, ownership


def owner_of_case(engine: Engine, case: str) -> Ownership:
    """Who follows a case to its end; nobody if there is no such case."""
    with reading(engine) as connection:
        record = find_case(connection, case)
        lane = kept_lane(connection, record.lane_hash) if record is not None and record.lane_hash else None
        return ownership(kept_events(connection, case), lane)
