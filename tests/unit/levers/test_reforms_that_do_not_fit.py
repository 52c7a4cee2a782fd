"""What does not fit is told with file, line, place, what was expected and found, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.definition.lane import Lane
from workflows.errors import InvalidFileError, Problem
from workflows.levers.checking import check_package, check_scenario
from workflows.levers.package import read_package
from workflows.levers.scenario import Scenario, parse_scenario, read_scenario

FOLDER = Path(__file__).parent
ASSUMED = "provenance: {source: assumed, basis: for a test}"
SCENARIO = f"""\
format: 1
id: quicker
title: {{zh: 提速, en: Quicker}}
base: permit.yaml
scope:
  - {{lever: end_at, step: scheme_refused}}
levers:
  - {{lever: one_time_notification}}
  - lever: cut_time_limit
    steps: [site]
    working_days: 8
    {ASSUMED}
beside:
  - base: property_registration
    levers:
      - {{lever: one_time_notification}}
pools:
  fire: {{staff: [{{count: 2, {ASSUMED}}}]}}
arrivals:
  property_registration: {{volume: {{value: 2, {ASSUMED}}}}}
sweep: {{lever: cut_time_limit, parameter: working_days, values: [10, 5]}}
"""
FILE = str(FOLDER / "quicker.yaml")


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidFileError) as refused:
        check_scenario(read_scenario(text, FILE))
    return refused.value.problems


def test_a_scenario_that_fits_gives_its_lanes() -> None:
    lanes = check_scenario(read_scenario(SCENARIO, FILE))
    assert [lane.id for lane in lanes] == ["permit", "property_registration"]
    assert lanes[0].levers == ("end_at", "one_time_notification", "cut_time_limit")


@pytest.mark.parametrize(
    ("written", "instead", "code", "line", "path", "remedy"),
    [
        pytest.param(
            "steps: [site]", "steps: [sight]", "unknown_name", 9, "levers[1]", "Did you mean 'site'?", id="no such step"
        ),
        pytest.param(
            "working_days: 8", "working_days: 30", "lever_refused", 9, "levers[1]", "", id="a lever that cuts nothing"
        ),
        pytest.param(
            "step: scheme_refused", "step: schema_refused", "unknown_name", 6, "scope[0]",
            "Did you mean 'scheme_refused'?", id="no such step of a scope",
        ),
        pytest.param(
            "- {lever: one_time_notification}\npools", "- {lever: promise_limit, working_days: 1,"
            f" {ASSUMED}}}\n      - {{lever: one_time_notification}}\n      - {{lever: one_time_notification}}\npools",
            "lever_refused", 18, "beside[0].levers[2]", "", id="a lever of a lane beside it, twice",
        ),
        pytest.param(
            "base: property_registration", "base: property_registratoin", "unknown_name", 14, "beside[0].base",
            "Did you mean 'property_registration'?", id="no such lane",
        ),
        pytest.param(
            "base: property_registration", "base: permit.yaml", "does_not_fit", 14, "beside[0].base",
            "One lane cannot be reformed in two ways at once: put all levers on it together.", id="one lane twice",
        ),
        pytest.param(
            "  fire: {staff", "  fires: {staff", "unknown_name", 18, "pools.fires", "Did you mean 'fire'?",
            id="people of no pool",
        ),
        pytest.param(
            "  property_registration: {", "  permit: {", "does_not_fit", 20, "arrivals.permit", "Give a gap instead.",
            id="more of no cases",
        ),
        pytest.param(
            "  property_registration: {", "  agent_service: {", "unknown_name", 20, "arrivals.agent_service", "",
            id="cases of no lane",
        ),
        pytest.param(
            "sweep: {lever: cut_time_limit", "sweep: {lever: cut_time_limits", "unknown_name", 21, "sweep.lever",
            "Did you mean 'cut_time_limit'?", id="a sweep of no lever",
        ),
        pytest.param(
            "sweep: {lever: cut_time_limit", "sweep: {lever: 2", "does_not_fit", 21, "sweep.lever",
            "Name a lever that there is.", id="a sweep of a place without a lever",
        ),
        pytest.param(
            "parameter: working_days", "parameter: working_day", "unknown_name", 21, "sweep.values[0]",
            "Did you mean 'working_days'?", id="no such parameter",
        ),
        pytest.param(
            "values: [10, 5]", "values: [10, ten]", "does_not_fit", 21, "sweep.values[1]",
            "Write it as the lever has it.", id="a value that it cannot take",
        ),
        pytest.param(
            "values: [10, 5]", "values: [10, 40]", "lever_refused", 21, "sweep.values[1]", "",
            id="a value that cuts nothing",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_has_its_place(
    written: str, instead: str, code: str, line: int, path: str, remedy: str
) -> None:
    assert written in SCENARIO
    [problem, *_] = problems(SCENARIO.replace(written, instead))
    assert (problem.code, problem.place.file, problem.place.line, problem.place.path) == (code, FILE, line, path)
    assert remedy in problem.remedy
    assert problem.expected
    assert problem.found


def test_everything_that_is_set_for_nothing_is_told_at_once() -> None:
    text = SCENARIO.replace("  fire: {", "  fires: {").replace("  property_registration: {", "  agent_service: {")
    assert [problem.place.path for problem in problems(text)] == ["pools.fires", "arrivals.agent_service"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("design: {starts_on: 1999-01-04}", "quicker.yaml:22 at design: expected a year from"),
        ("design: {window_days: 0}", "quicker.yaml:22 at design.window_days: expected at least 1"),
        ("calendars: {}\nbeside_too: []", "Remove beside_too, or did you mean 'beside'?"),
    ],
)
def test_what_is_wrong_with_the_form_has_its_place(more: str, message: str) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_scenario(f"{SCENARIO}{more}\n", FILE)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("pools: {fire: {}}", "expected staff, calendar or both"),
        ("arrivals: {permit: {}}", "expected volume or gap; found neither"),
    ],
)
def test_something_has_to_be_set(field: str, message: str) -> None:
    name = field.partition(":")[0]
    start = SCENARIO.index(f"{name}:")
    end = SCENARIO.index("\n", SCENARIO.index("\n", start) + 1) + 1
    with pytest.raises(InvalidFileError) as refused:
        read_scenario(f"{SCENARIO[:start]}{field}\n{SCENARIO[end:]}", FILE)
    assert message in str(refused.value)


PACKAGE = f"""\
format: 1
id: city
title: {{zh: 一市, en: A city}}
scenarios: [quicker.yaml, slower.yaml]
principles:
  - id: fewer_trips
    title: {{zh: 少跑, en: Fewer trips}}
    levers: [one_time_notification]
    {ASSUMED}
  - id: shorter_limits
    title: {{zh: 限时, en: Shorter limits}}
    levers: [cut_time_limit]
    {ASSUMED}
"""
OTHER = """
format: 1
id: slower
title: {zh: 另一个, en: The other one}
base: commitment_approval
levers:
  - {lever: one_time_notification}
"""


def scenario_of(name: str) -> Scenario:
    return parse_scenario(SCENARIO if name == FILE else OTHER, FILE)


def package_problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidFileError) as refused:
        check_package(read_package(text, str(FOLDER / "city.yaml")), scenario_of)
    return refused.value.problems


def test_a_package_that_fits_gives_all_lanes() -> None:
    lanes = check_package(read_package(PACKAGE, str(FOLDER / "city.yaml")), scenario_of)
    assert [lane.id for lane in lanes] == ["permit", "property_registration", "commitment_approval"]


@pytest.mark.parametrize(
    ("written", "instead", "line", "path", "said"),
    [
        pytest.param(
            "levers: [cut_time_limit]", "levers: [promise_limit]", 12, "principles[1].levers[0]", "'promise_limit'",
            id="a principle with a lever that no scenario has",
        ),
        pytest.param(
            "levers: [cut_time_limit]", "levers: [one_time_notification, cut_time_limit]", 5, "principles",
            "fewer_trips and shorter_limits", id="a lever under two principles",
        ),
        pytest.param(
            "    levers: [cut_time_limit]", "    levers: [一次性告知]", 5, "principles", "under none",
            id="a lever under no principle",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_package_has_its_place(written: str, instead: str, line: int, path: str, said: str) -> None:
    assert written in PACKAGE
    [problem] = package_problems(PACKAGE.replace(written, instead))
    assert (problem.place.line, problem.place.path) == (line, path)
    assert said in problem.found


@pytest.mark.parametrize(
    ("name", "lever", "path", "said"),
    [
        ("slower.yaml", "{lever: one_time_notification}", "added.slower.yaml[0]", "as the lever would leave it"),
        ("slow.yaml", "{lever: one_time_notification}", "added.", "slow.yaml"),
    ],
)
def test_what_a_city_adds_and_does_not_fit_has_its_place(name: str, lever: str, path: str, said: str) -> None:
    [problem] = package_problems(f"{PACKAGE}added:\n  {name}:\n    - {lever}\n")
    assert problem.place.file == str(FOLDER / "city.yaml")
    assert problem.place.line is not None
    assert problem.place.line >= 14
    assert problem.place.path is not None
    assert problem.place.path.startswith(path.partition(".")[0])
    assert said in problem.found


def test_a_scenario_that_does_not_exist_is_told_at_its_name() -> None:
    text = PACKAGE.replace("slower.yaml", "business_setup_afer")
    with pytest.raises(InvalidFileError) as refused:
        check_package(read_package(text.replace("quicker.yaml, ", ""), str(FOLDER / "city.yaml")))
    [problem] = refused.value.problems
    assert (problem.place.line, problem.place.path) == (4, "scenarios[0]")
    assert problem.remedy == "Did you mean 'business_setup_after'?"


def test_scenarios_that_set_different_things_for_one_pool_need_the_package_to_decide(permit: Lane) -> None:
    assert "fire" in permit.pools

    def differing(name: str) -> Scenario:
        if name == FILE:
            return scenario_of(name)
        return parse_scenario(f"{OTHER}pools: {{fire: {{staff: [{{count: 3, {ASSUMED}}}]}}}}\n", FILE)

    loaded = read_package(PACKAGE, str(FOLDER / "city.yaml"))
    with pytest.raises(InvalidFileError, match="set the same pools for 'fire'") as refused:
        check_package(loaded, differing)
    assert refused.value.problems[0].place.path == "scenarios"
    decided = f"{PACKAGE}pools: {{fire: {{staff: [{{count: 4, {ASSUMED}}}]}}}}\n"
    lanes = check_package(read_package(decided, str(FOLDER / "city.yaml")), differing)
    assert lanes[0].pools["fire"].members == 4
