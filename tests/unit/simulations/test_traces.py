"""A lane from near: the same figures as from afar, and the same case on both sides."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from services.experiments.questions import how_it_goes
from services.experiments.request import find_shipped
from services.experiments.simulating import how_a_model_does
from simulations.comparison import compare
from simulations.experiment import GRID, Design, Model, plans_for, run_replication
from simulations.run import simulate
from simulations.traces import Trace, trace
from simulations.tracing import run_trace
from tests.analytic.lanes import Raw, applicant, exponential, fixed, queue, sequence, task
from tests.unit.simulations.here import Here
from workflows.definition.catalogue import find_lane
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError
from workflows.instants import DAY, start_of
from workflows.measures import Holder, case_table, holding, observe, setting_of
from workflows.measures.gantt import RowKind

NAME = ("", Title(zh="流程", en="Lane"))
OFFICE: Raw = {
    "base": "weekdays",
    "hours": ["09:00-12:00", "13:00-17:00"],
    "provenance": {"source": "assumed", "basis": "a textbook office"},
}
DAYS = Design(starts_on=date(2024, 3, 4), replications=3, warm_up_days=7, window_days=28, cool_down_days=7)
CASES = Design(starts_on=date(2024, 3, 4), replications=3, cases=120)


def desk(members: int) -> Model:
    body = sequence(applicant("fill_in", exponential(30)), task("serve", "desk", exponential(1.5)))
    return Model(lane=queue(body, {"desk": members}, exponential(1), calendar=OFFICE))


BEFORE, AFTER = desk(2), desk(4)


def looked_at(
    models: list[Model], design: Design, *, shares: tuple[float, ...] = (0.5, 0.9), cases: tuple[int, ...] = ()
) -> Trace:
    return trace(NAME, models, (shares, cases), design, Here())


@pytest.mark.parametrize("design", [DAYS, CASES], ids=["days", "cases"])
def test_the_figures_are_those_of_a_simulation(design: Design) -> None:
    seen, told = looked_at([BEFORE, AFTER], design), how_a_model_does(BEFORE, design)
    assert [pool.utilisation for pool in seen.before.pools] == [pool.utilisation for pool in told.side.pools]
    assert [pool.waiting_hours for pool in seen.before.pools] == [pool.waiting_hours for pool in told.side.pools]
    assert seen.before.lane_hash == told.side.lane_hash
    assert seen.before.cases == told.side.cases
    saved = compare("", NAME[1], BEFORE, [("", NAME[1], AFTER)], design)
    assert seen.after is not None
    assert [pool.utilisation for pool in seen.after.pools] == [pool.utilisation for pool in saved.after.pools]


def test_hours_add_up_to_the_utilisation() -> None:
    """Of every replication, and of all where each has the same working time."""
    for number in range(3):
        [pool] = run_trace(BEFORE, DAYS, number).pools
        assert sum(pool.busy) / sum(pool.on_duty) == pool.use.utilisation
        [told] = run_replication(BEFORE, DAYS, number).pools
        assert pool.use == told
    [all_] = looked_at([BEFORE], DAYS).before.pools
    whole = sum((share or 0.0) * there for share, there in zip(all_.busy, all_.on_duty, strict=True)) / sum(
        all_.on_duty
    )
    assert whole == pytest.approx(all_.utilisation.mean, rel=1e-12)
    assert sum(all_.queue) / 168 == pytest.approx(all_.queue_length.mean, rel=1e-12)


def test_hours_in_which_nobody_is_there_are_closed() -> None:
    [pool] = looked_at([BEFORE], DAYS).before.pools
    there = {day * 24 + hour for day in range(5) for hour in (9, 10, 11, 13, 14, 15, 16)}
    assert {hour for hour, share in enumerate(pool.busy) if share is not None} == there
    assert {hour: members for hour, members in enumerate(pool.on_duty) if members} == dict.fromkeys(sorted(there), 2.0)
    assert all(0 <= (share or 0) <= 1 for share in pool.busy)


@pytest.mark.parametrize("design", [DAYS, CASES], ids=["days", "cases"])
def test_work_under_way_is_counted_at_midnight(design: Design) -> None:
    run = simulate(plans_for(BEFORE, design), design.replication(0))
    plan = plans_for(BEFORE, design)["queue"]
    cases = case_table(observe(run.log, setting_of(plan.lane, plan.axes, plan.days)))
    counts = run_trace(BEFORE, design, 0).under_way
    for day, count in enumerate(counts, start=1):
        midnight = start_of(design.starts_on + timedelta(days=day))
        open_ = (cases.submitted_at <= midnight) & (cases.closed_at > midnight)
        assert count == int(open_.sum())
    assert design is DAYS or (counts[-1] == 0 and counts[-2] > 0)
    seen = looked_at([BEFORE], design).before.under_way
    assert seen.first == design.starts_on
    assert seen.mean[3] == sum(run_trace(BEFORE, design, number).under_way[3] for number in range(3)) / 3
    assert all(low <= middle <= high for low, middle, high in zip(seen.p10, seen.mean, seen.p90, strict=True))
    assert set(looked_at([BEFORE], design.model_copy(update={"replications": 1})).before.under_way.low) == {None}


def test_the_same_case_has_the_same_draws_after() -> None:
    seen = looked_at([BEFORE, AFTER], DAYS, cases=(7,))
    assert [(case.number, case.share) for case in seen.cases] == [
        (7, None),
        *((case.number, case.share) for case in seen.cases[1:]),
    ]
    assert [case.share for case in seen.cases] == [None, 0.5, 0.9]
    for case in seen.cases:
        before, after = case.before, case.after
        assert before is not None
        assert after is not None
        assert before.case == after.case == f"queue-{case.number}"
        assert before.submitted_at == after.submitted_at
        own, others = before.rows[0], after.rows[0]
        assert (own.kind, own.spells) == (RowKind.APPLICANT, others.spells)
        worked = [
            sum(spell.end - spell.start for row in side.rows for spell in row.spells if spell.holder is Holder.WORKING)
            for side in (before, after)
        ]
        assert worked[0] == worked[1] > 0
        assert after.closed_at <= before.closed_at


def test_cases_stand_at_their_shares() -> None:
    design = DAYS
    plan = plans_for(BEFORE, design)["queue"]
    run = simulate(plans_for(BEFORE, design), design.replication(0))
    observation = observe(run.log, setting_of(plan.lane, plan.axes, plan.days))
    cases, held = case_table(observation), holding(observation, case_table(observation)).time
    start, end = design.window
    times = sorted(cases.cycle_time[(cases.submitted_at >= start) & (cases.submitted_at < end)].tolist())
    traced = run_trace(BEFORE, design, 0)
    assert traced.cases == len(times)
    for share, time in zip(GRID, traced.cycle_times, strict=True):
        assert sum(one <= time for one in times) / len(times) >= share - 1e-12
        assert sum(one < time for one in times) / len(times) < share
    for case in looked_at([BEFORE], design).cases:
        assert case.share is not None
        assert case.before is not None
        assert case.after is None
        assert case.before.closed_at - case.before.submitted_at == traced.cycle_times[GRID.index(case.share)]
        place = cases.cases.index(case.before.case)
        times_held: Counter[Holder] = Counter()
        for spell in case.before.held:
            times_held[spell.holder] += spell.end - spell.start
        assert {who: times_held[who] for who in Holder} == {who: int(held[who][place]) for who in Holder}


def test_cases_that_a_case_opens_are_drawn_beside_it() -> None:
    question = how_it_goes(("agent_service",), (), (1,), find_shipped(()))
    design = Design(replications=1, cases=2, background=False)
    [case] = trace(NAME, question.models, ((), (1,)), design, Here()).cases
    assert case.before is not None
    calls = [row for row in case.before.rows if row.kind is RowKind.CALL]
    opened = {row.case for row in case.before.rows} - {case.before.case}
    assert calls
    assert all(any(one == f"{row.case}/{row.step}" for one in opened) for row in calls)
    assert all(row.lane != "agent_service" for row in case.before.rows if row.case in opened)
    assert {spell.holder for row in calls for spell in row.spells} == {Holder.ELSEWHERE}


def test_cases_that_others_have_opened_are_not_chosen() -> None:
    """Their numbers are those of whoever has opened them."""
    agents, company = (find_lane(name) for name in ("agent_service", "business_setup"))
    model = Model(lane=company, beside=(agents,), called=(find_lane("property_registration"),))
    design = Design(replications=1, cases=12, background=False)
    traced = run_trace(model, design, 0)
    assert traced.cases == run_replication(model, design, 0).summary.submitted == 24
    assert set(traced.at_shares) == set(range(1, 13))
    assert list(traced.cycle_times) == sorted(traced.cycle_times)


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"expected the number of a case .* was 100000"):
        looked_at([BEFORE], CASES, cases=(100_000,))
    nobody = DAYS.model_copy(update={"warm_up_days": 5, "window_days": 1, "cool_down_days": 0})  # a Saturday
    with pytest.raises(InvalidInputError, match="found none in the window"):
        looked_at([BEFORE], nobody)
    assert looked_at([BEFORE], nobody, shares=()).cases == ()
    with pytest.raises(InvalidInputError, match=r"from 0.01 to 0.99 in hundredths; was 0.123"):
        how_it_goes(("property_registration",), (0.123,), (), find_shipped(()))
    with pytest.raises(InvalidInputError, match="found 3 names"):
        how_it_goes(("a", "b", "c"), (), (), find_shipped(()))


def test_what_is_asked_of_a_name() -> None:
    find = find_shipped(())
    alone = how_it_goes(("property_registration",), (0.5,), (), find)
    reform = how_it_goes(("property_registration_after",), (0.5,), (), find)
    assert (len(alone.models), len(reform.models)) == (1, 2)
    assert reform.models[0].lane == alone.models[0].lane
    two = how_it_goes(("property_registration", "property_registration_after"), (0.5,), (), find)
    assert two.models == reform.models


def test_a_case_that_is_gone_after() -> None:
    """Where fewer come after, a case may have no other self."""
    fewer = Model(lane=queue(task("serve", "desk", fixed(1)), {"desk": 2}, fixed(10), calendar=OFFICE))
    seen = looked_at([BEFORE, fewer], DAYS, shares=(), cases=(150,))
    assert seen.cases[0].before is not None
    assert seen.cases[0].after is None
    assert seen.cases[0].before.submitted_at >= start_of(DAYS.starts_on) + DAY
