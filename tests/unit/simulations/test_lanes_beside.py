"""Lanes beside each other in one experiment: measured each, queueing together, compared stage by stage."""

from __future__ import annotations

from datetime import date

import pytest

from simulations.comparison import compare
from simulations.experiment import Design, Model, run_replication, run_replications
from simulations.sweeping import Swept, sweep
from tests.unit.simulations.offices import fixed, lane, task
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError
from workflows.measures import KPIS

DESIGN = Design(starts_on=date(2024, 3, 5), replications=2, lever_replications=2, cases=3)
NAME = Title(zh="改革", en="Reform")


def office(id_: str, minutes: int, *, pool: str = "desk", gap: int = 60, arrives: bool = True) -> Lane:
    """A case an hour, decided in one task."""
    arrivals = f"arrivals: {{gap: {fixed(gap)}, calendar: day}}" if arrives else ""
    steps = (
        "{kind: milestone, id: in, title: *t, mark: accepted}",
        task("serve", minutes, pool=pool),
        "{kind: milestone, id: out, title: *t, mark: decided}",
    )
    return lane(f"{{kind: sequence, steps: [{', '.join(steps)}]}}", id_=id_, more=arrivals)


ONE, OTHER = office("one", 20), office("other", 30)


def hours(model: Model, number: int) -> float:
    """Mean cycle time of one of its lanes."""
    value = run_replication(model, DESIGN, 0).of(number).summary.value("cycle_time.mean")
    assert value is not None
    return value * 24


def test_lanes_that_arrive_together_queue_at_the_department_that_they_share() -> None:
    """Both arrive at 10, 11 and noon; the first lane goes first. At noon both go for lunch."""
    assert hours(Model(lane=ONE), 0) == pytest.approx((20 + 20 + 80) / 3 / 60)
    both = Model(lane=ONE, beside=(OTHER,))
    assert hours(both, 0) == pytest.approx((20 + 20 + 80) / 3 / 60)
    assert hours(both, 1) == pytest.approx((50 + 50 + 110) / 3 / 60)
    elsewhere = Model(lane=ONE, beside=(office("other", 30, pool="archive"),))
    assert hours(elsewhere, 1) == pytest.approx((30 + 30 + 90) / 3 / 60)


def test_a_department_is_as_busy_in_every_lane_that_has_it() -> None:
    observed = run_replication(Model(lane=ONE, beside=(OTHER,)), DESIGN, 0)
    assert (observed.cases, observed.beside[0].cases) == (3, 3)
    assert observed.pools == observed.beside[0].pools
    assert [pool.pool for pool in observed.pools] == ["desk", "archive"]
    alone = run_replication(Model(lane=ONE), DESIGN, 0)
    assert observed.pools[0].utilisation > alone.pools[0].utilisation


def test_only_the_departments_of_a_lane_and_of_those_that_it_calls_are_told_of() -> None:
    own = {"hall": ONE.pools["desk"]}
    apart = office("apart", 30).model_copy(update={"pools": own})
    apart = apart.model_copy(update={"body": office("apart", 30, pool="hall").body})
    calling = lane(
        "{kind: call, id: open, title: *t, lane: called}",
        id_="calling",
        more=f"arrivals: {{gap: {fixed(60)}, calendar: day}}",
    ).model_copy(update={"pools": {}})
    called = office("called", 10, arrives=False)
    observed = run_replication(Model(lane=apart, beside=(calling,), called=(called,)), DESIGN, 0)
    assert [pool.pool for pool in observed.pools] == ["hall"]
    assert [pool.pool for pool in observed.of(1).pools] == ["desk", "archive"]


def test_a_lane_that_is_called_and_runs_beside_is_one_lane() -> None:
    arrivals = f"arrivals: {{gap: {fixed(60)}, calendar: day}}"
    calling = lane("{kind: call, id: open, title: *t, lane: one}", id_="calling", more=arrivals)
    observed = run_replication(Model(lane=calling, beside=(ONE,)), DESIGN, 0)
    # Three cases of its own, and three that the other lane opened.
    assert (observed.cases, observed.of(1).cases) == (3, 6)


def test_every_lane_that_is_measured_has_arrivals() -> None:
    model = Model(lane=ONE, beside=(office("quiet", 30, arrives=False),))
    with pytest.raises(InvalidInputError, match="lane 'quiet' has no arrivals"):
        run_replication(model, DESIGN, 0)
    with pytest.raises(InvalidInputError, match="lane 'quiet' has no arrivals"):
        next(run_replications([model], DESIGN, [1]))


def test_lanes_that_share_a_department_may_say_differently_why_it_has_its_people() -> None:
    pool = OTHER.pools["desk"]
    reason = pool.staff[0].provenance.model_copy(update={"basis": "counted"})
    staff = (pool.staff[0].model_copy(update={"provenance": reason}),)
    counted = OTHER.model_copy(update={"pools": OTHER.pools | {"desk": pool.model_copy(update={"staff": staff})}})
    assert run_replication(Model(lane=ONE, beside=(counted,)), DESIGN, 0).of(1).cases == 3


def test_a_comparison_tells_every_lane_what_every_stage_changes() -> None:
    before = Model(lane=ONE, beside=(OTHER,))
    quicker = ONE.model_copy(update={"body": office("one", 10).body})
    stages = [
        ("quicker", NAME, Model(lane=quicker, beside=(OTHER,))),
        ("other", NAME, Model(lane=quicker, beside=(office("other", 20),))),
    ]
    compared = compare("reform", NAME, before, stages, DESIGN)
    [beside] = compared.beside
    assert (compared.lane, compared.lane_title, beside.lane) == ("one", ONE.title, "other")
    assert [kpi.kpi for kpi in beside.kpis] == list(KPIS)
    changes = [[lever.changes["cycle_time.mean"].mean * 24 * 60 for lever in of.levers] for of in (compared, beside)]
    # The queue at the shared desk shortens for the other lane as well, by as much; then its own time by ten minutes.
    assert changes[0] == pytest.approx([-10, 0])
    assert changes[1] == pytest.approx([-10, -10])
    assert beside.before.pools == compared.before.pools


def test_a_sweep_compares_every_value_with_the_lane_before() -> None:
    swept = Swept(scenario="reform", title=NAME, lever="cut", called=NAME, parameter="minutes")
    series = [(minutes, Model(lane=office("one", minutes), beside=(OTHER,))) for minutes in (15, 5)]
    told: list[tuple[int, int]] = []
    result = sweep(
        swept,
        Model(lane=ONE, beside=(OTHER,)),
        series,
        DESIGN,
        progress=lambda done, of: told.append((done, of)),
    )
    assert (result.lever, result.parameter, [value.value for value in result.values]) == ("cut", "minutes", [15, 5])
    for value, saved in zip(result.values, (5, 15), strict=True):
        assert [of.lane for of in value.lanes] == ["one", "other"]
        for of in value.lanes:
            [cycle] = [kpi for kpi in of.kpis if kpi.kpi == "cycle_time.mean"]
            assert cycle.difference is not None
            assert cycle.difference.mean * 24 * 60 == pytest.approx(-saved)
    assert told[-1] == (6, 6)
