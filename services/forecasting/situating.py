"""How things stand, read off the store: what a forecast begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from services.forecasting.versions import Versions
from services.requests.starting import number_of
from services.store.cases import CaseRecord, Stage, cases_below, cases_named
from services.store.recording import kept_events
from services.store.tables import cases
from simulations.forecasting.draws import SingleDraws
from simulations.forecasting.situation import Situation
from simulations.rerun import KnownCase
from workflows.events.event import CaseEvent
from workflows.instants import DAY, MINUTE, Instant, Milliseconds, date_of
from workflows.interpreter.case import Case
from workflows.interpreter.plan import plan_of
from workflows.interpreter.script import scripts_of
from workflows.temporal.messages import CaseStart
from workflows.working_time.state_council import WorkingDays

DAYS: Final = WorkingDays(beyond="weekdays")
"""The law's working days, as live cases count them: of years that are not yet published, Monday to Friday."""

IN_USE: Final = 30
"""Calendar days: a lane is in use, so that its cases go on arriving, if one was filed within so many."""

SKEW: Final[Milliseconds] = MINUTE
"""By how much the clocks of an installation's machines may differ, at the most, if somebody sees to them at all."""

_LIVE_SEED: Final[int] = CaseStart.model_fields["draws_seed"].default
_YEARS_AHEAD: Final = 8


def situation_at(connection: Connection, at: Instant, clock: Callable[[], Instant]) -> Situation:
    """How things stood at an instant, as far as the store tells.

    Parameters
    ----------
    at : what happened later is not looked at
    clock : tells the present; a case that has run ahead of it, by more than clocks differ, was rehearsed, and is none
        of the office's

    Returns
    -------
    the situation, with the people of now; see :mod:`services.forecasting.versions`
    """
    versions = Versions()
    known: list[KnownCase] = []
    recorded: dict[str, list[CaseEvent]] = {}
    left_out: list[str] = []
    roots = _roots(connection, at)
    # What the connection reads has stood still since its first reading: whatever it is shown has happened by now.
    latest = clock() + SKEW
    below = cases_below(connection, [root.id for root in roots])
    for root in roots:
        family = {root.id: root, **{each.id: each for each in below[root.id]}}
        happened = {id_: kept_events(connection, id_) for id_ in family}
        if any(event.at > latest for events in happened.values() for event in events):
            continue
        until = {id_: [event for event in events if event.at <= at] for id_, events in happened.items()}
        until = {id_: events for id_, events in until.items() if events}
        if root.id not in until:
            continue
        case = _known(versions.lane_of(connection, root), root, until) if root.lane_hash is not None else None
        if case is None:
            left_out.append(root.id)
        else:
            known.append(case)
            recorded |= until
    arriving = tuple(id_ for id_ in _in_use(connection, at) if versions.add_arriving(id_))
    first = min((each.case.submitted_at for each in known), default=at)
    years = range(date_of(first).year - 1, date_of(at).year + _YEARS_AHEAD)
    return Situation(
        now=at,
        days=DAYS,
        plans={id_: plan_of(lane, years, DAYS) for id_, lane in sorted(versions.lanes.items())},
        known=tuple(known),
        recorded=recorded,
        past=SingleDraws(_LIVE_SEED),
        arriving=arriving,
        lane_of=versions.names,
        left_out=tuple(left_out),
    )


def _known(lane: str, root: CaseRecord, until: Mapping[str, Sequence[CaseEvent]]) -> KnownCase | None:
    """A case with what is recorded of it; none if that is no course that a case can take."""
    try:
        scripts = scripts_of(until)
    except ValueError:
        return None
    case = Case(
        id=root.id,
        submitted_at=root.submitted_at,
        number=number_of(root.id),
        attributes=root.attributes,
        draws=f"{root.lane}/",
    )
    return KnownCase(lane=lane, case=case, script=scripts.pop(root.id), children=scripts)


def _roots(connection: Connection, at: Instant) -> Sequence[CaseRecord]:
    """The cases that were not opened by others and were under way at an instant, they or one that they opened."""
    going = select(cases.c.id).where(
        cases.c.submitted_at <= at,
        cases.c.stage != Stage.REQUESTED,
        cases.c.ended_at.is_(None) | (cases.c.ended_at > at),
    )
    roots = sorted({id_.partition("/")[0] for id_ in connection.scalars(going)})
    return cases_named(connection, roots)


def _in_use(connection: Connection, at: Instant) -> list[str]:
    query = (
        select(cases.c.lane)
        .where(
            cases.c.submitted_at > at - IN_USE * DAY,
            cases.c.submitted_at <= at,
            cases.c.stage != Stage.REQUESTED,
            cases.c.parent.is_(None),
        )
        .distinct()
    )
    return sorted(connection.scalars(query))
