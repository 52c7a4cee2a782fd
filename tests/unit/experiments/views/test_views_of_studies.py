"""Studies and courses in views: the same numbers as in their results, and the same caution in their sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.experiments.simulating import Simulated
from services.experiments.views.courses import utilisation_view
from services.experiments.views.live import live_view
from services.experiments.views.making import askings_of
from services.experiments.views.of_courses import GanttView, UtilisationByHourView, WorkInProgressView
from services.experiments.views.of_studies import (
    ParetoView,
    SelectionView,
    SensitivityView,
    StaffingView,
    SweepView,
    WarmUpView,
)
from services.experiments.views.tellings import told_alone
from services.insights.statistics import KpiFigure, LaneStatistics, VersionStatistics
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.staffing import StaffingFound
from simulations.sweeping import Sweep
from simulations.traces import Trace
from simulations.trade_off import TradeOffs
from simulations.transient import WarmUp
from tests.unit.experiments.views.conftest import Carried
from workflows.measures.kpis import KPIS


def test_a_sweep_has_every_figure_at_every_value(carried: Callable[[str], Carried]) -> None:
    found = carried("sweep")
    [view], [answer] = found.views.views, found.result.answers
    assert isinstance(view, SweepView)
    assert isinstance(answer, Sweep)
    assert [point.value for point in view.data.kpis[0].points] == [each.value for each in answer.values]
    assert view.data.longest_limits == tuple(each.lanes[0].longest_limit for each in answer.values)
    for number, kpi in enumerate(view.data.kpis):
        for point, value in zip(kpi.points, answer.values, strict=True):
            after = value.lanes[0].kpis[number].after
            assert (point.reached.value if point.reached else None) == (after.mean if after else None)
    assert answer.parameter not in view.sentence.en
    assert view.data.parameter_title.en in view.sentence.en
    assert [model.role for model in found.views.models] == ["before", *["value"] * len(answer.values)]


def test_a_selection_names_the_best_and_what_is_guaranteed(carried: Callable[[str], Carried]) -> None:
    [view], [answer] = carried("select").views.views, carried("select").result.answers
    assert isinstance(view, SelectionView)
    assert isinstance(answer, LaneSelected)
    assert [each.name for each in view.data.candidates if each.best] == [answer.best]
    assert {each.name: each.mean for each in view.data.candidates} == {
        each.name: each.mean for each in answer.candidates
    }
    assert ("confidence" in view.sentence.en) == answer.settled


def test_a_staffing_is_proven_only_where_one_fewer_is_surely_missed(carried: Callable[[str], Carried]) -> None:
    [view], [answer] = carried("staff").views.views, carried("staff").result.answers
    assert isinstance(view, StaffingView)
    assert isinstance(answer, StaffingFound)
    assert len(view.data.tried) == len(answer.found.tried)
    assert (view.data.chosen is None) == (answer.found.chosen is None)
    for shown, judged in zip(view.data.tried, answer.found.tried, strict=True):
        assert tuple(each.members for each in shown.members) == judged.members
        assert (shown.found.value, shown.verdict) == (judged.found.mean, judged.verdict)
    assert ("surely missed" in view.sentence.en) == answer.proven


def test_a_trade_off_says_that_overlapping_choices_may_be_chance(carried: Callable[[str], Carried]) -> None:
    [view], [answer] = carried("pareto").views.views, carried("pareto").result.answers
    assert isinstance(view, ParetoView)
    assert isinstance(answer, TradeOffs)
    assert [(each.cost, each.reached.value) for each in view.data.points] == [
        (each.cost, each.reached.mean) for each in answer.front
    ]
    first, last = view.data.points[0].reached, view.data.points[-1].reached
    assert None not in {first.low, first.high, last.low, last.high}
    apart = (first.low or 0.0) > (last.high or 0.0) or (last.low or 0.0) > (first.high or 0.0)
    assert ("may be chance" in view.sentence.en) == (len(view.data.points) > 1 and not apart)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_inputs_are_told_by_either_method(carried: Callable[[str], Carried], method: str) -> None:
    [view], [answer] = carried(method).views.views, carried(method).result.answers
    assert isinstance(view, SensitivityView)
    assert isinstance(answer, Sensitivity)
    assert view.data.method == method
    effects = [(each.name, each.size) for each in answer.effects]
    assert [(each.name, each.size.value) for each in view.data.inputs if each.size] == effects
    shares = [(each.name, each.total) for each in answer.shares]
    assert [(each.name, each.total.value) for each in view.data.inputs if each.total] == shares
    assert ("moves most" in view.sentence.en) == view.data.inputs[0].matters


def test_a_warm_up_is_told_where_it_is_least(carried: Callable[[str], Carried]) -> None:
    [view], [answer] = carried("warm-up").views.views, carried("warm-up").result.answers
    assert isinstance(view, WarmUpView)
    assert isinstance(answer, WarmUp)
    assert (view.data.days, view.data.settled) == (answer.days, answer.settled)
    assert [each.statistic for each in view.data.points] == [cut.statistic for cut in answer.cuts]


def test_a_trace_has_the_week_the_days_and_the_cases(carried: Callable[[str], Carried]) -> None:
    found = carried("trace")
    [answer] = found.result.answers
    assert isinstance(answer, Trace)
    assert answer.after is not None
    week, course, gantt = found.views.views
    assert isinstance(week, UtilisationByHourView)
    assert isinstance(course, WorkInProgressView)
    assert isinstance(gantt, GanttView)
    pools = [*answer.before.pools, *answer.after.pools]
    for shown, pool in zip(week.data.pools, pools, strict=True):
        assert [value for day in shown.utilisation for value in day] == list(pool.busy)
        assert [len(day) for day in shown.queue] == [24] * 7
        assert shown.whole.value == pool.utilisation.mean
    before, after = course.data.sides
    assert (before.mean, after.mean) == (answer.before.under_way.mean, answer.after.under_way.mean)
    assert course.data.days[0] == answer.before.under_way.first.isoformat()
    assert course.data.measured_from in course.data.days
    for case, drawn in zip(gantt.data.cases, answer.cases, strict=True):
        for side, of in zip(case.sides, (drawn.before, drawn.after), strict=True):
            assert of is not None
            assert side.ended == (of.closed_at - of.submitted_at) / 3_600_000
            assert [bar.step for bar in side.bars] == [row.step for row in of.rows if row.spells]
            assert side.held[0].start == 0
            assert side.held[-1].end == side.ended
            assert all(one.end == other.start for one, other in zip(side.held, side.held[1:], strict=False))


def test_the_busiest_hour_is_none_of_a_saturday_that_was_made_up_for(carried: Callable[[str], Carried]) -> None:
    found = carried("trace")
    [answer] = found.result.answers
    assert isinstance(answer, Trace)
    assert answer.after is not None
    pool = max(answer.after.pools, key=lambda each: each.utilisation.mean)
    # As in a year with one Saturday at work, on which whatever had queued was done.
    saturday = 5 * 24 + 9
    busy = [*pool.busy[:saturday], 1.0, *pool.busy[saturday + 1 :]]
    on_duty = [*pool.on_duty[:saturday], max(pool.on_duty) / 50, *pool.on_duty[saturday + 1 :]]
    made_up = pool.model_copy(update={"busy": tuple(busy), "on_duty": tuple(on_duty)})
    pools = tuple(made_up if each.pool == pool.pool else each for each in answer.after.pools)
    changed = answer.model_copy(update={"after": answer.after.model_copy(update={"pools": pools})})
    [asking] = askings_of(found.experiment, found.models)
    view = utilisation_view(asking, changed)
    assert view.data.pools[-1].side == "after"
    assert "Saturday" not in view.sentence.en
    assert "busiest hour" in view.sentence.en


def test_live_figures_are_held_against_what_a_further_replication_comes_to(carried: Callable[[str], Carried]) -> None:
    """Against the interval on the mean nearly every single year would look unusual."""
    found = carried("simulate")
    [answer] = found.result.answers
    assert isinstance(answer, Simulated)
    told = told_alone(askings_of(found.experiment, found.models)[0], answer)
    kpi = told.kpi("cycle_time.median")
    assert kpi.after is not None
    assert kpi.after.high is not None
    half = kpi.after.high - kpi.after.value
    for live, verdict in (
        (kpi.after.value + 1.5 * half, "within"),
        (kpi.after.value + 2.5 * half, "above"),
        (0.0, "below"),
    ):
        version = _version(answer.side.lane_hash, live)
        statistics = LaneStatistics(lane="property_registration", start=0, end=10, at=10, versions=(version,))
        view = live_view(told, told.sides[0], statistics, version)
        shown = next(each for each in view.data.kpis if each.kpi == "cycle_time.median")
        # From three replications: half the interval on the mean times the root of four.
        assert shown.usual_high == pytest.approx(kpi.after.value + 2 * half)
        assert shown.verdict == verdict
        assert ("no clear difference" in view.sentence.en) == (verdict == "within")
    nothing = _version(answer.side.lane_hash, None)
    statistics = LaneStatistics(lane="property_registration", start=0, end=10, at=10, versions=(nothing,))
    assert "No live case" in live_view(told, told.sides[0], statistics, nothing).sentence.en


def _version(lane_hash: str, cycle_time: float | None) -> VersionStatistics:
    figures = {
        kpi: KpiFigure(
            title=known.title,
            unit=known.unit,
            value=cycle_time if kpi == "cycle_time.median" else None,
            cases=3 if kpi == "cycle_time.median" and cycle_time is not None else 0,
        )
        for kpi, known in KPIS.items()
    }
    return VersionStatistics(
        lane_hash=lane_hash, scenario=None, submitted=3, finished=3, unfinished=0, overdue=0, results={},
        figures=figures, steps=(), pools=(),
    )  # fmt: skip
