"""What an applicant thinks of a service that is over (好差评); a bad rating is followed up in a limit of its own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Around, Surroundings
from services.api.keys import IdempotencyKey, fingerprint
from services.api.moments import MomentOut
from services.api.paths import CaseInPath
from services.clock import present_instant
from services.errors import MessageRefusedError
from services.messages import attempted, sent
from services.requests.starting import begin, intend_once, route_of
from services.security.access import on_case
from services.security.acts import Act
from services.security.policy import Action
from services.store.cases import CaseRecord, Stage, find_case
from services.store.database import reading
from services.store.recording import kept_events
from workflows.definition.provenance import Frozen
from workflows.events.event import EventKind
from workflows.temporal import names
from workflows.temporal.ratings import RATING_LANE, Level, rating, rating_of

router = APIRouter(tags=["requests"])


class Rating(Frozen):
    """One of the five levels of the national rating."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"level": "satisfied"}]})

    level: Level


class Rated(Frozen):
    """A rating that was taken.

    Parameters
    ----------
    case : the rating's own case, in which a bad one is verified and rectified
    """

    case: str
    at: MomentOut


@router.post("/cases/{case}/rating")
async def rate_case(
    case: CaseInPath,
    body: Rating,
    act: Annotated[Act, on_case(Action.RATE_CASE)],
    around: Around,
    key: IdempotencyKey = None,
) -> Rated:
    """Rate a case, once, when its decision has been delivered or it has ended."""
    return await rated(around, act, case, body, key)


async def rated(around: Surroundings, act: Act, case: str, body: Rating, key: str | None) -> Rated:
    """Open the case of a rating and say there what the applicant thinks.

    Whatever is killed in between, the same request goes on where this one ended: the rating's id follows from that of
    the case.

    Raises
    ------
    MessageRefusedError
        If there is nothing to rate yet, or it has been rated.
    """
    async with attempted(around, act, f"{case} rating", key, fingerprint(body)):
        record = await run_in_threadpool(_over, around.engine, case)
        route = await run_in_threadpool(route_of, RATING_LANE)
        opened = await run_in_threadpool(
            intend_once, around.engine, route, {}, rating_of(case), present_instant(), record.applicant
        )
        if opened.stage is Stage.ENDED:
            raise _already_rated(case)
        await begin(around.engine, around.temporal, opened, None)
        try:
            said = rating(body.level, act.who.subject)
            receipt = await sent(around, opened.id, names.COMPLETE_WORK, said, key)
        except MessageRefusedError as error:
            if error.code in {"no_such_item", "case_over", "already_planned"}:
                raise _already_rated(case) from error
            raise
    return Rated(case=opened.id, at=receipt.at)


def _over(engine: Engine, case: str) -> CaseRecord:
    with reading(engine) as connection:
        record = find_case(connection, case)
        assert record is not None  # whoever asks may see it
        over = record.stage is Stage.ENDED or any(
            event.kind is EventKind.DELIVERED for event in kept_events(connection, case)
        )
    if not over:
        raise MessageRefusedError(
            "not_over", f"expected a case whose decision is delivered; {case!r} goes on. Rate it afterwards."
        )
    return record


def _already_rated(case: str) -> MessageRefusedError:
    return MessageRefusedError("already_rated", f"case {case!r} has been rated; a case is rated once")
