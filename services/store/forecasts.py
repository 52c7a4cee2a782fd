"""Forecasts as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from services.store.inserting import insert_new
from services.store.tables import case_forecasts, cases, events, forecasts
from workflows.events.event import EventKind
from workflows.instants import Instant, Milliseconds

KEPT: Final = 500
"""Forecasts that are kept; the last one counts, the others are there for whoever asks what was expected then."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """When a case is expected to be completed.

    Attributes
    ----------
    made_at : instant of the forecast
    """

    case_id: str
    lane: str
    made_at: Instant
    expected_at: Instant
    low_at: Instant
    high_at: Instant


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A forecast of lanes and departments.

    Attributes
    ----------
    took : how long it took to make
    document : see :mod:`services.forecasting.published`
    """

    made_at: Instant
    took: Milliseconds
    document: str


def keep_forecast(connection: Connection, forecast: KeptForecast, expected: Iterable[Expectation]) -> bool:
    """Keep a forecast, unless there is one of that instant.

    Returns
    -------
    whether it is new
    """
    row = {"made_at": forecast.made_at, "took": forecast.took, "document": forecast.document}
    if not insert_new(connection, forecasts, [row]):
        return False
    for each in expected:
        _keep_expectation(connection, each)
    oldest = select(forecasts.c.made_at).order_by(forecasts.c.made_at.desc()).offset(KEPT)
    connection.execute(delete(forecasts).where(forecasts.c.made_at.in_(connection.scalars(oldest).all())))
    return True


def _keep_expectation(connection: Connection, each: Expectation) -> None:
    latest = {
        "made_at": each.made_at,
        "expected_at": each.expected_at,
        "low_at": each.low_at,
        "high_at": each.high_at,
    }
    first = {
        "first_at": each.made_at,
        "first_expected_at": each.expected_at,
        "first_low_at": each.low_at,
        "first_high_at": each.high_at,
    }
    known: dict[str, object] = {"case_id": each.case_id, "lane": each.lane, "completed_at": None, "verdict": ""}
    if not insert_new(connection, case_forecasts, [known | first | latest]):
        this = (case_forecasts.c.case_id == each.case_id) & (case_forecasts.c.made_at < each.made_at)
        connection.execute(update(case_forecasts).where(this).values(latest))


def latest_forecast(connection: Connection) -> KeptForecast | None:
    """The forecast of the latest instant."""
    query = select(forecasts).order_by(forecasts.c.made_at.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else KeptForecast(row.made_at, row.took, row.document)


def expectation_of(connection: Connection, case: str) -> Expectation | None:
    """What the latest forecast of a case that is under way says; none if it has ended, or there has been none."""
    query = (
        select(case_forecasts)
        .join(cases, cases.c.id == case_forecasts.c.case_id)
        .where(case_forecasts.c.case_id == case, cases.c.ended_at.is_(None))
    )
    row = connection.execute(query).one_or_none()
    if row is None or completions(connection, [case]):
        return None
    return Expectation(row.case_id, row.lane, row.made_at, row.expected_at, row.low_at, row.high_at)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """The first forecast of a case on which there is no verdict yet, and whether the case has been completed."""

    first: Expectation
    completed_at: Instant | None


def unjudged(connection: Connection) -> list[Unjudged]:
    """The first forecasts on which there is no verdict."""
    rows = connection.execute(select(case_forecasts).where(case_forecasts.c.verdict == "")).all()
    completed = completions(connection, [row.case_id for row in rows])
    return [
        Unjudged(
            Expectation(
                row.case_id, row.lane, row.first_at, row.first_expected_at, row.first_low_at, row.first_high_at
            ),
            completed.get(row.case_id),
        )
        for row in rows
    ]


def judge(connection: Connection, case: str, verdict: str, completed_at: Instant | None) -> None:
    """Keep the verdict on the first forecast of a case, which is final."""
    this = (case_forecasts.c.case_id == case) & (case_forecasts.c.verdict == "")
    connection.execute(update(case_forecasts).where(this).values(verdict=verdict, completed_at=completed_at))


def verdicts(connection: Connection) -> list[tuple[str, str, int]]:
    """Lane, verdict and how many cases have it."""
    columns = (case_forecasts.c.lane, case_forecasts.c.verdict)
    query = select(*columns, func.count()).where(case_forecasts.c.verdict != "").group_by(*columns).order_by(*columns)
    return [(lane, verdict, count) for lane, verdict, count in connection.execute(query)]


_AT_ONCE: Final = 500


def completions(connection: Connection, ids: Sequence[str]) -> dict[str, Instant]:
    """When cases were delivered, or ended without that; without those that have done neither."""
    found: dict[str, Instant] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(events.c.case_id, events.c.at)
            .where(
                events.c.case_id.in_(ids[start : start + _AT_ONCE]),
                events.c.kind.in_((EventKind.DELIVERED, EventKind.ENDED)),
            )
            .order_by(events.c.case_id, events.c.sequence)
        )
        for case, at in connection.execute(query):
            found.setdefault(case, at)
    return found
