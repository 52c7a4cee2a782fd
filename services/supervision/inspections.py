"""How the inspections of a draw begin for real, and what there is to publish of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.errors import KeyReusedError
from services.requests.starting import Route, begin, intend_once, route_of
from services.store.database import reading, writing
from services.store.keys import use_key
from services.store.recording import kept_events
from services.temporal_client import Temporal
from workflows.errors import InvalidInputError
from workflows.instants import Instant
from workflows.supervision.double_random import Draw
from workflows.supervision.draw_results import digest_of
from workflows.supervision.inspections import (
    JOINT,
    SINGLE,
    InspectionCase,
    PublishedResult,
    inspections_of,
    published_results,
)
from workflows.supervision.registers import Registers

_SCOPE: Final = "draw"


@dataclass(frozen=True, slots=True)
class StartedInspections:
    """The inspections of a draw, as cases.

    Attributes
    ----------
    cases : all of them, in the order of the firms
    began : ids of those that began now
    """

    cases: tuple[InspectionCase, ...]
    began: tuple[str, ...]


async def start_inspections(
    engine: Engine, temporal: Temporal, drawn: Draw, registers: Registers, at: Instant
) -> StartedInspections:
    """Begin a case for each firm that was drawn. The same draw again begins nothing twice.

    A draw that does not please cannot be made again either: a period has one first draw, and so on.

    Parameters
    ----------
    registers : those of the draw
    at : now

    Raises
    ------
    InvalidInputError
        If another draw was begun under the same number of the same period.
    ServerUnavailableError
        If Temporal or the store does not answer; calling again does what is left.
    """
    routes = {id_: await run_in_threadpool(route_of, id_) for id_ in (SINGLE, JOINT)}
    await run_in_threadpool(_claim, engine, drawn, at)
    cases = _cases(drawn, registers, routes, at)
    began = []
    for each in cases:
        # Not the firm's attributes alone: what nobody knows of it was drawn with the published seed.
        known, firm = each.case.attributes, each.inspection.firm
        record = await run_in_threadpool(intend_once, engine, routes[each.lane], known, each.case.id, at, firm)
        if await begin(engine, temporal, record, None):
            began.append(each.case.id)
    return StartedInspections(cases, tuple(began))


def results_of(engine: Engine, drawn: Draw, registers: Registers) -> tuple[PublishedResult, ...]:
    """What there is to publish of the inspections of a draw, by the store's events; firms that have not begun too."""
    cases = _cases(drawn, registers, {id_: route_of(id_) for id_ in (SINGLE, JOINT)}, 0)
    with reading(engine) as connection:
        return published_results(cases, {each.case.id: kept_events(connection, each.case.id) for each in cases})


def _cases(drawn: Draw, registers: Registers, routes: dict[str, Route], at: Instant) -> tuple[InspectionCase, ...]:
    return inspections_of(drawn, registers, {id_: route.lane for id_, route in routes.items()}, at)


def _claim(engine: Engine, drawn: Draw, at: Instant) -> None:
    name, digest = f"{drawn.rule.period}/{drawn.rule.draw}", digest_of(drawn)
    try:
        with writing(engine) as connection:
            use_key(connection, _SCOPE, name, digest, digest, at)
    except KeyReusedError as error:
        raise InvalidInputError(
            f"expected draw {drawn.rule.draw} of period {drawn.rule.period!r} as it was begun before; found another "
            f"one, {digest}. A draw is not made again: start the one of then, or make the next one with --draw."
        ) from error
