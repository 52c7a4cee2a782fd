"""Each lever changes what it says, and refuses with a reason what does not fit."""

from __future__ import annotations

import pytest

from tests.oracles.levers import BASIS, TITLE, lever, longest_chain, minutes, pool_of, share, visits, working_days
from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.precedence import precedes
from workflows.definition.steps import (
    Call,
    ClockStop,
    Deadline,
    End,
    Loop,
    Ordered,
    Result,
    Sequence,
    Task,
)
from workflows.definition.tree import walk
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import apply_levers

ONE_WINDOW = lever(
    "one_window_intake",
    filings=["file_site", "file_scheme"],
    checks=["check_site", "check_scheme"],
    window_pool=pool_of(2),
)
REVIEWS = ["scheme", "fire_review", "survey"]


def test_limits_are_cut_and_say_who_promised_it(permit: Lane) -> None:
    after = lever("cut_time_limit", factor=0.4, provenance=BASIS).apply(permit)
    limits = {name: task.limit.working_days for name, task in after.tasks.items() if task.limit}
    assert limits == {"site": 8, "scheme": 8, "fire_review": 4, "survey": 2, "permit": 8}
    assert all(task.limit.provenance.basis == "for a test" for task in after.tasks.values() if task.limit)
    assert after.levers == ("cut_time_limit",)


def test_a_limit_that_would_not_get_shorter_is_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="expected a limit of 'survey' above 5 working days; found 5"):
        lever("cut_time_limit", steps=["survey"], working_days=5, provenance=BASIS).apply(permit)
    with pytest.raises(LeverRefusedError, match="no limit there"):
        lever("cut_time_limit", steps=["issue"], factor=0.5, provenance=BASIS).apply(permit)


def test_a_promise_may_only_be_shorter_than_the_law(permit: Lane) -> None:
    after = lever("promise_limit", working_days=30, provenance=BASIS).apply(permit)
    assert [(limit.working_days, limit.kind) for limit in after.limits] == [(60, "statutory"), (30, "promised")]
    with pytest.raises(LeverRefusedError, match="Promise less than 60"):
        lever("promise_limit", working_days=60, provenance=BASIS).apply(permit)


def test_parallel_handling_keeps_what_law_puts_first(permit: Lane) -> None:
    after = lever("handle_in_parallel", steps=["site", ["with_applicant", "scheme"], "fire_review", "survey"]).apply(
        permit
    )
    block = after.steps["parallel_handling"]
    assert isinstance(block, Ordered)
    assert [(item.step.id, item.after) for item in block.steps if not isinstance(item.step, Sequence)] == [
        ("site", ()),
        ("with_applicant", ("site",)),
        ("scheme", ("with_applicant",)),
        ("fire_review", ("site",)),
        ("survey", ()),
    ]
    assert longest_chain(permit.body) - longest_chain(after.body) == 15


def test_a_legal_predecessor_is_not_dropped(permit: Lane) -> None:
    steps = ["site", ["with_applicant", "scheme"], "fire_review", "survey"]
    with pytest.raises(LeverRefusedError, match="Add site to it"):
        lever("handle_in_parallel", steps=steps, begin_after={"fire_review": ["survey"]}).apply(permit)
    after = lever("handle_in_parallel", steps=steps, begin_after={"survey": ["site"]}).apply(permit)
    assert precedes(after.body, "site", "survey")


def test_a_chain_in_law_has_nothing_to_gain(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="a chain in which each comes after"):
        lever("handle_in_parallel", steps=["site", ["with_applicant", "scheme"]]).apply(permit)


def test_steps_apart_and_milestones_are_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="found fire_review, survey between them"):
        lever("handle_in_parallel", steps=["scheme", "scheme_refused"]).apply(permit)
    with pytest.raises(LeverRefusedError, match="found milestone 'accepted'"):
        lever("handle_in_parallel", steps=["accepted", "site"]).apply(permit)
    with pytest.raises(LeverRefusedError, match="different blocks"):
        lever("handle_in_parallel", steps=["check_site", "site"]).apply(permit)


def stages(*groups: list[str]) -> list[dict[str, object]]:
    return [
        {"id": f"stage_{number}", "title": TITLE, "steps": group, "lead": "planning"}
        for number, group in enumerate(groups, 1)
    ]


def test_joint_review_relaxes_order_inside_a_stage_only(permit: Lane) -> None:
    relaxed = permit
    after = lever("joint_review", stages=stages(["site", "with_applicant", *REVIEWS])).apply(relaxed)
    assert after.tasks["scheme"].after == ()
    assert after.tasks["scheme"].clauses
    assert after.tasks["survey"] is permit.tasks["survey"]
    assert after.tasks["permit"].after == ("scheme", "fire_review")
    assert longest_chain(after.body) == 40


def test_joint_review_keeps_predecessors_of_earlier_stages(permit: Lane) -> None:
    after = lever("joint_review", stages=stages(["site"], REVIEWS)).apply(permit)
    assert all(precedes(after.body, "site", name) for name in REVIEWS)
    assert not precedes(after.body, "scheme", "survey")


def test_joint_review_against_the_law_is_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="expected site before 'scheme', as law demands"):
        lever("joint_review", stages=stages(["with_applicant", *REVIEWS], ["site"])).apply(permit)
    with pytest.raises(LeverRefusedError, match="asks how 'scheme' came out"):
        lever("joint_review", stages=stages([*REVIEWS, "scheme_refused"])).apply(permit)
    only_fire = [{"id": "stage", "title": TITLE, "steps": ["fire_review", "survey"], "lead": "planning"}]
    with pytest.raises(LeverRefusedError, match="'planning', which has no task in it"):
        lever("joint_review", stages=only_fire).apply(permit)


def test_a_lead_can_close_a_stage_within_a_limit(permit: Lane) -> None:
    stage = stages(REVIEWS)[0] | {"closing_time": minutes(30), "limit": working_days(7)}
    after = lever("joint_review", stages=[stage]).apply(permit)
    assert after.tasks["stage_1_closing"].pool == "planning"
    assert [after.tasks[name].limit.working_days for name in REVIEWS if after.tasks[name].limit] == [7, 7, 5]  # type: ignore[union-attr]


def test_joint_review_of_parallel_steps_is_that_of_serial_ones(permit: Lane) -> None:
    parallel = lever("handle_in_parallel", steps=REVIEWS)
    joint = lever("joint_review", stages=stages(REVIEWS))
    assert apply_levers(permit, [parallel, joint]).body == joint.apply(permit).body


def test_merged_steps_take_the_longest_limit_and_every_document_once(permit: Lane) -> None:
    after = lever("merge_steps", steps=["scheme", "fire_review"], into="review", into_title=TITLE, factor=0.5).apply(
        permit
    )
    review = after.tasks["review"]
    assert review.limit is not None
    assert (review.limit.working_days, review.service_time.mean, review.after) == (20, 15, ("site",))
    assert after.tasks["permit"].after == ("review",)
    assert "scheme" not in after.steps
    asked = after.steps["scheme_refused"].paths[0].when  # type: ignore[union-attr]
    assert asked.outcome_of == "review"  # type: ignore[union-attr]


def test_a_merged_step_waits_for_what_law_puts_before_any_of_them(permit: Lane) -> None:
    after = lever("merge_steps", steps=["survey", "permit"], into="both", into_title=TITLE).apply(permit)
    assert precedes(after.body, "scheme", "both")
    with pytest.raises(LeverRefusedError, match="'fire_review', which comes after 'site' and before another"):
        lever("merge_steps", steps=["site", "permit"], into="both", into_title=TITLE).apply(permit)


def test_steps_of_different_cases_are_not_merged(permit: Lane) -> None:
    after = lever("notice_and_commitment", **commitment()).apply(permit)
    with pytest.raises(
        LeverRefusedError, match="'scheme' in a path of 'commitment_or_review' and 'issue' in every case"
    ):
        lever("merge_steps", steps=["scheme", "issue"], into="both", into_title=TITLE).apply(after)


def test_one_window_takes_one_filing_and_one_check(permit: Lane) -> None:
    after = ONE_WINDOW.apply(permit)
    assert "with_applicant" not in after.steps
    check = after.tasks["one_window_check"]
    assert (check.pool, check.documents) == ("integrated_window", ("form", "plan", "opinion"))
    assert after.outcome_shares(check)[0][1] == pytest.approx(1 - 0.9**3)
    assert visits(permit) - visits(after) == 2
    with pytest.raises(LeverRefusedError, match="a step of the applicant as 'site'"):
        lever("one_window_intake", filings=["site"], checks=["check_site"], window="planning").apply(permit)
    with pytest.raises(UnknownNameError, match="no pool is called 'integrated_window'"):
        lever("one_window_intake", filings=["file_site"], checks=["check_site"]).apply(permit)


def test_papers_come_back_once_at_most(permit: Lane) -> None:
    after = lever("one_time_notification").apply(permit)
    assert {step.at_most for step in walk(after.body) if isinstance(step, Loop)} == {1}
    with pytest.raises(LeverRefusedError, match="at most 1"):
        lever("one_time_notification", loops=["corrections_site"]).apply(after)


def test_minor_documents_follow_after_the_decision(permit: Lane) -> None:
    tolerant = lever(
        "accept_with_missing_documents",
        check="check_site",
        documents=["plan"],
        supply_within=working_days(10),
        supply_time=minutes(60),
    )
    after = tolerant.apply(permit)
    before_shares = dict(permit.outcome_shares(permit.tasks["check_site"]))
    shares = dict(after.outcome_shares(after.tasks["check_site"]))
    assert shares["complete"] == pytest.approx(before_shares["complete"])
    assert shares["incomplete"] == pytest.approx(0.1)
    assert shares["missing_minor"] == pytest.approx(0.9 * 0.1)
    ends = {step.result for step in walk(after.body) if isinstance(step, End)}
    assert ends == {Result.APPROVED, Result.APPROVED_WITH_MISSING_DOCUMENTS, Result.REJECTED, Result.REVOKED}
    assert precedes(after.body, "decided", "check_site_supply")
    with pytest.raises(LeverRefusedError, match="documents given and an outcome without"):
        lever(
            "accept_with_missing_documents",
            check="scheme",
            documents=["plan"],
            incomplete="refused",
            complete="granted",
            supply_within=working_days(10),
            supply_time=minutes(60),
        ).apply(permit)


def commitment(**changes: object) -> dict[str, object]:
    return {
        "eligible": {"attribute": "risk", "in": ["low"]},
        "replaces": [
            *("file_site", "corrections_site", "accepted", "site", "with_applicant"),
            *("scheme", "fire_review", "survey", "scheme_refused", "permit", "decided"),
        ],
        "pool": "planning",
        "notice_time": minutes(10),
        "credit_check_time": minutes(5),
        "credit_refused": share(0.05),
        "signing_time": minutes(20),
        "decision_time": minutes(15),
        **changes,
    }


def test_a_commitment_is_decided_at_once_and_checked_by_a_case_that_nobody_waits_for(permit: Lane) -> None:
    after = lever("notice_and_commitment", **commitment()).apply(permit)
    call = after.steps["commitment_check_opened"]
    assert isinstance(call, Call)
    assert not call.awaited
    assert precedes(after.body, "commitment_credit_check", "commitment_decided")
    assert all(after.steps[name] == step for name, step in permit.steps.items())


def test_a_commitment_on_what_is_not_known_yet_is_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="the outcome of 'scheme'"):
        lever("notice_and_commitment", **commitment(eligible={"outcome_of": "scheme", "in": ["granted"]})).apply(permit)
    with pytest.raises(LeverRefusedError, match=r"\(decided\) outside"):
        lever("notice_and_commitment", **commitment(replaces=["accepted", "site"])).apply(permit)


def agent(**changes: object) -> dict[str, object]:
    times = {name: minutes(30) for name in ("mandate_time", "assign_time", "plan_time", "coaching_time", "errand_time")}
    return {
        "agents": pool_of(2),
        "defect_factor": share(0.3),
        "taken_over": ["file_site", "file_scheme"],
        **times,
        **changes,
    }


def test_an_agent_spares_the_applicant_every_trip(permit: Lane) -> None:
    after = lever("agent_service", **agent()).apply(permit)
    assert visits(after) == 0
    assert after.documents["plan"].defect_share.value == pytest.approx(0.03)
    assert after.tasks["file_scheme"].pool == "agents"
    assert precedes(after.body, "agent_coaching", "accepted")
    with pytest.raises(LeverRefusedError, match="which law puts before 'scheme'"):
        lever("agent_service", **agent(spared=["site"])).apply(permit)


def test_documents_are_dropped_or_shared(permit: Lane) -> None:
    dropped = lever("drop_document", documents=["form"], visits_saved_at=["file_site"]).apply(permit)
    assert "form" not in dropped.documents
    assert dropped.tasks["check_site"].documents == ("plan",)
    assert visits(permit) - visits(dropped) == 1
    none_left = lever("drop_document", documents=["form", "plan"]).apply(permit)
    assert dict(none_left.outcome_shares(none_left.tasks["check_site"])) == {"incomplete": 0, "complete": 1}
    shared = lever("share_document", documents=["form"], defect_share=share(0.01)).apply(permit)
    assert shared.documents["form"].source is DocumentSource.SHARED
    assert dict(shared.outcome_shares(shared.tasks["check_site"]))["incomplete"] == pytest.approx(1 - 0.99 * 0.9)
    with pytest.raises(LeverRefusedError, match="a shared one"):
        lever("share_document", documents=["form"]).apply(shared)


def test_a_precondition_moves_behind_the_decision_with_a_limit(permit: Lane) -> None:
    after = lever("move_behind_decision", step="survey", within=working_days(30)).apply(permit)
    assert isinstance(after.steps["survey_fill_in"], Deadline)
    assert precedes(after.body, "delivered", "survey")
    with pytest.raises(LeverRefusedError, match="'fire_review', which law puts before 'permit'"):
        lever("move_behind_decision", step="fire_review", within=working_days(30)).apply(permit)


def test_work_moves_before_acceptance_with_what_it_needs(permit: Lane) -> None:
    after = lever("move_before_acceptance", steps=["site", "fire_review"]).apply(permit)
    assert precedes(after.body, "fire_review", "accepted")
    with pytest.raises(LeverRefusedError, match="'site', which has to be done before them"):
        lever("move_before_acceptance", steps=["fire_review"]).apply(permit)


def test_only_what_law_does_not_need_is_cancelled(permit: Lane) -> None:
    after = lever("cancel_step", steps=["survey"]).apply(permit)
    assert "survey" not in after.steps
    with pytest.raises(LeverRefusedError, match="inherit: true"):
        lever("cancel_step", steps=["fire_review"]).apply(permit)
    inherited = lever("cancel_step", steps=["fire_review"], inherit=True).apply(permit)
    assert inherited.tasks["permit"].after == ("scheme", "site")
    with pytest.raises(LeverRefusedError, match="milestone 'decided'"):
        lever("cancel_step", steps=["decided"]).apply(permit)
    with pytest.raises(LeverRefusedError, match="'scheme'"):
        lever("cancel_step", steps=["scheme"], inherit=True).apply(permit)


def test_the_applicant_carries_nothing_between_departments(permit: Lane) -> None:
    after = lever("internal_handover", legs=["file_scheme"]).apply(permit)
    stop = after.steps["with_applicant"]
    assert isinstance(stop, ClockStop)
    assert isinstance(stop.body, Loop)
    assert visits(permit) - visits(after) == 1


def test_staff_and_hours_change(permit: Lane) -> None:
    more = lever("change_staff", pool="fire", add=2, provenance=BASIS).apply(permit)
    assert more.pools["fire"].members == 3
    with pytest.raises(LeverRefusedError, match="expected somebody left in 'fire'; found 1 and -1"):
        lever("change_staff", pool="fire", add=-1, provenance=BASIS).apply(permit)
    with pytest.raises(UnknownNameError, match="Did you mean 'fire'"):
        lever("change_staff", pool="fires", count=2, provenance=BASIS).apply(permit)
    late = {"base": "weekdays", "hours": ["12:00-20:00"], "provenance": BASIS}
    staggered = lever("change_hours", pool="planning", calendar="late", hours=late, members=1).apply(permit)
    assert [(group.count, group.calendar) for group in staggered.pools["planning"].staff] == [(2, None), (1, "late")]
    assert lever("change_hours", pool="fire", calendar="late").apply(staggered).pools["fire"].calendar == "late"


def test_a_scope_cuts_both_ends_of_the_clock_with_it(permit: Lane) -> None:
    after = lever("end_at", step="scheme_refused").apply(permit)
    assert isinstance(after.body, Sequence)
    assert [getattr(step, "id", "") for step in after.body.steps[-4:]] == [
        "scheme_refused",
        "decided",
        "delivered",
        "end_of_scope",
    ]
    with pytest.raises(LeverRefusedError, match="End at 'corrections_site' or at a step after it"):
        lever("end_at", step="check_site").apply(permit)


def test_a_task_that_is_already_there_is_not_added_twice(permit: Lane) -> None:
    once = lever("agent_service", **agent()).apply(permit)
    with pytest.raises(LeverRefusedError, match="'agents' twice"):
        lever("agent_service", **agent()).apply(once)
    with pytest.raises(LeverRefusedError, match="a step of the applicant as 'file_site'; found task"):
        lever("agent_service", **agent(agents=None)).apply(once)
    assert isinstance(once.steps["agent_plan"], Task)
