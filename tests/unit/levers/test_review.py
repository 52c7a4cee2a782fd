"""Levers about how offices review: what each one changes, and every reason for which it is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.oracles.levers import (
    BASIS,
    TITLE,
    changed,
    lever,
    longest_chain,
    minutes,
    pool_of,
    refusal,
    share,
    visits,
    working_days,
)
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.provenance import Source
from workflows.definition.steps import Parallel
from workflows.definition.workload import offered_load
from workflows.levers.catalogue import Lever
from workflows.working_time.state_council import WorkingDays


@pytest.fixture(scope="module")
def construction() -> Lane:
    return shipped_lane("construction_permit")


def joint_acceptance(**what: object) -> Lever:
    fields: dict[str, object] = {
        "acceptances": ["planning_verification", "fire_acceptance"],
        "filings": ["file_planning_verification", "file_fire_acceptance"],
        "checks": ["check_planning_verification", "check_fire_acceptance"],
        "lead": "construction_commission",
        "arranging_time": minutes(30),
        **what,
    }
    return lever("joint_acceptance", **fields)


def test_one_application_and_one_appointment_for_all_acceptances(construction: Lane) -> None:
    after = joint_acceptance(limit=working_days(10)).apply(construction)
    block = after.steps["joint_acceptance"]
    assert isinstance(block, Parallel)
    assert [getattr(step, "id", "") for step in block.branches] == ["planning_verification", "fire_acceptance"]
    assert longest_chain(construction.body) - longest_chain(after.body) == 20 + 20 - 10
    assert visits(construction) - visits(after) == 2
    assert precedes(after.body, "file_joint_acceptance", "arrange_joint_acceptance")
    assert precedes(after.body, "arrange_joint_acceptance", "joint_acceptance")
    assert precedes(after.body, "fire_acceptance", "completion_filing")
    assert after.tasks["completion_filing"].after == construction.tasks["completion_filing"].after
    assert set(after.tasks["check_joint_acceptance"].documents) == {
        *construction.tasks["check_planning_verification"].documents,
        *construction.tasks["check_fire_acceptance"].documents,
    }


def test_a_new_office_can_lead_a_joint_acceptance(construction: Lane) -> None:
    after = joint_acceptance(lead="acceptance_office", lead_pool=pool_of(1)).apply(construction)
    assert after.tasks["arrange_joint_acceptance"].pool == "acceptance_office"
    assert after.tasks["fire_acceptance"].pool == "fire_brigade"


def test_acceptances_in_law_s_order_or_of_different_cases_are_not_joined(construction: Lane) -> None:
    filing_too = joint_acceptance(acceptances=["planning_verification", "fire_acceptance", "completion_filing"])
    assert "'fire_acceptance', which law puts before 'completion_filing'" in refusal(filing_too, construction)
    twice = joint_acceptance()
    assert "no step is called 'file_planning_verification'" in refusal(twice, twice.apply(construction))
    no_way = joint_acceptance(filings=["fire_acceptance"])
    assert "joint_acceptance: one_window_intake: expected a step of the applicant" in refusal(no_way, construction)
    apart = joint_acceptance(filings=["file_planning_verification"], checks=["check_planning_verification"])
    assert "joint_acceptance: joint_review: expected stages whose steps follow one another" in refusal(
        apart, construction
    )
    assert "a task as 'build'" in refusal(joint_acceptance(acceptances=["build", "fire_acceptance"]), construction)
    noticed = shipped_lane("property_registration")
    some = joint_acceptance(
        acceptances=["notice_needed", "first_review"], filings=["file_registration"], checks=["check_registration"]
    )
    assert "a task as 'notice_needed'" in refusal(some, noticed)


def test_acceptances_that_only_some_cases_need_are_not_joined(permit: Lane) -> None:
    path = {"when": {"attribute": "risk", "in": ["high"]}, "step": permit.tasks["survey"]}
    choice = {"kind": "choice", "id": "risky", "title": TITLE, "paths": [path]}
    risky = Lane.model_validate(
        permit.model_dump(by_alias=True)
        | {"body": {"kind": "sequence", "steps": [choice if s.id == "survey" else s for s in permit.body.steps]}}  # type: ignore[union-attr]
    )
    chosen = joint_acceptance(
        acceptances=["fire_review", "survey"], filings=["file_site"], checks=["check_site"], lead="fire"
    )
    assert "steps that the same cases do" in refusal(chosen, risky)


def early(step: str = "land_pre_review", beside: str = "site_opinion", part: float = 0.4) -> Lever:
    return lever("early_intervention", step=step, beside=beside, share=share(part))


def test_a_part_of_the_work_goes_beside_the_item_before(construction: Lane) -> None:
    after = early().apply(construction)
    look, left, was = (after.tasks["land_pre_review_early"], after.tasks["land_pre_review"], "land_pre_review")
    whole = construction.tasks[was]
    assert look.service_time.mean + left.service_time.mean == pytest.approx(whole.service_time.mean)
    assert look.circulation is not None
    assert left.circulation is not None
    assert whole.circulation is not None
    assert look.circulation.mean == pytest.approx(0.4 * whole.circulation.mean)
    assert left.circulation.mean == pytest.approx(0.6 * whole.circulation.mean)
    assert (look.limit, left.limit) == (None, whole.limit)
    assert left.after == ("site_opinion",)
    assert look.after == ()
    block = after.steps["land_pre_review_early_look"]
    assert isinstance(block, Parallel)
    assert block.branches[0] is construction.tasks["site_opinion"]
    assert precedes(after.body, "site_opinion", "land_pre_review")
    assert precedes(after.body, "land_pre_review_early", "land_pre_review")


def test_work_that_is_done_early_is_not_done_twice(construction: Lane) -> None:
    before, after = (offered_load(lane, 2019, WorkingDays()) for lane in (construction, early().apply(construction)))
    assert after == pytest.approx(before)


def test_what_law_puts_before_the_item_beside_stays_before_the_early_look(construction: Lane) -> None:
    after = early("planning_permit", "air_defence_review").apply(construction)
    assert after.tasks["planning_permit_early"].after == ("design_review",)
    assert after.tasks["planning_permit"].after == ("design_review", "air_defence_review")


def test_an_early_look_needs_an_earlier_step_that_as_many_cases_do(construction: Lane) -> None:
    assert "'eia_approval' before 'land_pre_review'" in refusal(early(beside="eia_approval"), construction)
    assert "'land_pre_review' before 'land_pre_review'" in refusal(early(beside="land_pre_review"), construction)
    assert "a task as 'build'; found applicant" in refusal(early(step="build"), construction)
    assert "a step that takes time; found milestone 'accepted'" in refusal(early(beside="accepted"), construction)
    in_a_loop = early("quality_safety", "drawing_review")
    assert "one of them inside loop 'drawing_returns'" in refusal(in_a_loop, construction)
    assert "quality_safety_early" in early("quality_safety", "drawing_returns").apply(construction).tasks
    some_cases = early("project_approval", "project_approval_special_procedure")
    assert "steps that the same cases do" in refusal(some_cases, construction)
    assert "an id that no other step has" in refusal(early(), early().apply(construction))
    with pytest.raises(ValidationError, match="expected a share between 0 and 1"):
        early(part=1)


def delegate(**what: object) -> Lever:
    return lever("delegate_authority", **{"levels_before": 4, "levels_left": 1, "provenance": BASIS, **what})


def test_papers_circulate_for_the_levels_that_are_left(construction: Lane) -> None:
    after = delegate().apply(construction)
    for name, task in construction.tasks.items():
        if task.circulation is None:
            assert after.tasks[name] is task
        else:
            circulation = after.tasks[name].circulation
            assert circulation is not None
            assert circulation.mean == pytest.approx(task.circulation.mean / 4)
            assert circulation.provenance.source is Source.ASSUMED
            assert after.tasks[name].limit == task.limit
            assert after.tasks[name].service_time == task.service_time


def test_a_window_that_signs_by_itself_circulates_nothing(construction: Lane) -> None:
    after = delegate(steps=["site_opinion"], levels_left=0).apply(construction)
    assert after.tasks["site_opinion"].circulation is None
    assert after.tasks["land_pre_review"] is construction.tasks["land_pre_review"]


def test_circulation_that_is_stated_is_shortened_as_well(permit: Lane) -> None:
    circulating = changed(permit, "survey", circulation_time=minutes(400))
    after = delegate(steps=["survey"]).apply(circulating)
    assert after.tasks["survey"].circulation_time is not None
    assert after.tasks["survey"].circulation_time.mean == 100


def test_only_what_circulates_through_levels_is_delegated_and_once(construction: Lane, permit: Lane) -> None:
    some = delegate(steps=["site_opinion"])
    assert "found one delegated before" in refusal(some, some.apply(construction))
    assert "something left to change" in refusal(delegate(), delegate().apply(construction))
    assert "found one that circulates nothing" in refusal(delegate(steps=["survey"]), permit)
    assert "found milestone" in refusal(delegate(steps=["decided"]), permit)
    with pytest.raises(ValidationError, match="expected fewer levels left than 2; was 2"):
        delegate(levels_before=2, levels_left=2)
