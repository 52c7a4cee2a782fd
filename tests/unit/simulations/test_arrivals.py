"""When cases are submitted."""

from __future__ import annotations

import pytest

from simulations.arrivals import ArrivalProcess
from simulations.engine import Simulation
from simulations.run import Replication, simulate
from simulations.streams import NamedDraws
from simulations.work import PoolWork
from tests.unit.simulations.offices import account, at, fixed, lane, plans_of, task
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.events.event import EventKind
from workflows.instants import DAY

FRIDAY = "2024-03-08"
MONDAY = "03-11"


def office(gap_minutes: int, clock: str = "working_time", attributes: str = "") -> Lane:
    arrivals = f"arrivals: {{gap: {fixed(gap_minutes)}, clock: {clock}, calendar: day}}"
    return lane(task("serve", 1), more=f"{arrivals}\n{attributes}")


def submitted(lane_: Lane, *, cases: int | None = None, until: str | None = None, day: str = FRIDAY) -> list[str]:
    replication = Replication(
        seed=1, start_at=at("15:00", day), cases=cases, until=None if until is None else at(until, day)
    )
    return account(simulate(plans_of(lane_), replication), EventKind.SUBMITTED)


def test_gaps_in_working_time_run_over_the_weekend() -> None:
    assert submitted(office(90), cases=3) == [
        "03-08 16:30 office-1 submitted",
        f"{MONDAY} 10:00 office-2 submitted",
        f"{MONDAY} 11:30 office-3 submitted",
    ]


def test_a_gap_that_fills_the_day_ends_at_its_closing() -> None:
    assert submitted(office(120), cases=2) == [
        "03-08 17:00 office-1 submitted",
        f"{MONDAY} 11:00 office-2 submitted",
    ]


def test_cases_due_outside_the_hours_move_to_the_next_opening() -> None:
    """Due at 11:00 on Saturday, 7:00 on Sunday, 3:00 and 23:00 on Monday, 19:00 on Tuesday, 15:00 on Wednesday."""
    assert submitted(office(20 * 60, "wall_clock"), cases=6) == [
        f"{MONDAY} 09:00 office-1 submitted",
        f"{MONDAY} 09:00 office-2 submitted",
        f"{MONDAY} 09:00 office-3 submitted",
        "03-12 09:00 office-4 submitted",
        "03-13 09:00 office-5 submitted",
        "03-13 15:00 office-6 submitted",
    ]


def test_on_the_wall_clock_as_many_cases_come_as_it_has_gaps() -> None:
    """Whatever the hours of the office: a case an hour is 168 in a week."""
    start = at("09:00", FRIDAY)
    run = simulate(plans_of(office(60, "wall_clock")), Replication(seed=1, start_at=start, until=start + 7 * DAY))
    assert len(run.log.cases) == 7 * 24


def test_a_gap_from_arrival_to_arrival_runs_from_where_the_last_one_moved_to() -> None:
    """From Friday 15:00: due on Saturday 11:00, then each time 20 hours after an opening, when the office is closed."""
    assert submitted(office(20 * 60, "wall_clock_from_arrival"), cases=4) == [
        f"{MONDAY} 09:00 office-1 submitted",
        "03-12 09:00 office-2 submitted",
        "03-13 09:00 office-3 submitted",
        "03-14 09:00 office-4 submitted",
    ]


def test_a_gap_from_arrival_to_arrival_within_the_hours_is_the_gap() -> None:
    """But for the one that is due at 12:00 on Monday, when the office goes to lunch."""
    assert submitted(office(90, "wall_clock_from_arrival"), cases=4) == [
        "03-08 16:30 office-1 submitted",
        f"{MONDAY} 09:00 office-2 submitted",
        f"{MONDAY} 10:30 office-3 submitted",
        f"{MONDAY} 13:00 office-4 submitted",
    ]


def test_the_last_instant_of_arrivals_still_counts() -> None:
    assert submitted(office(30), until="16:00") == ["03-08 15:30 office-1 submitted", "03-08 16:00 office-2 submitted"]
    assert submitted(office(30), until="15:59") == ["03-08 15:30 office-1 submitted"]


def test_whichever_end_comes_first_ends_arrivals() -> None:
    assert len(submitted(office(30), cases=1, until="16:30")) == 1
    assert len(submitted(office(30), cases=9, until="16:30")) == 3
    assert submitted(office(30), cases=0) == []


def test_arrivals_need_an_end() -> None:
    with pytest.raises(ValueError, match="expected an end of the arrivals"):
        submitted(office(30))


def test_a_lane_without_arrivals_gets_none() -> None:
    assert submitted(lane(task("serve", 1)), cases=3) == []


def test_arrivals_of_a_lane_without_them_are_refused() -> None:
    plans = plans_of(lane(task("serve", 1)))
    simulation = Simulation(plans, NamedDraws(1, 0), at("09:00"), PoolWork)
    with pytest.raises(InvalidInputError, match="lane 'office' has no arrivals"):
        ArrivalProcess(simulation, plans["office"], until=None, cases=1)


def rounds(cadence: str, batch: str = "") -> Lane:
    at = "at: {hour: 9, provenance: *p}, provenance: *p"
    return lane(task("serve", 1), more=f"arrivals: {{cadence: {{{cadence}, {at}}}, calendar: day{batch}}}")


def test_the_cases_of_a_round_are_submitted_together() -> None:
    weekly = rounds("kind: weekly, weekday: monday", ", batch: {cases: 2, provenance: *p}")
    assert submitted(weekly, until="18:00", day="2024-03-04") == []
    assert submitted(weekly, cases=3) == [
        f"{MONDAY} 09:00 office-1 submitted",
        f"{MONDAY} 09:00 office-2 submitted",
        "03-18 09:00 office-3 submitted",
    ]


def test_a_round_on_a_day_off_waits_for_the_next_working_day() -> None:
    """1 May 2024 to the 5th are off, and Saturday the 11th is worked instead."""
    assert submitted(rounds("kind: monthly, days: [1, 11]"), cases=3, day="2024-04-26") == [
        "05-06 09:00 office-1 submitted",
        "05-11 09:00 office-2 submitted",
        "06-03 09:00 office-3 submitted",
    ]


def test_a_round_outside_the_hours_waits_for_the_opening() -> None:
    stays = rounds("kind: dates, dates: [2024-03-09, 2024-03-10, 2024-03-12], on_day_off: stay")
    assert submitted(stays, cases=9) == [
        f"{MONDAY} 09:00 office-1 submitted",
        "03-12 09:00 office-2 submitted",
    ]


def test_a_round_at_the_first_instant_of_a_run_is_held() -> None:
    weekly = rounds("kind: weekly, weekday: friday")
    start = Replication(seed=1, start_at=at("09:00", FRIDAY), until=at("09:00", FRIDAY))
    assert account(simulate(plans_of(weekly), start), EventKind.SUBMITTED) == ["03-08 09:00 office-1 submitted"]


def test_attributes_are_drawn_by_their_shares() -> None:
    size = (
        "attributes: {size: {title: *t, values: [{value: small, title: *t, share: {value: 0.25, provenance: *p}}, "
        "{value: large, title: *t, share: {value: 0.75, provenance: *p}}]}}"
    )
    body = f"""
kind: choice
id: which
title: *t
paths: [{{when: {{attribute: size, in: [small]}}, step: {task("little", 1)}}}]
otherwise: {task("much", 1)}
"""
    sized = lane(body, more=f"arrivals: {{gap: {fixed(30)}, calendar: day}}\n{size}")
    run = simulate(plans_of(sized), Replication(seed=1, start_at=at("09:00"), cases=800))
    steps = [event.step for event in run.log if event.kind is EventKind.STARTED]
    assert len(steps) == 800
    # Binomial: four standard deviations of a share of a quarter in 800.
    assert abs(steps.count("little") / 800 - 0.25) < 4 * (0.25 * 0.75 / 800) ** 0.5
