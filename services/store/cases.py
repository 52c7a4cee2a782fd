"""Cases and the lanes that they started under."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, bindparam, func, select, tuple_, update

from services.store.inserting import insert_new
from services.store.tables import cases, lanes
from workflows.definition.hashing import canonical_json, lane_hash
from workflows.definition.lane import Lane
from workflows.instants import Instant


class Stage(StrEnum):
    """How far a case has got."""

    REQUESTED = "requested"
    """Somebody asked for it; none of its events has been recorded yet."""
    UNDER_WAY = "under_way"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What the store knows of a case beside its events.

    Attributes
    ----------
    lane_hash : of the lane that it started under; none for a case that was started past the API
    lane_hashes : lane id to hash, of its lane and those that it can open cases of
    parent : id of the case that opened it
    sealed : whether exports leave it out unless they are asked for it, and what it declared is not shown
    applicant : whose case it is, such as a unified social credit code; known to the store alone
    state : code of the national data standard; none before the case is submitted
    warning_at, due_at : from when on its lamp is yellow, and red; none while no limit of its lane runs
    """

    id: str
    lane: str
    lane_hash: str | None
    lane_hashes: dict[str, str]
    scenario: str | None
    attributes: dict[str, str]
    parent: str | None
    submitted_at: Instant
    stage: Stage
    result: str | None
    ended_at: Instant | None
    sealed: bool = False
    applicant: str | None = None
    state: int | None = None
    warning_at: Instant | None = None
    due_at: Instant | None = None


def add_lanes(connection: Connection, by_id: Mapping[str, Lane]) -> dict[str, str]:
    """Keep lanes by their content.

    Returns
    -------
    lane id to hash
    """
    hashes = {id_: _hash_of(_Same(lane)) for id_, lane in by_id.items()}
    known = set(connection.scalars(select(lanes.c.hash).where(lanes.c.hash.in_(hashes.values()))))
    insert_new(
        connection,
        lanes,
        [
            {"hash": hashes[id_], "lane": id_, "document": canonical_json(lane)}
            # Always in the same order, or two transactions might wait for each other.
            for id_, lane in sorted(by_id.items())
            if hashes[id_] not in known
        ],
    )
    return hashes


def kept_lane(connection: Connection, hash_: str) -> Lane:
    """The lane whose content has a hash that some case has."""
    # Of each database, since two may share a process, but not a lane that one of them lacks.
    known = _known.setdefault(connection.engine, {})
    found = known.get(hash_)
    if found is None:
        document = connection.execute(select(lanes.c.document).where(lanes.c.hash == hash_)).scalar_one()
        found = Lane.model_validate_json(document)
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[hash_] = found
    return found


def lane_of_case(connection: Connection, case: CaseRecord) -> Lane | None:
    """The lane that a case travels, if the store has it."""
    return kept_lane(connection, case.lane_hash) if case.lane_hash else None


_MOST_KNOWN: Final = 64
_known: Final[WeakKeyDictionary[Engine, dict[str, Lane]]] = WeakKeyDictionary()
"""By their hashes, which stand for what they are: a lane is a hundred kilobytes to read and milliseconds to parse. None
is ever changed or taken out of a database."""


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A lane that is equal to itself alone: to compare two by what they are costs as much as to hash them."""

    lane: Lane

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.lane is self.lane

    def __hash__(self) -> int:
        return id(self.lane)


@lru_cache(maxsize=64)
def _hash_of(same: _Same) -> str:
    return lane_hash(same.lane)


def add_case(connection: Connection, case: CaseRecord) -> bool:
    """Keep a case, unless there is one of that id.

    Returns
    -------
    whether it is new
    """
    row = {name: getattr(case, name) for name in CaseRecord.__slots__} | {"sealed": int(case.sealed)}
    return bool(insert_new(connection, cases, [row]))


def complete_case(connection: Connection, case: CaseRecord) -> None:
    """Tell of a case that is there what its events do not: its lane, what it is from the start, where it comes from."""
    told = ("lane_hash", "lane_hashes", "scenario", "attributes", "parent", "applicant")
    values = {name: getattr(case, name) for name in told} | {"sealed": int(case.sealed)}
    connection.execute(update(cases).where(cases.c.id == case.id).values(values))


def find_case(connection: Connection, id_: str) -> CaseRecord | None:
    """The case of an id."""
    row = connection.execute(_CASE, {"id": id_}).mappings().one_or_none()
    return None if row is None else _record(row)


_CASE: Final = select(cases).where(cases.c.id == bindparam("id"))
"""Put together once, since every request asks for it."""


def cases_named(connection: Connection, ids: Sequence[str]) -> list[CaseRecord]:
    """The cases of some ids, in the order of submission."""
    found: list[CaseRecord] = []
    for start in range(0, len(ids), _AT_ONCE):
        query = select(cases).where(cases.c.id.in_(ids[start : start + _AT_ONCE]))
        found += [_record(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda each: (each.submitted_at, each.id))


_AT_ONCE: Final = 500


def cases_below(connection: Connection, roots: Sequence[str]) -> dict[str, list[CaseRecord]]:
    """The cases that some cases have opened, and those that they have, in the order of submission.

    Parameters
    ----------
    roots : ids of cases that no other has opened

    Returns
    -------
    for each of `roots`, none if it has opened none
    """
    below: dict[str, list[CaseRecord]] = {root: [] for root in roots}
    for each in cases_named(connection, _ids_below(connection, roots)):
        below[each.id.partition("/")[0]].append(each)
    return below


def _ids_below(connection: Connection, roots: Sequence[str]) -> list[str]:
    found: list[str] = []
    if connection.dialect.name == "sqlite":
        # A range, not LIKE, for which no index is used; "0" comes after "/" in the order of bytes, as the index is.
        below = select(cases.c.id).where(cases.c.id > bindparam("low"), cases.c.id < bindparam("high"))
        for root in roots:
            found += connection.scalars(below, {"low": f"{root}/", "high": f"{root}0"})
        return found
    # Here the index is in the order of some language: so all cases are looked at, but once for many of the roots.
    for start in range(0, len(roots), _AT_ONCE):
        of_these = func.split_part(cases.c.id, "/", 1).in_(roots[start : start + _AT_ONCE])
        found += connection.scalars(select(cases.c.id).where(of_these, cases.c.id.contains("/")))
    return found


def hold_case(connection: Connection, id_: str) -> CaseRecord | None:
    """The case of an id, which nobody else writes about before the transaction ends.

    On SQLite nobody else writes at all; on PostgreSQL two workers may be given the same events at once.
    """
    query = select(cases).where(cases.c.id == id_).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _record(row)


def cases_with_applicant(connection: Connection, lanes: Collection[str], applicant: str | None) -> list[CaseRecord]:
    """The cases of some lanes whose applicant is known, in the order of submission.

    Parameters
    ----------
    applicant : whose cases; those of all applicants if absent
    """
    query = select(cases).where(cases.c.lane.in_(lanes)).order_by(cases.c.submitted_at, cases.c.id)
    whose = cases.c.applicant.is_not(None) if applicant is None else cases.c.applicant == applicant
    return [_record(row) for row in connection.execute(query.where(whose)).mappings()]


def cases_submitted(
    connection: Connection, lane: str, start: Instant | None, end: Instant, limit: int
) -> list[CaseRecord]:
    """The cases of a lane that were submitted in [start, end) and have begun, in the order of submission.

    Parameters
    ----------
    start : from the first one on if absent
    limit : how many at most
    """
    order = (cases.c.submitted_at, cases.c.id)
    query = select(cases).where(cases.c.lane == lane, cases.c.submitted_at < end, cases.c.stage != Stage.REQUESTED)
    if start is not None:
        query = query.where(cases.c.submitted_at >= start)
    return [_record(row) for row in connection.execute(query.order_by(*order).limit(limit)).mappings()]


class CasePosition(NamedTuple):
    """Where a case stands among all: in the order of submission."""

    submitted_at: Instant
    case: str


def latest_cases(
    connection: Connection, which: ColumnElement[bool], before: CasePosition | None, limit: int
) -> list[CaseRecord]:
    """Those cases for which a condition holds, the latest first.

    Parameters
    ----------
    before : only what stands before this; from the latest on if absent
    limit : how many at most
    """
    order = (cases.c.submitted_at, cases.c.id)
    query = select(cases).where(which)
    if before is not None:
        query = query.where(tuple_(*order) < before)
    query = query.order_by(cases.c.submitted_at.desc(), cases.c.id.desc()).limit(limit)
    return [_record(row) for row in connection.execute(query).mappings()]


def _record(row: RowMapping) -> CaseRecord:
    return CaseRecord(**{**row, "stage": Stage(row["stage"]), "sealed": bool(row["sealed"])})
