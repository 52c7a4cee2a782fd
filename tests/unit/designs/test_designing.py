"""Maps of unfinished lanes, levers that fit or do not, and files that come back as what they were."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest

from services.designs.deriving import derived
from services.designs.exporting import exported
from services.designs.mapping import mapped
from services.designs.schemas import AskedDerivation, AskedExport, DesignFormat
from services.errors import DesignRefusedError
from workflows.definition.catalogue import shipped_lane
from workflows.definition.loading import parse_lane
from workflows.definition.longest_limit import longest_limit
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.levers.scenario import after, parse_scenario, shipped_scenarios

Raw = dict[str, Any]


def raw(id_: str = "construction_permit") -> Raw:
    return shipped_lane(id_).model_dump(mode="json", by_alias=True)


def test_every_step_of_a_map_leads_back_to_where_it_stands_in_the_lane() -> None:
    lane = raw("complaint_handling")
    found = mapped(lane, "en")
    assert [each.step for each in found.elements] == list(shipped_lane("complaint_handling").steps)
    for each in found.elements:
        value: Any = lane
        for part in each.path:
            value = value[part]
        assert (value["id"], value["kind"]) == (each.step, each.kind)
        assert f'id="{each.element}"' in found.xml


def test_a_task_tells_who_does_it_how_long_and_who_says_so() -> None:
    lane = shipped_lane("construction_permit")
    found = {each.step: each for each in mapped(raw(), "zh-CN").elements}
    task = lane.tasks["land_pre_review"]
    shown = found["land_pre_review"]
    assert shown.doer is not None
    assert (shown.doer.id, shown.doer.title) == (task.pool, lane.pools[task.pool].title)
    assert shown.limit is not None
    assert task.limit is not None
    assert shown.limit.working_days == task.limit.working_days
    assert shown.time is not None
    assert shown.time.mean == pytest.approx(task.service_time.mean)
    assert {source.quantity[0] for source in shown.sources if source.quantity} >= {"limit", "service_time"}
    assert shown.colour is not None
    assert f'bioc:fill="{shown.colour}"' in mapped(raw(), "zh-CN").xml


def damaged(lane: Raw, step: int, **changes: object) -> Raw:
    found = copy.deepcopy(lane)
    found["body"]["steps"][step].update(changes)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"service_time": {"kind": "fixed", "value": -1}},
        {"service_time": None},
        {"title": {"zh": ""}},
        {"no_such_field": 1},
        {"pool": "NOT AN ID"},
        {"limit": {"working_days": math.inf}},
        {"outcomes": [{"id": "x"}]},
    ],
)
def test_a_lane_is_drawn_while_a_field_is_typed(changes: Raw) -> None:
    lane = raw("commitment_follow_up")
    at = next(i for i, step in enumerate(lane["body"]["steps"]) if step["kind"] == "task")
    whole, part = mapped(lane, "en"), mapped(damaged(lane, at, **changes), "en")
    assert [each.path for each in part.elements] == [each.path for each in whole.elements]


def test_a_step_without_an_id_and_one_whose_id_stands_twice_are_drawn() -> None:
    lane = raw("commitment_follow_up")
    steps = lane["body"]["steps"]
    at = next(i for i, step in enumerate(steps) if step["kind"] == "task")
    steps.insert(at, copy.deepcopy(steps[at]))
    del steps[0]["id"]
    found = mapped(lane, "en")
    assert len({each.element for each in found.elements}) == len(found.elements)
    assert len(found.elements) == len(shipped_lane("commitment_follow_up").steps) + 1


@pytest.mark.parametrize("lane", [{}, {"body": 1}, {"body": {"kind": "nothing"}}, {"id": "x", "body": {"steps": []}}])
def test_what_has_no_steps_is_not_drawn(lane: Raw) -> None:
    with pytest.raises(DesignRefusedError) as refused:
        mapped(lane, "en")
    assert refused.value.problems


def asked(base: object, *levers: Raw) -> AskedDerivation:
    return AskedDerivation.model_validate({"base": base, "levers": list(levers)})


def test_levers_of_a_shipped_reform_give_the_lane_after_it() -> None:
    scenario = shipped_scenarios()["property_registration_after"]
    levers = [lever.model_dump(mode="json", by_alias=True, exclude_none=True) for lever in scenario.levers]
    found = derived(asked("property_registration", *levers))
    assert found.after == after(scenario)
    assert found.before == shipped_lane("property_registration")
    assert found.longest_limit.before == longest_limit(found.before)
    assert [step.lever for step in found.steps] == [lever.lever for lever in scenario.levers]
    assert found.steps[-1].longest_limit == found.longest_limit.after == longest_limit(found.after)


def test_a_lever_against_the_laws_order_is_refused_with_the_law() -> None:
    fits = {"lever": "cancel_step", "steps": ["write_eia_form"]}
    cancel = {"lever": "cancel_step", "steps": ["site_opinion"]}
    with pytest.raises(DesignRefusedError) as refused:
        derived(asked(raw(), fits, cancel))
    [problem] = refused.value.problems
    assert (problem.code, problem.lever, problem.path) == ("order_against_law", 2, ("levers", 1))
    assert problem.title.zh == "法律规定先办“选址意见书”，后办“建设项目用地预审”"
    assert "before “Land pre-review”" in problem.title.en
    assert "城乡规划法 art. 36" in [clause.basis for clause in problem.law]
    assert "inherit" in problem.remedy


def test_a_lever_that_the_lane_does_not_fit_is_refused_with_what_it_needs() -> None:
    with pytest.raises(DesignRefusedError) as refused:
        derived(asked("property_registration", {"lever": "publish_decision", "pool": "registry_window",
                      "publishing_time": {"kind": "fixed", "value": 0, "unit": "hours",
                                          "provenance": {"source": "assumed", "basis": "for a test"}}},
                      {"lever": "merge_steps", "steps": ["registration_record", "no_such_step"], "into": "one",
                       "into_title": {"zh": "一", "en": "One"}, "pool": "registry_window"}))  # fmt: skip
    [problem] = refused.value.problems
    assert problem.lever is not None
    assert any("\u4e00" <= each <= "\u9fff" for each in problem.title.zh)


def test_a_lever_that_is_told_wrong_says_where() -> None:
    with pytest.raises(DesignRefusedError) as refused:
        derived(asked("property_registration", {"lever": "cancel_step", "steps": []}, {"lever": "no_such_lever"}))
    assert {problem.lever for problem in refused.value.problems} == {1, 2}


@pytest.mark.parametrize("base", ["no_such_lane", "/etc/passwd.yaml", "workflows/lanes/construction_permit.yaml"])
def test_a_name_leads_to_no_file(base: str) -> None:
    with pytest.raises(UnknownNameError):
        derived(asked(base))


def test_a_lane_comes_back_from_every_file() -> None:
    lane = shipped_lane("commitment_follow_up")
    draft = raw("commitment_follow_up")
    yaml = exported(AskedExport(lane=draft, format=DesignFormat.YAML))
    assert parse_lane(yaml.text, yaml.name) == lane
    for form in (DesignFormat.BPMN, DesignFormat.BPMN_BPSIM):
        file = exported(AskedExport(lane=draft, format=form))
        assert read_bpmn(Source(file.text, file.name), None).lane == lane
        assert file.name == "commitment_follow_up.bpmn"


def test_a_scenario_comes_back_from_its_file() -> None:
    scenario = shipped_scenarios()["fushun_counter_pay"]
    draft = scenario.model_dump(mode="json", by_alias=True)
    file = exported(AskedExport(scenario=draft, format=DesignFormat.YAML))
    assert parse_scenario(file.text, file.name) == scenario


@pytest.mark.parametrize("sent", [{}, {"lane": {}, "scenario": {}}, {"scenario": {}, "format": "bpmn"}])
def test_what_cannot_be_a_file_is_refused(sent: Raw) -> None:
    with pytest.raises(InvalidInputError):
        exported(AskedExport.model_validate(sent))
