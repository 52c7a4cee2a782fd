"""What requests are about, as far as it matters for who may make them: read from the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from services.security.policy import Resource
from services.store.cases import CaseRecord, lane_of_case
from services.store.drafts import DraftRecord
from services.store.event_rows import numbered_events
from services.store.experiments import ExperimentRecord
from services.store.mandates import MandateRecord
from services.store.tables import events
from services.store.work_items import items_of
from workflows.definition.catalogue import LaneGroup, group_of, lane_ids
from workflows.definition.lane import Lane
from workflows.definition.steps import Task
from workflows.events.event import EventKind

_AGAINST: Final = frozenset({"commitment_follow_up"})
"""Lanes of approval that an authority travels, about an applicant."""
_BROUGHT: Final = frozenset({"complaint_handling"})
"""Lanes of supervision that somebody brings who is no authority."""


def is_brought(lane: str) -> bool:
    """Whether cases of a lane are brought by those whose cases they are; otherwise by an authority, or against them.

    Parameters
    ----------
    lane : its id; of lanes that are not shipped nobody knows
    """
    if lane in _BROUGHT:
        return True
    return lane in lane_ids() and lane not in _AGAINST and group_of(lane) is LaneGroup.APPROVAL


def departments_of(lane: Lane, pools: Collection[str]) -> frozenset[str]:
    """Every name by which the departments of some pools may be called."""
    found = [(id_, lane.pools[id_]) for id_ in pools if id_ in lane.pools]
    return frozenset(
        name for id_, pool in found for name in (id_, f"{lane.id}/{id_}", pool.department.zh, pool.department.en)
    )


def resource_of_lane(lane: Lane, applicant: str | None = None) -> Resource:
    """A lane, or a case of it that is about to be started."""
    return Resource(applicant, is_brought(lane.id), departments_of(lane, lane.pools), lane=lane.id)


def resource_of_case(connection: Connection, record: CaseRecord) -> Resource:
    """A case.

    Its departments are those that its lane knows. Of a sealed case they are those alone that have had work in it, or
    were asked what they think of some: that a lane knows somebody is no reason for them to know of it.
    """
    lane = lane_of_case(connection, record)
    departments: frozenset[str] = frozenset()
    if lane is not None:
        departments = departments_of(lane, _taking_part(connection, record.id) if record.sealed else lane.pools)
    return Resource(record.applicant, is_brought(record.lane), departments, lane=record.lane)


def _taking_part(connection: Connection, case: str) -> set[str]:
    asked = numbered_events(connection, case, events.c.kind == EventKind.OPINION_ASKED)
    return {item.pool for item in items_of(connection, case).values()} | {event.cause for _, event in asked}


def resource_of_step(connection: Connection, record: CaseRecord, step: str, whole: Resource) -> Resource:
    """A step of a case: its pool's, or where it is no pool's, that of whoever takes part in the case.

    Parameters
    ----------
    whole : the case
    """
    lane = lane_of_case(connection, record)
    task = lane.steps.get(step) if lane else None
    if lane is None or not isinstance(task, Task):
        return whole
    return replace(whole, departments=departments_of(lane, (task.pool,)))


def resource_of_experiment(record: ExperimentRecord) -> Resource:
    """An experiment."""
    return Resource(asked_by=record.requested_by)


def resource_of_draft(record: DraftRecord) -> Resource:
    """A draft."""
    return Resource(asked_by=record.owner)


def resource_of_mandate(record: MandateRecord) -> Resource:
    """A mandate."""
    return Resource(record.applicant, agent=record.agent)
