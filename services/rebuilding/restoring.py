"""A case put back into the store as it was, from what Temporal knows of it.

What is there stays as it is, so doing it twice, or stopping in the middle and beginning again, does no harm, and a
worker may go on recording meanwhile. What Temporal does not know, nobody can put back from it: docs/how-to tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Engine, func, select

from services.rebuilding.histories import Told
from services.store.cases import CaseRecord, Stage, add_case, add_lanes, complete_case, find_case, hold_case
from services.store.database import reading, writing
from services.store.projecting import project_again
from services.store.recording import keep_events, opened_case
from services.store.tables import events
from services.store.tellings import take_out
from workflows.definition.hashing import lane_hash
from workflows.definition.sealing import is_sealed
from workflows.events.event import EventKind
from workflows.instants import Instant
from workflows.levers.scenario import after, shipped_scenarios


def is_whole(engine: Engine, case: str) -> bool:
    """Whether the store has all of a case that has ended, from its beginning to its end, and knows its lane."""
    counted = select(func.count(), func.max(events.c.sequence)).where(events.c.case_id == case)
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None or record.lane_hash is None or record.stage is not Stage.ENDED:
            return False
        count, last = connection.execute(counted).one()
        if count != last + 1:
            return False
        end = select(events.c.kind).where(events.c.case_id == case, events.c.sequence == last)
        return bool(connection.execute(end).scalar_one() == EventKind.ENDED)


@dataclass(frozen=True, slots=True)
class Restored:
    """What putting a case back came to.

    Attributes
    ----------
    missing : events that the store had not got
    taken_out : events that did not come about
    in_doubt : instant of the last task, by the case's clock, that told what is not in the history and may come about
        yet; none if the store has what the history has
    """

    missing: int
    taken_out: int
    in_doubt: Instant | None


def restore(engine: Engine, told: Told, settled_before: Instant) -> Restored:
    """Put back of a case what the store has not got, and take out of it what did not come about.

    Parameters
    ----------
    settled_before : by the case's clock; what was told earlier, and is not in the history, will not be
    """
    case = told.start.case.id
    with writing(engine) as connection:
        add_lanes(connection, told.start.lanes)
        there = hold_case(connection, case)
        if there is None or there.lane_hash is None:
            # A worker that recorded before this knew a case by its id alone.
            record = _record(connection, told)
            if there is None:
                add_case(connection, record)
            else:
                complete_case(connection, record)
        missing = [keep_events(connection, case, telling) for telling in told.tellings]
        # What a task has told that was lost is in no history. Which tasks are under way nobody knows, but how long ago.
        beyond = events.c.sequence >= len(told.events)
        lost = take_out(connection, case, beyond, events.c.told_at < settled_before)
        in_doubt = select(func.max(events.c.told_at)).where(events.c.case_id == case, beyond)
        project_again(connection, case)
        return Restored(
            missing=sum(len(set(fresh) - set(before)) for fresh, before in missing),
            taken_out=len(lost),
            in_doubt=connection.execute(in_doubt).scalar_one_or_none(),
        )


def _record(connection: Connection, told: Told) -> CaseRecord:
    start = told.start
    hashes = {id_: lane_hash(lane) for id_, lane in start.lanes.items()}
    if told.parent is not None and find_case(connection, told.parent) is not None:
        return opened_case(connection, start.case.id, start.lane, told.events)
    return CaseRecord(
        id=start.case.id,
        lane=start.lane,
        lane_hash=hashes[start.lane],
        lane_hashes=hashes,
        scenario=_scenario_of(start.lane, hashes[start.lane]),
        attributes=start.case.attributes,
        parent=told.parent,
        submitted_at=start.case.submitted_at,
        stage=Stage.REQUESTED,
        result=None,
        ended_at=None,
        sealed=is_sealed(start.lanes[start.lane], start.case.attributes),
    )


@lru_cache(maxsize=1_024)
def _scenario_of(lane: str, hash_: str) -> str | None:
    """The shipped scenario whose reform made a lane; none for a lane as it is, or if the scenario has changed since."""
    reformed = ((id_, after(each)) for id_, each in shipped_scenarios().items())
    return next((id_ for id_, each in reformed if each.id == lane and lane_hash(each) == hash_), None)
