"""How cases come in, who goes first and who may not, and officers who come to the applicant."""

from __future__ import annotations

import math
from itertools import product

import pytest
from pydantic import ValidationError

from tests.oracles.levers import BASIS, TITLE, lever, minutes, pool_of, share, visits
from workflows.definition.catalogue import shipped_lane
from workflows.definition.conditions import holds
from workflows.definition.lane import Lane
from workflows.definition.precedence import precedes
from workflows.definition.steps import Choice, End, Mark, Milestone, Result, Sequence, Work
from workflows.definition.tree import walk
from workflows.definition.variations import priority_of, time_of, variation_of, visits_of
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.rewriting import revised


def factor(value: float) -> dict[str, object]:
    return {"value": value, "provenance": BASIS}


def mix(online: float, **at_online: object) -> Lever:
    """Window and net, with what differs online."""
    differs = [{"steps": ["file_site"], "visits": 0, "time": factor(0.5), **at_online}]
    return lever(
        "channel_mix",
        channels=[
            {"channel": "counter", "share": share(1 - online)},
            {"channel": "online", "share": share(online), "differs_at": differs},
        ],
    )


def shift(online: float) -> Lever:
    counter = {"channel": "counter", "share": share(1 - online)}
    return lever("channel_mix", channels=[{"channel": "online", "share": share(online)}, counter])


def assisted(**changes: object) -> Lever:
    return lever("assisted_channel", **{"share": share(0.2), "steps": ["check_site"], "time": factor(3), **changes})


def test_a_case_online_costs_no_trip_and_less_time(permit: Lane) -> None:
    after = mix(0.9).apply(permit)
    step = after.steps["file_site"]
    assert isinstance(step, Work)
    online = variation_of(step, {"channel": "online"})
    assert (visits_of(step, online), time_of(step, online).mean) == (0, 1)
    counter = variation_of(step, {"channel": "counter"})
    assert (counter, visits_of(step, counter)) == (None, 1)
    assert [value.share.value for value in after.attributes["channel"].values] == pytest.approx([0.1, 0.9])
    assert after.steps["site"] is permit.steps["site"]


def test_cases_shift_between_channels_up_to_all_of_them_online(permit: Lane) -> None:
    first = mix(0.9).apply(permit)
    after = shift(1.0).apply(first)
    assert after.body is first.body
    assert [value.share.value for value in after.attributes["channel"].values] == [0, 1]
    with pytest.raises(LeverRefusedError, match="something left to change"):
        shift(1.0).apply(after)


def test_channels_that_make_no_difference_or_differ_twice_are_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="a step at which a channel makes a difference; found none"):
        shift(0.9).apply(permit)
    with pytest.raises(LeverRefusedError, match="every step once for a channel; found 'file_site' twice"):
        mix(0.9, steps=["file_site", "file_site"]).apply(permit)
    with pytest.raises(LeverRefusedError, match="shares alone, since the lane has channels already"):
        mix(1.0).apply(mix(0.9).apply(permit))
    with pytest.raises(LeverRefusedError, match="a step that somebody does as 'corrections_site'; found loop"):
        mix(0.9, steps=["corrections_site"]).apply(permit)


def test_a_shift_names_the_channels_that_there_are(permit: Lane) -> None:
    first = mix(0.9).apply(permit)
    with pytest.raises(UnknownNameError, match="no channel is called 'self_service'"):
        lever("channel_mix", channels=[{"channel": "self_service", "share": share(1)}]).apply(first)
    with pytest.raises(LeverRefusedError, match="a share for every channel of the lane; found none of counter"):
        lever("channel_mix", channels=[{"channel": "online", "share": share(1)}]).apply(first)


def test_channels_are_told_once_and_take_every_case() -> None:
    with pytest.raises(ValidationError, match=r"shares that add up to 1; found 0\.5"):
        lever("channel_mix", channels=[{"channel": "online", "share": share(0.5)}])
    with pytest.raises(ValidationError, match="each channel once; found online again"):
        lever("channel_mix", channels=[{"channel": "online", "share": share(0.5)}] * 2)
    with pytest.raises(ValidationError, match="expected visits or time, or both; found none"):
        lever(
            "channel_mix", channels=[{"channel": "online", "share": share(1), "differs_at": [{"steps": ["file_site"]}]}]
        )


def test_help_takes_longer_and_leaves_fewer_defects_on_average(permit: Lane) -> None:
    after = assisted(defects_left=share(0.5)).apply(permit)
    step = after.steps["check_site"]
    assert isinstance(step, Work)
    assert time_of(step, variation_of(step, {"assisted": "yes"})).mean == 45
    assert time_of(step, variation_of(step, {"assisted": "no"})).mean == 15
    assert after.documents["form"].defect_share.value == pytest.approx(0.1 * (0.8 + 0.2 * 0.5))
    assert after.documents["opinion"] is permit.documents["opinion"]
    assert math.fsum(value.share.value for value in after.attributes["assisted"].values) == 1


def test_help_is_given_once_and_to_those_whom_the_lane_knows(permit: Lane) -> None:
    once = assisted().apply(permit)
    with pytest.raises(LeverRefusedError, match=r"no share, since the lane has attribute 'assisted'; found 0\.2"):
        assisted().apply(once)
    with pytest.raises(LeverRefusedError, match="one that asks for 'assisted' already"):
        assisted(share=None).apply(once)
    assert assisted(share=None, steps=["check_scheme"]).apply(once).attributes == once.attributes
    with pytest.raises(UnknownNameError, match="no attribute is called 'assisted'"):
        assisted(share=None).apply(permit)
    with pytest.raises(LeverRefusedError, match="the value 'yes' as 'risk'; found low, high"):
        assisted(share=None, attribute="risk").apply(permit)
    with pytest.raises(LeverRefusedError, match="a step with papers of the applicant; found none"):
        assisted(steps=["site"], defects_left=share(0.5)).apply(permit)


def test_help_and_channels_mean_the_same_in_either_order(permit: Lane) -> None:
    online = mix(0.9, steps=["check_site"])
    here, there = assisted().apply(online.apply(permit)), online.apply(assisted().apply(permit))
    for channel, who in product(("counter", "online"), ("yes", "no")):
        case = {"channel": channel, "assisted": who}
        spans, trips = [], []
        for step in (here.steps["check_site"], there.steps["check_site"]):
            assert isinstance(step, Work)
            spans.append(time_of(step, variation_of(step, case)).mean)
            trips.append(visits_of(step, variation_of(step, case)))
        assert spans[0] == spans[1] == 15 * (3 if who == "yes" else 1) * (0.5 if channel == "online" else 1)
        assert trips[0] == trips[1]


def test_factors_beyond_reason_are_refused_rather_than_broken(permit: Lane) -> None:
    slow = mix(0.9, steps=["check_site"], time=factor(1_000)).apply(permit)
    with pytest.raises(LeverRefusedError, match="factors whose product is above 0 and at most 1,000; found 3000"):
        assisted().apply(slow)


def green(**changes: object) -> Lever:
    return lever("green_channel", **{"share": share(0.1), "provenance": BASIS, **changes})


def test_cases_of_the_green_channel_go_first(permit: Lane) -> None:
    after = green(add=-2).apply(permit)
    assert priority_of(after.priorities, {"green_channel": "yes", "risk": "low"}) == -2
    assert priority_of(after.priorities, {"green_channel": "no", "risk": "low"}) == 0
    assert after.body is permit.body


def test_the_most_urgent_priority_counts_in_whatever_order_they_came(permit: Lane) -> None:
    low, rush = green(share=None, when={"attribute": "risk", "in": ["low"]}), green(add=-3)
    both = {"green_channel": "yes", "risk": "low"}
    for lane in (rush.apply(low.apply(permit)), low.apply(rush.apply(permit))):
        assert priority_of(lane.priorities, both) == -3
        assert priority_of(lane.priorities, both | {"green_channel": "no"}) == -1


def test_a_second_green_channel_for_the_same_cases_is_refused(permit: Lane) -> None:
    once = green().apply(permit)
    with pytest.raises(LeverRefusedError, match="cases that have no priority yet"):
        green(share=None, attribute="green_channel").apply(once)
    with pytest.raises(LeverRefusedError, match="no share, since the lane has attribute 'green_channel'"):
        green().apply(once)
    with pytest.raises(LeverRefusedError, match="the outcome of 'scheme'"):
        green(share=None, when={"outcome_of": "scheme", "in": ["granted"]}).apply(permit)
    with pytest.raises(ValidationError, match="expected when, or an attribute and its share; found both"):
        green(when={"attribute": "risk", "in": ["low"]})
    with pytest.raises(ValidationError, match="less than 0"):
        green(add=0)


def gate(**changes: object) -> Lever:
    return lever("credit_gate", **{"gate": "eligible", "black_share": share(0.02), "provenance": BASIS, **changes})


@pytest.fixture
def gated(permit: Lane) -> Lane:
    """A lane with a way to a commitment for cases of low risk."""
    task = permit.tasks["survey"]
    choice = {
        "kind": "choice",
        "id": "eligible",
        "title": TITLE,
        "paths": [{"step": task, "when": {"attribute": "risk", "in": ["low"]}}],
    }
    body = {"kind": "sequence", "steps": [choice, {"kind": "end", "id": "done", "title": TITLE, "result": "approved"}]}
    return revised(permit, body=body)


def test_the_black_list_bars_from_the_commitment_and_the_red_list_goes_first(gated: Lane) -> None:
    after = gate(red_share=share(0.2)).apply(gated)
    choice = after.steps["eligible"]
    assert isinstance(choice, Choice)
    when = choice.paths[0].when
    assert when is not None
    assert holds(when, {"risk": "low", "blacklisted": "no"}, {})
    assert not holds(when, {"risk": "low", "blacklisted": "yes"}, {})
    assert not holds(when, {"risk": "high", "blacklisted": "no"}, {})
    trusted = {"red_listed": "yes", "blacklisted": "no"}
    assert priority_of(after.priorities, trusted) == -1
    assert priority_of(after.priorities, trusted | {"blacklisted": "yes"}) == 0


def test_a_gate_stands_once_and_before_a_choice_by_conditions(gated: Lane) -> None:
    once = gate().apply(gated)
    assert once.priorities == ()
    with pytest.raises(LeverRefusedError, match="that is not gated by 'blacklisted' yet"):
        gate(black_share=None).apply(once)
    with pytest.raises(LeverRefusedError, match="a choice as 'survey'; found task"):
        gate(gate="survey").apply(gated)
    with pytest.raises(UnknownNameError, match="no attribute is called 'blacklisted'"):
        gate(black_share=None).apply(gated)
    red = gate(red_share=share(0.1)).apply(gated)
    other = revised(red, body=gated.body)
    with pytest.raises(LeverRefusedError, match="a red list that has no priority yet"):
        gate(black_share=None, red="red_listed").apply(other)


def test_a_choice_by_chance_or_by_outcome_is_no_gate(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="the outcome of 'scheme'"):
        gate(gate="scheme_refused").apply(permit)
    with pytest.raises(LeverRefusedError, match="a choice by conditions as 'premises_to_see'; found one by chance"):
        gate(gate="premises_to_see", black_share=None).apply(shipped_lane("commitment_approval"))


def parts(lane: Lane) -> list[str]:
    assert isinstance(lane.body, Sequence)
    return [getattr(step, "id", "") for step in lane.body.steps]


def on_site(lane: Lane, **changes: object) -> Lever:
    steps = parts(lane)
    return lever(
        "on_site_service",
        **{
            "share": share(0.3),
            "replaces": steps[: steps.index("delivered") + 1],
            "team": pool_of(1),
            "travel_time": minutes(90),
            "handling_time": minutes(30),
            **changes,
        },
    )


def test_officers_come_and_everything_is_done_on_the_spot(permit: Lane) -> None:
    after = on_site(permit, refused=share(0.05)).apply(permit)
    visit = after.tasks["on_site_visit"]
    assert (visit.pool, visit.service_time.mean, visit.visits) == ("on_site_team", 120, 0)
    assert visit.documents == ("form", "plan", "opinion")
    shares = dict(after.outcome_shares(visit))
    assert shares["not_in_order"] == pytest.approx(1 - 0.9**3)
    assert shares["refused"] == 0.05
    marks = [step.mark for step in walk(after.body) if isinstance(step, Milestone) and step.id.startswith("on_site_")]
    assert marks == [Mark.ACCEPTED, Mark.DECIDED, Mark.DELIVERED] * 2
    assert [step.result for step in walk(after.body) if isinstance(step, End)].count(Result.REJECTED) == 2
    assert all(after.steps[name] is step for name, step in permit.tasks.items())
    assert visits(after) == visits(permit)
    assert precedes(after.body, "on_site_visit", "file_site")


def test_where_nothing_can_be_wrong_everything_is_granted_on_the_spot(permit: Lane) -> None:
    shared = lever("share_document", documents=["form", "plan", "opinion"]).apply(permit)
    after = on_site(shared).apply(shared)
    assert after.outcome_shares(after.tasks["on_site_visit"]) == (("granted", 1.0),)


def test_a_visit_stands_in_for_a_whole_case(permit: Lane) -> None:
    whole = parts(permit)
    with pytest.raises(LeverRefusedError, match=r"milestone 'delivered' \(delivered\) outside"):
        on_site(permit, replaces=whole[: whole.index("decided") + 1]).apply(permit)
    with pytest.raises(LeverRefusedError, match="the outcome of 'scheme'"):
        on_site(permit, eligible={"outcome_of": "scheme", "in": ["granted"]}).apply(permit)
    once = on_site(permit).apply(permit)
    with pytest.raises(LeverRefusedError, match="'on_site_team' twice"):
        on_site(permit).apply(once)


def test_what_law_makes_everybody_wait_for_is_not_done_on_the_spot() -> None:
    lane = shipped_lane("property_registration")
    with pytest.raises(LeverRefusedError, match="'public_notice', for which law makes everybody wait"):
        on_site(lane).apply(lane)
    general = {"attribute": "registration_kind", "in": ["general"]}
    assert "on_site_visit" in on_site(lane, eligible=general).apply(lane).tasks
