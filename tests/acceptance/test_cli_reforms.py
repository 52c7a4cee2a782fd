"""Scenarios and packages on the command line: what is wrong and where, what is compared, and what is swept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from services.cli.main import run

Run = Callable[..., tuple[int, str, str]]
ASSUMED = "provenance: {source: assumed, basis: for a test}"
SCENARIO = f"""\
format: 1
id: two_lanes
title: {{zh: 两条流程, en: Two lanes}}
base: property_registration
levers:
  - {{lever: one_time_notification}}
  - lever: cut_time_limit
    name: {{zh: 审核提速, en: Faster review}}
    steps: [first_review]
    working_days: 5
    {ASSUMED}
beside:
  - base: commitment_approval
    levers:
      - {{lever: one_time_notification}}
sweep: {{lever: cut_time_limit, parameter: working_days, values: [10, 2]}}
design: {{replications: 2, warm_up_days: 0, window_days: 10, cool_down_days: 0}}
"""
PACKAGE = f"""\
format: 1
id: a_city
title: {{zh: 一市, en: A city}}
scenarios: [two_lanes.yaml]
principles:
  - {{id: told_once, title: {{zh: 一次告知, en: Told once}}, levers: [one_time_notification], {ASSUMED}}}
  - {{id: in_time, title: {{zh: 限时办结, en: In time}}, levers: [cut_time_limit], {ASSUMED}}}
design: {{replications: 2, warm_up_days: 0, window_days: 10, cool_down_days: 0}}
"""


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "two_lanes.yaml"
    path.write_text(SCENARIO, "utf-8")
    return path


@pytest.fixture
def package(scenario: Path) -> Path:
    path = scenario.with_name("a_city.yaml")
    path.write_text(PACKAGE, "utf-8")
    return path


def test_a_scenario_and_a_package_are_checked_as_what_they_are(greenlane: Run, scenario: Path, package: Path) -> None:
    code, out, _ = greenlane("check", scenario, "--json")
    checked = json.loads(out)
    assert (code, checked["kind"]) == (0, "scenario")
    assert checked["counts"] == {"levers": 2, "steps": 39, "lanes_beside": 1, "values": 2}
    code, out, _ = greenlane("check", package, "--json")
    checked = json.loads(out)
    assert (code, checked["kind"], checked["counts"]) == (0, "package", {"scenarios": 1, "lanes": 2, "principles": 2})
    assert "方案包" in greenlane("check", package, "--lang", "zh-CN")[1]


def test_a_lever_that_names_no_step_is_told_with_its_line(greenlane: Run, scenario: Path) -> None:
    scenario.write_text(SCENARIO.replace("[first_review]", "[frist_review]"), "utf-8")
    for command in (("check", scenario), ("compare", scenario), ("sweep", scenario)):
        code, out, err = greenlane(*command)
        assert (code, out) == (3, "")
        assert f"{scenario}:7 at levers[1]: expected the name of a step; found 'frist_review'." in err
        assert "Did you mean 'first_review'?" in err


def test_every_lane_is_compared_with_what_each_lever_saves_and_what_the_target_lacks(
    greenlane: Run, scenario: Path
) -> None:
    code, out, _ = greenlane("compare", scenario, "--workers", "1")
    assert code == 0
    first, _, second = out.partition("Two lanes: Commitment approval")
    assert "Two lanes: Property registration" in first
    for part in (first, second):
        assert "processing time, median" in part
        assert "What each lever changes" in part
        assert "Faster review" in part
        assert "Levers 1 to 3 bring the limits to" in part
        assert "nine cases in ten are decided within" in part
    assert "各项措施的贡献" in greenlane("compare", scenario, "--workers", "1", "--lang", "zh-CN")[1]


def test_the_design_of_a_scenario_holds_unless_the_command_says_otherwise(greenlane: Run, scenario: Path) -> None:
    _, out, _ = greenlane("compare", scenario, "--workers", "1", "--json")
    [comparison] = json.loads(out)["comparisons"]
    design = comparison["design"]
    assert (design["replications"], design["window_days"], design["warm_up_days"]) == (2, 10, 0)
    assert [lever["lever"] for lever in comparison["levers"]] == [
        "one_time_notification",
        "cut_time_limit",
        "commitment_approval",
    ]
    [beside] = comparison["beside"]
    assert (comparison["lane"], beside["lane"]) == ("property_registration", "commitment_approval")
    _, out, _ = greenlane("compare", scenario, "--workers", "1", "--json", "--replications", "3", "--cases", "2")
    design = json.loads(out)["comparisons"][0]["design"]
    assert (design["replications"], design["cases"]) == (3, 2)


def test_a_bound_holds_for_every_lane_that_has_the_figure(greenlane: Run, scenario: Path) -> None:
    within = ("compare", scenario, "--workers", "1", "--fail-if", "processing_time.median>40wd")
    assert greenlane(*within)[0] == 0
    # Only the lane beside takes as long as that after the reform.
    code, _, err = greenlane("compare", scenario, "--workers", "1", "--fail-if", "processing_time.median>14wd")
    assert (code, err.count("Threshold missed")) == (4, 1)


def test_a_sweep_has_a_row_for_every_value(greenlane: Run, scenario: Path) -> None:
    code, out, _ = greenlane("sweep", scenario, "--workers", "1")
    assert code == 0
    first, _, second = out.partition("Two lanes: Faster review: Commitment approval")
    for part in (first, second):
        rows = [line.split()[0] for line in part.splitlines() if line[:1].isdigit() or line.startswith("Before")]
        assert rows == ["Before", "10", "2"]
    code, out, _ = greenlane("sweep", scenario, "--workers", "1", "--json")
    swept = json.loads(out)
    assert (code, swept["lever"], swept["parameter"]) == (0, "cut_time_limit", "working_days")
    assert [(value["value"], value["lanes"][0]["longest_limit"]) for value in swept["values"]] == [(10, 17), (2, 9)]
    before = {kpi["kpi"]: kpi["before"] for kpi in swept["values"][0]["lanes"][0]["kpis"]}
    assert before == {kpi["kpi"]: kpi["before"] for kpi in swept["values"][1]["lanes"][0]["kpis"]}


def test_a_package_is_compared_principle_by_principle(greenlane: Run, package: Path) -> None:
    code, out, _ = greenlane("compare", package, "--workers", "1", "--json")
    [comparison] = json.loads(out)["comparisons"]
    assert (code, comparison["scenario"]) == (0, "a_city")
    for lane in (comparison, *comparison["beside"]):
        assert [lever["lever"] for lever in lane["levers"]] == ["told_once", "in_time"]
    assert comparison["beside"][0]["levers"][1]["changes"]["processing_time.mean"]["mean"] == 0
    _, out, _ = greenlane("compare", package, "--workers", "1")
    assert "Told once" in out
    assert "A city: Commitment approval" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sweep", "business_setup_after"), "business_setup_after', which has none. Add sweep"),
        (("sweep", "business_setup"), "found lane 'business_setup'"),
        (("sweep", "fushun_2020"), "found package 'fushun_2020'"),
        (("simulate", "fushun_2020"), "expected one lane; found package 'fushun_2020', which has 5 scenarios"),
        (("compare", "fushun_2020", "business_setup"), "expected one lane"),
        (("compare", "business_setup", "fushun_2020"), "expected one lane"),
        (("compare", "fushun_202"), "Did you mean 'fushun_2020'?"),
        (("compare", "construction_permit_to_permit_before"), "before and after are the same"),
    ],
)
def test_what_cannot_be_compared_or_swept_is_told(greenlane: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = greenlane(*arguments)
    assert (code, out) == (3, "")
    assert said in err
