"""Forecasts held to closed forms and to generated histories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
from scipy.stats import binom

from simulations.forecasting.back_test import Judged, Verdict, accuracy, judged, verdict_of
from simulations.forecasting.forecast import Forecast, forecast, ranks
from simulations.forecasting.situation import Situation
from simulations.rerun import KnownCase
from simulations.run import Replication, simulate
from simulations.streams import NamedDraws
from tests.analytic.lanes import exponential, fixed, queue, sequence, task
from tests.unit.simulations.forecasting.histories import DAYS, MONDAY, cases_of, history, known_at, plans_of
from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, HOUR, Instant
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan


def situation_of(
    plans: Mapping[str, Plan],
    lane: str,
    cases: list[Case],
    events: Mapping[str, list[CaseEvent]],
    now: Instant,
    *,
    arriving: bool = False,
    seed: int = 0,
) -> Situation:
    """How things stand with the cases that have not ended."""
    recorded = {case: [event for event in of if event.at <= now] for case, of in events.items()}
    going = [case for case in cases if recorded.get(case.id) and recorded[case.id][-1].kind is not EventKind.ENDED]
    known: tuple[KnownCase, ...] = known_at(lane, going, events, now)
    return Situation(now, DAYS, plans, known, recorded, NamedDraws(seed, 0), (lane,) if arriving else ())


def completed(events: Mapping[str, list[CaseEvent]]) -> dict[str, Instant]:
    """When each case ended."""
    return {case: of[-1].at for case, of in events.items() if of[-1].kind is EventKind.ENDED}


@pytest.mark.parametrize(("replications", "expected"), [(9, (1, 9)), (19, (2, 18)), (39, (4, 36)), (99, (10, 90))])
def test_intervals_of_these_numbers_of_replications_hold_exactly_eighty_percent(
    replications: int, expected: tuple[int, int]
) -> None:
    low, high = ranks(replications)
    assert (low, high) == expected
    assert (high - low) / (replications + 1) == 0.8


def test_the_same_arguments_give_the_same_forecast() -> None:
    plans = plans_of(lane := queue(task("check", "window", exponential(1)), {"window": 2}, exponential(0.6)))
    run = simulate(plans, Replication(seed=3, start_at=MONDAY, cases=30))
    events = run.log.by_case()
    cases = cases_of(lane.id, [of[0].at for of in events.values()])
    cases = [case.model_copy(update={"id": id_}) for case, id_ in zip(cases, events, strict=True)]
    now = MONDAY + 10 * HOUR
    first, second = (forecast(situation_of(plans, lane.id, cases, events, now, arriving=True), 5, 9) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()
    assert first != forecast(situation_of(plans, lane.id, cases, events, now, arriving=True), 6, 9)


def test_the_end_of_exponential_work_under_way_is_memoryless() -> None:
    """Alone at its window for three hours, a case needs as long again as it did at first: exponential, mean 2 h."""
    plans = plans_of(lane := queue(task("check", "window", exponential(2)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY])
    events = {"case-0": history(plans, lane.id, cases).log.by_case()["case-0"][:3]}
    now, replications = MONDAY + 3 * HOUR, 199
    found = forecast(situation_of(plans, lane.id, cases, events, now), 1, replications).cases[0]
    # An order statistic of uniforms has standard deviation sqrt(p (1 - p) / n); three of them on either side.
    for share, at in ((0.1, found.low_at), (0.5, found.expected_at), (0.9, found.high_at)):
        slack = 3 * math.sqrt(share * (1 - share) / replications)
        low, high = (-2 * HOUR * math.log1p(-each) for each in (share - slack, share + slack))
        assert low <= at - now <= high


def test_the_drain_of_a_queue_is_an_erlang_time() -> None:
    """One window, twenty exponential pieces of work: the last ends after the sum of twenty, Erlang(20) of mean 20 h."""
    plans = plans_of(lane := queue(task("check", "window", exponential(1)), {"window": 1}, fixed(100_000)))
    cases = cases_of(lane.id, [MONDAY] * 20)
    events = {case: of[:2] for case, of in history(plans, lane.id, cases).log.by_case().items()}
    found = forecast(situation_of(plans, lane.id, cases, events, MONDAY), 1, 199)
    mean = 20 * HOUR
    # The median of Erlang(k) lies a third of a mean service below its mean; its spread is sqrt(20) h, of a median of
    # 199 values 1.25 of that over sqrt(199): 0.4 h.
    last = max(each.expected_at for each in found.cases)
    assert abs(last - MONDAY - (mean - HOUR / 3)) < 3 * 0.4 * HOUR
    assert found.pools[0].utilisation[0].share == pytest.approx(min(1.0, mean / (found.ends[0] - MONDAY)), rel=0.1)


def year(lane: Lane, seed: int) -> tuple[dict[str, Plan], list[Case], dict[str, list[CaseEvent]]]:
    """A history of a lane as it is."""
    plans = plans_of(lane)
    run = simulate(plans, Replication(seed=seed, start_at=MONDAY, until=MONDAY + 6 * DAY))
    events = run.log.by_case()
    cases = [
        Case(id=id_, submitted_at=of[0].at, number=number, attributes={}, draws=f"{lane.id}/")
        for number, (id_, of) in enumerate(events.items())
    ]
    return plans, cases, events


def two_desks(mean: float) -> Lane:
    """A busy lane of two stations; `mean` hours at the second one."""
    body = sequence(task("check", "window", exponential(1.6)), task("decide", "office", exponential(mean)))
    return queue(body, {"window": 2, "office": 2}, exponential(1))


def verdicts(truth: Lane, believed: Lane, histories: int, replications: int) -> list[Judged]:
    """One case of each of many histories, judged: so the verdicts are independent of each other."""
    found = []
    for seed in range(histories):
        _, cases, events = year(truth, seed)
        now = MONDAY + 3 * DAY
        situation = situation_of(plans_of(believed), truth.id, cases, events, now, arriving=True, seed=seed)
        if not situation.known:
            continue
        made: Forecast = forecast(situation, 1000 + seed, replications)
        at = max(of[-1].at for of in events.values())
        each = judged([made], completed(events), at)
        found.append(each[seed % len(each)])
    return found


@pytest.mark.slow
def test_intervals_hold_what_they_promise_where_the_lane_is_right() -> None:
    found = verdicts(two_desks(1.5), two_desks(1.5), 100, 9)
    inside = sum(each.verdict is Verdict.INSIDE for each in found)
    assert len(found) > 90
    low, high = binom.interval(0.998, len(found), 0.8)
    assert low <= inside <= high


def test_a_lane_that_is_wrong_is_found_out() -> None:
    """The second station needs three times as long as the lane believes: cases come late, far more than one in ten."""
    found = verdicts(two_desks(1.8), two_desks(0.6), 12, 9)
    late = sum(each.verdict is Verdict.LATE for each in found)
    assert late > binom.isf(1e-3, len(found), 0.1)
    summed_up = accuracy(found, 0.8, MONDAY)
    assert summed_up[0].bias > 0
    assert summed_up[0].coverage < binom.ppf(1e-2, len(found), 0.8) / len(found)


def test_a_case_that_goes_on_beyond_its_interval_is_late_before_it_ends() -> None:
    assert verdict_of(10, 20, None, 20) is None
    assert verdict_of(10, 20, None, 21) is Verdict.LATE
    assert verdict_of(10, 20, 25, 30) is Verdict.LATE
    assert verdict_of(10, 20, 9, 30) is Verdict.EARLY
    assert [verdict_of(10, 20, at, 30) for at in (10, 20)] == [Verdict.INSIDE] * 2


def test_a_case_whose_record_is_not_what_the_lane_gives_is_left_out() -> None:
    plans = plans_of(lane := queue(task("check", "window", exponential(2)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY, MONDAY])
    events = {case: of[:3] for case, of in history(plans, lane.id, cases).log.by_case().items()}
    events["case-0"] = [each._replace(step="old" if each.step else "") for each in events["case-0"]]
    found = forecast(situation_of(plans, lane.id, cases, events, MONDAY), 1, 9)
    assert found.left_out == ("case-0",)
    assert [each.case for each in found.cases] == ["case-1"]


def test_a_case_that_cannot_be_run_again_takes_no_other_with_it() -> None:
    plans = plans_of(lane := queue(task("check", "window", exponential(2)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY] * 5)
    events = {case: of[:2] for case, of in history(plans, lane.id, cases).log.by_case().items()}
    situation = situation_of(plans, lane.id, cases, events, MONDAY)
    broken = tuple(
        each.model_copy(update={"lane": "nowhere"}) if each.case.id == "case-3" else each for each in situation.known
    )
    found = forecast(replace(situation, known=broken), 1, 9)
    assert found.left_out == ("case-3",)
    assert len(found.cases) == 4
