"""A sweep gives the scenario once for every value of a parameter."""

from __future__ import annotations

import re

import pytest

from workflows.errors import InvalidInputError
from workflows.levers.scenario import Scenario, parse_scenario, swept
from workflows.levers.sweep import lever_meant, with_value

ASSUMED = "provenance: {source: assumed, basis: for a test}"
SCENARIO = f"""
format: 1
id: swept
title: {{zh: 取值, en: Swept}}
base: permit
levers:
  - {{lever: one_time_notification}}
  - {{lever: cut_time_limit, steps: [site], working_days: 8, {ASSUMED}}}
  - {{lever: cut_time_limit, steps: [scheme], working_days: 8, {ASSUMED}, name: {{zh: 方案提速, en: Faster scheme}}}}
  - lever: handle_in_parallel
    steps: [scheme, fire_review, [survey]]
  - lever: move_behind_decision
    step: survey
    within: {{working_days: 5, {ASSUMED}}}
"""


def scenario(sweep: str) -> Scenario:
    return parse_scenario(f"{SCENARIO}sweep: {sweep}\n", "swept.yaml")


def values(of: Scenario, lever: int, field: str) -> list[object]:
    return [getattr(one.levers[lever], field) for _, one in swept(of)]


@pytest.mark.parametrize("lever", ["2", "Faster scheme", "方案提速"])
def test_a_lever_is_named_by_place_or_name(lever: str) -> None:
    of = scenario(f"{{lever: {lever}, parameter: working_days, values: [12, 4]}}")
    assert values(of, 2, "working_days") == [12, 4]
    assert values(of, 1, "working_days") == [8, 8]
    assert [value for value, _ in swept(of)] == [12, 4]
    assert all(one.levers[3:] == of.levers[3:] for _, one in swept(of))


def test_a_lever_that_is_there_once_is_named_by_its_id() -> None:
    of = scenario("{lever: move_behind_decision, parameter: within.working_days, values: [3, 30]}")
    assert [one.levers[4].model_dump()["within"]["working_days"] for _, one in swept(of)] == [3, 30]


def test_a_part_of_a_list_is_named_by_its_place() -> None:
    of = scenario("{lever: handle_in_parallel, parameter: steps.1, values: [permit, [fire_review, permit]]}")
    assert values(of, 3, "steps") == [
        ("scheme", "permit", ("survey",)),
        ("scheme", ("fire_review", "permit"), ("survey",)),
    ]


def test_without_a_sweep_there_is_no_series() -> None:
    assert swept(parse_scenario(SCENARIO, "swept.yaml")) == ()


@pytest.mark.parametrize(
    ("sweep", "message"),
    [
        ("{lever: cut_time_limit, parameter: working_days, values: [1]}", "Write its place instead: one of 1, 2"),
        ("{lever: 5, parameter: working_days, values: [1]}", "one of 5 levers, the first of which is 0; found 5"),
        ("{lever: joint_review, parameter: stages, values: [1]}", "no lever of the scenario is called 'joint_review'"),
        ("{lever: 1, parameter: days, values: [1]}", "no parameter of lever cut_time_limit is called 'days'"),
        ("{lever: 1, parameter: steps.4, values: [x]}", "no item of steps.4 is called '4'. Known: 0"),
        ("{lever: 1, parameter: working_days.value, values: [1]}", "where 'value' would be a part of nothing"),
        ("{lever: 1, parameter: working_days.value.x, values: [1]}", "where 'value' would be a part of nothing"),
        ("{lever: 1, parameter: working_days, values: [soon]}", 'found "soon"'),
    ],
)  # fmt: skip
def test_a_sweep_of_nothing_is_refused(sweep: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(message)):
        swept(scenario(sweep))


def test_a_value_is_read_as_from_a_file() -> None:
    lever = parse_scenario(SCENARIO, "swept.yaml").levers[1]
    assert with_value(lever, "name", {"zh": "提速", "en": "Faster"}).called.en == "Faster"
    with pytest.raises(InvalidInputError, match=r"can take; found 2\.5"):
        with_value(lever, "working_days", 2.5)


def test_the_lever_meant_is_one_of_those_given() -> None:
    of = scenario("{lever: one_time_notification, parameter: name, values: [null]}")
    assert of.sweep is not None
    assert lever_meant(of.sweep, of.levers) == 0
