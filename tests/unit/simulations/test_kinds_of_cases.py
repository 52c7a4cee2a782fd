"""Cases that differ from the start: which step takes them longer, whom it spares a trip, who goes first."""

from __future__ import annotations

import pytest

from simulations.what_if import Past, past_of, what_if
from tests.unit.simulations.offices import DAYS, account, at, fixed, lane, plans_of, task
from workflows.definition.lane import Lane
from workflows.definition.references import problems_of
from workflows.definition.workload import offered_load
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.interpreter.case import Case
from workflows.measures import observe, setting_of
from workflows.measures.cases import case_table

CHANNELS = (
    "attributes: {channel: {title: *t, values: [{value: counter, title: *t, share: {value: 0.75, provenance: *p}}, "
    "{value: online, title: *t, share: {value: 0.25, provenance: *p}}]}}"
)
QUICK = "variations: [{when: {attribute: channel, in: [online]}, visits: 0, time: {value: 0.5, provenance: *p}}]"
URGENT = "priorities: [{when: {attribute: channel, in: [online]}, add: -1, provenance: *p}]"
PAIR = [("a", "counter"), ("b", "online"), ("c", "counter"), ("d", "online")]


def played(office: Lane) -> EventLog:
    cases = [
        Case(id=id_, submitted_at=at("09:00"), number=number, draws="office/", attributes={"channel": channel})
        for number, (id_, channel) in enumerate(PAIR)
    ]
    return what_if(plans_of(office), "office", cases, Past(), seed=1).log


def started(log: EventLog) -> list[tuple[str, int]]:
    return [(event.case, (event.at - at("09:00")) // 60_000) for event in log if event.kind is EventKind.STARTED]


def test_a_step_takes_some_cases_less_time_and_spares_them_the_trip() -> None:
    office = lane(task("serve", 20, more=f"visits: 1, {QUICK}"), more=CHANNELS)
    log = played(office)
    assert started(log) == [("a", 0), ("b", 20), ("c", 30), ("d", 50)]
    plan = plans_of(office)["office"]
    table = case_table(observe(log, setting_of(office, plan.axes, plan.days)))
    assert dict(zip(table.cases, table.visits.tolist(), strict=True)) == {"a": 1, "b": 0, "c": 1, "d": 0}


def test_an_applicant_may_take_less_time_too() -> None:
    step = f"{{kind: applicant, id: prepare, title: *t, time: {fixed(60)}, {QUICK}}}"
    done = [event.at for event in played(lane(step, more=CHANNELS)) if event.kind is EventKind.COMPLETED]
    assert done == [at("09:30"), at("09:30"), at("10:00"), at("10:00")]


def test_some_cases_go_before_others_wherever_they_wait() -> None:
    assert started(played(lane(task("serve", 20), more=f"{CHANNELS}\n{URGENT}"))) == [
        ("a", 0),
        ("b", 20),
        ("d", 40),
        ("c", 60),
    ]


def test_attributes_are_told_after_the_submission() -> None:
    office = lane(task("serve", 20), more=CHANNELS)
    cases = [Case(id="a", submitted_at=at("09:00"), attributes={"channel": "online", "unknown": "x"})]
    assert account(what_if(plans_of(office), "office", cases, Past(), seed=1))[:3] == [
        "09:00 a submitted",
        "09:00 a channel declared online",
        "09:00 a serve enabled",
    ]


def test_what_a_step_took_is_remembered_by_what_it_takes_for_such_a_case() -> None:
    """A case that was quick as its kind is has a past of 1, and stays as quick under the same rules."""
    office = lane(task("serve", 20, more=QUICK), more=CHANNELS)
    cases = [Case(id="b", submitted_at=at("09:00"), draws="office/", attributes={"channel": "online"})]
    log = what_if(plans_of(office), "office", cases, Past(), seed=1).log
    past = past_of(plans_of(office)["office"], cases, log.by_case())
    assert past.times == {("office/", "serve", "service", 0, 0): 1.0}
    assert list(what_if(plans_of(office), "office", cases, past, seed=2).log) == list(log)


def test_the_load_counts_every_kind_of_case_by_its_share() -> None:
    arrivals = f"arrivals: {{gap: {fixed(20)}, calendar: day}}"
    usual = lane(task("serve", 20), more=f"{CHANNELS}\n{arrivals}")
    varied = lane(task("serve", 20, more=QUICK), more=f"{CHANNELS}\n{arrivals}")
    assert offered_load(usual, 2024, DAYS)["desk"] == pytest.approx(1)
    assert offered_load(varied, 2024, DAYS)["desk"] == pytest.approx(0.75 + 0.25 / 2)


def test_what_came_out_of_a_step_tells_no_kind_of_case() -> None:
    asks = "variations: [{when: {outcome_of: serve, in: [done]}, visits: 0}]"
    office = lane(task("serve", 20, more=asks), more=CHANNELS)
    [problem] = problems_of(office)
    assert (problem.code, problem.found) == ("not_an_attribute", "one on the outcome of 'serve'")
