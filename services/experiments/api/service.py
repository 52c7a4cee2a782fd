"""What is done for designers."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

import structlog
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.api.keys import fingerprint
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.errors import ExperimentNotDoneError, ExperimentOverError
from services.experiments.api.schemas import ExperimentsPage, ExperimentView, NewExperiment, shown_experiment
from services.experiments.carrying_out import Prepared, prepare, require_experiment, write_down
from services.experiments.request import find_shipped
from services.experiments.temporal.client import begin_experiment, cancel_experiment, simulations_of
from services.security.access import held
from services.security.acts import Act
from services.security.policy import Action
from services.store.database import reading, writing
from services.store.experiments import (
    ExperimentRecord,
    ExperimentStage,
    Place,
    Position,
    end_experiment,
    experiments_listed,
    progress_of,
    result_of,
)
from services.store.keys import use_key
from workflows.errors import ServerUnavailableError

SCOPE: Final = "POST /experiments"
_SOONEST, _LATEST, _OF_THE_TIME = 0.05, 0.5, 0.1
"""Seconds between one look at an experiment that somebody watches and the next: a tenth of the time that it has been
watched for, so that nobody waits much longer than it takes, but within these bounds."""

_log = structlog.get_logger("services.experiments")


async def ask(around: Surroundings, act: Act, new: NewExperiment, key: str | None) -> ExperimentRecord:
    """Have an experiment carried out, unless it has been.

    Parameters
    ----------
    act : of whoever asks for it
    key : the same request of the same person under the same key is one request; another request under it is refused

    Raises
    ------
    ForbiddenError
        If they ask for it in the name of somebody else and may not.
    """
    if new.requested_by not in {"", act.who.subject}:
        await held(around, replace(act, action=Action.ASK_IN_ANOTHERS_NAME))
    prepared = await run_in_threadpool(_prepared, around, new)
    record = await run_in_threadpool(_written_down, around.engine, act, prepared, new, key)
    if record.stage is ExperimentStage.OPEN:
        await begin_experiment(simulations_of(around.settings, around.temporal), record)
    return record


async def cancel(around: Surroundings, act: Act, id_: str) -> ExperimentView:
    """Cancel an experiment; what has been run of it is kept.

    Raises
    ------
    NoSuchExperimentError
        If there is none.
    ExperimentOverError
        If it has ended otherwise.
    """
    record = await run_in_threadpool(_cancelled, around.engine, act, id_)
    if record.stage is not ExperimentStage.CANCELLED:
        raise ExperimentOverError(f"experiment {id_} has ended: {record.stage}. There is nothing to cancel.")
    try:
        await cancel_experiment(simulations_of(around.settings, around.temporal), id_)
    except ServerUnavailableError as error:
        # It is cancelled all the same: whoever comes to run a batch of it finds that it has ended.
        _log.warning("batches under way could not be stopped", reason=str(error))
    return await run_in_threadpool(view, around.engine, id_)


def view(engine: Engine, id_: str) -> ExperimentView:
    """Where an experiment is.

    Raises
    ------
    NoSuchExperimentError
        If there is none.
    """
    with reading(engine) as connection:
        return shown_experiment(require_experiment(connection, id_), progress_of(connection, id_))


def page(engine: Engine, stage: ExperimentStage | None, cursor: str | None, limit: int) -> ExperimentsPage:
    """Experiments, the one that was asked for last first."""
    after = None
    if cursor is not None:
        asked_at, _, id_ = cursor.partition("-")
        after = Position(int(asked_at), id_)
    with reading(engine) as connection:
        found = experiments_listed(connection, stage, after, limit + 1)
        shown = tuple(shown_experiment(each, progress_of(connection, each.id)) for each in found[:limit])
    last = found[:limit][-1] if len(found) > limit else None
    return ExperimentsPage(experiments=shown, next=f"{last.asked_at}-{last.id}" if last else None)


def result(engine: Engine, id_: str) -> str:
    """The result of an experiment: the same characters whoever asks, and whenever.

    Raises
    ------
    NoSuchExperimentError
        If there is no experiment of that id.
    ExperimentNotDoneError
        If it has no result.
    """
    with reading(engine) as connection:
        record, found = require_experiment(connection, id_), result_of(connection, id_)
    if found is None:
        why = f" ({record.reason})" if record.reason else ""
        raise ExperimentNotDoneError(
            f"experiment {id_} has no result: it is {record.stage}{why}. Wait until it is done, or ask for it again."
        )
    return found


async def watched(engine: Engine, id_: str, longest: float = math.inf) -> AsyncIterator[ExperimentView]:
    """An experiment as it is now, and again whenever it has changed, until it has ended.

    Parameters
    ----------
    longest : seconds after which it is not looked at any more, however it goes on
    """
    clock = asyncio.get_running_loop()
    begun, last = clock.time(), None
    until = begun + longest
    while last is None or (last.stage is ExperimentStage.OPEN and clock.time() < until):
        now = await run_in_threadpool(view, engine, id_)
        if now != last:
            yield now
            last = now
        if now.stage is ExperimentStage.OPEN:
            await asyncio.sleep(min(max(_SOONEST, _OF_THE_TIME * (clock.time() - begun)), _LATEST))


def _prepared(around: Surroundings, new: NewExperiment) -> Prepared:
    request = new.request
    return prepare(request, find_shipped(request.lanes, request.scenarios), around.settings.largest_experiment)


def _written_down(
    engine: Engine, act: Act, prepared: Prepared, new: NewExperiment, key: str | None
) -> ExperimentRecord:
    at, asked = present_instant(), fingerprint(new)
    with writing(engine) as connection:
        if key is not None:
            use_key(connection, f"{SCOPE} {act.who.subject}", key, asked, prepared.experiment.id, at)
        record = write_down(connection, prepared, Place.TEMPORAL, new.requested_by or act.who.subject, at)
        append(connection, act.to(experiment=record.id).entry(Outcome.DONE, asked))
    return record


def _cancelled(engine: Engine, act: Act, id_: str) -> ExperimentRecord:
    with writing(engine) as connection:
        require_experiment(connection, id_)
        end_experiment(connection, id_, ExperimentStage.CANCELLED, present_instant())
        record = require_experiment(connection, id_)
        append(connection, act.entry(Outcome.DONE if record.stage is ExperimentStage.CANCELLED else Outcome.REFUSED))
    return record
