"""Levers about how a decision is made: what each one changes, and every reason for which it is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.oracles.levers import BASIS, lever, minutes, pool_of, refusal, share, working_days
from workflows.definition.catalogue import shipped_lane
from workflows.definition.conditions import holds
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.steps import ApplicantStep, Call, Choice, Mark, Milestone, Sequence, Step
from workflows.levers.catalogue import Lever

LOW = {"attribute": "risk", "in": ["low"]}
HIGH = {"attribute": "risk", "in": ["high"]}
ASKED = {"outcome_of": "scheme", "in": ["granted"]}
CLOCK = [
    *("accepted", "site", "with_applicant", "scheme", "fire_review", "survey", "scheme_refused", "permit", "decided"),
]


@pytest.fixture(scope="module")
def construction() -> Lane:
    return shipped_lane("construction_permit")


def path(lane: Lane, choice: str, **attributes: str) -> list[str]:
    """Ids of the steps that a case with these attributes comes to in a choice, none for those inside others."""
    block = lane.steps[choice]
    assert isinstance(block, Choice)
    taken = next(
        (way.step for way in block.paths if way.when is not None and holds(way.when, attributes, {})), block.otherwise
    )
    if taken is None:
        return []
    steps: tuple[Step, ...] = taken.steps if isinstance(taken, Sequence) else (taken,)
    return [getattr(step, "id", "") for step in steps]


def marks(lane: Lane, names: list[str]) -> list[Mark]:
    return [step.mark for step in (lane.steps[name] for name in names) if isinstance(step, Milestone)]


def on_the_spot(**what: object) -> Lever:
    fields = {"share": share(0.3), "replaces": CLOCK, "pool": "planning", "decision_time": minutes(20), **what}
    return lever("on_the_spot_decision", **fields)


def test_low_risk_is_decided_at_the_counter_and_the_rest_as_before(permit: Lane) -> None:
    after = on_the_spot().apply(permit)
    shares = {value.value: value.share.value for value in after.attributes["low_risk"].values}
    assert shares == {"yes": 0.3, "no": pytest.approx(0.7)}
    quick = path(after, "on_the_spot", low_risk="yes")
    assert quick == ["on_the_spot_accepted", "on_the_spot_decision", "on_the_spot_decided"]
    assert marks(after, quick) == [Mark.ACCEPTED, Mark.DECIDED]
    assert path(after, "on_the_spot", low_risk="no") == CLOCK
    assert all(after.steps[name] is permit.steps[name] for name in CLOCK)


def test_low_risk_is_told_by_what_the_lane_knows_and_delivered_too(permit: Lane) -> None:
    replaces = [*CLOCK, "issue", "delivered"]
    after = on_the_spot(share=None, low_risk=LOW, replaces=replaces).apply(permit)
    assert after.attributes == permit.attributes
    quick = path(after, "on_the_spot", risk="low")
    assert marks(after, quick) == [Mark.ACCEPTED, Mark.DECIDED, Mark.DELIVERED]
    assert path(after, "on_the_spot", risk="high") == replaces


def test_the_counter_stands_in_for_all_from_acceptance_to_decision(permit: Lane) -> None:
    assert "'low_risk'" in refusal(on_the_spot(), on_the_spot().apply(permit))
    assert "the outcome of 'scheme'" in refusal(on_the_spot(share=None, low_risk=ASKED), permit)
    unknown = on_the_spot(share=None, low_risk={"attribute": "rsk", "in": ["low"]})
    assert "no attribute is called 'rsk'" in refusal(unknown, permit)
    assert "no pool is called 'window'" in refusal(on_the_spot(pool="window"), permit)
    without_decision = on_the_spot(replaces=CLOCK[:-1])
    assert "no milestone of mark decided directly among them" in refusal(without_decision, permit)
    assert "found site between them" in refusal(on_the_spot(replaces=["accepted", *CLOCK[2:]]), permit)
    once = on_the_spot().apply(permit)
    hidden = on_the_spot(attribute="other", replaces=["on_the_spot"])
    assert "a milestone of mark accepted that every case comes by" in refusal(hidden, once)
    with pytest.raises(ValidationError, match="expected low_risk or share; found both"):
        on_the_spot(low_risk=LOW)
    with pytest.raises(ValidationError, match="expected low_risk or share; found none"):
        on_the_spot(share=None)


KINDS = {"compliant": share(0.6), "negative_list": share(0.1)}
APPROVAL = ["project_approval_expert_needed", "project_approval", "project_approval_refused"]


def invest(**what: object) -> Lever:
    fields: dict[str, object] = {
        "kinds": KINDS,
        "replaces": APPROVAL,
        "signing_time": minutes(60),
        "pool": "reform_commission",
        "recording_time": minutes(15),
        "strict_steps": ["project_approval"],
        "strictness": {"value": 1.5, "provenance": BASIS},
        **what,
    }
    return lever("invest_by_commitment", **fields)


def test_compliant_projects_commit_themselves_and_listed_ones_are_approved_strictly(construction: Lane) -> None:
    after = invest().apply(construction)
    shares = {each.value: each.share.value for each in after.attributes["investment_kind"].values}
    assert shares == {"compliant": 0.6, "negative_list": 0.1, "in_catalogue": pytest.approx(0.3)}
    committed = path(after, "investment_commitment", investment_kind="compliant")
    assert committed == [
        "investment_commitment_signed",
        "investment_commitment_recorded",
        "investment_supervision_opened",
    ]
    assert path(after, "investment_commitment", investment_kind="negative_list") == APPROVAL
    assert path(after, "investment_commitment", investment_kind="in_catalogue") == APPROVAL
    supervision = after.steps["investment_supervision_opened"]
    assert isinstance(supervision, Call)
    assert (supervision.lane, supervision.awaited) == ("commitment_follow_up", False)
    [strict] = after.tasks["project_approval"].variations
    assert strict.time is not None
    assert strict.time.value == 1.5
    assert holds(strict.when, {"investment_kind": "negative_list"}, {})
    assert not holds(strict.when, {"investment_kind": "compliant"}, {})
    assert precedes(after.body, "project_approval", "land_use_permit")


def test_a_listed_project_is_never_compliant() -> None:
    lane = shipped_lane("commitment_approval")
    yes = {"attribute": "correctable_later", "in": ["yes"]}
    on_list = {"attribute": "on_negative_list", "in": ["yes"]}
    run = ["accepted", "premises_to_see", "licence_review", "licence_decision", "decided"]
    after = invest(
        kinds=None,
        compliant=yes,
        listed=on_list,
        replaces=run,
        pool="licence_office",
        strict_steps=["licence_review", "licence_decision"],
    ).apply(lane)
    quick = path(after, "investment_commitment", correctable_later="yes", on_negative_list="no")
    assert marks(after, quick) == [Mark.ACCEPTED, Mark.DECIDED]
    assert path(after, "investment_commitment", correctable_later="yes", on_negative_list="yes") == run
    assert after.attributes == lane.attributes


def test_what_a_commitment_stands_in_for_is_told_apart_from_the_start(construction: Lane, permit: Lane) -> None:
    assert "'investment_kind' twice" in refusal(invest(), invest().apply(construction))
    assert "a step that somebody does as 'decided'" in refusal(invest(strict_steps=["decided"]), construction)
    assert "no pool is called 'bank'" in refusal(invest(pool="bank"), construction)
    asked = {"kinds": None, "replaces": ["survey"], "pool": "planning", "strict_steps": ["survey"]}
    assert "the outcome of 'scheme'" in refusal(invest(**asked, compliant=ASKED, listed=HIGH), permit)
    assert "the outcome of 'scheme'" in refusal(invest(**asked, compliant=LOW, listed=ASKED), permit)
    hidden = invest(replaces=["on_the_spot"], pool="planning", strict_steps=["survey"])
    assert "'on_the_spot_accepted' in a path or branch only" in refusal(hidden, on_the_spot().apply(permit))


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"compliant": LOW}, "found both"),
        ({"kinds": None}, "found neither"),
        ({"kinds": None, "compliant": LOW}, "expected compliant and listed; found one of them"),
        ({"strictness": None}, "expected strict_steps and strictness, or neither"),
        ({"strictness": {"value": 0.5, "provenance": BASIS}}, "a strictness of at least 1; was 0.5"),
        ({"kinds": {"compliant": share(0.6), "negative_list": share(0.5)}}, "add up to 1 at most; was 0.6 and 0.5"),
    ],
)
def test_how_projects_are_told_apart_is_checked_when_it_is_read(what: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        invest(**what)


def filing(**what: object) -> Lever:
    fields = {"replaces": ["with_applicant_project_approval", *APPROVAL], "notice_time": minutes(30), **what}
    return lever("file_instead_of_approve", **fields)


def test_an_online_notice_takes_the_place_of_an_approval(construction: Lane) -> None:
    after = filing().apply(construction)
    notice = after.steps["online_filing"]
    assert isinstance(notice, ApplicantStep)
    assert (notice.visits, notice.documents) == (0, ())
    gone = construction.steps.keys() - after.steps.keys()
    assert {"project_approval", "file_project_approval", "check_project_approval"} <= gone
    assert after.tasks["land_use_permit"].after == ("online_filing",)
    assert after.attributes == construction.attributes


def test_milestones_on_the_way_stay_when_everything_is_filed(permit: Lane) -> None:
    after = filing(replaces=CLOCK).apply(permit)
    assert isinstance(after.body, Sequence)
    names = [getattr(step, "id", "") for step in after.body.steps]
    assert names[2:5] == ["online_filing", "accepted", "decided"]
    assert after.steps["decided"] is permit.steps["decided"]
    assert after.tasks["issue"].after == ("online_filing",)


def test_only_what_is_outside_the_catalogue_is_filed(construction: Lane) -> None:
    after = filing(share=share(0.8)).apply(construction)
    assert path(after, "online_filing_or_approval", outside_catalogue="yes") == ["online_filing"]
    assert path(after, "online_filing_or_approval", outside_catalogue="no") == [
        "with_applicant_project_approval",
        *APPROVAL,
    ]
    assert after.tasks["land_use_permit"] is construction.tasks["land_use_permit"]
    general = {"attribute": "project_kind", "in": ["general"]}
    told = filing(outside_catalogue=general).apply(construction)
    assert path(told, "online_filing_or_approval", project_kind="general") == ["online_filing"]


def test_a_mark_of_the_clock_is_passed_on_both_paths(permit: Lane) -> None:
    after = filing(replaces=CLOCK, outside_catalogue=LOW).apply(permit)
    filed = path(after, "online_filing_or_approval", risk="low")
    assert filed == ["online_filing", "online_filing_accepted", "online_filing_decided"]
    assert marks(after, filed) == [Mark.ACCEPTED, Mark.DECIDED]


def test_an_approval_that_something_asks_about_is_not_filed_away(construction: Lane, permit: Lane) -> None:
    asked = refusal(filing(replaces=APPROVAL[:2]), construction)
    assert "outcome of step online_filing" in asked
    assert "found project_approval between them" in refusal(filing(replaces=[APPROVAL[0], APPROVAL[2]]), construction)
    assert "no step is called" in refusal(filing(), filing().apply(construction))
    shared = filing(share=share(0.8))
    assert "'outside_catalogue'" in refusal(shared, shared.apply(construction))
    assert "the outcome of 'scheme'" in refusal(filing(replaces=["survey"], outside_catalogue=ASKED), permit)
    hidden = filing(replaces=["on_the_spot"])
    assert "in a path or branch only" in refusal(hidden, on_the_spot().apply(permit))
    with pytest.raises(ValidationError, match="expected outside_catalogue or share, or neither"):
        filing(share=share(0.5), outside_catalogue=LOW)


def legal(**what: object) -> Lever:
    fields = {"before": "permit", "pool": "fire", "service_time": minutes(60), **what}
    return lever("legal_review", **fields)


def test_a_legal_review_comes_before_the_decision(permit: Lane) -> None:
    after = legal(limit=working_days(3), circulation_time=minutes(480)).apply(permit)
    review = after.tasks["legal_review"]
    assert (review.pool, review.after, review.limit and review.limit.working_days) == (
        "fire",
        ("scheme", "fire_review"),
        3,
    )
    assert after.tasks["permit"].after == ("scheme", "fire_review", "legal_review")
    assert precedes(after.body, "legal_review", "permit")
    before_mark = legal(before="decided", pool="lawyers", reviewers=pool_of(1)).apply(permit)
    assert before_mark.tasks["legal_review"].pool == "lawyers"
    assert precedes(before_mark.body, "permit", "legal_review")
    assert before_mark.steps["decided"] is permit.steps["decided"]


def test_only_major_decisions_are_reviewed(permit: Lane) -> None:
    after = legal(share=share(0.2)).apply(permit)
    assert path(after, "legal_review_needed", major_decision="yes") == ["legal_review"]
    assert path(after, "legal_review_needed", major_decision="no") == []
    told = legal(major=HIGH).apply(permit)
    assert path(told, "legal_review_needed", risk="high") == ["legal_review"]
    assert path(told, "legal_review_needed", risk="low") == []


def test_what_is_no_decision_is_not_reviewed_and_nothing_twice(permit: Lane) -> None:
    assert "a decision as 'file_site'; found applicant" in refusal(legal(before="file_site"), permit)
    assert "an id that no other step has" in refusal(legal(), legal().apply(permit))
    assert "no pool is called 'lawyers'" in refusal(legal(pool="lawyers"), permit)
    assert "'fire' twice" in refusal(legal(reviewers=pool_of(1)), permit)
    assert "the outcome of 'scheme'" in refusal(legal(major=ASKED), permit)
    with pytest.raises(ValidationError, match="expected major or share, or neither"):
        legal(share=share(0.5), major=LOW)
