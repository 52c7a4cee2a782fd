"""Before against after, on numbers that can be checked by hand: fixed times, so every replication is the same."""

from __future__ import annotations

from datetime import date

import pytest

from simulations.comparison import Comparison, compare
from simulations.experiment import Design, Model
from tests.unit.simulations.offices import fixed, lane, task
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.measures import KPIS

NAME = Title(zh="改革", en="Reform")
DESIGN = Design(starts_on=date(2024, 3, 5), replications=3, lever_replications=2, cases=4)


def office(check: int, sign: int, *, limit: int = 2) -> Lane:
    """A case every two hours, so nobody ever waits."""
    arrivals = f"arrivals: {{gap: {fixed(120)}, calendar: day}}"
    targets = "targets: [{title: {zh: 公布, en: Published}, working_days: 1, provenance: *p}]"
    limits = f"limits: [{{kind: promised, working_days: {limit}, provenance: *p}}]"
    steps = (
        "{kind: milestone, id: in, title: *t, mark: accepted}",
        task("check", check, more=f"limit: {{working_days: {limit}, provenance: *p}}"),
        task("sign", sign, pool="archive"),
        "{kind: milestone, id: out, title: *t, mark: decided}",
    )
    body = f"{{kind: sequence, steps: [{', '.join(steps)}]}}"
    return lane(body, more=f"{arrivals}\n{targets}\n{limits}")


BEFORE, BETWEEN, AFTER = (
    Model(lane=each) for each in (office(60, 30, limit=4), office(30, 30, limit=4), office(30, 15, limit=2))
)
STAGES = [("first", NAME, BETWEEN), ("second", NAME, AFTER)]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare("reform", NAME, BEFORE, STAGES, DESIGN)


def test_kpis(comparison: Comparison) -> None:
    assert [kpi.kpi for kpi in comparison.kpis] == list(KPIS)
    cycle = next(kpi for kpi in comparison.kpis if kpi.kpi == "processing_time.mean")
    assert cycle.before is not None
    assert cycle.after is not None
    assert cycle.difference is not None
    # Working days of eight hours.
    assert (cycle.before.mean, cycle.after.mean) == pytest.approx((1.5 / 8, 0.75 / 8))
    assert cycle.difference.mean == pytest.approx(-0.75 / 8)
    assert cycle.difference.half_width == pytest.approx(0, abs=1e-12)
    assert cycle.difference.values == 3


def test_a_kpi_that_nobody_knows_has_no_interval(comparison: Comparison) -> None:
    """The pools of the office state no cost."""
    cost = next(kpi for kpi in comparison.kpis if kpi.kpi == "agency_cost")
    assert (cost.before, cost.after, cost.difference) == (None, None, None)
    assert "agency_cost" not in comparison.levers_start
    assert all("agency_cost" not in lever.changes for lever in comparison.levers)


def test_levers_add_up(comparison: Comparison) -> None:
    first, second = comparison.levers
    kpi = "processing_time.mean"
    assert (first.changes[kpi].mean, second.changes[kpi].mean) == pytest.approx((-0.5 / 8, -0.25 / 8))
    assert first.changes[kpi].values == DESIGN.lever_replications
    assert comparison.levers_start[kpi].mean == pytest.approx(1.5 / 8)
    assert (first.lever, first.called, first.longest_limit, second.longest_limit) == ("first", NAME, 4, 2)


def test_without_replications_of_levers_the_whole_is_told(comparison: Comparison) -> None:
    alone = compare("reform", NAME, BEFORE, STAGES, DESIGN.model_copy(update={"lever_replications": 0}))
    assert alone.kpis == comparison.kpis
    assert (alone.before, alone.after, alone.limits, alone.targets) == (
        comparison.before, comparison.after, comparison.limits, comparison.targets,
    )  # fmt: skip
    assert alone.levers_start == {}
    assert [lever.changes for lever in alone.levers] == [{}, {}]
    assert [lever.longest_limit for lever in alone.levers] == [lever.longest_limit for lever in comparison.levers]


def test_a_target_is_held_against_what_was_reached(comparison: Comparison) -> None:
    [gap] = comparison.targets
    assert (gap.target.working_days, gap.on_paper, gap.limits_factor) == (1, 2, 0.5)
    # Decided on the day of acceptance, which is not counted.
    assert gap.reached is not None
    assert gap.reached.mean == 0


def test_sides(comparison: Comparison) -> None:
    before, after = comparison.before, comparison.after
    assert (before.lane_hash, after.lane_hash) == (lane_hash(BEFORE.lane), lane_hash(AFTER.lane))
    assert (before.cases, before.unfinished, before.longest_limit, after.longest_limit) == (12, 0, 4, 2)
    check, sign = after.steps
    assert (check.step, check.pool, check.per_case, check.service_hours, check.waiting_hours) == (
        "check", "desk", 1.0, 0.5, 0.0,
    )  # fmt: skip
    assert sign.sojourn_hours == 0.25
    assert [pool.pool for pool in after.pools] == ["desk", "archive"]
    assert before.processing_time == pytest.approx([1.5 / 8] * 99)
    assert len(before.cycle_time) == 99


def test_pools_are_busy_for_what_they_serve(comparison: Comparison) -> None:
    """Four cases, at 11, 14, 16 and 10 the next day: served from the first event to the last."""
    desk = comparison.before.pools[0]
    # From 11:00 to 11:30 the next day lie seven and a half working hours; four of them were served.
    assert desk.utilisation.mean == pytest.approx(4 / 7.5, abs=1e-6)


def test_progress_is_told_for_every_replication() -> None:
    told: list[tuple[int, int]] = []
    compare("reform", NAME, BEFORE, STAGES, DESIGN, progress=lambda done, of: told.append((done, of)))
    # Three before, two between, three after.
    assert told == [(done, 8) for done in range(1, 9)]


def test_a_side_without_finished_cases_has_no_curve() -> None:
    idle = DESIGN.model_copy(update={"cases": None, "warm_up_days": 0, "window_days": 1, "cool_down_days": 0})
    quiet = office(60, 30)
    arrivals = quiet.arrivals
    assert arrivals is not None
    assert arrivals.gap is not None
    seldom = arrivals.model_copy(update={"gap": arrivals.gap.scaled(1_000)})
    model = Model(lane=quiet.model_copy(update={"arrivals": seldom, "targets": ()}))
    compared = compare("none", NAME, model, [("same", NAME, model)], idle)
    assert (compared.before.processing_time, compared.before.cases) == ((), 0)
    assert {step.per_case for step in compared.before.steps} == {0.0}
    assert compared.before.steps[0].service_hours == 0.0


def test_without_limits_on_paper_there_is_no_factor() -> None:
    free = Model(lane=office(30, 15, limit=0))
    [gap] = compare("reform", NAME, BEFORE, [("only", NAME, free)], DESIGN).targets
    assert (gap.on_paper, gap.limits_factor) == (0, None)
