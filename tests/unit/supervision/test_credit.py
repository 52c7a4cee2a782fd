"""The credit register: courses by hand, and fed from cases that ran."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from simulations.given_cases import simulate_cases
from simulations.run import Replication, simulate
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.errors import InvalidInputError
from workflows.events.event import EventKind
from workflows.instants import DAY, start_of
from workflows.interpreter.case import attributes_of
from workflows.interpreter.plan import plan_of
from workflows.levers.scenario import after as lane_after
from workflows.levers.scenario import shipped_scenarios
from workflows.supervision.credit import (
    CreditEvent,
    CreditList,
    CreditRegister,
    Happening,
    Place,
    after,
    gate,
    register_of,
)
from workflows.supervision.credit_cases import FOLLOW_UP, LISTING, breaches_of, listing_case, listing_of
from workflows.working_time.state_council import WorkingDays

BLACK, RED = CreditList.BLACK, CreditList.RED
DAYS = WorkingDays()


def course(*happenings: Happening, on: CreditList = BLACK, until: int | None = None) -> list[CreditEvent]:
    return [
        CreditEvent(
            subject="firm",
            list=on,
            happening=happening,
            at=at,
            until=until if happening is Happening.LISTED else None,
        )
        for at, happening in enumerate(happenings)
    ]


def test_a_repaired_entry_is_off_the_list_and_on_record() -> None:
    events = course(
        Happening.PROPOSED, Happening.OBJECTED, Happening.DISMISSED, Happening.LISTED, Happening.INITIATED,
        Happening.ANSWERED, Happening.FED_BACK, Happening.REPAIR_ASKED, Happening.REPAIR_GRANTED,
    )  # fmt: skip
    places = [register_of(events[: count + 1]).entry("firm", BLACK).place for count in range(len(events))]
    assert places == [
        Place.NOTIFIED, Place.CONTESTED, Place.NOTIFIED, Place.LISTED, Place.LISTED, Place.LISTED, Place.LISTED,
        Place.UNDER_REPAIR, Place.CLEAR,
    ]  # fmt: skip
    entry = register_of(events).entry("firm", BLACK)
    assert list(entry.record) == events
    assert gate(register_of(events), "firm", 99)["blacklisted"] == "no"
    assert gate(register_of(events[:8]), "firm", 99)["blacklisted"] == "yes"


def test_an_entry_runs_out_though_nobody_says_so() -> None:
    register = register_of(course(Happening.PROPOSED, Happening.LISTED, until=10))
    assert [gate(register, "firm", at)["blacklisted"] for at in (1, 9, 10)] == ["yes", "yes", "no"]
    assert gate(register, "another", 5) == {"red_listed": "no", "blacklisted": "no"}


def test_whoever_comes_onto_the_black_list_leaves_the_red_one() -> None:
    red = register_of(course(Happening.PROPOSED, Happening.LISTED, on=RED))
    assert gate(red, "firm", 1) == {"red_listed": "yes", "blacklisted": "no"}
    both = red
    for event in course(Happening.PROPOSED, Happening.LISTED):
        both = after(both, event)
    assert gate(both, "firm", 1) == {"red_listed": "no", "blacklisted": "yes"}
    assert both.entry("firm", RED).record[-1].happening is Happening.TAKEN_OFF


def test_nobody_comes_from_the_black_list_onto_the_red_one() -> None:
    black = register_of(course(Happening.PROPOSED, Happening.LISTED))
    told = after(black, CreditEvent(subject="firm", list=RED, happening=Happening.PROPOSED, at=2))
    with pytest.raises(InvalidInputError, match="the subject is on the black list; take it off that one first"):
        after(told, CreditEvent(subject="firm", list=RED, happening=Happening.LISTED, at=3))


def test_once_it_has_run_out_a_black_entry_is_no_obstacle() -> None:
    black = register_of(course(Happening.PROPOSED, Happening.LISTED, until=3))
    told = after(black, CreditEvent(subject="firm", list=RED, happening=Happening.PROPOSED, at=4))
    red = after(told, CreditEvent(subject="firm", list=RED, happening=Happening.LISTED, at=5))
    assert gate(red, "firm", 5) == {"red_listed": "yes", "blacklisted": "no"}
    assert red.entry("firm", BLACK).record[-1].happening is Happening.EXPIRED


@pytest.mark.parametrize(
    ("before", "event", "message"),
    [
        ([], Happening.LISTED, "it takes a subject that is notified, and this one is clear"),
        ([Happening.PROPOSED, Happening.OBJECTED], Happening.LISTED, "and this one is contested"),
        ([Happening.PROPOSED], Happening.INITIATED, "listed or under_repair, and this one is notified"),
        ([Happening.PROPOSED, Happening.LISTED], Happening.PROPOSED, "that is clear, and this one is listed"),
    ],
)
def test_what_cannot_happen_is_refused_with_the_reason(before: list[Happening], event: Happening, message: str) -> None:
    register = register_of(course(*before))
    with pytest.raises(InvalidInputError, match=message):
        after(register, CreditEvent(subject="firm", list=BLACK, happening=event, at=50))


def test_the_past_is_not_written_again() -> None:
    register = register_of(course(Happening.PROPOSED, Happening.OBJECTED))
    with pytest.raises(InvalidInputError, match=r"the last thing that happened there was at 1970-01-01T08:00:00\.001"):
        after(register, CreditEvent(subject="firm", list=BLACK, happening=Happening.DISMISSED, at=0))


def subject_of(case: str) -> str:
    """The firm whose case it is: few firms, so that some come again."""
    root = case.partition("/")[0]
    return f"firm-{int(sha256(root.encode()).hexdigest(), 16) % 300}"


def test_broken_commitments_end_on_the_black_list_and_close_the_gate() -> None:
    """From cases of the reformed lane to breaches, to listings that run their course, to what the next case is."""
    reformed = lane_after(shipped_scenarios()["commitment_approval_after"])
    lanes = with_called_lanes(reformed)
    plans = {id_: plan_of(lane, range(2017, 2026), DAYS) for id_, lane in lanes.items()}
    run = simulate(plans, Replication(seed=1, start_at=start_of(date(2018, 1, 2)), cases=400))
    events = run.log.by_case()
    travelled = dict(zip(run.log.cases, run.lanes, strict=True))
    breaches = breaches_of(events, travelled, subject_of)
    broken = {e.case for e in run.log if e.outcome == "broken" and travelled[e.case] == FOLLOW_UP}
    assert sorted(breach.case for breach in breaches) == sorted(broken)
    assert len(breaches) > 5

    lane = shipped_lane(LISTING)
    plan = {LISTING: plan_of(lane, range(2017, 2026), DAYS)}
    cases = {b.case: listing_case(b, lane, number) for number, b in enumerate(breaches)}
    log = simulate_cases(plan, [(LISTING, case) for case in cases.values()], seed=2).log.by_case()
    listed = 0
    for breach in breaches:
        happened = log[cases[breach.case].id]
        register = CreditRegister()
        for event in listing_of(breach.subject, BLACK, happened):
            register = after(register, event)
        record = register.entry(breach.subject, BLACK).record
        assert register.entry(breach.subject, BLACK).place is Place.CLEAR
        decided = [each.at for each in record if each.happening is Happening.LISTED]
        assert len(decided) == sum(
            event.step == "decide_listing" and event.kind is EventKind.COMPLETED for event in happened
        )
        if decided:
            listed += 1
            then = register_of(each for each in record if each.at <= decided[0])
            known = gate(then, breach.subject, decided[0] + DAY)
            next_case = attributes_of(reformed, known, lambda _: 0.5)
            assert next_case["blacklisted"] == "yes"
    assert listed > 5


def test_every_course_of_the_lane_of_listings_is_one_of_the_register() -> None:
    lane = shipped_lane(LISTING)
    start = Replication(seed=1, start_at=start_of(date(2006, 1, 4)), cases=300)
    log = simulate({LISTING: plan_of(lane, range(2005, 2027), DAYS)}, start).log
    ends: set[Happening] = set()
    for case, happened in log.by_case().items():
        on = CreditList(next(event.outcome for event in happened if event.step == "list"))
        events = listing_of("firm", on, happened)
        entry = register_of(events).entry("firm", on)
        assert entry.place is Place.CLEAR
        assert all(event.reason == f"case {case}" for event in events)
        ends |= {entry.record[-1].happening} if entry.record else set()
    assert ends == {Happening.UPHELD, Happening.REPAIR_GRANTED, Happening.EXPIRED, Happening.TAKEN_OFF}
