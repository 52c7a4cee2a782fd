"""The loops of lanes: what is scheduled is what is simulated, and what people are shown of it."""

from __future__ import annotations

from datetime import date

import pytest

from services.supervision.loops import Loop, loops_of, shipped_loops
from services.supervision.report import State, loop_views
from services.supervision.schedules import Standing, instants_of, spec_of
from simulations.run import Replication, simulate
from workflows.definition.cadence import Batch, Cadence, LastWorkingDay, Monthly, OnDayOff, TimeOfDay, Weekday, Weekly
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Arrivals, Lane
from workflows.definition.provenance import Provenance, Source
from workflows.events.event import EventKind
from workflows.instants import HOUR, format_instant, start_of
from workflows.interpreter.plan import plan_of
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

BY = Provenance(source=Source.ASSUMED, basis="test")
NINE = TimeOfDay(hour=9, provenance=BY)
AT_NIGHT = TimeOfDay(hour=20, provenance=BY)
WEEKLY = Weekly(weekday=Weekday.MONDAY, at=NINE, provenance=BY)
REPORTS = Monthly(days=(15, 30), at=NINE, on_day_off=OnDayOff.PREVIOUS_WORKING_DAY, provenance=BY)
NOW = start_of(date(2024, 6, 1))


def lane(cadence: Cadence, cases: int = 1) -> Lane:
    arrivals = Arrivals(cadence=cadence, batch=Batch(cases=cases, provenance=BY), calendar="office")
    return shipped_lane("commitment_follow_up").model_copy(update={"arrivals": arrivals})


def loop(cadence: Cadence, cases: int = 1) -> Loop:
    [found] = loops_of([lane(cadence, cases)], NOW)
    return found


@pytest.mark.parametrize(
    "cadence", [WEEKLY, REPORTS, LastWorkingDay(at=AT_NIGHT, provenance=BY)], ids=lambda each: each.kind
)
def test_a_simulated_year_submits_when_the_schedule_of_that_year_does(cadence: Cadence) -> None:
    days = WorkingDays()
    plans = {"commitment_follow_up": plan_of(lane(cadence, 2), range(2023, 2027), days)}
    first, last = start_of(date(2024, 1, 1)), start_of(date(2025, 1, 1)) - 1
    log = simulate(plans, Replication(seed=1, start_at=first, until=last)).log
    submitted = [event.at for event in log if event.kind is EventKind.SUBMITTED]
    scheduled = [at for at in loop(cadence, 2).instants if at <= last]
    assert submitted == [at for at in scheduled for _ in range(2)]
    assert len(scheduled) > 11


def test_a_spec_says_the_instants_that_it_was_made_of() -> None:
    for cadence in (WEEKLY, REPORTS, LastWorkingDay(at=AT_NIGHT, provenance=BY)):
        found = loop(cadence)
        assert instants_of(spec_of(found.instants)) == set(found.instants)
    # Half past eight in the morning after a round at eight in the evening.
    assert {at % HOUR for at in loop(LastWorkingDay(at=AT_NIGHT, provenance=BY)).instants} == {HOUR // 2}


def test_only_lanes_with_a_cadence_come_round() -> None:
    assert loops_of([shipped_lane("business_setup"), shipped_lane("commitment_follow_up")], NOW) == ()
    assert {each.order.lane for each in shipped_loops(NOW)}.isdisjoint({"business_setup", "construction_permit"})


def test_years_without_a_calendar_are_assumed_and_named() -> None:
    unknown = PUBLISHED_YEARS.stop
    [known], [assumed] = (loops_of([lane(WEEKLY)], start_of(date(year, 3, 1))) for year in (2023, unknown))
    assert known.assumed_years == ()
    assert assumed.assumed_years == (unknown, unknown + 1)


def test_asking_again_later_in_the_year_gives_the_same() -> None:
    assert loops_of([lane(WEEKLY)], NOW) == loops_of([lane(WEEKLY)], start_of(date(2024, 12, 31)))


def standing(lane_id: str, *, paused: bool = False, up_to_date: bool | None = True) -> Standing:
    return Standing(lane_id, 3, paused, "note", 5, 1, (NOW,), up_to_date)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (standing("commitment_follow_up"), State.SCHEDULED),
        (standing("commitment_follow_up", paused=True), State.PAUSED),
        (standing("commitment_follow_up", up_to_date=False), State.OUTDATED),
        (standing("commitment_follow_up", paused=True, up_to_date=False), State.OUTDATED),
        (None, State.ABSENT),
    ],
)
def test_a_loop_is_shown_with_its_schedule(found: Standing | None, state: State) -> None:
    [view] = loop_views((loop(WEEKLY, 2),), () if found is None else (found,), NOW)
    assert view.state is state
    assert view.cases == (2 if found is None else 3)
    assert view.next_rounds[0] == ("2024-06-03T09:00:00.000+08:00" if found is None else format_instant(NOW))


def test_a_schedule_without_its_loop_is_shown_too() -> None:
    views = loop_views((loop(WEEKLY),), (standing("gone", up_to_date=None),), NOW)
    assert [(view.lane, view.state) for view in views] == [
        ("commitment_follow_up", State.ABSENT),
        ("gone", State.ORPHANED),
    ]
