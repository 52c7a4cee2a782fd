"""No lane after a reform is drawn by hand, and no published figure finds its way into one."""

from __future__ import annotations

import pytest

from workflows.definition.catalogue import find_lane, lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.levers.rewriting import revised
from workflows.levers.scenario import Scenario, after, base_lane, shipped_scenarios


@pytest.fixture(params=sorted(shipped_scenarios()))
def scenario(request: pytest.FixtureRequest) -> Scenario:
    name: str = request.param
    return shipped_scenarios()[name]


@pytest.mark.parametrize("name", lane_ids())
def test_a_shipped_lane_came_out_of_no_lever(name: str) -> None:
    assert shipped_lane(name).levers == ()


def test_a_scenario_starts_from_a_lane_as_somebody_wrote_it_or_goes_on_from_one_that_does(scenario: Scenario) -> None:
    while scenario.base in shipped_scenarios():
        scenario = shipped_scenarios()[scenario.base]
    assert find_lane(scenario.base).levers == ()


def test_without_its_targets_a_lane_comes_out_the_same(scenario: Scenario) -> None:
    def without_targets(base: str) -> Lane:
        return revised(base_lane(base), targets=())

    assert after(scenario, without_targets) == revised(after(scenario), targets=())


def test_no_lever_touches_a_target(scenario: Scenario) -> None:
    assert after(scenario).targets == base_lane(scenario.base).targets
