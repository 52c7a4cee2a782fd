"""A package runs the scenarios of a city as one reform, principle by principle."""

from __future__ import annotations

import pytest

from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.package import (
    Package,
    joint_scenario,
    principle_of,
    read_package,
    shipped_scenario,
    under_principles,
)
from workflows.levers.rewriting import revised
from workflows.levers.scenario import LaneOf, Scenario, lanes_after, parse_scenario
from workflows.levers.stages import principle_stages
from workflows.levers.together import called_beside

ASSUMED = "provenance: {source: assumed, basis: for a test}"
FIRST = f"""
format: 1
id: first
title: {{zh: 甲, en: First}}
base: permit
levers:
  - {{lever: cut_time_limit, name: {{zh: 选址八日, en: Site in eight days}}, steps: [site], working_days: 8, {ASSUMED}}}
  - {{lever: one_time_notification}}
"""
SECOND = f"""
format: 1
id: second
title: {{zh: 乙, en: Second}}
base: other
scope: [{{lever: end_at, step: scheme_refused}}]
levers:
  - {{lever: cut_time_limit, steps: [scheme], working_days: 9, {ASSUMED}}}
beside: [{{base: third}}]
pools:
  fire: {{staff: [{{count: 2, {ASSUMED}}}]}}
"""
PACKAGE = f"""
format: 1
id: city
title: {{zh: 一市, en: A city}}
scenarios: [first, sub/second.yaml]
principles:
  - {{id: one_trip, title: {{zh: 一次, en: One trip}}, levers: [one_time_notification, 选址八日], {ASSUMED}}}
  - {{id: in_time, title: {{zh: 限时, en: In time}}, levers: [cut_time_limit], {ASSUMED}}}
design: {{window_days: 90}}
"""


@pytest.fixture
def lanes(permit: Lane) -> LaneOf:
    return lambda id_: permit if id_ == permit.id else revised(permit, id=id_)


@pytest.fixture
def package() -> Package:
    return read_package(PACKAGE, "cities/city.yaml").model


@pytest.fixture
def joint(package: Package) -> Scenario:
    return joint_scenario(package, [parse_scenario(FIRST, "x.yaml"), parse_scenario(SECOND, "x.yaml")])


def test_scenarios_that_are_paths_are_seen_from_the_package(package: Package) -> None:
    assert package.scenarios == ("first", "cities/sub/second.yaml")


def test_it_is_one_scenario_with_all_lanes_beside_the_first(joint: Scenario, lanes: LaneOf) -> None:
    assert (joint.id, joint.base) == ("city", "permit")
    assert [lane.base for lane in joint.beside] == ["other", "third"]
    assert joint.design is not None
    assert joint.design.window_days == 90
    after = lanes_after(joint, lanes)
    assert [lane.levers for lane in after] == [
        ("cut_time_limit", "one_time_notification"),
        ("end_at", "cut_time_limit"),
        (),
    ]
    assert {lane.pools["fire"].members for lane in after} == {2}


def test_what_the_city_adds_comes_after_the_levers_of_the_scenario(lanes: LaneOf) -> None:
    added = f"added:\n  sub/second.yaml: [{{lever: promise_limit, working_days: 5, {ASSUMED}}}]\n"
    package = read_package(f"{PACKAGE}{added}", "cities/city.yaml").model
    assert list(package.added) == ["cities/sub/second.yaml"]
    joint = joint_scenario(package, [parse_scenario(FIRST, "x.yaml"), parse_scenario(SECOND, "x.yaml")])
    assert [lane.levers for lane in lanes_after(joint, lanes)[:2]] == [
        ("cut_time_limit", "one_time_notification"),
        ("end_at", "cut_time_limit", "promise_limit"),
    ]


def test_the_name_of_a_use_counts_before_its_id(package: Package, joint: Scenario) -> None:
    assert [principle_of(lever, package.principles) for lever in joint.levers] == [0, 0]
    assert [principle_of(lever, package.principles) for lever in joint.beside[0].levers] == [1]
    with pytest.raises(InvalidInputError, match=r"'Cut time limits' .* under none"):
        principle_of(revised(joint.levers[0], name=None), package.principles[:1])


def test_principles_come_one_after_the_other_over_all_lanes(package: Package, joint: Scenario, lanes: LaneOf) -> None:
    stages = principle_stages(joint, package.principles, lanes)
    assert [(stage.id, stage.called.en) for stage in stages] == [("one_trip", "One trip"), ("in_time", "In time")]
    assert [[lane.levers for lane in stage.lanes[:2]] for stage in stages] == [
        [("cut_time_limit", "one_time_notification"), ("end_at",)],
        [("cut_time_limit", "one_time_notification"), ("end_at", "cut_time_limit")],
    ]
    assert stages[-1].lanes == lanes_after(joint, lanes)
    assert under_principles(joint, package.principles, 0).levers == ()


def test_a_call_of_a_lane_of_the_package_opens_a_case_of_that_lane() -> None:
    agent = shipped_scenario("agent_service_after")
    setup = shipped_scenario("business_setup_after")
    alone = lanes_after(agent)
    assert [lane.id for lane in called_beside(alone, agent.overrides)] == ["business_setup", "property_registration"]
    text = "format: 1\nid: both\ntitle: {zh: 两, en: Both}\nscenarios: [agent_service_after, business_setup_after]\n"
    both = joint_scenario(read_package(text, "x.yaml").model, [agent, setup])
    after = lanes_after(both)
    assert [lane.id for lane in after] == ["agent_service", "business_setup"]
    assert [lane.id for lane in called_beside(after, both.overrides)] == ["property_registration"]


def test_a_scenario_that_is_not_shipped_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'business_setup_after'"):
        shipped_scenario("busines_setup_after")
