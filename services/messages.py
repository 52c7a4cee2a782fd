"""Messages to cases, from whichever service they come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from pydantic import BaseModel
from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.api.keys import fingerprint
from services.audit.chain import Entry, Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.errors import CaseNotFoundError, MessageRefusedError, NothingThereError, NotYoursError
from services.security.acts import Act
from services.store.cases import CaseRecord, Stage, find_case
from services.store.database import reading
from services.store.grouping import write_together
from services.store.keys import use_key
from services.temporal_client import send
from workflows.definition.steps import ApplicantStep, Step, Task, ThirdPartyStep
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.temporal.messages import ActorKind, Receipt

_WHOM: Final = {
    ActorKind.POOL: "a department",
    ActorKind.APPLICANT: "the applicant",
    ActorKind.THIRD_PARTY: "a third party",
}


async def deliver(
    around: Surroundings, act: Act, case: str, update: str, step: str, message: BaseModel, key: str | None
) -> Receipt:
    """Send a message to a case, and keep in the trail that somebody did.

    It takes effect in Temporal, where the trail is not: so the intention is kept before, and what came of it after.
    Whatever is killed in between, no message has taken effect of which the trail does not know who sent it.

    Parameters
    ----------
    act : of whoever sends it
    update : name of the message
    step : that it is about, if it is about one
    key : the same message under the same key takes effect once
    """
    async with attempted(around, act, f"{case} {update} {step}", key, fingerprint(message)):
        return await sent(around, case, update, message, None if key is None else f"{update} {step} {key}")


@asynccontextmanager
async def attempted(around: Surroundings, act: Act, scope: str, key: str | None, digest: str) -> AsyncIterator[None]:
    """Keep in the trail that somebody tries something, and what came of it.

    Parameters
    ----------
    scope : what the key is for
    digest : of the request
    """
    number = await run_in_threadpool(_intended, around.engine, act, scope, key, digest)
    outcome = Outcome.UNANSWERED
    try:
        yield
        outcome = Outcome.DONE
    except InvalidInputError:
        outcome = Outcome.REFUSED
        raise
    finally:
        await run_in_threadpool(_came_of_it, around.engine, act.entry(outcome, digest, number))


async def sent(around: Surroundings, case: str, update: str, message: BaseModel, key: str | None) -> Receipt:
    """Send a message on behalf of something that is in the trail.

    Parameters
    ----------
    key : of the update itself: the same message under the same key takes effect once

    Raises
    ------
    CaseNotFoundError
        If there is no such case.
    MessageRefusedError
        If it does not fit the case as it is.
    """
    try:
        return await send(around.temporal, case, update, message, key)
    except CaseNotFoundError as error:
        record = await run_in_threadpool(_find, around.engine, case)
        if record is None:
            raise
        if record.stage is Stage.ENDED:
            raise MessageRefusedError("case_over", f"case {case!r} has ended: {record.result}") from error
        raise MessageRefusedError(
            "too_early", f"case {case!r} was asked for but has not begun. Start it again with the same request."
        ) from error


def require_actor(act: Act, step: str, actors: tuple[ActorKind, ...]) -> None:
    """See that a step of a case waits for certain people, if it waits for anybody.

    Parameters
    ----------
    act : on the case

    Raises
    ------
    NothingThereError
        If its lane has no such step.
    NotYoursError
        If the step is for others.
    """
    lane = act.lane
    if lane is None:
        return
    performer = _actor(lane.steps.get(step))
    if performer is None:
        performed = [id_ for id_, each in lane.steps.items() if _actor(each) is not None]
        raise NothingThereError(str(UnknownNameError(f"step of lane {lane.id!r}", step, performed)))
    if performer not in actors:
        raise NotYoursError(
            f"step {step!r} is for {_WHOM[performer]}, not for {' or '.join(_WHOM[actor] for actor in actors)}."
        )


def _actor(step: Step | None) -> ActorKind | None:
    match step:
        case Task():
            return ActorKind.POOL
        case ApplicantStep():
            return ActorKind.APPLICANT
        case ThirdPartyStep():
            return ActorKind.THIRD_PARTY
        case _:
            return None


def _intended(engine: Engine, act: Act, scope: str, key: str | None, digest: str) -> int:
    def write(connection: Connection) -> int:
        if key is not None:
            use_key(connection, scope, key, digest, "", present_instant())
        return append(connection, act.entry(Outcome.INTENDED, digest))

    return write_together(engine, write)


def _came_of_it(engine: Engine, entry: Entry) -> None:
    write_together(engine, lambda connection: append(connection, entry))


def _find(engine: Engine, case: str) -> CaseRecord | None:
    with reading(engine) as connection:
        return find_case(connection, case)
