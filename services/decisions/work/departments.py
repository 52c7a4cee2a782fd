"""Departments that take part in a case, by the pools of its lane."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from services.errors import CaseNotFoundError
from services.security.policy import Resource
from services.security.resources import departments_of, resource_of_case
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from workflows.errors import UnknownNameError


def department_of_case(engine: Engine, case: str, pool: str) -> Resource:
    """What a department does in a case, for the policy.

    Raises
    ------
    UnknownNameError
        If its lane has no such pool.
    """
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            raise CaseNotFoundError(case)
        lane = kept_lane(connection, record.lane_hash) if record.lane_hash else None
        whole = resource_of_case(connection, record)
    if lane is None or pool not in lane.pools:
        raise UnknownNameError(f"pool of lane {record.lane!r}", pool, list(lane.pools) if lane else [])
    return replace(whole, departments=departments_of(lane, (pool,)))
