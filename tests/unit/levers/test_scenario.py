"""A scenario derives the lane after the reform, lever by lever, from the lane before it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.errors import InvalidFileError, UnknownNameError
from workflows.levers.catalogue import LEVERS
from workflows.levers.scenario import after, base_lane, before, parse_scenario, shipped_scenarios, steps_of

FOLDER = Path(__file__).parent
SCENARIO = """
format: 1
id: quicker
title: {zh: 提速, en: Quicker}
base: permit.yaml
scope:
  - {lever: end_at, step: scheme_refused}
levers:
  - {lever: one_time_notification}
  - lever: cut_time_limit
    steps: [site]
    working_days: 8
    provenance: {source: assumed, basis: for a test}
    name: {zh: 选址八日, en: Site in eight days}
  - {lever: handle_in_parallel, steps: [scheme, fire_review, survey]}
"""
FILE = str(FOLDER / "scenario.yaml")


def test_the_lane_after_is_the_lane_before_and_the_levers(permit: Lane) -> None:
    scenario = parse_scenario(SCENARIO, FILE)
    assert before(scenario).levers == ("end_at",)
    assert "permit" not in before(scenario).steps
    assert after(scenario).levers == ("end_at", "one_time_notification", "cut_time_limit", "handle_in_parallel")
    assert before(scenario, lambda _: permit) == before(scenario)


def test_a_waterfall_ends_at_the_lane_after() -> None:
    scenario = parse_scenario(SCENARIO, FILE)
    bars = steps_of(scenario)
    assert [lever for lever, _ in bars] == list(scenario.levers)
    assert bars[-1][1] == after(scenario)
    assert [lever.called.en for lever, _ in bars] == [
        "One-time notification",
        "Site in eight days",
        "Handle in parallel",
    ]


def test_a_base_without_an_ending_is_a_shipped_lane() -> None:
    text = SCENARIO.replace("permit.yaml", "property_registration").replace("scheme_refused", "decided")
    assert before(parse_scenario(text, FILE)).title == shipped_lane("property_registration").title
    with pytest.raises(UnknownNameError, match="'property_registration'"):
        before(parse_scenario(text.replace("y_registration", "y_registraton"), FILE))


def test_a_base_that_is_a_shipped_scenario_is_the_lane_after_it() -> None:
    text = SCENARIO.replace("permit.yaml", "property_registration_after").replace("scheme_refused", "decided")
    first = after(shipped_scenarios()["property_registration_after"])
    assert before(parse_scenario(text, FILE)).levers == (*first.levers, "end_at")
    with pytest.raises(UnknownNameError, match="'property_registration_after'"):
        before(parse_scenario(text.replace("n_after", "n_aftr"), FILE))


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        pytest.param("- {lever: one_time", "- {lever: one_tme", "one_time_notification", id="no such lever"),
        pytest.param("working_days: 8", "working_days: 8.5", "scenario.yaml:12", id="a number that is none"),
        pytest.param("working_days: 8", "factr: 0.4", "factor", id="no such parameter"),
        pytest.param("one_time_notification}", "end_at, step: site}", "Put it under scope", id="a scope as a reform"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(written: str, instead: str, message: str) -> None:
    with pytest.raises(InvalidFileError, match=re.escape(message)):
        parse_scenario(SCENARIO.replace(written, instead), FILE)


def test_every_lever_says_what_it_is_in_both_languages_and_where_it_comes_from() -> None:
    for name, lever in LEVERS.items():
        assert lever.model_fields["lever"].default == name
        assert lever.title.zh != lever.title.en
        assert lever.explanation.zh != lever.explanation.en
        assert lever.clauses, name
    assert len({lever.title.en for lever in LEVERS.values()}) == len(LEVERS)


def test_every_shipped_scenario_leaves_the_lane_that_its_levers_say() -> None:
    for scenario in shipped_scenarios().values():
        used = (lever.lever for lever in (*scenario.scope, *scenario.levers))
        assert after(scenario).levers == (*base_lane(scenario.base).levers, *used), scenario.id


@pytest.mark.parametrize(
    "base", ["/etc/lane.yaml", "../lane.yaml", "a/../../lane.yaml", "~/lane.yaml", "C:/lane.yaml", "..\\\\lane.yml"]
)
def test_a_base_leads_to_no_file_outside_the_scenario_s_folder(base: str) -> None:
    with pytest.raises(InvalidFileError, match="path_outside") as refused:
        parse_scenario(SCENARIO.replace("base: permit.yaml", f'base: "{base}"'), FILE)
    [problem] = refused.value.problems
    assert problem.place.path == "base"


def test_a_base_that_does_not_end_as_a_lane_is_no_path() -> None:
    with pytest.raises(UnknownNameError):
        base_lane("/etc/passwd")
