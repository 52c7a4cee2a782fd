"""The order that levers about people, places, channels, credit and money declare is one that matters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracles.levers import BASIS, TITLE, lever, minutes, pool_of, share, working_days
from tests.properties.levers.choosing_people import PEOPLE
from workflows.definition.lane import Lane
from workflows.definition.steps import ThirdPartyStep
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.rewriting import in_sequence, revised

FACTOR = {"value": 0.5, "provenance": BASIS}
REVIEWS = ["scheme", "fire_review", "survey"]
CLOCK = ["accepted", "site", "with_applicant", *REVIEWS, "scheme_refused", "permit", "decided"]
WINDOW = {
    "filings": ["file_site", "file_scheme"],
    "checks": ["check_site", "check_scheme"],
    "window_pool": pool_of(2),
}
AGENT = {name: minutes(30) for name in ("mandate_time", "assign_time", "plan_time", "coaching_time")}
COMMITMENT = {name: minutes(10) for name in ("notice_time", "credit_check_time", "signing_time", "decision_time")}
FIRST: dict[str, Lever] = {
    "agency_pays_intermediary": lever("agency_pays_intermediary", steps=["report"]),
    "agent_service": lever("agent_service", agents=pool_of(2), defect_factor=share(0.5), **AGENT),
    "approval_bureau": lever("approval_bureau", pools=["planning", "fire"]),
    "chief_representative": lever("chief_representative", tasks=["scheme"], window="fire"),
    "city_wide_acceptance": lever("city_wide_acceptance", windows=["planning", "fire"], into="planning"),
    "cross_train": lever("cross_train", pools=["planning", "fire"], into="planning"),
    "devolve_to_county": lever("devolve_to_county", steps=["scheme"], pool="fire"),
    "file_instead_of_approve": lever(
        "file_instead_of_approve", replaces=CLOCK, notice_time=minutes(30), share=share(0.5)
    ),
    "first_contact_owner": lever(
        "first_contact_owner", pool="fire", owner_time=minutes(9), gaps=["report"], factor=FACTOR
    ),
    "intermediary_limit": lever(
        "intermediary_limit",
        steps=["report"],
        within=working_days(2),
        pool="fire",
        urging_time=minutes(9),
        rest_time=minutes(60),
    ),
    "intermediary_market": lever("intermediary_market", steps=["report"], time=FACTOR),
    "internal_handover": lever("internal_handover", legs=["file_scheme"]),
    "invest_by_commitment": lever(
        "invest_by_commitment",
        kinds={"compliant": share(0.5), "negative_list": share(0.1)},
        replaces=CLOCK,
        signing_time=minutes(30),
        pool="planning",
        recording_time=minutes(10),
    ),
    "merge_steps": lever("merge_steps", steps=["survey", "fire_review"], into="both", into_title=TITLE),
    "move_before_acceptance": lever("move_before_acceptance", steps=["site"]),
    "notice_and_commitment": lever(
        "notice_and_commitment",
        eligible={"attribute": "risk", "in": ["low"]},
        replaces=CLOCK,
        pool="planning",
        credit_refused=share(0.1),
        **COMMITMENT,
    ),
    "on_site_service": lever(
        "on_site_service",
        share=share(0.2),
        replaces=[*CLOCK, "issue", "delivered"],
        team=pool_of(1),
        travel_time=minutes(60),
        handling_time=minutes(30),
    ),
    "on_the_spot_decision": lever(
        "on_the_spot_decision", share=share(0.5), replaces=CLOCK, pool="planning", decision_time=minutes(20)
    ),
    "one_window_intake": lever("one_window_intake", **WINDOW),
    "pace_by_deadline": lever("pace_by_deadline", pace=minutes(300)),
    "publish_decision": lever("publish_decision", pool="fire", publishing_time=minutes(9)),
}
"""One use of each lever that comes first."""


def second(first: str, kind: str) -> Lever:
    """A use of a lever that meets what the first one leaves."""
    window = first == "one_window_intake"
    check = "one_window_check" if window else "both"
    uses: dict[str, dict[str, Any]] = {
        "agent_staffing": {"retained": {"items": 300, "provenance": BASIS}, "agents_per_item": FACTOR},
        "approval_bureau": {"pools": ["integrated_window", "fire"]},
        "assisted_channel": {"share": share(0.2), "steps": [check], "time": FACTOR},
        "channel_mix": {
            "channels": [
                {"channel": "online", "share": share(1), "differs_at": [{"steps": [check], "time": FACTOR}]},
            ]
        },
        "chief_representative": {"tasks": ["scheme"], "window": "fire"},
        "city_wide_acceptance": {"windows": ["integrated_window", "planning"]},
        "credit_gate": {"black_share": share(0.1), "provenance": BASIS},
        "first_contact_owner": {
            "pool": "fire",
            "owner_time": minutes(9),
            "gaps": ["scheme" if first == "pace_by_deadline" else "file_scheme"],
            "factor": FACTOR,
        },
        "incentive_pay": {"pools": [_paid(first)], "speed": FACTOR},
        "intermediary_limit": FIRST["intermediary_limit"].model_dump(exclude={"lever"}, by_alias=True),
        "on_site_service": {
            "share": share(0.2),
            "replaces": _replaced(window=window),
            "team": pool_of(1),
            "travel_time": minutes(60),
            "handling_time": minutes(30),
        },
        "publish_decision": {"pool": "fire", "publishing_time": minutes(9)},
    }
    return lever(kind, **uses[kind])


def _paid(first: str) -> str:
    kept = {"approval_bureau": "approval_bureau", "one_window_intake": "integrated_window"}
    return kept.get(first, "planning" if first in ("city_wide_acceptance", "cross_train") else "fire")


def _replaced(*, window: bool) -> list[str]:
    if window:
        return ["corrections_site", *(name for name in CLOCK if name != "with_applicant"), "issue", "delivered"]
    return ["site", "accepted", *CLOCK[2:], "issue", "delivered"]


@pytest.fixture
def lane(permit: Lane) -> Lane:
    """The small lane, with a report that somebody else writes."""
    fee = {"yuan": 1_000, "provenance": BASIS}
    report = ThirdPartyStep.model_validate(
        {"id": "report", "title": TITLE, "party": TITLE, "time": minutes(600), "fee": fee}
    )
    return revised(permit, body=in_sequence(report, permit.body))


PAIRS = [(first, kind) for kind in sorted(PEOPLE) for first in LEVERS[kind].comes_after]
HELPLESS = {("internal_handover", "first_contact_owner")}
"""Pairs of which the second has nothing left to do once the first was there: what is gone is not urged."""


@pytest.mark.parametrize(("first", "kind"), PAIRS)
def test_the_other_order_is_refused_or_means_something_else(lane: Lane, first: str, kind: str) -> None:
    if first == "chief_representative":
        lane = FIRST["pace_by_deadline"].apply(lane)
    one, other = FIRST[first], second(first, kind)
    if (first, kind) in HELPLESS:
        assert one.apply(other.apply(lane)).levers == (kind, first)
        with pytest.raises(UnknownNameError):
            other.apply(one.apply(lane))
        return
    after = other.apply(one.apply(lane))
    assert after.levers == (*lane.levers, first, kind)
    try:
        reverse = one.apply(other.apply(lane))
    except (LeverRefusedError, UnknownNameError):
        return
    assert revised(reverse, levers=()) != revised(after, levers=())
