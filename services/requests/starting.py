"""How a case is started: once, under the lane as it stands now.

What was asked for is written down before Temporal is asked to begin. If Temporal does not answer, the same request,
sent again under the same key, goes on where this one ended; the case's id makes sure that there is never a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool

from services.errors import CaseExistsError
from services.store.cases import CaseRecord, Stage, add_case, add_lanes, find_case, kept_lane
from services.store.database import reading, writing
from services.store.keys import use_key
from services.temporal_client import Temporal, start_case
from workflows.definition.catalogue import lane_ids, shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.definition.sealing import is_sealed
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.instants import Instant
from workflows.interpreter.case import Case
from workflows.levers.scenario import Scenario, after, shipped_scenarios
from workflows.temporal.messages import CaseStart, Rehearsal

SCOPE: Final = "POST /cases"


@dataclass(frozen=True, slots=True)
class Route:
    """What a name that a case can be started under stands for.

    Attributes
    ----------
    lane : that the case travels
    lanes : lane id to lane, of it and those that it can open cases of
    scenario : whose reform made the lane; none for a lane as it is
    """

    lane: Lane
    lanes: Mapping[str, Lane]
    scenario: str | None


class TakenKey(NamedTuple):
    """An idempotency key that a request comes with.

    Parameters
    ----------
    scope : within which it stands for one request
    fingerprint : of that request
    """

    scope: str
    key: str
    fingerprint: str


def route_of(name: str) -> Route:
    """The lane of that id, or the lane after the reform of the scenario of that id.

    Raises
    ------
    UnknownNameError
        If neither is called so.
    """
    scenarios = shipped_scenarios()
    if name not in lane_ids() and name not in scenarios:
        raise UnknownNameError("lane or scenario", name, [*lane_ids(), *scenarios])
    source = shipped_lane(name) if name in lane_ids() else scenarios[name]
    kept = _routes.get(name)
    if kept is None or kept[0] is not source:
        lane = source if isinstance(source, Lane) else after(source)
        scenario = None if isinstance(source, Lane) else name
        kept = _routes[name] = source, Route(lane, with_called_lanes(lane), scenario)
    return kept[1]


_routes: Final[dict[str, tuple[Lane | Scenario, Route]]] = {}
"""By their names, with what they were made from: levers are not pulled again for every case."""


def checked_attributes(route: Route, given: Mapping[str, str]) -> dict[str, str]:
    """The attributes of a case, if they are those that the lanes of its route ask for.

    Raises
    ------
    InvalidInputError
        If one is missing.
    UnknownNameError
        If one is not known, or its value is not.
    """
    asked = {id_: attribute for lane in route.lanes.values() for id_, attribute in lane.attributes.items()}
    for id_, value in given.items():
        if id_ not in asked:
            raise UnknownNameError(f"attribute of lane {route.lane.id!r}", id_, list(asked))
        known = [each.value for each in asked[id_].values]
        if value not in known:
            raise UnknownNameError(f"value of attribute {id_!r}", value, known)
    missing = [
        f"{id_} ({' or '.join(each.value for each in attribute.values)})"
        for id_, attribute in asked.items()
        if id_ not in given
    ]
    if missing:
        raise InvalidInputError(
            f"expected every attribute of a case of lane {route.lane.id!r}; missing: {', '.join(missing)}"
        )
    return dict(given)


def intend(
    engine: Engine,
    route: Route,
    attributes: Mapping[str, str],
    id_: str,
    at: Instant,
    key: tuple[str, str] | None,
    applicant: str | None = None,
) -> CaseRecord:
    """Write down that a case is to be started.

    Parameters
    ----------
    id_ : that the case is to have
    at : instant of submission
    key : idempotency key and the request's fingerprint
    applicant : whose case it is, if that is known

    Returns
    -------
    the case; if the same request came before, the one of then

    Raises
    ------
    KeyReusedError, CaseExistsError
    """
    taken = None if key is None else TakenKey(SCOPE, *key)
    with writing(engine) as connection:
        return write_down(connection, route, attributes, id_, at, taken, applicant)[0]


def write_down(
    connection: Connection,
    route: Route,
    attributes: Mapping[str, str],
    id_: str,
    at: Instant,
    key: TakenKey | None,
    applicant: str | None,
) -> tuple[CaseRecord, bool]:
    """As :func:`intend`, in a transaction that writes more.

    Returns
    -------
    the case, and whether the request is one that did not come before
    """
    # Before anything is read: the same request, sent at once to another process, waits here for this transaction.
    if key is not None and (known := use_key(connection, *key, subject=id_, at=at)) is not None:
        before = find_case(connection, known)
        assert before is not None  # key and case were written together
        return before, False
    hashes = add_lanes(connection, route.lanes)
    record = CaseRecord(
        id=id_,
        lane=route.lane.id,
        lane_hash=hashes[route.lane.id],
        lane_hashes=hashes,
        scenario=route.scenario,
        attributes=dict(attributes),
        parent=None,
        submitted_at=at,
        stage=Stage.REQUESTED,
        result=None,
        ended_at=None,
        sealed=is_sealed(route.lane, attributes),
        applicant=applicant,
    )
    if not add_case(connection, record):
        record = _same(record, find_case(connection, id_))
    return record, True


def intend_once(
    engine: Engine, route: Route, attributes: Mapping[str, str], id_: str, at: Instant, applicant: str | None = None
) -> CaseRecord:
    """As :func:`intend`, for cases that Greenlane names itself: one that is there already is the one that is meant.

    It keeps to the lane of then; nothing of it is begun twice or under another lane.
    """
    try:
        return intend(engine, route, attributes, id_, at, None, applicant)
    except CaseExistsError:
        with reading(engine) as connection:
            record = find_case(connection, id_)
        assert record is not None  # it is there, or it would not be in the way
        return record


async def begin(engine: Engine, temporal: Temporal, record: CaseRecord, rehearsal: Rehearsal | None) -> bool:
    """Have Temporal begin a case that was written down, unless it has begun.

    Returns
    -------
    whether it began now

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    return await begin_in(temporal, record, await run_in_threadpool(_lanes_of, engine, record), rehearsal)


async def begin_in(
    temporal: Temporal, record: CaseRecord, lanes: Mapping[str, Lane], rehearsal: Rehearsal | None
) -> bool:
    """As :func:`begin`, for whoever has the case's lanes at hand.

    Parameters
    ----------
    lanes : as :func:`lanes_of` gives them
    """
    if record.stage is not Stage.REQUESTED:
        return False
    case = Case(
        id=record.id,
        submitted_at=record.submitted_at,
        number=number_of(record.id),
        attributes=record.attributes,
        draws=f"{record.lane}/",
    )
    return await start_case(
        temporal, CaseStart(declares=True, lanes=dict(lanes), lane=record.lane, case=case, rehearsal=rehearsal)
    )


def _same(wanted: CaseRecord, there: CaseRecord | None) -> CaseRecord:
    """The case that is there, if it is the wanted one and may not have begun because Temporal was not there."""
    if (
        there is None
        or there.stage is not Stage.REQUESTED
        or (there.lane_hash, there.attributes, there.applicant)
        != (wanted.lane_hash, wanted.attributes, wanted.applicant)
    ):
        raise CaseExistsError(wanted.id)
    return there


def lanes_of(connection: Connection, record: CaseRecord) -> dict[str, Lane]:
    """The lanes as they stood when the case was written down, whatever is shipped now."""
    return {id_: kept_lane(connection, hash_) for id_, hash_ in record.lane_hashes.items()}


def _lanes_of(engine: Engine, record: CaseRecord) -> dict[str, Lane]:
    with reading(engine) as connection:
        return lanes_of(connection, record)


def number_of(case: str) -> int:
    """A number for the draws of a case, so that spot checks do not fall on all cases or on none."""
    return int.from_bytes(sha256(case.encode()).digest()[:6], "big")
