"""Intermediaries, pay by results, work to the limit, and what every decision sets off."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.oracles.levers import BASIS, TITLE, lever, minutes, share, working_days
from workflows.definition.actors import Payer
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Choice,
    Deadline,
    Mark,
    Milestone,
    Parallel,
    Result,
    ThirdPartyStep,
)
from workflows.definition.tree import ids_of, walk
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.rewriting import in_sequence, revised


def factor(value: float) -> dict[str, object]:
    return {"value": value, "provenance": BASIS}


def service(name: str, **fields: object) -> ThirdPartyStep:
    fee = {"yuan": 1_000, "provenance": BASIS}
    return ThirdPartyStep.model_validate(
        {"id": name, "title": TITLE, "party": TITLE, "time": minutes(600), "fee": fee, **fields}
    )


@pytest.fixture
def bought(permit: Lane) -> Lane:
    """The lane, with a report and a drawing that somebody else makes, and a report in two parts."""
    parts = (service("part_one", fee=None, visits=1), service("part_two", time=minutes(900), documents=["plan"]))
    return revised(permit, body=in_sequence(service("report"), service("drawing", fee=None), *parts, permit.body))


def step_of(lane: Lane, name: str) -> ThirdPartyStep:
    step = lane.steps[name]
    assert isinstance(step, ThirdPartyStep)
    return step


def market(**changes: object) -> Lever:
    return lever("intermediary_market", **{"steps": ["report"], "time": factor(0.8), **changes})


def test_a_market_is_quicker_and_cheaper_once_somebody_was_chosen(bought: Lane) -> None:
    after = market(fee=factor(0.5), selection_time=minutes(60)).apply(bought)
    report = step_of(after, "report")
    assert report.fee is not None
    assert (report.time.mean, report.fee.yuan) == (480, 500)
    assert isinstance(after.steps["choose_report"], ApplicantStep)
    assert precedes(after.body, "choose_report", "report")
    assert after.steps["drawing"] is bought.steps["drawing"]


def test_a_market_has_no_caps_on_the_number_of_providers(bought: Lane) -> None:
    open_ = lever("intermediary_market", designated="fire", providers={"count": 6, "provenance": BASIS})
    after = open_.apply(bought)
    assert after.pools["fire"].members == 6
    with pytest.raises(LeverRefusedError, match="more providers than the 6 of 'fire'; found 6"):
        open_.apply(after)
    with pytest.raises(UnknownNameError, match="no pool is called 'drawers'"):
        lever("intermediary_market", designated="drawers", providers={"count": 6, "provenance": BASIS}).apply(bought)


def test_who_writes_bad_papers_leaves_the_market(bought: Lane) -> None:
    after = market(documents=["plan"], defects_left=share(0.5)).apply(bought)
    assert after.documents["plan"].defect_share.value == 0.05
    assert after.documents["form"] is bought.documents["form"]
    with pytest.raises(UnknownNameError, match="no document is called 'study'"):
        market(documents=["study"], defects_left=share(0.5)).apply(bought)


def test_unlisted_services_are_no_condition_and_split_ones_are_one_again(bought: Lane) -> None:
    after = lever("intermediary_market", not_listed=["drawing"], split=["part_one", "part_two"]).apply(bought)
    assert not {"drawing", "part_two"} & set(after.steps)
    whole = step_of(after, "part_one")
    assert whole.fee is not None
    assert (whole.time.mean, whole.visits, whole.documents, whole.fee.yuan) == (900, 1, ("plan",), 1_000)
    assert after.levers == ("intermediary_market",)


def test_only_services_enter_the_market_and_only_once(bought: Lane) -> None:
    once = market().apply(bought)
    with pytest.raises(LeverRefusedError, match="a step that it has not acted on yet as 'report'"):
        market().apply(once)
    with pytest.raises(LeverRefusedError, match="a service of a third party as 'site'; found task"):
        market(steps=["site"]).apply(bought)
    with pytest.raises(LeverRefusedError, match="a service with a fee as 'drawing'; found one without"):
        market(steps=["drawing"], fee=factor(0.5)).apply(bought)
    with pytest.raises(LeverRefusedError, match="a step that somebody does; found milestone"):
        lever("intermediary_market", not_listed=["accepted"]).apply(bought)
    apart = {"kind": "choice", "id": "either", "title": TITLE, "paths": [{"step": service("part"), "share": share(1)}]}
    lane = revised(bought, body={"kind": "sequence", "steps": [apart, bought.body]})
    with pytest.raises(LeverRefusedError, match="steps that the same cases do"):
        lever("intermediary_market", split=["part", "report"]).apply(lane)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"steps": ["report"]}, "steps with time, fee, selection_time or defects_left"),
        ({"time": factor(0.5)}, "steps with time, fee, selection_time or defects_left"),
        ({"designated": "fire"}, "designated and providers, or neither"),
        ({"steps": ["report"], "time": factor(0.5), "documents": ["plan"]}, "documents and defects_left, or neither"),
        ({"split": ["part_one"]}, "two parts or more of a split service; found 'part_one' alone"),
    ],
)
def test_a_market_says_what_goes_with_what(parameters: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        lever("intermediary_market", **parameters)


def test_the_agency_pays_in_the_applicant_s_place(bought: Lane) -> None:
    pays = lever("agency_pays_intermediary", steps=["report"])
    after = pays.apply(bought)
    assert step_of(after, "report").paid_by is Payer.AGENCY
    assert step_of(after, "report").fee == step_of(bought, "report").fee
    with pytest.raises(LeverRefusedError, match="found one that the agency pays already"):
        pays.apply(after)
    with pytest.raises(LeverRefusedError, match="as 'drawing'; found one without a fee"):
        lever("agency_pays_intermediary", steps=["drawing"]).apply(bought)
    with pytest.raises(LeverRefusedError, match="a service of a third party as 'issue'"):
        lever("agency_pays_intermediary", steps=["issue"]).apply(bought)


def limited(**changes: object) -> Lever:
    parameters: dict[str, object] = {
        "steps": ["report"],
        "within": working_days(2),
        "pool": "fire",
        "urging_time": minutes(20),
        "rest_time": minutes(60),
    }
    return lever("intermediary_limit", **parameters | changes)


def test_what_is_overdue_is_urged_and_finished(bought: Lane) -> None:
    after = limited().apply(bought)
    deadline = after.steps["limit_report"]
    assert isinstance(deadline, Deadline)
    assert (deadline.interrupting, deadline.stops) == (True, False)
    assert deadline.on_expiry is not None
    assert ids_of(deadline.on_expiry) == ("urge_report", "finish_report")
    assert step_of(after, "finish_report").fee == step_of(bought, "report").fee
    assert after.tasks["urge_report"].pool == "fire"


def test_a_limit_for_third_parties_stands_once(bought: Lane) -> None:
    once = limited().apply(bought)
    with pytest.raises(LeverRefusedError, match="a service without a limit as 'report'; found one with"):
        limited().apply(once)
    with pytest.raises(UnknownNameError, match="no pool is called 'hall'"):
        limited(pool="hall").apply(bought)
    with pytest.raises(LeverRefusedError, match="a service of a third party as 'site'"):
        limited(steps=["site"]).apply(bought)
    outcomes = [{"id": "bad", "title": TITLE, "share": share(0.5)}, {"id": "good", "title": TITLE}]
    report = service("report", outcomes=outcomes)
    asking = {
        "kind": "choice",
        "id": "asking",
        "title": TITLE,
        "paths": [{"step": service("again"), "when": {"outcome_of": "report", "in": ["bad"]}}],
    }
    lane = revised(bought, body={"kind": "sequence", "steps": [report, asking]})
    with pytest.raises(LeverRefusedError, match="a service that comes out in one way as 'report'"):
        limited().apply(lane)


def test_pay_by_results_is_a_factor_on_time_and_on_what_comes_back(permit: Lane) -> None:
    paid = lever(
        "incentive_pay",
        pools=["planning"],
        speed=factor(0.8),
        documents=["form"],
        defects=factor(0.5),
        cost_per_hour={"yuan": 66, "provenance": BASIS},
    )
    after = paid.apply(permit)
    assert {name: task.service_time.mean for name, task in after.tasks.items()} == {
        name: 12 if task.pool == "planning" else 15 for name, task in permit.tasks.items()
    }
    assert after.documents["form"].defect_share.value == 0.05
    assert after.pools["planning"].cost_per_hour is not None
    assert after.pools["fire"] is permit.pools["fire"]
    with pytest.raises(LeverRefusedError, match="a step that it has not acted on yet as 'check_site'"):
        paid.apply(after)


def test_returns_by_chance_become_rarer_and_those_from_documents_are_named_as_documents() -> None:
    lane = shipped_lane("construction_permit")
    paid = lever(
        "incentive_pay", pools=["drawing_reviewers"], speed=factor(1), returns=["drawing_review"], rework=factor(0.5)
    )
    before, after = lane.tasks["drawing_review"].outcomes, paid.apply(lane).tasks["drawing_review"].outcomes
    shares = [
        (old.share.value, new.share.value) for old, new in zip(before, after, strict=True) if old.share and new.share
    ]
    assert shares == [(0.3, 0.15)]
    with pytest.raises(LeverRefusedError, match="a step that sends cases back by chance as 'check_site_opinion'"):
        lever(
            "incentive_pay",
            pools=["planning_bureau"],
            speed=factor(0.9),
            returns=["check_site_opinion"],
            rework=factor(0.5),
        ).apply(lane)
    with pytest.raises(LeverRefusedError, match=r"a share of at most 1 at 'drawing_review'; found 1\.2"):
        lever(
            "incentive_pay", pools=["drawing_reviewers"], speed=factor(1), returns=["drawing_review"], rework=factor(4)
        ).apply(lane)


def test_pay_is_for_pools_that_do_something(permit: Lane) -> None:
    idle = revised(permit, pools=permit.pools | {"idle": permit.pools["fire"]})
    with pytest.raises(LeverRefusedError, match="a pool that does a task as 'idle'"):
        lever("incentive_pay", pools=["idle"], speed=factor(0.8)).apply(idle)
    with pytest.raises(UnknownNameError, match="no pool is called 'hall'"):
        lever("incentive_pay", pools=["hall"], speed=factor(0.8)).apply(permit)
    with pytest.raises(UnknownNameError, match="no document is called 'study'"):
        lever("incentive_pay", pools=["fire"], speed=factor(0.8), documents=["study"], defects=factor(1)).apply(permit)
    with pytest.raises(ValidationError, match="documents and defects, or neither"):
        lever("incentive_pay", pools=["fire"], speed=factor(0.8), documents=["form"])
    with pytest.raises(ValidationError, match="returns and rework, or neither"):
        lever("incentive_pay", pools=["fire"], speed=factor(0.8), rework=factor(0.5))
    ordered = {"value": 0.8, "provenance": {"source": "seed", "basis": "FS-027"}}
    with pytest.raises(ValidationError, match="The documents and the law order the measure"):
        lever("incentive_pay", pools=["fire"], speed=ordered)


def test_officers_work_to_the_limit(permit: Lane) -> None:
    pace = {"pace": minutes(300)}
    after = lever("pace_by_deadline", **pace).apply(permit)
    assert [name for name, task in after.tasks.items() if task.paced_by_limit] == [
        "site",
        "scheme",
        "fire_review",
        "survey",
        "permit",
    ]
    circulation = after.tasks["survey"].circulation
    assert circulation is not None
    assert circulation.mean == 1500
    with pytest.raises(LeverRefusedError, match="something left to change"):
        lever("pace_by_deadline", **pace).apply(after)
    with pytest.raises(LeverRefusedError, match="a limit of a day or more as 'issue'; found no limit"):
        lever("pace_by_deadline", steps=["issue"], **pace).apply(permit)
    cut = lever("cut_time_limit", steps=["survey"], working_days=0, provenance=BASIS).apply(permit)
    with pytest.raises(LeverRefusedError, match="found one of the same day, which leaves no time to circulate"):
        lever("pace_by_deadline", steps=["survey"], **pace).apply(cut)


PUBLISHED = {"pool": "planning", "publishing_time": minutes(10)}


def test_every_decision_is_published_beside_its_delivery(permit: Lane) -> None:
    after = lever("publish_decision", **PUBLISHED).apply(permit)
    beside = after.steps["beside_publication_limit_decided"]
    assert isinstance(beside, Parallel)
    delivery, publication = beside.branches
    assert ids_of(delivery) == ("issue", "delivered")
    assert isinstance(publication, Deadline)
    assert (publication.within.working_days, publication.interrupting) == (7, False)
    assert precedes(after.body, "refusal", "publish_refusal")
    assert precedes(after.body, "publish_refusal", "refused")
    assert not precedes(after.body, "publish_decided", "delivered")
    with pytest.raises(LeverRefusedError, match="decisions that are not published yet"):
        lever("publish_decision", **PUBLISHED).apply(after)


def test_where_a_case_can_end_on_the_way_to_delivery_its_decision_is_published_first(permit: Lane) -> None:
    scheme = revised(permit.tasks["scheme"], after=())
    others = (permit.steps[name] for name in ("scheme_refused", "delivered", "done"))
    lane = revised(permit, body=in_sequence(permit.steps["decided"], scheme, *others))
    after = lever("publish_decision", **PUBLISHED).apply(lane)
    assert precedes(after.body, "publish_decided", "scheme")


def test_a_lane_without_a_decision_has_nothing_to_publish(permit: Lane) -> None:
    undecided = revised(permit, body=permit.steps["survey"])
    with pytest.raises(LeverRefusedError, match="a decision in lane 'permit'; found none"):
        lever("publish_decision", **PUBLISHED).apply(undecided)
    with pytest.raises(UnknownNameError, match="no pool is called 'hall'"):
        lever("publish_decision", **PUBLISHED | {"pool": "hall"}).apply(permit)


def test_each_approval_opens_a_case_of_supervision_for_which_nobody_waits(permit: Lane) -> None:
    after = lever("split_supervision", supervision="commitment_follow_up").apply(permit)
    call = after.steps["supervision_opened"]
    assert isinstance(call, Call)
    assert (call.lane, call.awaited) == ("commitment_follow_up", False)
    assert precedes(after.body, "decided", "supervision_opened")
    with pytest.raises(LeverRefusedError, match="does not open cases of 'commitment_follow_up' yet"):
        lever("split_supervision", supervision="commitment_follow_up").apply(after)


def test_only_what_was_granted_is_supervised(permit: Lane) -> None:
    granted = {"outcome_of": "scheme", "in": ["granted"]}
    after = lever("split_supervision", supervision="commitment_follow_up", granted=granted).apply(permit)
    choice = after.steps["supervision_needed"]
    assert isinstance(choice, Choice)
    assert choice.otherwise is None
    with pytest.raises(LeverRefusedError, match="a milestone of mark decided as 'accepted'"):
        lever("split_supervision", supervision="commitment_follow_up", behind="accepted").apply(permit)
    with pytest.raises(LeverRefusedError, match="one of refused, granted"):
        lever(
            "split_supervision",
            supervision="commitment_follow_up",
            granted={"outcome_of": "scheme", "in": ["passed"]},
        ).apply(permit)


def test_marks_and_results_stay_what_they_were(permit: Lane) -> None:
    after = lever("publish_decision", **PUBLISHED).apply(permit)
    marks = [step.mark for step in walk(after.body) if isinstance(step, Milestone)]
    assert marks == [Mark.ACCEPTED, Mark.DECIDED, Mark.DECIDED, Mark.DELIVERED]
    assert {step.result for step in walk(after.body) if step.kind == "end"} == {Result.REJECTED, Result.APPROVED}
