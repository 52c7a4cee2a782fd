"""What a lever declares of its use with others, and twice, is so."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest
from pydantic import TypeAdapter

from tests.oracles.levers import BASIS, TITLE, lever, minutes, share, working_days
from workflows.definition.lane import Lane
from workflows.definition.steps import Step
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.rewriting import in_sequence, replace_step, revised
from workflows.levers.scenario import shipped_scenarios

_STEP: TypeAdapter[Step] = TypeAdapter(Step)
REVIEWS = ["scheme", "fire_review", "survey"]
CLOCK = ["accepted", "site", "with_applicant", *REVIEWS, "scheme_refused", "permit", "decided"]
STAGE = {"id": "stage", "title": TITLE, "steps": REVIEWS, "lead": "planning"}
USES: dict[str, Lever] = {
    "accept_with_missing_documents": lever(
        "accept_with_missing_documents",
        check="check_site",
        documents=["plan"],
        supply_within=working_days(10),
        supply_time=minutes(60),
    ),
    "demand_side_guide": lever("demand_side_guide", defect_factor=share(0.5)),
    "drop_document": lever("drop_document", documents=["form"]),
    "early_intervention": lever("early_intervention", step="permit", beside="fire_review", share=share(0.5)),
    "file_instead_of_approve": lever(
        "file_instead_of_approve", replaces=CLOCK, notice_time=minutes(30), share=share(0.5)
    ),
    "handle_in_parallel": lever("handle_in_parallel", steps=REVIEWS),
    "internal_handover": lever("internal_handover", legs=["carry"]),
    "invest_by_commitment": lever(
        "invest_by_commitment",
        kinds={"compliant": share(0.5), "negative_list": share(0.1)},
        replaces=CLOCK,
        signing_time=minutes(30),
        pool="planning",
        recording_time=minutes(10),
    ),
    "joint_review": lever("joint_review", stages=[STAGE]),
    "legal_review": lever("legal_review", before="fire_review", pool="fire", service_time=minutes(60)),
    "list_plus_commitment": lever(
        "list_plus_commitment",
        review="survey",
        list_time=minutes(30),
        signing_time=minutes(30),
        checked_before="permit",
        check_time=minutes(60),
    ),
    "move_before_acceptance": lever("move_before_acceptance", steps=["site"]),
    "no_proof_service": lever("no_proof_service", proofs=[{"document": "form", "ground": "no_legal_basis"}]),
    "notice_and_commitment": lever(
        "notice_and_commitment",
        eligible={"attribute": "risk", "in": ["low"]},
        replaces=CLOCK,
        pool="planning",
        credit_refused=share(0.1),
        **{name: minutes(10) for name in ("notice_time", "credit_check_time", "signing_time", "decision_time")},
    ),
    "on_the_spot_decision": lever(
        "on_the_spot_decision", share=share(0.5), replaces=CLOCK, pool="planning", decision_time=minutes(20)
    ),
    "one_window_intake": lever(
        "one_window_intake",
        filings=["file_site", "file_scheme"],
        checks=["check_site", "check_scheme"],
        window="planning",
    ),
    "online_pre_review": lever("online_pre_review", handing_in_time=minutes(60)),
    "replace_document_by_commitment": lever("replace_document_by_commitment", documents=["form"]),
    "share_document": lever("share_document", documents=["form"]),
}
"""One use of each lever on the small lane."""

TOGETHER: dict[tuple[str, str], tuple[Lever, Lever]] = {
    ("one_window_intake", "accept_with_missing_documents"): (
        USES["one_window_intake"],
        revised(USES["accept_with_missing_documents"], check="one_window_check"),
    ),
    ("one_window_intake", "handle_in_parallel"): (
        USES["one_window_intake"],
        lever("handle_in_parallel", steps=["site", *REVIEWS]),
    ),
    ("one_window_intake", "joint_review"): (
        USES["one_window_intake"],
        lever("joint_review", stages=[{**STAGE, "steps": ["site", *REVIEWS]}]),
    ),
    ("drop_document", "internal_handover"): (
        lever("drop_document", documents=["deed"]),
        lever("internal_handover", legs=["bring"]),
    ),
    ("share_document", "internal_handover"): (
        lever("share_document", documents=["deed"]),
        lever("internal_handover", legs=["bring"]),
    ),
    ("internal_handover", "online_pre_review"): (
        lever("internal_handover", legs=["file_scheme"]),
        USES["online_pre_review"],
    ),
}
"""Uses of pairs that meet: the second lever names what the first one leaves."""


@pytest.fixture
def lane(permit: Lane) -> Lane:
    """The small lane with two legs: one between reviews, and one with a paper that nobody else asks for."""
    carry = {"kind": "applicant", "id": "carry", "title": TITLE, "time": minutes(60), "visits": 1}
    survey, issue = permit.tasks["survey"], permit.tasks["issue"]
    body = replace_step(permit.body, "survey", in_sequence(_STEP.validate_python(carry), survey))
    bring = _STEP.validate_python({**carry, "id": "bring", "documents": ["deed"]})
    body = replace_step(body, "issue", in_sequence(bring, issue))
    return revised(permit, body=body, documents=permit.documents | {"deed": permit.documents["form"]})


def pairs() -> list[tuple[str, str]]:
    return [
        (first, second)
        for second, kind in LEVERS.items()
        for first in kind.comes_after
        if {first, second} <= USES.keys()
    ]


def test_what_comes_before_is_a_lever_and_never_comes_after_as_well() -> None:
    before = {id_: set(kind.comes_after) for id_, kind in LEVERS.items()}
    assert set().union(*before.values()) <= LEVERS.keys()
    assert list(TopologicalSorter(before).static_order())


def test_shipped_scenarios_keep_the_declared_order() -> None:
    for scenario in shipped_scenarios().values():
        used = [each.lever for each in scenario.levers]
        for at, name in enumerate(used):
            late = set(LEVERS[name].comes_after) & set(used[at + 1 :]) - set(used[:at])
            assert late == set(), f"{scenario.id}: {sorted(late)} behind {name}"


@pytest.mark.parametrize(("first", "second"), pairs())
def test_the_other_order_is_refused_or_means_something_else(lane: Lane, permit: Lane, first: str, second: str) -> None:
    meets = lane if "internal_handover" in (first, second) else permit
    one, other = TOGETHER.get((first, second), (USES[first], USES[second]))
    after = other.apply(one.apply(meets))
    assert after.levers == (first, second)
    try:
        reverse = one.apply(other.apply(meets))
    except (LeverRefusedError, UnknownNameError):
        return
    assert revised(reverse, levers=()) != revised(after, levers=())


def test_a_repeatable_lever_acts_again_on_what_it_left(permit: Lane) -> None:
    shorter = lever("cut_time_limit", steps=["site"], factor=0.5, provenance=BASIS)
    twice = shorter.apply(shorter.apply(permit))
    assert twice.tasks["site"].limit is not None
    assert twice.tasks["site"].limit.working_days == 5
    more = lever("change_staff", pool="fire", add=1, provenance=BASIS)
    assert more.apply(more.apply(permit)).pools["fire"].members == 3
    assert {"cut_time_limit", "change_staff"} <= {name for name, kind in LEVERS.items() if kind.repeatable}


def test_every_lever_says_what_has_to_hold_in_both_languages() -> None:
    stated = [kind.preconditions for kind in LEVERS.values()]
    assert [each.zh for each in stated if not any("一" <= letter <= "鿿" for letter in each.zh)] == []
    assert [each.en for each in stated if not each.en.isascii()] == []
    assert len({each.en for each in stated}) == len(stated)


@pytest.mark.parametrize("kind", sorted(LEVERS))
def test_a_lane_is_a_process_in_chinese_and_no_road(kind: str) -> None:
    said = LEVERS[kind].explanation.zh + LEVERS[kind].preconditions.zh
    assert "车道" not in said
