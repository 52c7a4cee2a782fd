"""How the cases of a round are begun: as if somebody had asked for them, so that the API and the inbox know them."""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from temporalio import activity
from temporalio.exceptions import ApplicationError

from services.requests.starting import Route, begin, intend_once, number_of, route_of
from services.temporal_client import Temporal
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.instants import datetime_of
from workflows.interpreter.case import attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.temporal.names import OPEN_ROUND
from workflows.temporal.rounds import Round

_SEED: Final = 0
"""Of attributes that nobody declares for a case that begins by itself; the seed that live cases decide with."""


class RoundOpener:
    """The activity that begins the cases of a round. Done again, it begins none twice: a round's cases have its name.

    Parameters
    ----------
    engine : the store
    temporal : where cases live
    """

    def __init__(self, engine: Engine, temporal: Temporal) -> None:
        self._engine = engine
        self._temporal = temporal

    @activity.defn(name=OPEN_ROUND)
    async def open_round(self, due: Round) -> list[str]:
        """Begin the cases of a round under the lane as it stands now; their ids."""
        try:
            route = await run_in_threadpool(route_of, due.lane)
            ids = case_ids(due)
            for id_ in ids:
                attributes = drawn_attributes(route, id_)
                record = await run_in_threadpool(intend_once, self._engine, route, attributes, id_, due.at)
                await begin(self._engine, self._temporal, record, None)
        except InvalidInputError as error:  # no number of tries will mend it
            raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error
        return ids


def case_ids(due: Round) -> list[str]:
    """The ids of a round's cases: lane, instant and place in the round."""
    moment = datetime_of(due.at).strftime("%Y%m%dT%H%M%S")
    return [f"{due.lane}-{moment}-{number}" for number in range(1, due.cases + 1)]


def drawn_attributes(route: Route, id_: str) -> dict[str, str]:
    """What a case is from the start, by the shares of the lanes that it may travel: drawn by name, as in a simulation.

    Parameters
    ----------
    id_ : of the case
    """

    def drawn(lane: Lane, attribute: str) -> float:
        return uniform(key_of(_SEED, 0, stream_name(f"{lane.id}/", attribute, "attribute")), number_of(id_))

    found: dict[str, str] = {}
    for lane in route.lanes.values():
        found.update(attributes_of(lane, found, partial(drawn, lane)))
    return found
