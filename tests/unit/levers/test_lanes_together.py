"""Lanes that run at the same time share the departments that they name alike; what is set is set on both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.levers.rewriting import revised
from workflows.levers.scenario import (
    LaneOf,
    Scenario,
    after,
    before,
    lanes_after,
    lanes_before,
    parse_scenario,
    steps_of,
)
from workflows.levers.stages import lane_stages, stages_of

ASSUMED = "provenance: {source: assumed, basis: for a test}"
SCENARIO = f"""
format: 1
id: together
title: {{zh: 一起, en: Together}}
base: permit
levers:
  - {{lever: one_time_notification}}
  - {{lever: change_staff, pool: fire, add: 1, {ASSUMED}}}
beside:
  - base: second
    scope: [{{lever: end_at, step: scheme_refused}}]
    levers:
      - {{lever: handle_in_parallel, steps: [scheme, fire_review, survey]}}
      - {{lever: cut_time_limit, steps: [scheme], working_days: 8, {ASSUMED}}}
  - base: third
"""
HOURS = f"calendars: {{office: {{base: weekdays, hours: ['08:00-09:00'], {ASSUMED}}}}}"
GAP = "{kind: fixed, value: 2, unit: hours, " + ASSUMED + "}"


@pytest.fixture
def lanes(permit: Lane) -> LaneOf:
    """The lane on which levers are tried, under any id."""

    def named(id_: str) -> Lane:
        return permit if id_ == permit.id else revised(permit, id=id_)

    return named


@pytest.fixture
def scenario() -> Scenario:
    return parse_scenario(SCENARIO, "together.yaml")


def members(lanes: tuple[Lane, ...], pool: str) -> list[int]:
    return [lane.pools[pool].members for lane in lanes]


def test_every_lane_has_levers_of_its_own(scenario: Scenario, lanes: LaneOf) -> None:
    old, new = lanes_before(scenario, lanes), lanes_after(scenario, lanes)
    assert [lane.id for lane in old] == [lane.id for lane in new] == ["permit", "second", "third"]
    assert [lane.levers for lane in old] == [(), ("end_at",), ()]
    assert [lane.levers for lane in new] == [
        ("one_time_notification", "change_staff"),
        ("end_at", "handle_in_parallel", "cut_time_limit"),
        (),
    ]
    assert before(scenario, lanes) == old[0]
    assert after(scenario, lanes) == new[0]
    assert [lever.lever for lever, _ in steps_of(scenario, lanes)] == ["one_time_notification", "change_staff"]


def test_people_who_join_a_department_join_it_in_every_lane(scenario: Scenario, lanes: LaneOf) -> None:
    assert members(lanes_before(scenario, lanes), "fire") == [1, 1, 1]
    assert members(lanes_after(scenario, lanes), "fire") == [2, 2, 2]
    assert lanes_after(scenario, lanes)[2].body == lanes("third").body


def test_hours_that_a_department_keeps_it_keeps_in_every_lane(lanes: LaneOf) -> None:
    hours = f"{{base: weekdays, hours: ['07:00-19:00'], {ASSUMED}}}"
    lever = f"{{lever: change_hours, pool: planning, calendar: longer, hours: {hours}}}"
    text = SCENARIO.replace("- {lever: one_time_notification}", f"- {lever}")
    for lane in lanes_after(parse_scenario(text, "x.yaml"), lanes):
        assert lane.pools["planning"].calendar == "longer"
        assert lane.calendars["longer"].hours == lane.calendars[lane.pools["planning"].calendar].hours


def test_stages_are_the_levers_of_the_lane_and_then_each_lane_beside_it(scenario: Scenario, lanes: LaneOf) -> None:
    stages = stages_of(scenario, lanes)
    assert [stage.id for stage in stages] == ["one_time_notification", "change_staff", "second"]
    assert [members(stage.lanes, "fire") for stage in stages] == [[1, 1, 1], [2, 2, 2], [2, 2, 2]]
    assert stages[1].lanes[1].levers == ("end_at",)
    assert stages[-1].lanes == lanes_after(scenario, lanes)
    by_lane = lane_stages(scenario, lanes)
    assert [stage.id for stage in by_lane] == ["permit", "second"]
    assert [stage.lanes for stage in by_lane] == [stage.lanes for stage in stages[1:]]


def test_uses_of_one_lever_after_another_are_one_stage(lanes: LaneOf) -> None:
    more = f"- {{lever: change_staff, pool: planning, add: 1, {ASSUMED}}}\nbeside:"
    stages = stages_of(parse_scenario(SCENARIO.replace("beside:", f"  {more}"), "x.yaml"), lanes)
    assert [(stage.id, stage.called.en) for stage in stages] == [
        ("one_time_notification", "One-time notification"),
        ("change_staff", "Change staff"),
        ("second", "Permit"),
    ]


def test_without_levers_there_are_no_stages(lanes: LaneOf) -> None:
    bare = parse_scenario("format: 1\nid: bare\ntitle: {zh: 无, en: Bare}\nbase: permit\n", "x.yaml")
    assert lanes_after(bare, lanes) == lanes_before(bare, lanes) == (lanes("permit"),)
    for stages in (stages_of, lane_stages):
        with pytest.raises(InvalidInputError, match="before and after are the same"):
            stages(bare, lanes)


def test_staff_that_is_set_is_there_before_and_after_and_levers_come_on_top(lanes: LaneOf) -> None:
    text = f"{SCENARIO}pools:\n  fire: {{staff: [{{count: 4, {ASSUMED}}}]}}\n"
    scenario = parse_scenario(text, "x.yaml")
    assert members(lanes_before(scenario, lanes), "fire") == [4, 4, 4]
    assert members(lanes_after(scenario, lanes), "fire") == [5, 5, 5]


def test_staff_can_be_set_for_a_pool_that_only_a_lever_brings(lanes: LaneOf) -> None:
    window = f"""
  - lever: one_window_intake
    filings: [file_site, file_scheme]
    checks: [check_site, check_scheme]
    window: window
    window_pool:
      title: {{zh: 窗口, en: Window}}
      department: {{zh: 大厅, en: Hall}}
      calendar: office
      staff: [{{count: 1, {ASSUMED}}}]
"""
    pools = f"pools:\n  window: {{staff: [{{count: 3, {ASSUMED}}}], calendar: long}}\n"
    hours = f"calendars:\n  long: {{base: weekdays, hours: ['08:00-20:00'], {ASSUMED}}}\n"
    text = SCENARIO.replace("beside:", f"{window.lstrip(chr(10))}beside:") + pools + hours
    old, new = (side(parse_scenario(text, "x.yaml"), lanes) for side in (lanes_before, lanes_after))
    assert "window" not in old[0].pools
    assert (new[0].pools["window"].members, new[0].pools["window"].calendar) == (3, "long")
    assert "long" in new[0].calendars
    assert "long" not in new[1].calendars


def test_arrivals_are_multiplied_or_set(lanes: LaneOf) -> None:
    text = f"{SCENARIO}arrivals:\n  permit: {{gap: {GAP}}}\n"
    old, new = (side(parse_scenario(text, "x.yaml"), lanes)[0].arrivals for side in (lanes_before, lanes_after))
    assert old == new
    assert old is not None
    assert old.gap is not None
    assert (old.gap.mean, old.calendar) == (2, "office")

    def busy(id_: str) -> Lane:
        return revised(lanes(id_), arrivals=old)

    text = f"{SCENARIO}arrivals:\n  second: {{volume: {{value: 1.6, {ASSUMED}}}}}\n"
    gaps = [
        lane.arrivals.gap.mean
        for lane in lanes_after(parse_scenario(text, "x.yaml"), busy)
        if lane.arrivals and lane.arrivals.gap
    ]
    assert gaps == [2, 1.25, 2]


def other_staff(lane_of: LaneOf) -> Callable[[str], Lane]:
    def changed(id_: str) -> Lane:
        lane = lane_of(id_)
        pool = lane.pools["fire"]
        more = revised(pool, staff=(revised(pool.staff[0], count=2),))
        return revised(lane, pools=lane.pools | {"fire": more}) if id_ == "third" else lane

    return changed


def test_lanes_that_mean_other_people_by_one_pool_cannot_run_together(scenario: Scenario, lanes: LaneOf) -> None:
    with pytest.raises(
        InvalidInputError, match=r"people in pool 'fire' of lanes 'permit' and 'third'.*1 and 2 members"
    ):
        lanes_before(scenario, other_staff(lanes))
    said = parse_scenario(f"{SCENARIO}pools:\n  fire: {{staff: [{{count: 2, {ASSUMED}}}]}}\n", "x.yaml")
    assert members(lanes_before(said, other_staff(lanes)), "fire") == [2, 2, 2]


def test_one_lane_cannot_run_beside_itself(lanes: LaneOf) -> None:
    twice = parse_scenario(SCENARIO.replace("base: third", "base: permit"), "x.yaml")
    with pytest.raises(InvalidInputError, match="found 'permit' twice"):
        lanes_before(twice, lanes)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (f"arrivals: {{permit: {{volume: {{value: 2, {ASSUMED}}}}}}}", "has no arrivals. Give a gap instead"),
        ("pools: {fire: {calendar: night}}", "found 'night'. Add it under calendars"),
        (
            "pools: {fire: {calendar: office}}\n" + HOURS,
            "which the lane has already and means otherwise",
        ),
    ],
)
def test_what_cannot_be_set_is_refused(lanes: LaneOf, more: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        lanes_before(parse_scenario(f"{SCENARIO}{more}\n", "x.yaml"), lanes)
