"""What must be true of every continuation, whatever the lane."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.forecasting.continuing import Newcomers, go_on
from simulations.forecasting.draws import SingleDraws
from simulations.rerun import KnownCase
from simulations.run import Replication, simulate
from simulations.streams import NamedDraws
from tests.analytic.lanes import applicant, block, exponential, fixed, queue, sequence, task
from tests.unit.simulations.forecasting.histories import DAYS, MONDAY, SEED, cases_of, history, known_at, plans_of
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, HOUR, MINUTE, Instant, parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan, plan_of

SHIPPED = ("business_setup", "property_registration", "construction_permit", "commitment_approval", "agent_service")
SPRING = parse_instant("2016-03-07T09:00:00+08:00")
OFFICE = {"base": "state_council", "hours": ["09:00-12:00", "13:00-17:00"]}
DRAWS = NamedDraws(SEED, 0)


@dataclass(frozen=True)
class Past:
    """A run of a shipped lane, from the first case to the last end."""

    plans: dict[str, Plan]
    lane: str
    cases: list[Case]
    events: dict[str, list[CaseEvent]]

    @property
    def last(self) -> Instant:
        """Instant of the last event."""
        return max(of[-1].at for of in self.events.values())

    def known(self, now: Instant) -> tuple[KnownCase, ...]:
        """What is known at an instant."""
        return known_at(self.lane, self.cases, self.events, now)


@pytest.fixture(scope="module", params=SHIPPED)
def past(request: pytest.FixtureRequest) -> Past:
    lane = str(request.param)
    lanes = {
        id_: each if id_ == lane else each.model_copy(update={"arrivals": None})
        for id_, each in with_called_lanes(shipped_lane(lane)).items()
    }
    plans = {id_: plan_of(each, range(2015, 2022), DAYS) for id_, each in lanes.items()}
    run = simulate(plans, Replication(seed=SEED, start_at=SPRING, cases=25))
    events = run.log.by_case()
    cases = [
        Case(
            id=id_,
            submitted_at=events[id_][0].at,
            number=number,
            attributes={each.step: each.outcome for each in events[id_] if each.kind is EventKind.DECLARED},
            draws=f"{lane}/",
        )
        for number, id_ in enumerate(run.cases_of(lane))
    ]
    return Past(plans, lane, cases, events)


def test_what_is_over_is_what_it_was(past: Past) -> None:
    """With everything recorded, nothing is left to simulate: the continuation is the identity rerun."""
    found = go_on(past.plans, past.known(past.last), past.last, DRAWS, NamedDraws(99, 3))
    assert found.log.by_case() == past.events


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_past_of_a_continuation_is_the_record(past: Past, share: float) -> None:
    first = past.cases[0].submitted_at
    now = first + round((past.last - first) * share)
    known = past.known(now)
    found = go_on(past.plans, known, now, DRAWS, NamedDraws(99, 3)).log.by_case()
    for case, events in past.events.items():
        recorded = [event for event in events if event.at <= now]
        assert [event for event in found.get(case, []) if event.at <= now] == recorded
    for each in known:
        assert found[each.case.id][-1].kind is EventKind.ENDED
    again = go_on(past.plans, known, now, DRAWS, NamedDraws(99, 3)).log.by_case()
    assert again == found


def test_a_case_that_has_just_been_filed_fares_as_in_a_simulation(past: Past) -> None:
    """Nothing has happened yet, so a forecast with the streams of a simulation is that simulation."""
    for case in (each.model_copy(update={"number": 0}) for each in past.cases[:5]):
        alone = history(past.plans, past.lane, [case]).log.by_case()
        known = known_at(past.lane, [case], {case.id: alone[case.id][:1]}, case.submitted_at)
        assert go_on(past.plans, known, case.submitted_at, DRAWS, NamedDraws(SEED, 0)).log.by_case() == alone


def two_desks() -> Lane:
    """A lane with queues, a correction of the applicant's, papers that circulate, and nights in between."""
    return queue(
        sequence(
            task("check", "window", fixed(50, "minutes")),
            block("parallel", "both", branches=[
                task("review", "office", fixed(95, "minutes"), circulation_time=fixed(4)),
                applicant("answer", fixed(7)),
            ]),
            task("decide", "office", fixed(40, "minutes")),
        ),
        {"window": 2, "office": 2},
        exponential(1),
        calendar=OFFICE,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3 * 24 * 60), min_size=1, max_size=12), st.integers(0, 6 * 24 * 60))
def test_with_its_true_durations_a_stopped_run_has_its_true_future(filed: list[int], stopped: int) -> None:
    """Where steps take what they take, what is left of each is known: the forecast is what came."""
    lane = two_desks()
    plans = plans_of(lane)
    cases = cases_of(lane.id, sorted(MONDAY + minute * MINUTE for minute in filed))
    # Nobody has ordered that those who come later change nothing: they queue too. So all are there by then.
    now = MONDAY + max(stopped, *filed) * MINUTE
    truth = history(plans, lane.id, cases).log.by_case()
    found = go_on(plans, known_at(lane.id, cases, truth, now), now, SingleDraws(0), NamedDraws(99, 3)).log.by_case()
    assert found == truth


def test_a_queue_drains_when_its_members_have_done_it() -> None:
    """Two members, seven pieces of work of an hour, one of them half done: the last is done after 3.5 hours more."""
    plans = plans_of(lane := queue(task("check", "window", fixed(1)), {"window": 2}, fixed(1)))
    cases = cases_of(lane.id, [MONDAY, *[MONDAY + 30 * MINUTE] * 6])
    truth = history(plans, lane.id, cases).log.by_case()
    now = MONDAY + 30 * MINUTE
    found = go_on(plans, known_at(lane.id, cases, truth, now), now, SingleDraws(0), SingleDraws(1)).log.by_case()
    ends = sorted((of[-1].at - now) / HOUR for of in found.values())
    assert ends == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]


def test_who_comes_now_waits_behind_all_who_are_there() -> None:
    plans = plans_of(lane := queue(task("check", "window", fixed(1)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY] * 5)
    truth = history(plans, lane.id, cases).log.by_case()
    now = MONDAY + 15 * MINUTE
    newcomers = Newcomers(filed_now=(lane.id,))
    found = go_on(plans, known_at(lane.id, cases, truth, now), now, SingleDraws(0), SingleDraws(1), newcomers)
    events = found.log.by_case()[found.filed_now[lane.id]]
    assert events[-1].at - now == 5 * HOUR + 45 * MINUTE


def test_new_cases_come_until_nobody_is_left_whom_they_could_delay() -> None:
    plans = plans_of(lane := queue(task("check", "window", fixed(20)), {"window": 1}, fixed(10)))
    cases = cases_of(lane.id, [MONDAY] * 3)
    truth = history(plans, lane.id, cases).log.by_case()
    newcomers = Newcomers(arriving=(lane.id,), at_least_until=MONDAY + DAY, at_most_until=MONDAY + 90 * DAY)
    found = go_on(plans, known_at(lane.id, cases, truth, MONDAY), MONDAY, SingleDraws(0), SingleDraws(1), newcomers)
    arrived = [of[0].at - MONDAY for case, of in found.log.by_case().items() if case.startswith("queue/.")]
    # The three take 60 hours; the third day is the first at whose end all of them have ended.
    assert arrived == [hours * HOUR for hours in range(10, 73, 10)]
    late = Newcomers(arriving=(lane.id,), at_least_until=MONDAY + DAY, at_most_until=MONDAY + DAY)
    found = go_on(plans, known_at(lane.id, cases, truth, MONDAY), MONDAY, SingleDraws(0), SingleDraws(1), late)
    assert len(found.log.cases) == 3 + 2


def test_work_that_takes_longer_than_it_can_begins_anew_and_is_named() -> None:
    plans = plans_of(lane := queue(task("check", "window", fixed(1)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY])
    events = {"case-0": history(plans, lane.id, cases).log.by_case()["case-0"][:3]}
    now = MONDAY + 5 * HOUR
    found = go_on(plans, known_at(lane.id, cases, events, now), now, SingleDraws(0), SingleDraws(1))
    assert found.outlasted == (("queue", "check"),)
    assert found.log.by_case()["case-0"][-1].at == now + HOUR


def interrupting() -> Lane:
    """A lane whose members leave a check for a decision that has come up."""
    lane = queue(
        sequence(
            task("check", "office", fixed(95, "minutes"), priority=5),
            applicant("answer", fixed(50, "minutes")),
            task("decide", "office", fixed(40, "minutes")),
        ),
        {"office": 2},
        exponential(1),
        calendar=OFFICE,
    )
    office = lane.pools["office"].model_copy(update={"interrupts": True})
    return lane.model_copy(update={"pools": {"office": office}})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 8 * 60), min_size=2, max_size=10), st.integers(0, 4 * 24 * 60))
def test_who_was_interrupted_goes_on_where_they_stopped(filed: list[int], stopped: int) -> None:
    plans = plans_of(lane := interrupting())
    cases = cases_of(lane.id, sorted(MONDAY + minute * MINUTE for minute in filed))
    # The milliseconds keep the instant apart from those at which something happens, whose order only the run knows.
    now = MONDAY + max(stopped, *filed) * MINUTE + 7
    truth = history(plans, lane.id, cases).log.by_case()
    found = go_on(plans, known_at(lane.id, cases, truth, now), now, SingleDraws(0), NamedDraws(99, 3)).log.by_case()
    assert found == truth
