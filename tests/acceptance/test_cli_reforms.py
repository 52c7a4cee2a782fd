"""The command line on reforms: every lever is listed and explained, in both languages, as the code has it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from docs.generate.docstrings import fields_of
from services.cli.explaining import explain, lever_summaries, meanings
from services.cli.main import run
from services.cli.values import value_of
from workflows.coverage.table import covered_by
from workflows.definition.provenance import Title
from workflows.levers.catalogue import LEVERS
from workflows.levers.scenario import shipped_scenarios

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_every_lever_is_listed(greenlane: Run) -> None:
    code, out, err = greenlane("levers", "--json")
    assert (code, err) == (0, "")
    assert [lever["id"] for lever in json.loads(out)["levers"]] == list(LEVERS)
    code, out, _ = greenlane("--lang", "zh-CN", "levers")
    assert code == 0
    assert all(lever in out for lever in LEVERS)
    assert "一次性告知" in out


def test_every_scenario_is_listed_with_what_it_uses(greenlane: Run) -> None:
    code, out, err = greenlane("scenarios", "--json")
    found = {scenario["id"]: scenario for scenario in json.loads(out)["scenarios"]}
    assert (code, err) == (0, "")
    assert list(found) == list(shipped_scenarios())
    assert found["property_registration_after"]["levers"][0] == "one_time_notification"
    _, out, _ = greenlane("scenarios")
    assert "one_window_intake ×5" in out


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_is_explained_in_both_languages(greenlane: Run, lever: str) -> None:
    kind = LEVERS[lever]
    for language in ("zh-CN", "en"):
        code, out, err = greenlane("--lang", language, "explain", lever)
        assert (code, err) == (0, "")
        assert f"{lever}  {kind.title.zh} · {kind.title.en}" in out
        assert kind.explanation.in_language(language) in out
        assert kind.preconditions.in_language(language) in out
        assert all(clause.basis in out for clause in kind.clauses)
    code, out, _ = greenlane("explain", lever, "--json")
    explained = json.loads(out)
    assert (code, explained["id"], explained["title"]) == (0, lever, kind.title.model_dump())
    own = set(kind.model_fields) - {"lever", "name"}
    assert {parameter["name"] for parameter in explained["parameters"]} == own
    assert {each["id"] for each in explained["mechanisms"]} == {each.id for each in covered_by("lever", lever)}


def test_a_parameter_is_told_with_unit_range_and_default(greenlane: Run) -> None:
    _, out, _ = greenlane("explain", "cut_time_limit")
    assert "factor: number > 0, < 1 (optional)" in out
    assert 'steps: all or list of id (default "all")' in out
    _, out, _ = greenlane("explain", "accept_with_missing_documents")
    assert "supply_within: working days, with their source (required)" in out
    assert "supply_time: span of time, fixed or drawn, with unit and source (required)" in out
    _, out, _ = greenlane("explain", "notice_and_commitment")
    assert "eligible: condition on attributes or outcomes (required)" in out


def test_the_order_of_levers_is_told_from_both_sides() -> None:
    assert "one_window_intake" in explain("joint_review").comes_after
    assert "joint_review" in explain("one_window_intake").comes_before


def test_a_lever_is_said_to_be_used_where_it_is() -> None:
    used = {
        lever.lever
        for scenario in shipped_scenarios().values()
        for side in (scenario.compared, *scenario.beside)
        for lever in (*side.scope, *side.levers)
    }
    assert {lever.id for lever in lever_summaries() if lever.scenarios} == used
    [use] = [use for use in explain("drop_document").uses if use.scenario == "business_setup_after"]
    assert use.called == Title(zh="不再核发的证件不再收取", en="No copies of certificates that are no more")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_unknown_lever_is_refused_with_the_closest_name(greenlane: Run, language: str) -> None:
    code, out, err = greenlane("--lang", language, "explain", "one_windw_intake")
    assert (code, out) == (3, "")
    assert "one_window_intake" in err


@pytest.mark.parametrize("lever", LEVERS)
def test_parameters_mean_in_both_languages_what_the_lever_says(lever: str) -> None:
    said = fields_of(LEVERS[lever])
    meant = meanings().levers[lever]
    assert {name: meaning.en for name, meaning in meant.items()} == {
        name: said[name] for name in LEVERS[lever].model_fields if name not in ("lever", "name")
    }
    assert [name for name, meaning in meant.items() if not any("一" <= letter <= "鿿" for letter in meaning.zh)] == []


def test_no_meaning_is_left_of_a_lever_that_is_gone() -> None:
    assert set(meanings().levers) == set(LEVERS)


def test_a_value_that_there_are_no_words_for_is_found_out() -> None:
    with pytest.raises(ValueError, match="expected a part of a schema that there are words for"):
        value_of({"type": "null"}, {})
