"""Steps that systems do: which, how they come out, and that nothing else of the lane changes but their time."""

from __future__ import annotations

import pytest

from tests.oracles.levers import lever, minutes, refusal
from workflows.definition.actors import Automatic, System
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.errors import InvalidFileError
from workflows.levers.rewriting import revised
from workflows.levers.scenario import after, before, shipped_scenarios


def test_a_system_does_the_steps_and_nothing_circulates(permit: Lane) -> None:
    chosen = lever("automate_steps", steps=["survey", "issue"], system="seal", service_time=minutes(1))
    lane = chosen.apply(permit)
    for name in ("survey", "issue"):
        task = lane.tasks[name]
        assert task.automatic == Automatic(system=System.SEAL)
        assert (task.circulation_time, task.paced_by_limit) == (None, None)
        assert (task.pool, task.limit, task.after) == (
            permit.tasks[name].pool,
            permit.tasks[name].limit,
            permit.tasks[name].after,
        )
    others = set(permit.tasks) - {"survey", "issue"}
    assert all(lane.tasks[name] is permit.tasks[name] for name in others)


def test_a_step_with_outcomes_needs_one_with_which_the_system_completes_it(permit: Lane) -> None:
    fields = {"steps": ["check_site"], "system": "sharing", "service_time": minutes(1)}
    outcomes = [outcome.id for outcome in permit.tasks["check_site"].outcomes]
    assert "expected an outcome with which the system completes 'check_site'" in refusal(
        lever("automate_steps", **fields), permit
    )
    for name in ("outcome", "otherwise"):
        chosen = lever("automate_steps", **(fields | {"outcome": outcomes[0]} | {name: "sealed"}))
        assert "expected an outcome of 'check_site', one of" in refusal(chosen, permit)
    chosen = lever("automate_steps", **fields, outcome=outcomes[0], otherwise=outcomes[1], documents=["form"])
    found = chosen.apply(permit).tasks["check_site"].automatic
    assert found is not None
    assert (found.outcome, found.otherwise, found.documents) == (outcomes[0], outcomes[1], ("form",))


def test_what_is_no_task_or_has_a_system_or_names_no_document_is_refused(permit: Lane) -> None:
    chosen = lever("automate_steps", steps=["issue"], system="seal", service_time=minutes(1))
    assert "found one that the system seal does" in refusal(chosen, chosen.apply(permit))
    fields = {"system": "seal", "service_time": minutes(1)}
    assert "expected a task as 'file_site'" in refusal(lever("automate_steps", steps=["file_site"], **fields), permit)
    unknown = lever("automate_steps", steps=["issue"], documents=["photograph"], **fields)
    assert "photograph" in refusal(unknown, permit)


def test_a_lane_without_automatic_steps_keeps_its_hash(permit: Lane) -> None:
    same = revised(permit, body=permit.body)
    assert lane_hash(same) == lane_hash(permit)
    assert "automatic" in permit.model_dump_json()


def test_the_connected_city_differs_from_the_other_by_what_its_systems_do() -> None:
    scenario = shipped_scenarios()["business_setup_connected"]
    automatic = {task.id: task.automatic.system for task in after(scenario).tasks.values() if task.automatic}
    assert automatic == {
        "ask_for_premises_proof": System.SHARING,
        "single_licence": System.REGISTRY,
        "invoices": System.TAX,
        "seal_approval": System.SEAL,
        "publish_decided": System.PUBLICATION,
        "publish_refusal_decided": System.PUBLICATION,
    }
    assert not any(task.automatic for task in before(scenario).tasks.values())


LANE = """
format: 1
id: one_step
title: &title {{zh: 一步, en: One step}}
office: office
calendars:
  office: {{assumed: office_hours}}
pools:
  desk: {{title: *title, department: *title, calendar: office, staff: [{{assumed: one_member}}]}}
body:
  kind: task
  id: step
  title: *title
  pool: desk
  service_time: {{assumed: window_check}}
  outcomes:
    - {{id: found, title: *title, share: {{value: 0.5, provenance: {{source: assumed, basis: for a test}}}}}}
    - {{id: not_found, title: *title}}
  automatic: {automatic}
"""


@pytest.mark.parametrize(
    ("automatic", "code"),
    [
        ("{system: registry}", "missing_outcome"),
        ("{system: registry, outcome: done}", "unknown_outcome"),
        ("{system: sharing, outcome: found, otherwise: lost}", "unknown_outcome"),
        ("{system: sharing, outcome: found, documents: [proof]}", "unknown_document"),
        ("{system: police, outcome: found}", None),
        ("{outcome: found}", None),
    ],
)
def test_a_lane_that_says_wrongly_what_a_system_does_is_refused_with_the_place(
    automatic: str, code: str | None
) -> None:
    with pytest.raises(InvalidFileError) as refused:
        parse_lane(LANE.format(automatic=automatic), "one_step.yaml")
    [problem] = refused.value.problems
    assert "automatic" in str(problem.place)
    assert code is None or problem.code == code


def test_a_lane_that_says_it_rightly_is_read() -> None:
    lane = parse_lane(LANE.format(automatic="{system: sharing, outcome: found, otherwise: not_found}"), "one_step.yaml")
    assert lane.tasks["step"].automatic == Automatic(system=System.SHARING, outcome="found", otherwise="not_found")
