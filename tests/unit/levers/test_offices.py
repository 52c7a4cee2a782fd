"""Levers about offices among themselves and intermediaries: what each one changes, and why it is refused."""

from __future__ import annotations

import pytest

from tests.oracles.levers import (
    BASIS,
    TITLE,
    changed,
    lever,
    longest_chain,
    minutes,
    refusal,
    share,
    visits,
    working_days,
)
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Source
from workflows.definition.steps import Ordered, Parallel, Task, ThirdPartyStep
from workflows.levers.catalogue import Lever
from workflows.levers.rewriting import revised


@pytest.fixture(scope="module")
def construction() -> Lane:
    return shipped_lane("construction_permit")


@pytest.fixture(scope="module")
def circular() -> Lane:
    return shipped_lane("circular_preconditions")


def meeting(**what: object) -> Lever:
    fields: dict[str, object] = {
        "circle": "dead_loop",
        "called_by": "planning_bureau",
        "calling_time": minutes(10),
        "until_meeting": minutes(600),
        "meeting_time": minutes(60),
        "together": ["site_first_review", "land_first_review"],
        **what,
    }
    return lever("joint_meeting", **fields)


def test_a_meeting_of_all_offices_takes_the_place_of_a_circle(circular: Lane) -> None:
    after = meeting().apply(circular)
    block = after.steps["joint_meeting"]
    assert isinstance(block, Parallel)
    assert {task.pool for task in block.branches if isinstance(task, Task)} == {"planning_bureau", "land_bureau"}
    assert "go_to_land" not in after.steps
    assert visits(circular) - visits(after) == 2
    assert precedes(after.body, "call_joint_meeting", "joint_meeting")
    assert precedes(after.body, "joint_meeting", "accepted")
    assert after.tasks["call_joint_meeting"].circulation_time is not None
    asked = {name for task in block.branches if isinstance(task, Task) for name in task.documents}
    assert asked == set(circular.documents)
    handled = after.steps["simultaneous_handling"]
    assert isinstance(handled, Ordered)
    assert [item.after for item in handled.steps] == [(), ()]
    assert longest_chain(circular.body) - longest_chain(after.body) == 20


def test_a_meeting_alone_leaves_the_reviews_in_their_order(circular: Lane) -> None:
    after = meeting(together=None, until_meeting=None).apply(circular)
    assert precedes(after.body, "site_first_review", "land_first_review")
    assert after.tasks["call_joint_meeting"].circulation_time is None


def test_only_a_circle_of_offices_is_met_about(circular: Lane, permit: Lane) -> None:
    assert "a loop as 'accepted'; found milestone" in refusal(meeting(circle="accepted"), circular)
    assert "no pool is called 'agency'" in refusal(meeting(called_by="agency"), circular)
    one_office = meeting(circle="corrections_site", called_by="planning", together=None)
    assert "at least two offices that wait for each other" in refusal(one_office, permit)
    assert "no step is called 'dead_loop'" in refusal(meeting(), meeting().apply(circular))
    needed = changed(circular, "site_first_review", after=("ask_land",))
    assert "'ask_land', which law puts before 'site_first_review'" in refusal(meeting(), needed)
    chain = meeting(together=["land_first_review", "provincial_decision"])
    assert "a chain in which each comes after the one before it" in refusal(chain, circular)
    loop = circular.steps["dead_loop"]
    again = revised(loop, body=circular.steps["ask_land"], redo=circular.steps["accepted"])
    steps = [again if s is loop else s for s in circular.body.steps if getattr(s, "id", "") != "accepted"]  # type: ignore[union-attr]
    counted = revised(circular, body=revised(circular.body, steps=tuple(steps)))
    assert "nothing that the law counts from in 'dead_loop'; found milestone 'accepted'" in refusal(meeting(), counted)


def upward(**what: object) -> Lever:
    fields: dict[str, object] = {
        "steps": ["site_first_review", "land_first_review"],
        "higher": "provincial_decision",
        "passing_time": minutes(20),
        **what,
    }
    return lever("pass_upward_at_once", **fields)


def test_a_first_review_becomes_passing_on_the_same_day(circular: Lane) -> None:
    after = upward().apply(circular)
    for name in ("site_first_review", "land_first_review"):
        task = after.tasks[name]
        assert (task.service_time.mean, task.circulation) == (20, None)
        assert task.limit is not None
        assert (task.limit.working_days, task.limit.provenance.source) == (0, Source.SEED)
    assert after.tasks["provincial_decision"] is circular.tasks["provincial_decision"]


def test_a_shorter_limit_than_asked_for_stays(permit: Lane) -> None:
    chosen = upward(steps=["survey"], higher="permit", within=working_days(9))
    after = chosen.apply(permit)
    assert after.tasks["survey"].limit == permit.tasks["survey"].limit


def test_only_what_another_office_decides_later_is_passed_on(circular: Lane, permit: Lane) -> None:
    assert "something left to change" in refusal(upward(), upward().apply(circular))
    assert "a step in which somebody decides as 'decided'" in refusal(upward(higher="decided"), circular)
    assert "'provincial_decision' before 'land_first_review'" in refusal(
        upward(steps=["provincial_decision"], higher="land_first_review"), circular
    )
    assert "a task as 'site_survey'" in refusal(upward(steps=["site_survey"]), circular)
    same = upward(steps=["site"], higher="scheme")
    assert "'planning', which does 'site' too" in refusal(same, permit)


def listed(**what: object) -> Lever:
    fields: dict[str, object] = {
        "review": "design_review",
        "with_it": ["design_review_expert_needed", "design_review_refused"],
        "list_time": minutes(30),
        "signing_time": minutes(60),
        "checked_before": "planning_verification",
        "check_time": minutes(120),
        **what,
    }
    return lever("list_plus_commitment", **fields)


def test_a_review_becomes_a_list_a_commitment_and_a_check(construction: Lane) -> None:
    after = listed().apply(construction)
    assert not {"design_review", "design_review_expert_needed", "design_review_refused"} & after.steps.keys()
    assert precedes(after.body, "design_review_list", "design_review_commitment")
    assert precedes(after.body, "design_review_commitment", "air_defence_review")
    assert precedes(after.body, "building_permit", "design_review_check")
    assert precedes(after.body, "design_review_check", "planning_verification")
    assert after.tasks["planning_permit"].after == ("design_review_commitment", "air_defence_review")
    assert after.tasks["design_review_list"].after == construction.tasks["design_review"].after
    assert after.tasks["design_review_check"].pool == construction.tasks["design_review"].pool
    assert longest_chain(construction.body) - longest_chain(after.body) == 20


def test_a_list_stands_in_for_a_review_that_can_be_looked_at_later(construction: Lane) -> None:
    assert "a task as 'build'; found applicant" in refusal(listed(review="build"), construction)
    sooner = listed(checked_before="site_opinion")
    assert "'design_review' before 'site_opinion'" in refusal(sooner, construction)
    some_cases = listed(checked_before="fire_design_review_special_procedure")
    assert "steps that the same cases do" in refusal(some_cases, construction)
    asked = refusal(listed(with_it=[]), construction)
    assert "outcome of step design_review_commitment, one of done; found 'refused'" in asked
    needed = listed(with_it=["design_review_refused", "planning_permit"])
    assert "'planning_permit', which law puts before" in refusal(needed, construction)
    assert "no step is called 'design_review'" in refusal(listed(), listed().apply(construction))


def whole(**what: object) -> Lever:
    fields: dict[str, object] = {
        "services": ["site_survey", "site_report"],
        "into": "site_study",
        "into_title": TITLE,
        **what,
    }
    return lever("no_splitting", **fields)


def test_parts_of_a_service_become_one(circular: Lane) -> None:
    after = whole().apply(circular)
    service = after.steps["site_study"]
    parts = [step.time.mean for step in circular.steps.values() if isinstance(step, ThirdPartyStep)]
    assert isinstance(service, ThirdPartyStep)
    assert service.time.mean == pytest.approx(sum(parts))
    assert service.fee is not None
    assert (service.visits, service.fee.yuan) == (1, 8000 + 15000)
    assert visits(circular) - visits(after) == 1
    cheaper = whole(time=minutes(60), fee={"yuan": 12000, "provenance": BASIS}).apply(circular).steps["site_study"]
    assert isinstance(cheaper, ThirdPartyStep)
    assert (cheaper.time.mean, cheaper.fee and cheaper.fee.yuan) == (60, 12000)
    half = whole(factor=0.5).apply(circular).steps["site_study"]
    assert isinstance(half, ThirdPartyStep)
    assert half.time.mean == pytest.approx(service.time.mean / 2)


def test_services_without_a_price_stay_without_one(circular: Lane) -> None:
    unpriced = changed(changed(circular, "site_survey", fee=None), "site_report", fee=None)
    service = whole().apply(unpriced).steps["site_study"]
    assert isinstance(service, ThirdPartyStep)
    assert service.fee is None


def test_different_services_are_not_made_one(circular: Lane) -> None:
    assert "no step is called 'site_survey'" in refusal(whole(), whole().apply(circular))
    filed = whole(services=["site_report", "file_siting"])
    assert "steps of an intermediary; found applicant" in refusal(filed, circular)
    apart = whole(services=["site_survey", "file_siting"])
    assert "found site_report between them" in refusal(apart, circular)
    other = changed(circular, "site_report", party={"zh": "别家", "en": "Somebody else"})
    assert "Planning institute for 'site_survey' and Somebody else for 'site_report'" in refusal(whole(), other)
    ways = ({"id": "good", "title": TITLE}, {"id": "bad", "title": TITLE, "share": share(0.1)})
    both = changed(changed(circular, "site_survey", outcomes=ways), "site_report", outcomes=ways)
    assert "at most one step that comes out in different ways; found site_survey, site_report" in refusal(whole(), both)
    when = {"attribute": "kind", "in": ["a"]}
    kinds = {"title": TITLE, "values": [{"value": "a", "title": TITLE, "share": share(1)}]}
    told = revised(circular, attributes={"kind": kinds})
    varied = changed(told, "site_report", variations=({"when": when, "visits": 0},))
    assert "'site_report' with variations" in refusal(whole(), varied)
