"""How whoever broke a commitment is told and heard: by a case of the lane of listings, begun once for each breach."""

from __future__ import annotations

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.requests.starting import begin, intend_once, number_of, route_of
from services.store.database import reading
from services.supervision.credit import breaches
from services.temporal_client import Temporal
from workflows.instants import Instant
from workflows.supervision.credit_cases import LISTING, Breach, listing_case, listing_id


async def open_listings(engine: Engine, temporal: Temporal, at: Instant) -> tuple[str, ...]:
    """Begin a case of the lane of listings for every breach that has none. Doing it again begins none twice.

    Returns
    -------
    ids of the cases that began now

    Raises
    ------
    ServerUnavailableError
        If Temporal or the store does not answer; calling again does what is left.
    """
    route = await run_in_threadpool(route_of, LISTING)
    began = []
    for breach in await run_in_threadpool(_read, engine):
        id_ = listing_id(breach)
        attributes = listing_case(breach, route.lane, number_of(id_)).attributes
        record = await run_in_threadpool(intend_once, engine, route, attributes, id_, at, breach.subject)
        if await begin(engine, temporal, record, None):
            began.append(id_)
    return tuple(began)


def _read(engine: Engine) -> tuple[Breach, ...]:
    with reading(engine) as connection:
        return breaches(connection)
