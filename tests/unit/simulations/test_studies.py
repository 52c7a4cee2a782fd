"""Studies on lanes whose answer is known: a case an hour, and work that takes as long as it says."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from simulations.checks import BrokenRunError, Checks, check_run, require_sound
from simulations.experiment import Design, Model, Observed, run_replication
from simulations.goals import parse_goal
from simulations.members import PoolRange, with_members
from simulations.precise import replicate_until
from simulations.remembering import RememberingExecutor
from simulations.selecting import select_lane
from simulations.sensitivity import Study, find_sensitivity
from simulations.staffing import find_staffing
from simulations.statistics.precision import Precision
from simulations.statistics.selection import Selection
from simulations.statistics.sensitivity import InputRange
from simulations.statistics.staffing import Verdict
from simulations.trade_off import Space, find_trade_offs
from simulations.transient import find_warm_up, run_course
from tests.analytic.lanes import Raw, exponential, fixed, queue, sequence, task
from tests.unit.simulations.here import Here
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import CaseTable, Observation

DESIGN = Design(starts_on=date(2024, 3, 5), replications=3, cases=200)
NAME = Title(zh="流程", en="Lane")


def desk(service: Raw, gap: Raw, members: int = 1) -> Model:
    return Model(lane=queue(task("serve", "desk", service), {"desk": members}, gap))


STEADY = desk(fixed(2.5), fixed(1))
"""Three members keep up; with two, each case waits a quarter of an hour longer than the one before."""


def observed(model: Model, design: Design = DESIGN) -> Observed:
    return run_replication(model, design, 0)


def test_goals_are_told_of_each_replication() -> None:
    two = observed(with_members(STEADY, {"desk": 2}))
    # Every pair of cases waits half an hour longer than the pair before it; within a day are waits of up to 21.5 hours.
    waits = [0.0, 0.0]
    while len(waits) < 200:
        waits.append(max(0.0, waits[-2] + 2.5 - 2))
    within = sum(wait + 2.5 <= 24 for wait in waits) / 200
    assert parse_goal("within(cycle_time,1)>=0.95").figure(two) == within
    assert parse_goal("cycle_time.mean<=1").figure(two) == two.summary.value("cycle_time.mean")
    assert parse_goal("within(cycle_time,100) >= 95 %").figure(two) == 1.0


@pytest.mark.parametrize("text", ["within(cycle_time)>=1", "visits", "within(cycle_time,1.5)>=0.9", "visits=1", ""])
def test_a_goal_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InvalidInputError, match="expected a goal such as"):
        parse_goal(text)


def test_a_goal_of_what_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="visits"):
        parse_goal("visit<=1")
    with pytest.raises(UnknownNameError, match="processing_days"):
        parse_goal("within(processing_day,1)>=0.5")
    with pytest.raises(InvalidInputError, match="share from 0 to 1"):
        parse_goal("within(processing_days,1)>=95")


def test_three_members_are_the_fewest() -> None:
    goal, executor = parse_goal("within(cycle_time,1)>=0.95"), RememberingExecutor(Here())
    found = find_staffing(STEADY, [PoolRange(pool="desk", low=1, high=8)], goal, DESIGN, executor)
    assert found.found.chosen is not None
    assert (found.found.chosen.members, found.proven, found.cost, found.in_yuan) == ((3,), True, 3.0, False)
    assert [each.verdict for each in found.found.fewer] == [Verdict.MISSED]
    assert found.kept is not None
    assert (found.kept.estimate, found.kept.values) == (1.0, 3)


def test_two_pools_in_a_row_each_need_their_own() -> None:
    body = sequence(task("first", "window", fixed(1.5)), task("second", "office", fixed(2.5)))
    model = Model(lane=queue(body, {"window": 1, "office": 1}, fixed(1)))
    ranges = [PoolRange(pool="window", low=1, high=4), PoolRange(pool="office", low=1, high=6)]
    found = find_staffing(model, ranges, parse_goal("within(cycle_time,1)>=0.95"), DESIGN, RememberingExecutor(Here()))
    assert found.found.chosen is not None
    assert (found.found.chosen.members, found.proven) == ((2, 3), True)


def test_a_goal_that_people_cannot_reach() -> None:
    goal = parse_goal("within(cycle_time,0)>=0.5")
    found = find_staffing(STEADY, [PoolRange(pool="desk", low=1, high=4)], goal, DESIGN, RememberingExecutor(Here()))
    assert (found.found.chosen, found.proven, found.kept) == (None, False, None)


def test_members_are_changed_in_all_lanes_that_share_them() -> None:
    other = queue(task("also", "desk", fixed(1)), {"desk": 1}, fixed(5), lane="other")
    model = with_members(Model(lane=STEADY.lane, beside=(other,)), {"desk": 4})
    assert [lane.pools["desk"].members for lane in model.measured] == [4, 4]
    assert with_members(model, {"desk": 4}) == model
    with pytest.raises(UnknownNameError, match="desk"):
        with_members(model, {"dusk": 2})


def test_the_faster_lane_is_selected() -> None:
    among = [
        (name, NAME, desk(exponential(service), exponential(1)))
        for name, service in (("slow", 0.6), ("fast", 0.3), ("middle", 0.5))
    ]
    wanted = Selection(indifference=0.005, first=5, most=60)
    found = select_lane(among, "cycle_time.mean", wanted, DESIGN, RememberingExecutor(Here()))
    assert (found.best, found.settled) == ("fast", True)
    slow, fast, _ = found.candidates
    assert slow.mean > fast.mean > 0


def test_replications_until_the_mean_is_known() -> None:
    here = Here()
    executor, model = RememberingExecutor(here), desk(exponential(0.5), exponential(1))
    wanted = Precision(relative=0.1, most=60)
    found = replicate_until([model], ["cycle_time.mean"], wanted, DESIGN, executor)
    assert found.at is not None
    assert found.replications == found.at + wanted.look_ahead
    relative = found.relative["cycle_time.mean"]
    assert relative is not None
    assert relative <= 0.1
    asked = here.asked
    replicate_until([model], ["cycle_time.mean"], wanted, DESIGN, executor)
    assert here.asked == asked, "replications that were run are not run again"


def test_a_paired_difference_is_known_too() -> None:
    before, after = desk(exponential(0.5), exponential(1)), desk(exponential(0.45), exponential(1))
    wanted = Precision(relative=0.05, most=10)
    found = replicate_until([before, after], ["cycle_time.mean"], wanted, DESIGN, RememberingExecutor(Here()))
    assert (found.at, found.replications) == (None, 10)
    with pytest.raises(UnknownNameError, match="figure"):
        replicate_until([before], ["cycle"], wanted, DESIGN, RememberingExecutor(Here()))
    with pytest.raises(InvalidInputError, match="agency_cost has no value"):
        replicate_until([before], ["agency_cost"], wanted, DESIGN, RememberingExecutor(Here()))


def test_effects_of_times_that_nobody_waits_for() -> None:
    """Members enough, so the mean cycle time is the sum of both times: an hour of a range is an hour of it."""
    body = sequence(task("first", "window", fixed(2)), task("second", "office", fixed(3)))
    model = Model(lane=queue(body, {"window": 9, "office": 9}, fixed(1)))
    ranges = (
        InputRange(name="first.service_time", low=1, high=4),
        InputRange(name="second.service_time", low=1, high=2),
    )
    study = Study(kpi="cycle_time.mean", method="morris", inputs=ranges, size=4)
    found = find_sensitivity(model, study, DESIGN, RememberingExecutor(Here()))
    assert [each.name for each in found.effects] == ["first.service_time", "second.service_time"]
    assert [each.size for each in found.effects] == pytest.approx([3 / 24, 1 / 24])
    assert [each.spread for each in found.effects] == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize("trials", [100, 10])
def test_what_a_shorter_time_costs(trials: int) -> None:
    """More than three members shorten nothing, so the front is one, two and three."""
    space = Space(pools=(PoolRange(pool="desk", low=1, high=12),), levers=(), kpi="cycle_time.p90", trials=trials)
    found = find_trade_offs(
        space, lambda members, _: with_members(STEADY, members), DESIGN, RememberingExecutor(Here())
    )
    assert found.of == 12
    front = [each.members["desk"] for each in found.front]
    if trials == 100:
        assert (front, found.tried) == ([1, 2, 3], 12)
    else:
        assert found.tried <= 10
        assert len(front) <= 3
    costs, times = [each.cost for each in found.front], [each.reached.mean for each in found.front]
    assert costs == sorted(costs)
    assert times == sorted(times, reverse=True)


def test_a_busy_desk_takes_long_to_be_itself_and_an_idle_one_does_not() -> None:
    design = DESIGN.model_copy(update={"cases": 1_000, "replications": 10})
    busy, idle = (find_warm_up(desk(exponential(load), exponential(1)), design, Here()) for load in (0.95, 0.2))
    assert busy.days > 5 * idle.days
    assert idle.settled
    assert idle.cuts[0].cases == 0
    least = min(idle.cuts, key=lambda cut: cut.statistic)
    assert least.cases == idle.cases


def test_too_few_cases_tell_no_warm_up() -> None:
    with pytest.raises(InvalidInputError, match="at least 20 cases"):
        find_warm_up(STEADY, DESIGN.model_copy(update={"cases": 10}), Here())


def test_every_run_is_checked() -> None:
    """Whatever happens in between, those who came have gone, and L = lambda W."""
    for members, service in product((1, 2), (0.5, 3.0)):
        found = observed(desk(exponential(service), exponential(1), members))
        assert found.checks.hold
        assert found.checks.entered == 200
        assert found.checks.area == found.checks.times > 0


def test_what_does_not_hold_ends_the_run() -> None:
    found = observed(STEADY)
    lost = found.checks.model_copy(update={"left": 199})
    longer = found.checks.model_copy(update={"times": found.checks.times + 1})
    assert (lost.conserved, lost.little, longer.conserved, longer.little) == (False, True, True, False)
    assert require_sound("desk", found.checks) == found.checks
    with pytest.raises(BrokenRunError, match=r"'desk' leave it.* 200 cases entered, 199 left"):
        require_sound("desk", lost)
    with pytest.raises(BrokenRunError):
        require_sound("desk", longer)


def test_every_way_to_run_a_replication_checks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is lost from the log is noticed, whoever looks at the run."""

    def one_lost(observation: Observation, cases: CaseTable) -> Checks:
        return check_run(observation, cases).model_copy(update={"left": 199})

    for module, run in (("experiment", run_replication), ("transient", run_course)):
        monkeypatch.setattr(f"simulations.{module}.check_run", one_lost)
        with pytest.raises(BrokenRunError, match="defect of the simulation"):
            run(STEADY, DESIGN, 0)
