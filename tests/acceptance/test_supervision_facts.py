"""What the documents say of their loops holds for every case of them, whichever way it goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.acceptance.travelling import Travelled, at, declared, done, result, travelled, ways
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import LaneLimit
from workflows.definition.provenance import Source
from workflows.definition.steps import Mark
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, date_of
from workflows.measures import Timeliness
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays(beyond="weekdays")
MANY = 1_500
"""Enough cases for what happens to one in a hundred."""


def of(cases: Travelled, wanted: str, outcome: str) -> dict[str, Sequence[CaseEvent]]:
    """The cases in which a step came out like that, at least one."""
    found = {case: events for case, events in cases.own.items() if (wanted, outcome) in ways(events)}
    assert found, f"no case in which {wanted} came out {outcome}"
    return found


def limit_from_a_document(id_: str) -> LaneLimit:
    """The one limit of a lane, which a document states."""
    [limit] = shipped_lane(id_).limits
    assert limit.provenance.source is Source.SEED
    return limit


def check_lateness(cases: Travelled, first: EventKind, last: EventKind) -> None:
    """Reported as late are those, and only those, that took more working days than the limit has."""
    [(limit, verdicts)] = cases.table.timeliness
    late = set()
    for case, events in cases.own.items():
        begun, over = at(events, first), at(events, last)
        if begun is not None and over is not None:
            taken = DAYS.number_of(date_of(over)) - DAYS.number_of(date_of(begun))
            late |= {case} if taken > limit.working_days else set()
    reported = {case for case, each in zip(cases.table.cases, verdicts, strict=True) if each == Timeliness.LATE}
    assert reported == late


# --- complaints ---------------------------------------------------------------------------------------


def test_a_complaint_has_seven_working_days_to_its_answer_and_lateness_is_reported() -> None:
    limit = limit_from_a_document("complaint_handling")
    assert (limit.working_days, limit.start, limit.until) == (7, Mark.ACCEPTED, Mark.DECIDED)
    cases = travelled("complaint_handling", MANY)
    check_lateness(cases, EventKind.ACCEPTED, EventKind.DECIDED)
    late = [events for events in cases.own.values() if at(events, EventKind.EXPIRED, "answer_time")]
    assert late
    for events in late:
        assert "urge" in done(events)


def test_a_simple_complaint_is_closed_at_once_and_never_passed_on() -> None:
    cases = travelled("complaint_handling", MANY)
    for events in of(cases, "triage", "simple").values():
        assert "close_at_once" in done(events)
        assert not {"dispatch", "handle", "order_supervision"} & set(done(events))
    for events in of(cases, "triage", "key").values():
        steps = done(events)
        assert steps.index("order_supervision") < steps.index("handle_pressed") < steps.index("review_pressed")
    for events in of(cases, "triage", "discipline").values():
        assert "hand_over_clue" in done(events)


def test_whoever_wants_to_stay_unknown_gets_a_sealed_file() -> None:
    cases = travelled("complaint_handling", MANY)
    sealed = {case for case, events in cases.own.items() if "seal_file" in done(events)}
    assert sealed == {case for case, events in cases.own.items() if declared(events, "sealed") == "yes"} != set()


def test_the_federation_verifies_what_private_firms_complain_of() -> None:
    cases = travelled("complaint_handling", MANY)
    channels = {declared(events, "channel") for events in cases.own.values() if done(events)[0] == "first_verification"}
    assert channels == {"private_firm_body"}


def test_who_is_not_satisfied_is_heard_again_and_every_unit_is_appraised() -> None:
    cases = travelled("complaint_handling", MANY)
    for events in of(cases, "call_back", "unsatisfied").values():
        assert done(events).count("handle_again") == 1
    for events in cases.own.values():
        taken = ("triage", "not_ours") not in ways(events)
        assert (done(events)[-1] == "appraise", result(events) == "approved") == (taken, taken)


# --- ratings and pay ----------------------------------------------------------------------------------


def test_a_bad_rating_that_is_not_cleared_costs_pay_and_a_groundless_one_does_not_count() -> None:
    cases = travelled("rating_rectification", 3 * MANY)
    for events in cases.own.values():
        steps, ended = done(events), result(events)
        if not {("rate", "dissatisfied"), ("rate", "very_dissatisfied")} & ways(events):
            assert steps == ["rate"]
        elif ("verify", "groundless") in ways(events):
            assert (ended, "deduct_pay" in steps) == ("withdrawn", False)
        else:
            asked = [event.outcome for event in events if event.step == "ask_again" and event.outcome]
            assert "explain" in steps
            assert ("deduct_pay" in steps) == (ended == "rejected") == (asked[-1] == "stands")
    of(cases, "ask_again", "stands")
    of(cases, "verify", "groundless")


def test_an_officer_found_unfit_is_replaced_by_a_case_that_nobody_waits_for() -> None:
    cases = travelled("counter_performance", 12)
    officers = [events for events in cases.own.values() if declared(events, "series") == "person"]
    assert officers
    for events in officers:
        assert "pay_bonus" in done(events)
        opened = [event for event in events if event.kind is EventKind.OPENED]
        assert len(opened) == (("grade", "unfit") in ways(events))


def test_an_unfit_officer_is_replaced_within_ten_working_days_or_the_bureau_hears_of_it() -> None:
    assert limit_from_a_document("staff_replacement").working_days == 10
    cases = travelled("staff_replacement", 300)
    check_lateness(cases, EventKind.ACCEPTED, EventKind.DECIDED)
    late = {case for case, events in cases.own.items() if at(events, EventKind.EXPIRED, "ten_days")}
    assert late == {case for case, events in cases.own.items() if "report_delay" in done(events)} != set()
    for events in cases.own.values():
        removed = declared(events, "reason") == "misconduct"
        assert ("order_removal" in done(events), "request_replacement" in done(events)) == (removed, not removed)


# --- inspections --------------------------------------------------------------------------------------


def test_nobody_inspects_without_approval_licence_and_notice() -> None:
    for events in travelled("double_random_inspection", MANY).own.values():
        assert done(events)[:4] == ["draw", "approve_inspection", "show_licence_and_notice", "inspect"]
    for events in travelled("joint_inspection", 300).own.values():
        steps = done(events)
        assert steps.index("approve_visit") < steps.index("show_licences_and_notice") < steps.index("inspect_market")


def test_a_minor_breach_that_is_corrected_is_not_punished() -> None:
    cases = travelled("double_random_inspection", MANY)
    penalty = {"investigate", "legal_review", "decide_penalty"}
    for events in of(cases, "check_correction", "corrected").values():
        assert not penalty & set(done(events))
        assert result(events) == "approved"
    for events in of(cases, "check_correction", "uncorrected").values():
        assert penalty <= set(done(events))


def test_a_penalty_passes_legal_review_first_and_falls_if_that_says_no() -> None:
    cases = travelled("double_random_inspection", MANY)
    for events in of(cases, "inspect", "serious").values():
        steps = done(events)
        assert steps.index("investigate") < steps.index("legal_review") < steps.index("decide_penalty")
    assert {result(events) for events in of(cases, "legal_review", "agreed").values()} == {"rejected"}
    assert {result(events) for events in of(cases, "legal_review", "returned").values()} == {"approved"}


@pytest.mark.parametrize("id_", ["double_random_inspection", "joint_inspection", "decision_publication"])
def test_results_are_published_within_seven_working_days_or_reported_as_late(id_: str) -> None:
    limit = limit_from_a_document(id_)
    assert limit.working_days == 7
    cases = travelled(id_, MANY)
    marks = {Mark.ACCEPTED: EventKind.ACCEPTED, Mark.DECIDED: EventKind.DECIDED, Mark.DELIVERED: EventKind.DELIVERED}
    check_lateness(cases, marks[limit.start], marks[limit.until])
    if id_ == "decision_publication":
        assert all("upload" not in done(events) for events in of(cases, "check_secrets", "withheld").values())
    else:
        assert all(at(events, EventKind.DELIVERED) for events in cases.own.values())


def test_a_joint_inspection_brings_everybody_at_once_and_one_notice() -> None:
    cases = travelled("joint_inspection", 300)
    for events in cases.own.values():
        begun = [event for event in events if event.kind is EventKind.ENABLED and event.step.startswith("inspect_")]
        assert len(begun) == (4 if declared(events, "trade") == "industry" else 2)
        assert len({event.at for event in begun}) == 1
        assert done(events).count("one_notice") == 1


def test_an_announced_inspection_of_a_counter_is_announced_and_what_stays_is_held_against_somebody() -> None:
    cases = travelled("counter_inspection", MANY)
    for events in cases.own.values():
        assert ("announce" in done(events)) == (declared(events, "mode") == "open")
        looked = [event.outcome for event in events if event.step == "look_again" and event.outcome]
        assert ("hold_to_account" in done(events)) == (looked[-1:] == ["still_found"])
        assert looked or ("look", "clean") in ways(events)


# --- issues, lists, promises --------------------------------------------------------------------------


def test_a_nil_return_is_checked_and_a_false_one_is_a_matter_of_discipline() -> None:
    cases = travelled("issue_rectification", MANY)
    for events in of(cases, "spot_check", "confirmed").values():
        assert "list_issue" not in done(events)
        assert result(events) == "approved"
    for events in of(cases, "spot_check", "contradicted").values():
        assert {"discipline_false_return", "list_issue", "verify"} <= set(done(events))


def test_an_issue_is_closed_only_when_somebody_has_verified_it() -> None:
    cases = travelled("issue_rectification", MANY)
    assert len({declared(events, "situation") for events in cases.own.values()}) == 20
    for events in cases.own.values():
        if "list_issue" not in done(events):
            continue
        verdicts = [event.outcome for event in events if event.step == "verify" and event.outcome]
        assert verdicts[:-1] == ["not_met"] * (len(verdicts) - 1)
        assert (result(events), "hold_to_account" in done(events)) == (
            ("approved", False) if verdicts[-1] == "met" else ("rejected", True)
        )
        clue = ("assign", "discipline") in ways(events)
        assert ("take_over_clue" in done(events)) == clue


def test_a_government_that_settles_in_time_is_not_listed() -> None:
    cases = travelled("credit_list", MANY)
    asked = {case: events for case, events in cases.own.items() if "call_upon_government" in done(events)}
    settled = {case: events for case, events in asked.items() if "settle" in done(events)}
    assert settled
    assert set(asked) - set(settled)
    for case, events in asked.items():
        assert (result(events) == "withdrawn") == (case in settled) == ("identify" not in done(events))


def test_whoever_is_to_be_on_the_black_list_is_told_and_heard_and_gets_off_again() -> None:
    cases = travelled("credit_list", MANY)
    for events in of(cases, "hear_objection", "upheld").values():
        assert (result(events), "publish_and_share" in done(events)) == ("rejected", False)
    for events in cases.own.values():
        steps = done(events)
        if "publish_and_share" not in steps:
            continue
        assert steps.index("initiate") < steps.index("respond_jointly") < steps.index("feed_back")
        assert steps[-1] == "take_off"
        if declared(events, "list") == "black":
            assert "notify" in steps
            assert ("review_repair" in steps) != ("listing_term" in steps)
        else:
            assert not {"notify", "review_repair", "listing_term"} & set(steps)


def test_an_intermediary_that_does_not_improve_is_taken_out() -> None:
    cases = travelled("intermediary_rating", MANY)
    gone = {case for case, events in cases.own.items() if "eliminate" in done(events)}
    wanted = {*of(cases, "appraise", "violation"), *of(cases, "appraise_again", "still_poor")}
    assert gone == wanted == {case for case, events in cases.own.items() if result(events) == "revoked"}


def test_debts_and_promises_are_struck_off_only_when_they_are_settled() -> None:
    for id_, step in (("arrears_clearing", "pay"), ("promise_ledger", "settle_part")):
        cases = travelled(id_, 600)
        for events in of(cases, step, "part").values():
            last = [event.outcome for event in events if event.step == step and event.outcome][-1]
            assert (result(events) == "approved") == (last == "all")
    for events in of(travelled("promise_ledger", 600), "answer_of_firm", "not_understood").values():
        assert result(events) == "rejected"


def test_land_is_cleared_by_the_measure_for_what_stands_in_its_way() -> None:
    measures = {
        "expropriation": "court_enforcement",
        "titles": "cancel_titles",
        "scope": "adjust_scope",
        "pipes": "move_works",
    }
    for events in travelled("land_problem_clearing", 300).own.values():
        taken = set(done(events)) & set(measures.values())
        assert taken == {measures[declared(events, "in_the_way")]}


# --- policies, plans, campaigns -----------------------------------------------------------------------


def test_a_policy_is_drafted_with_its_interpretation_and_a_major_one_is_evaluated_by_others() -> None:
    cases = travelled("policy_life_cycle", 200)
    drafts = ("draft_policy", "draft_rules", "draft_interpretation")
    for events in cases.own.values():
        steps = done(events)
        assert max(map(steps.index, drafts)) < steps.index("decide_and_sign") < steps.index("release_together")
        major = declared(events, "weight") == "major"
        assert ("third_party_evaluation" in steps, "own_evaluation" in steps) == (major, not major)
    assert {result(events) for events in of(cases, "settle_fate", "repeal").values()} == {"revoked"}
    for events in of(cases, "settle_fate", "revise").values():
        assert done(events)[-1] == "revise_policy"


def test_a_plan_above_the_cap_is_cut_and_one_for_safety_is_only_filed() -> None:
    cases = travelled("annual_inspection_plan", 12)
    for events in of(cases, "review_plan", "over_cap").values():
        assert "revise_plan" in done(events)
    for events in cases.own.values():
        safety = declared(events, "plan_kind") == "safety"
        assert ("file_plan" in done(events), "approve_plan" in done(events)) == (safety, not safety)
        assert done(events)[-1] == "publish_plan"


def test_no_phase_of_a_campaign_is_over_before_its_time_and_its_gate() -> None:
    for events in travelled("campaign_phase", 12).own.values():
        judged = at(events, EventKind.ENABLED, "judge_phase")
        rectified = at(events, EventKind.COMPLETED, "rectify")
        assert judged is not None
        assert rectified is not None
        waits = {"until_november", "until_december", "until_december_last_mile", "until_july"}
        waited = [event.at for event in events if event.kind is EventKind.COMPLETED and event.step in waits]
        assert len(waited) == 1
        assert judged >= max(rectified, *waited)


def test_items_are_handed_down_with_three_months_of_training() -> None:
    cases = travelled("catalogue_maintenance", MANY)
    for events in of(cases, "decide_item", "devolve").values():
        published, taken_over = at(events, EventKind.DELIVERED), at(events, EventKind.ENABLED, "take_over")
        assert published is not None
        assert taken_over is not None
        assert taken_over - published >= 91 * DAY
    assert {result(events) for events in of(cases, "decide_item", "cancel").values()} == {"revoked"}
    for events in of(cases, "look_back", "hollow").values():
        assert {"put_right", "train_again"} <= set(done(events))


def test_a_task_is_reported_each_half_month_until_it_is_verified_and_urged_when_late() -> None:
    cases = travelled("reform_task", 300)
    for events in cases.own.values():
        outcomes = [event.outcome for event in events if event.step in {"report", "verify"} and event.outcome]
        assert (outcomes[-1] == "verified") == (result(events) == "approved")
        assert all(before == "done" for before, after in pairwise(outcomes) if after in {"verified", "returned"}), (
            outcomes
        )
        assert ("urge" in done(events)) == (at(events, EventKind.EXPIRED, "due") is not None)
    assert any("urge" in done(events) for events in cases.own.values())


def test_a_case_that_is_overdue_is_explained_and_one_in_time_is_left_alone() -> None:
    cases = travelled("electronic_monitoring", MANY)
    for events in of(cases, "lamp", "normal").values():
        assert done(events) == ["lamp"]
    for events in of(cases, "lamp", "warning").values():
        assert "speed_up" in done(events)
    for events in of(cases, "lamp", "overdue").values():
        assert {"explain_delay", "review_explanation"} <= set(done(events))
