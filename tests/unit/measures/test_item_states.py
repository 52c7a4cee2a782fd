"""The fifteen codes and the lamp, each on a case that a reader can follow with a calendar."""

from __future__ import annotations

import pytest

from simulations.run import Replication, simulate
from tests.conformance.order_lane import ORDER_LANE
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, parse_instant
from workflows.interpreter.plan import plan_of
from workflows.levers.scenario import after, shipped_scenarios
from workflows.measures.item_states import ItemState, Lamp, item_state, item_states, lamp
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays(beyond="weekdays")


def at(day: str) -> Instant:
    """An instant of March 2026, whose first day is a Sunday."""
    return parse_instant(f"2026-03-{day}:00+08:00")


def event(
    kind: EventKind,
    day: str = "02T09:00",
    *,
    step: str = "",
    occurrence: int = 0,
    member: str = "",
    cause: str = "",
    outcome: str = "",
) -> CaseEvent:
    return CaseEvent("c", kind, at(day), step=step, occurrence=occurrence, member=member, cause=cause, outcome=outcome)


SUBMITTED = event(EventKind.SUBMITTED)
ACCEPTED = event(EventKind.ACCEPTED, "03T10:00", step="accepted")
DECIDED = event(EventKind.DECIDED, "10T10:00", step="decided")


def ended(outcome: str, cause: str = "") -> CaseEvent:
    return event(EventKind.ENDED, "20T10:00", outcome=outcome, cause=cause)


def stopped(cause: str, day: str = "05T10:00", step: str = "") -> CaseEvent:
    return event(EventKind.CLOCK_STOPPED, day, cause=cause, step=step)


def resumed(cause: str, day: str = "09T10:00", step: str = "") -> CaseEvent:
    return event(EventKind.CLOCK_RESUMED, day, cause=cause, step=step)


STARTED_CHECK = event(EventKind.STARTED, step="check")
STARTED_REVIEW = event(EventKind.STARTED, "04T09:00", step="review")


STATES: list[tuple[list[CaseEvent], ItemState]] = [
    ([SUBMITTED], ItemState.RECEIVED),
    ([SUBMITTED, STARTED_CHECK], ItemState.RECEIVED),
    ([SUBMITTED, ended("withdrawn", "withdrawal")], ItemState.WITHDRAWN),
    ([SUBMITTED, ACCEPTED], ItemState.ACCEPTED),
    ([SUBMITTED, ended("rejected", "not_needed")], ItemState.NOT_ACCEPTED),
    ([SUBMITTED, ended("rejected", "not_competent")], ItemState.ACCEPTANCE_REFUSED),
    ([SUBMITTED, ended("rejected")], ItemState.ACCEPTANCE_REFUSED),
    ([SUBMITTED, stopped("correction")], ItemState.CORRECTION_STARTED),
    ([SUBMITTED, stopped("correction"), resumed("correction")], ItemState.CORRECTION_ENDED),
    ([SUBMITTED, ACCEPTED, STARTED_REVIEW], ItemState.DEPARTMENT_STARTED),
    ([SUBMITTED, ACCEPTED, STARTED_REVIEW, stopped("hearing")], ItemState.PROCEDURE_STARTED),
    ([SUBMITTED, ACCEPTED, stopped("public_notice")], ItemState.PROCEDURE_STARTED),
    ([SUBMITTED, ACCEPTED, stopped("tender"), resumed("tender")], ItemState.PROCEDURE_ENDED),
    ([SUBMITTED, ACCEPTED, STARTED_REVIEW, stopped("applicant")], ItemState.DEPARTMENT_STARTED),
    (
        [SUBMITTED, ACCEPTED, stopped("hearing"), stopped("correction", step="x"), resumed("correction", step="x")],
        ItemState.PROCEDURE_STARTED,
    ),
    ([SUBMITTED, ACCEPTED, ended("approved")], ItemState.APPROVED),
    ([SUBMITTED, ACCEPTED, ended("approved_with_missing_documents")], ItemState.APPROVED_WITH_MISSING_DOCUMENTS),
    ([SUBMITTED, ACCEPTED, ended("rejected")], ItemState.REJECTED),
    ([SUBMITTED, ACCEPTED, ended("withdrawn", "withdrawal")], ItemState.TAKEN_BACK),
    ([SUBMITTED, ACCEPTED, DECIDED, ended("retracted", "retraction")], ItemState.TAKEN_BACK),
    ([SUBMITTED, ACCEPTED, DECIDED, ended("revoked", "revocation")], ItemState.REVOKED),
]


@pytest.mark.parametrize(("events", "state"), STATES)
def test_what_happened_last_tells_the_state(events: list[CaseEvent], state: ItemState) -> None:
    assert item_state(events, ORDER_LANE) is state


def test_a_case_that_is_not_submitted_has_no_state_and_every_code_is_in_the_table_above() -> None:
    assert item_state([], ORDER_LANE) is None
    assert {state for _, state in STATES} == set(ItemState)


def test_shipped_lanes_come_to_every_state_that_needs_nobody_s_order() -> None:
    lanes = [shipped_lane(id_) for id_ in ("property_registration", "commitment_approval")]
    scenarios = shipped_scenarios()
    lanes += [after(scenarios[id_]) for id_ in ("panjin_missing_documents", "fushun_list_and_commitment")]
    reached: set[ItemState] = set()
    for lane in lanes:
        plans = {id_: plan_of(each, range(2025, 2060), DAYS) for id_, each in with_called_lanes(lane).items()}
        run = simulate(plans, Replication(seed=1, start_at=at("02T00:00"), cases=400))
        by_case = run.log.by_case()
        for case in run.cases_of(lane.id):
            reached.update(state for _, state in item_states(by_case[case], lane))
    people = {ItemState.NOT_ACCEPTED, ItemState.ACCEPTANCE_REFUSED, ItemState.TAKEN_BACK}
    assert set(ItemState) - reached == people


EXTENDED = event(EventKind.EXTENDED, "12T10:00", outcome="15")
DEEMED = event(EventKind.ACCEPTED, "10T00:00", cause="deemed", outcome="2026-03-02T09:00:00.000+08:00")


@pytest.mark.parametrize(
    ("events", "now", "shown"),
    [
        # Twenty working days from Tuesday, 3 March: the last is the 31st; the yellow ones are from the 25th on.
        ([SUBMITTED], "31T09:00", Lamp.NORMAL),
        ([SUBMITTED, ACCEPTED], "24T23:59", Lamp.NORMAL),
        ([SUBMITTED, ACCEPTED], "25T00:00", Lamp.WARNING),
        ([SUBMITTED, ACCEPTED], "31T23:59", Lamp.WARNING),
        ([SUBMITTED, ACCEPTED, DECIDED], "31T23:59", Lamp.NORMAL),
        ([SUBMITTED, ACCEPTED, stopped("hearing"), resumed("hearing")], "25T00:00", Lamp.NORMAL),
        ([SUBMITTED, ACCEPTED, stopped("hearing")], "31T23:59", Lamp.NORMAL),
        ([SUBMITTED, ACCEPTED, EXTENDED], "31T23:59", Lamp.NORMAL),
        # Deemed accepted since Monday the 2nd, however late that became known: the last day is the 30th.
        ([SUBMITTED, DEEMED], "30T23:59", Lamp.WARNING),
        ([SUBMITTED, DEEMED], "31T00:00", Lamp.OVERDUE),
        ([SUBMITTED, DEEMED, event(EventKind.DECIDED, "31T09:00")], "31T23:59", Lamp.OVERDUE),
    ],
)
def test_the_lamp_shows_how_a_case_stands_to_its_limit(events: list[CaseEvent], now: str, shown: Lamp) -> None:
    assert lamp(events, ORDER_LANE, DAYS, at(now)) is shown
