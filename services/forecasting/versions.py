"""The lanes that open cases travel, each in the version under which its cases were started, with today's people.

A case keeps to the lane that it started under; how many people there are, and when they work, is another matter: those
are the people of now, as the lanes have them that are shipped. Where shipped lanes state different people for one
pool, the one that states most counts: the others name those who are there for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Connection

from services.store.cases import CaseRecord, kept_lane
from workflows.definition.catalogue import lane_ids, shipped_lane, with_called_lanes
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane, Pool
from workflows.definition.steps import Call, Step
from workflows.levers.rewriting import revised, rewrite
from workflows.working_time.calendars import Calendar


class Versions:
    """The lanes of a situation, by ids of which each means one version of one lane.

    Attributes
    ----------
    lanes : id to lane
    names : id to the id under which the lane is known, where the two differ
    """

    def __init__(self) -> None:
        self.lanes: dict[str, Lane] = {}
        self.names: dict[str, str] = {}
        self._shipped = {id_: shipped_lane(id_) for id_ in lane_ids()}
        self._hashes = {id_: lane_hash(lane) for id_, lane in self._shipped.items()}
        self._people: dict[str, tuple[Pool, Mapping[str, Calendar]]] = {}
        for lane in self._shipped.values():
            for id_, pool in lane.pools.items():
                if id_ not in self._people or pool.members > self._people[id_][0].members:
                    self._people[id_] = pool, lane.calendars

    def lane_of(self, connection: Connection, case: CaseRecord) -> str:
        """The id of the lane that a case travels, as it was when the case was started."""
        if all(self._hashes.get(id_) == hash_ for id_, hash_ in case.lane_hashes.items()):
            for id_ in case.lane_hashes:
                self._add(id_, self._shipped[id_])
            return case.lane
        told = "".join(f"{id_}={case.lane_hashes[id_]}\n" for id_ in sorted(case.lane_hashes))
        suffix = f"__{sha256(told.encode()).hexdigest()[:8]}"
        if f"{case.lane}{suffix}" not in self.lanes:
            route = {id_: kept_lane(connection, hash_) for id_, hash_ in case.lane_hashes.items()}
            for id_, lane in route.items():
                self._add(f"{id_}{suffix}", _renamed(lane, route, suffix))
                self.names[f"{id_}{suffix}"] = id_
        return f"{case.lane}{suffix}"

    def add_arriving(self, lane: str) -> bool:
        """Add a lane as it is shipped now; tell whether cases arrive in it by themselves."""
        if lane not in self._shipped or self._shipped[lane].arrivals is None:
            return False
        for id_, each in with_called_lanes(self._shipped[lane]).items():
            self._add(id_, each)
        return True

    def _add(self, id_: str, lane: Lane) -> None:
        if id_ in self.lanes:
            return
        pools, calendars = dict(lane.pools), dict(lane.calendars)
        for name in pools:
            if name in self._people:
                pool, theirs = self._people[name]
                pools[name] = _with_hours(name, pool, theirs, calendars)
        self.lanes[id_] = lane if pools == lane.pools else revised(lane, pools=pools, calendars=calendars)


def _with_hours(name: str, pool: Pool, theirs: Mapping[str, Calendar], calendars: dict[str, Calendar]) -> Pool:
    """People of another lane, with the calendars that they keep added to those of this one."""

    def kept(calendar: str) -> str:
        if calendars.get(calendar) == theirs[calendar]:
            return calendar
        own = f"{name}__{calendar}"
        calendars[own] = theirs[calendar]
        return own

    staff = tuple(
        entry if entry.calendar is None else entry.model_copy(update={"calendar": kept(entry.calendar)})
        for entry in pool.staff
    )
    return pool.model_copy(update={"calendar": kept(pool.calendar), "staff": staff})


def _renamed(lane: Lane, route: Mapping[str, Lane], suffix: str) -> Lane:
    """A lane under an id of its own, which calls the others of its route under theirs."""

    def called(step: Step) -> Step:
        return revised(step, lane=f"{step.lane}{suffix}") if isinstance(step, Call) and step.lane in route else step

    return revised(lane, id=f"{lane.id}{suffix}", body=rewrite(lane.body, called))
