"""Forecasts of what the store holds: made, kept, told, judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.forecasting.back_testing import LookBack, back_test
from services.forecasting.making import forecast_at, judge_forecasts, make_forecast
from services.forecasting.published import PublishedForecast
from services.forecasting.situating import SKEW, situation_at
from services.store.database import open_database, reading
from services.store.forecasts import expectation_of, latest_forecast, unjudged, verdicts
from tests.unit.forecasting.offices import MONDAY, every, file_cases, live, record_until
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, HOUR, Instant

ROUTES = (
    "property_registration",
    "commitment_approval",
    "business_setup_after",
    pytest.param("business_setup", marks=pytest.mark.slow),
    pytest.param("construction_permit", marks=pytest.mark.slow),
    pytest.param("agent_service", marks=pytest.mark.slow),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'greenlane.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("route", ROUTES)
def test_what_the_store_holds_of_open_cases_is_understood(store: Engine, route: str) -> None:
    """Whatever lane, and whatever version of it, a case is under: its events, run again, are those recorded."""
    happening = live(route, every(2, 8))
    file_cases(store, route, happening)
    now = MONDAY + 2 * DAY + 2 * HOUR
    record_until(store, happening, now)
    found = forecast_at(store, now, replications=9)
    going = [id_ for id_, (_, events) in happening.items() if events[0].at <= now < events[-1].at]
    assert going
    assert found.left_out == ()
    assert {each.case for each in found.cases} <= set(going)
    assert {case for case in going if "/" not in case and not _delivered(happening[case][1], now)} <= {
        each.case for each in found.cases
    }
    assert all(now < each.low_at <= each.expected_at <= each.high_at for each in found.cases)
    # A lane after a reform has the id of the lane before it, under which both are told.
    assert not any(
        "__" in lane for lane in [*(each.lane for each in found.lanes), *(each.lane for each in found.cases)]
    )
    assert found.lanes[0].cycle_time is not None


def _delivered(events: list[CaseEvent], now: Instant) -> bool:
    return any(event.kind is EventKind.DELIVERED and event.at <= now for event in events)


def test_a_forecast_is_kept_and_its_cases_are_judged_once(store: Engine) -> None:
    route = "property_registration"
    happening = live(route, every(1, 6))
    file_cases(store, route, happening)
    now = MONDAY + 5 * HOUR + HOUR // 2
    record_until(store, happening, now)
    made = make_forecast(store, now, replications=9)
    assert made.judged == 0
    with reading(store) as connection:
        kept = latest_forecast(connection)
        assert kept is not None
        assert kept.made_at == now
        assert PublishedForecast.model_validate_json(kept.document) == made.forecast
        expected = {case: expectation_of(connection, case) for case in happening}
    first = {case: expectation for case, expectation in expected.items() if expectation is not None}
    assert len(first) == made.forecast.open_cases > 0
    # Half a day later another forecast is made; what is judged is still the first one of each case.
    later = now + 4 * HOUR
    record_until(store, happening, later)
    second = make_forecast(store, later, replications=9)
    with reading(store) as connection:
        bounds = {each.first.case_id: (each.first.low_at, each.first.high_at) for each in unjudged(connection)}
        judged = sum(count for _, _, count in verdicts(connection))
        latest = {case: each for case in happening if (each := expectation_of(connection, case)) is not None}
    new = set(latest) - set(first)
    assert judged == second.judged
    assert len(bounds) == len(first) + len(new) - judged
    assert {case: each for case, each in bounds.items() if case in first} == {
        case: (each.low_at, each.high_at) for case, each in first.items() if case in bounds
    }
    assert any(
        bounds[case] != (each.low_at, each.high_at) for case, each in latest.items() if case in first and case in bounds
    )
    end = max(events[-1].at for _, events in happening.values())
    record_until(store, happening, end)
    total = judge_forecasts(store, end)
    with reading(store) as connection:
        counted = sum(count for _, _, count in verdicts(connection))
        assert [expectation_of(connection, case) for case in happening] == [None] * len(happening)
    assert counted == len(first) + len(new)
    assert total == counted - second.judged
    assert judge_forecasts(store, end + DAY) == 0


def test_nothing_is_expected_of_an_office_without_cases(store: Engine) -> None:
    made = make_forecast(store, MONDAY, replications=9)
    assert (made.forecast.lanes, made.forecast.pools, made.forecast.open_cases) == ((), (), 0)


def test_a_situation_of_then_is_not_touched_by_what_came_later(store: Engine) -> None:
    route = "property_registration"
    happening = live(route, every(3, 6))
    file_cases(store, route, happening)
    now = MONDAY + 7 * HOUR
    record_until(store, happening, now)
    before = forecast_at(store, now, replications=9)
    end = max(events[-1].at for _, events in happening.values())
    record_until(store, happening, end)
    assert forecast_at(store, now, replications=9) == before
    # Of an instant before the end of a case that is over already, only a rehearsal knows.
    with reading(store) as connection:
        assert situation_at(connection, now, lambda: now).known == ()


def test_what_happens_while_a_forecast_is_being_made_leaves_no_case_out(store: Engine) -> None:
    route = "property_registration"
    happening = live(route, every(3, 6))
    file_cases(store, route, happening)
    asked, now = MONDAY + 7 * HOUR, MONDAY + 8 * HOUR
    record_until(store, happening, asked)
    expected = make_forecast(store, asked, replications=9, clock=lambda: asked).forecast
    record_until(store, happening, now)

    def goes_on() -> Instant:
        record_until(store, happening, now + DAY)
        return now

    # Some of it before the store begins to tell, and some while it does.
    assert forecast_at(store, asked, replications=9, clock=goes_on).cases
    with reading(store) as connection:
        families = situation_at(connection, asked, lambda: now + DAY).known
    assert len(families) == expected.open_cases > 1


def test_a_case_is_not_taken_for_a_rehearsal_by_a_clock_that_is_slow(store: Engine) -> None:
    route = "property_registration"
    happening = live(route, every(1, 1))
    file_cases(store, route, happening)
    [(_, events)] = happening.values()
    latest = events[1].at
    record_until(store, happening, latest)
    with reading(store) as connection:
        assert situation_at(connection, latest, lambda: latest - SKEW).known
        assert not situation_at(connection, latest, lambda: latest - SKEW - 1).known


def test_forecasts_of_then_are_held_against_what_came(store: Engine) -> None:
    """Each case once; how often the intervals are to hold what came is held to in the tests of the simulation."""
    route = "property_registration"
    happening = live(route, every(2, 12))
    file_cases(store, route, happening)
    end = max(events[-1].at for _, events in happening.values())
    record_until(store, happening, end)
    look = LookBack(forecasts=2, replications=9, start=MONDAY, end=MONDAY + DAY)
    found = back_test(store, look, end)
    assert len(found.forecasts) == 2
    [lane] = found.lanes
    assert lane.judged == lane.inside + lane.early + lane.late > 2
    assert found.undecided == 0
    assert lane.expected_coverage == 0.8
    assert abs(lane.bias_hours) <= lane.mean_absolute_error_hours


def test_there_must_be_something_to_look_back_on(store: Engine) -> None:
    with pytest.raises(InvalidInputError, match="found no case"):
        back_test(store, LookBack(), MONDAY)
