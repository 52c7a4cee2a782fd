"""Levers about intake, papers, review and decision move what they say they move, on lanes that are shipped.

What is compared is paired: the same cases, with the same draws. How large a difference is follows from parameters that
are made up here; only its direction is the lever's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.acceptance.directions import changed_by, check_moves
from tests.acceptance.test_lever_directions_people import CASES as PEOPLE
from tests.oracles.levers import BASIS, TITLE, lever, minutes, pool_of, share, working_days
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.lever import Direction
from workflows.levers.scenario import before, shipped_scenarios, steps_of

CASES = 60
FEW = 20
"""Errands that open cases of other lanes."""

LICENCE = "commitment_approval"
PROPERTY = "property_registration"
CIRCULAR = "circular_preconditions"
CONSTRUCTION = "construction_permit"
REVIEW = ["accepted", "premises_to_see", "licence_review", "licence_decision", "decided"]
APPROVAL = ["project_approval_expert_needed", "project_approval", "project_approval_refused"]
PRICED = {"cost_per_hour": {"yuan": 60, "provenance": BASIS}}


def days(value: float) -> dict[str, object]:
    return {"kind": "fixed", "value": value, "unit": "days", "provenance": BASIS}


def shipped(scenario: str, kind: str) -> tuple[Lane, Lever]:
    """The first use of a lever in a shipped scenario, and the lane that it meets there."""
    chosen = shipped_scenarios()[scenario]
    lane = before(chosen)
    for each, left in steps_of(chosen):
        if each.lever == kind:
            return lane, each
        lane = left
    raise AssertionError(f"{scenario} does not use {kind}")


def on(lane: str, kind: str, **parameters: object) -> Callable[[], tuple[Lane, Lever]]:
    return lambda: (shipped_lane(lane), lever(kind, **parameters))


def in_scenario(scenario: str, kind: str) -> Callable[[], tuple[Lane, Lever]]:
    return lambda: shipped(scenario, kind)


PAPERS: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {
    "accept_with_missing_documents": on(
        PROPERTY,
        "accept_with_missing_documents",
        check="check_tax_payment",
        documents=["family_housing_proof"],
        supply_within=working_days(20),
        supply_time=days(5),
    ),
    "demand_side_guide": on(PROPERTY, "demand_side_guide", defect_factor=share(0.3)),
    "drop_document": on(PROPERTY, "drop_document", documents=["invoice"]),
    "no_proof_service": on(
        PROPERTY,
        "no_proof_service",
        proofs=[
            {"document": "family_housing_proof", "ground": "committed"},
            {"document": "invoice", "ground": "shown_by_certificate", "certificate": "filed_contract"},
            {"document": "tax_receipt", "ground": "held_by_authorities"},
        ],
    ),
    "one_time_notification": on(LICENCE, "one_time_notification"),
    "one_window_intake": in_scenario("property_registration_after", "one_window_intake"),
    "online_pre_review": on(PROPERTY, "online_pre_review", handing_in_time=days(1)),
    "replace_document_by_commitment": on(
        PROPERTY, "replace_document_by_commitment", documents=["family_housing_proof"]
    ),
    "share_document": on(PROPERTY, "share_document", documents=["tax_receipt"]),
}
OFFICES: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {
    "agent_service": on(
        PROPERTY,
        "agent_service",
        agents=pool_of(2) | PRICED,
        mandate_time=days(1),
        assign_time=minutes(10),
        plan_time=minutes(60),
        coaching_time=minutes(120),
        defect_factor=share(0.5),
        taken_over=["file_contract_filing", "file_tax_payment", "file_registration"],
        errand_time=minutes(30),
    ),
    "delegate_authority": on(PROPERTY, "delegate_authority", levels_before=3, levels_left=1, provenance=BASIS),
    "early_intervention": on(
        "business_setup", "early_intervention", step="organisation_code", beside="business_licence", share=share(0.5)
    ),
    "handle_in_parallel": in_scenario("property_registration_after", "handle_in_parallel"),
    "internal_handover": on(PROPERTY, "internal_handover", legs=["file_tax_payment", "file_registration"]),
    "joint_meeting": on(
        CIRCULAR,
        "joint_meeting",
        circle="dead_loop",
        called_by="planning_bureau",
        calling_time=minutes(10),
        until_meeting=minutes(480),
        meeting_time=minutes(60),
        together=["site_first_review", "land_first_review"],
    ),
    "joint_review": on(
        CIRCULAR,
        "joint_review",
        stages=[
            {
                "id": "first_reviews",
                "title": TITLE,
                "steps": ["site_first_review", "land_first_review"],
                "lead": "planning_bureau",
            }
        ],
    ),
    "merge_steps": on(
        "business_setup",
        "merge_steps",
        steps=["state_tax_registration", "local_tax_registration"],
        into="tax_registration",
        into_title=TITLE,
    ),
    "no_splitting": on(
        CIRCULAR, "no_splitting", services=["site_survey", "site_report"], into="site_study", into_title=TITLE
    ),
    "pass_upward_at_once": on(
        CIRCULAR,
        "pass_upward_at_once",
        steps=["site_first_review", "land_first_review"],
        higher="provincial_decision",
        passing_time=minutes(30),
    ),
}
DECISIONS: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {
    "automate_steps": in_scenario("business_setup_connected", "automate_steps"),
    "cancel_step": in_scenario("business_setup_after", "cancel_step"),
    "cut_time_limit": on(PROPERTY, "cut_time_limit", factor=0.5, provenance=BASIS),
    "invest_by_commitment": on(
        LICENCE,
        "invest_by_commitment",
        kinds={"compliant": share(0.6), "negative_list": share(0.05)},
        replaces=REVIEW,
        signing_time=minutes(60),
        pool="licence_office",
        recording_time=minutes(15),
        strict_steps=["licence_review"],
        strictness={"value": 1.5, "provenance": BASIS},
    ),
    "legal_review": on(
        LICENCE,
        "legal_review",
        before="licence_decision",
        pool="lawyers",
        reviewers=pool_of(1) | PRICED,
        service_time=minutes(60),
        circulation_time=minutes(480),
        share=share(0.5),
    ),
    "move_before_acceptance": on(CIRCULAR, "move_before_acceptance", steps=["site_first_review"]),
    "move_behind_decision": on(
        "business_setup", "move_behind_decision", step="social_insurance", within=working_days(30)
    ),
    "notice_and_commitment": in_scenario("commitment_approval_after", "notice_and_commitment"),
    "on_the_spot_decision": on(
        LICENCE,
        "on_the_spot_decision",
        share=share(0.4),
        replaces=REVIEW,
        pool="licence_office",
        decision_time=minutes(20),
    ),
    "promise_limit": on(PROPERTY, "promise_limit", working_days=10, provenance=BASIS),
}
CONSTRUCTING: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {
    "file_instead_of_approve": on(
        CONSTRUCTION,
        "file_instead_of_approve",
        replaces=["with_applicant_project_approval", *APPROVAL],
        notice_time=minutes(60),
        share=share(0.8),
    ),
    "joint_acceptance": on(
        CONSTRUCTION,
        "joint_acceptance",
        acceptances=["planning_verification", "fire_acceptance"],
        filings=["file_planning_verification", "file_fire_acceptance"],
        checks=["check_planning_verification", "check_fire_acceptance"],
        lead="construction_commission",
        arranging_time=minutes(30),
    ),
    "list_plus_commitment": on(
        CONSTRUCTION,
        "list_plus_commitment",
        review="design_review",
        with_it=["design_review_expert_needed", "design_review_refused"],
        list_time=minutes(30),
        signing_time=days(1),
        checked_before="planning_verification",
        check_time=minutes(240),
    ),
}
HELD: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {**PAPERS, **OFFICES, **DECISIONS, **CONSTRUCTING}
"""Lever id to a lane that has what it works on, and the lever."""


@pytest.mark.parametrize("kind", sorted(HELD))
def test_a_lever_moves_what_it_says(kind: str) -> None:
    lane, chosen = HELD[kind]()
    check_moves(lane, chosen.apply(lane), LEVERS[kind].moves, CASES)


def test_every_lever_that_says_what_it_moves_is_held_to_it() -> None:
    held = [*HELD, *PEOPLE]
    assert sorted(held) == sorted(kind for kind, lever_ in LEVERS.items() if lever_.moves)


def test_a_loop_of_preconditions_costs_time_that_no_legal_clock_shows() -> None:
    lane, chosen = OFFICES["joint_meeting"]()
    meeting_alone = chosen.model_copy(update={"together": None}).apply(lane)
    check_moves(lane, meeting_alone, {"cycle_time.mean": Direction.DOWN}, CASES)
    assert not changed_by("processing_time.mean", lane, meeting_alone, CASES).excludes_zero


def test_more_people_make_cases_queue_less() -> None:
    lane = shipped_lane(PROPERTY)
    more = lever("change_staff", pool="registry_reviewers", add=2, provenance=BASIS).apply(lane)
    check_moves(lane, more, {"holding.queueing": Direction.DOWN}, CASES)


def test_longer_hours_make_cases_wait_less_for_the_next_opening() -> None:
    lane = longer = shipped_lane("agent_service")
    for pool in ("company_desk", "tax_desk", "housing_desk", "registry_desk"):
        longer = lever("change_hours", pool=pool, calendar="office").apply(longer)
    check_moves(lane, longer, {"cycle_time.mean": Direction.DOWN, "holding.off_duty": Direction.DOWN}, FEW)
