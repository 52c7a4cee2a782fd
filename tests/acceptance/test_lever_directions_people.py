"""Levers about people, places, channels, credit and money move what they say they move, on lanes that are shipped.

The same cases travel the lane before and after, with the same draws, so what is compared is paired: a mean difference
whose interval leaves zero out, or a relation that holds for every case. How large it is follows from the parameters,
which are made up here; only its direction is the lever's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from simulations.experiment import Design, Model, Observed, run_replication
from simulations.run import Replication, simulate
from simulations.statistics.intervals import paired_interval
from tests.oracles.levers import BASIS, lever, minutes, pool_of, share, working_days
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.steps import Sequence
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import start_of
from workflows.interpreter.plan import plan_of
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.lever import Direction
from workflows.levers.scenario import after, shipped_scenarios
from workflows.measures import CaseTable, case_table, observe, setting_of
from workflows.working_time.state_council import WorkingDays

REPLICATIONS = 4
FEW, MANY = 80, 400
"""Cases of a replication; many where what changes happens to one case in fifty."""
STARTS_ON, YEARS = date(2017, 1, 3), range(2016, 2027)


def factor(value: float) -> dict[str, object]:
    return {"value": value, "provenance": BASIS}


def hourly(count: int) -> dict[str, object]:
    return pool_of(count) | {"cost_per_hour": {"yuan": 60, "provenance": BASIS}}


def days(mean: float) -> dict[str, object]:
    return {"kind": "fixed", "value": mean, "unit": "days", "provenance": BASIS}


def with_agents() -> Lane:
    return after(shipped_scenarios()["agent_service_after"])


def with_commitment() -> Lane:
    """Commitments for whoever may give one; nobody's credit is looked at yet."""
    times = {name: minutes(10) for name in ("notice_time", "credit_check_time", "signing_time", "decision_time")}
    replaces = ["corrections_licence", "still_incomplete", "accepted", "premises_to_see"]
    replaces += ["licence_review", "licence_decision", "decided"]
    commitment = lever(
        "notice_and_commitment",
        eligible={"attribute": "correctable_later", "in": ["yes"]},
        replaces=replaces,
        pool="licence_office",
        credit_refused=share(0),
        **times,
    )
    return commitment.apply(shipped_lane("commitment_approval"))


def replaced_by_a_visit(lane: Lane) -> list[str]:
    assert isinstance(lane.body, Sequence)
    names = [getattr(step, "id", "") for step in lane.body.steps]
    return names[: names.index("delivered") + 1]


def channels(online: float, **at_online: object) -> Lever:
    uses = [
        {"channel": "counter", "share": share(1 - online)},
        {"channel": "online", "share": share(online), **({"differs_at": [at_online]} if at_online else {})},
    ]
    return lever("channel_mix", channels=uses)


FILINGS = ["file_contract_filing", "file_tax_payment", "file_registration"]
CHECKS = ["check_contract_filing", "check_tax_payment", "check_registration"]
COUNTERS = ["transaction_counter", "deed_tax_hall", "registry_window"]
SERVICES = ["write_eia_form", "draw_scheme", "draw_working_drawings"]
FRIDAYS = {"begins_on": "2017-01-02", "weekdays": ["wednesday", "friday"], "provenance": BASIS}
COUNTY = {"steps": ["first_review"], "pool": "county", "county": hourly(1)}
ONLINE = {"steps": FILINGS, "visits": 0, "time": factor(0.2)}
GENERAL = {"attribute": "registration_kind", "in": ["general"]}
CASES: Mapping[str, Callable[[], tuple[Lane, Lever]]] = {
    "agency_pays_intermediary": lambda: (
        shipped_lane("construction_permit"),
        lever("agency_pays_intermediary", steps=["write_eia_form"]),
    ),
    "approval_bureau": lambda: (
        shipped_lane("property_registration"),
        lever("approval_bureau", pools=[*COUNTERS, "registry_reviewers"]),
    ),
    "assisted_channel": lambda: (
        shipped_lane("property_registration"),
        lever("assisted_channel", share=share(0.3), steps=CHECKS, time=factor(3)),
    ),
    "channel_mix": lambda: (shipped_lane("property_registration"), channels(0.9, **ONLINE)),
    "chief_representative": lambda: (
        shipped_lane("property_registration"),
        lever("chief_representative", tasks=["transaction_review"], window="transaction_counter"),
    ),
    "city_wide_acceptance": lambda: (
        shipped_lane("business_setup"),
        lever("city_wide_acceptance", windows=["state_tax_hall", "local_tax_hall"]),
    ),
    "credit_gate": lambda: (with_commitment(), lever("credit_gate", provenance=BASIS)),
    "cross_train": lambda: (shipped_lane("property_registration"), lever("cross_train", pools=COUNTERS)),
    "devolve_to_county": lambda: (
        shipped_lane("property_registration"),
        lever("devolve_to_county", **COUNTY, nearer=FILINGS, way=factor(0.5)),
    ),
    "first_contact_owner": lambda: (
        shipped_lane("property_registration"),
        lever(
            "first_contact_owner",
            pool="registry_window",
            owner_time=minutes(10),
            gaps=[*FILINGS[1:], "first_review"],
            factor=factor(0.6),
        ),
    ),
    "incentive_pay": lambda: (
        shipped_lane("property_registration"),
        lever("incentive_pay", pools=[*COUNTERS, "registry_reviewers"], speed=factor(0.7)),
    ),
    "intermediary_limit": lambda: (
        shipped_lane("construction_permit"),
        lever(
            "intermediary_limit",
            steps=SERVICES,
            within=working_days(25),
            pool="construction_commission",
            urging_time=minutes(20),
            rest_time=days(1),
        ),
    ),
    "intermediary_market": lambda: (
        shipped_lane("construction_permit"),
        lever("intermediary_market", steps=SERVICES, time=factor(0.8), selection_time=days(1)),
    ),
    "on_site_service": lambda: (
        shipped_lane("property_registration"),
        lever(
            "on_site_service",
            share=share(0.3),
            eligible=GENERAL,
            replaces=replaced_by_a_visit(shipped_lane("property_registration")),
            team=hourly(2),
            travel_time=minutes(60),
            handling_time=minutes(60),
        ),
    ),
    "pace_by_deadline": lambda: (
        shipped_lane("business_setup"),
        lever("pace_by_deadline", pace=minutes(0) | {"value": 0.8, "unit": "working_days"}),
    ),
    "publish_decision": lambda: (
        shipped_lane("property_registration"),
        lever("publish_decision", pool="registry_window", publishing_time=minutes(10)),
    ),
}
"""Lever id to a lane that has what it works on, and the lever."""


_OBSERVED: dict[tuple[str, int], tuple[Observed, ...]] = {}
_TRAVELLED: dict[tuple[str, int, int], tuple[EventLog, CaseTable]] = {}


def observed(lane: Lane, cases: int = FEW) -> tuple[Observed, ...]:
    """What the replications of a lane came to; a lane that several tests compare with is run once."""
    model = Model(lane=lane, called=called_by(lane))
    if (model.key, cases) not in _OBSERVED:
        design = Design(seed=20, cases=cases, replications=REPLICATIONS, starts_on=STARTS_ON)
        _OBSERVED[model.key, cases] = tuple(run_replication(model, design, number) for number in range(REPLICATIONS))
    return _OBSERVED[model.key, cases]


def called_by(lane: Lane) -> tuple[Lane, ...]:
    return tuple(other for id_, other in with_called_lanes(lane).items() if id_ != lane.id)


def values(kpi: str, runs: tuple[Observed, ...]) -> list[float]:
    found = [run.summary.value(kpi) for run in runs]
    known = [value for value in found if value is not None]
    assert len(known) == len(found)
    return known


def check_moves(kpi: str, direction: Direction, before: tuple[Observed, ...], later: tuple[Observed, ...]) -> None:
    """The KPI goes the way it should, beyond what chance explains at 95 %."""
    difference = paired_interval(values(kpi, before), values(kpi, later), 0.95)
    assert difference.excludes_zero, f"{kpi}: {difference}"
    assert (difference.mean > 0) == (direction is Direction.UP), f"{kpi}: {difference}"


def run_of(lane: Lane, number: int, cases: int = FEW) -> tuple[EventLog, CaseTable]:
    """The cases of one replication, in the order in which they came."""
    key = lane_hash(lane), number, cases
    if key not in _TRAVELLED:
        plans = {each.id: plan_of(each, YEARS, WorkingDays()) for each in (lane, *called_by(lane))}
        run = simulate(plans, Replication(seed=20, number=number, start_at=start_of(STARTS_ON), cases=cases))
        plan = plans[lane.id]
        observation = observe(run.log, setting_of(lane, plan.axes, plan.days), run.cases_of(lane.id))
        _TRAVELLED[key] = run.log, case_table(observation)
    return _TRAVELLED[key]


def table(lane: Lane, number: int, cases: int = FEW) -> CaseTable:
    return run_of(lane, number, cases)[1]


def declared(lane: Lane, number: int, attribute: str, cases: int = FEW) -> NDArray[np.str_]:
    """The value of an attribute, by case."""
    log, travelled = run_of(lane, number, cases)
    told = {event.case: event.outcome for event in log if event.kind is EventKind.DECLARED and event.step == attribute}
    return np.array([told[case] for case in travelled.cases])


def signed(lane: Lane, number: int, cases: int = FEW) -> NDArray[np.bool_]:
    """Which cases gave a commitment."""
    log, travelled = run_of(lane, number, cases)
    gave = {event.case for event in log if event.kind is EventKind.COMPLETED and event.step == "commitment_signed"}
    return np.array([case in gave for case in travelled.cases])


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_lever_moves_what_it_says(kind: str) -> None:
    lane, chosen = CASES[kind]()
    moves = LEVERS[kind].moves
    assert moves
    cases = MANY if kind == "credit_gate" else FEW
    before, later = observed(lane, cases), observed(chosen.apply(lane), cases)
    for kpi, direction in moves.items():
        check_moves(kpi, direction, before, later)


def test_training_of_the_county_s_people_makes_cases_wait_and_more_of_it_longer() -> None:
    lane = shipped_lane("property_registration")
    at_once, in_training, extended = (
        observed(lever("devolve_to_county", **COUNTY, transition=transition).apply(lane))
        for transition in (None, FRIDAYS | {"months": 1}, FRIDAYS | {"extended_by": 1})
    )
    check_moves("cycle_time.mean", Direction.UP, at_once, in_training)
    check_moves("cycle_time.mean", Direction.UP, in_training, extended)


def test_devolution_relieves_the_city() -> None:
    lane = shipped_lane("property_registration")
    before, later = observed(lane), observed(lever("devolve_to_county", **COUNTY).apply(lane))
    for old, new in zip(before, later, strict=True):
        busy = [{pool.pool: pool.utilisation for pool in run.pools} for run in (old, new)]
        assert busy[0]["registry_reviewers"] > busy[1]["registry_reviewers"] > 0
    check_moves("holding.queueing", Direction.DOWN, before, later)


def test_the_last_tenth_of_the_cases_goes_online_too() -> None:
    lane = channels(0.9, **ONLINE).apply(shipped_lane("property_registration"))
    check_moves("visits", Direction.DOWN, observed(lane), observed(channels(1.0).apply(lane)))


def test_help_leaves_fewer_cases_to_correct() -> None:
    lane = shipped_lane("property_registration")
    helped = lever("assisted_channel", share=share(0.6), steps=CHECKS, time=factor(2), defects_left=share(0.1))
    check_moves("corrected", Direction.DOWN, observed(lane), observed(helped.apply(lane)))


def test_an_agency_pays_to_the_yuan_what_applicants_no_longer_pay() -> None:
    lane, chosen = CASES["agency_pays_intermediary"]()
    for number in range(2):
        before, later = table(lane, number), table(chosen.apply(lane), number)
        assert before.cycle_time.tolist() == later.cycle_time.tolist()
        assert (before.fees - later.fees).tolist() == pytest.approx((later.agency_cost - before.agency_cost).tolist())
        assert (before.fees - later.fees).sum() > 0


def test_a_market_without_caps_empties_the_queue_of_the_designated_body() -> None:
    lane = shipped_lane("construction_permit")
    busy = lever("change_staff", pool="drawing_reviewers", count=1, provenance=BASIS).apply(lane)
    providers = {"count": 6, "provenance": BASIS}
    market = lever("intermediary_market", designated="drawing_reviewers", providers=providers)
    check_moves("holding.queueing", Direction.DOWN, observed(busy), observed(market.apply(busy)))


def test_more_items_bring_more_agents_who_queue_less_and_fewer_items_fewer() -> None:
    one = with_agents().model_copy(update={"arrivals": shipped_lane("property_registration").arrivals})
    three = staffed(300, one)
    check_moves("holding.queueing", Direction.DOWN, observed(one, 40), observed(three, 40))
    again = staffed(100, three)
    check_moves("holding.queueing", Direction.UP, observed(three, 40), observed(again, 40))


def staffed(items: int, lane: Lane) -> Lane:
    """As many agents as that many items bring, at one for every hundred."""
    retained = {"items": items, "provenance": BASIS}
    return lever("agent_staffing", retained=retained, agents_per_item=factor(0.01)).apply(lane)


def test_cases_of_the_green_channel_are_done_sooner_and_the_others_no_sooner() -> None:
    lane = shipped_lane("property_registration")
    first = lever("green_channel", share=share(0.2), provenance=BASIS)
    differences: dict[str, list[float]] = {"yes": [], "no": []}
    for number in range(REPLICATIONS):
        old, new = table(lane, number), table(first.apply(lane), number)
        green = declared(first.apply(lane), number, "green_channel")
        faster = new.cycle_time - old.cycle_time
        for who, mean in differences.items():
            mean.append(float(np.mean(faster[green == who])))
    gained = paired_interval([0.0] * REPLICATIONS, differences["yes"])
    assert gained.excludes_zero
    assert gained.mean < 0 < paired_interval([0.0] * REPLICATIONS, differences["no"]).mean


def test_nobody_on_the_black_list_gives_a_commitment() -> None:
    lane = with_commitment()
    gated = lever("credit_gate", provenance=BASIS).apply(lane)
    black = declared(lane, 0, "blacklisted", MANY) == "yes"
    before, later = signed(lane, 0, MANY), signed(gated, 0, MANY)
    assert before[black].any()
    assert not later[black].any()
    assert (before == later)[~black].all()


def test_every_licence_that_was_granted_is_supervised() -> None:
    lane, follow_up = shipped_lane("commitment_approval"), shipped_lane("commitment_follow_up")
    granted = {"outcome_of": "licence_decision", "in": ["granted"]}
    split = lever("split_supervision", supervision=follow_up.id, granted=granted).apply(lane)
    for old, new in zip(observed(lane), observed(split), strict=True):
        busy = {pool.pool: pool.utilisation for pool in new.pools}
        assert busy["supervisors"] > 0
        assert old.summary.value("cycle_time.mean") == new.summary.value("cycle_time.mean")
