"""The numbers of views are those of the result, and a sentence says no more than its interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import pytest

from services.experiments.attribution import Attributed
from services.experiments.simulating import Simulated
from services.experiments.views.of_lanes import DistributionView, KpisView, PrecisionView, TargetsView, WaterfallView
from services.experiments.views.of_steps import BottlenecksView, HeatView, WaitingView
from services.experiments.views.shapes import Estimate, Shown, UnitName
from services.experiments.views.steps import level_of
from services.experiments.views.wording import UNIT, change_sentence, interval_of, kpi_title, verdict_of
from simulations.comparison import Comparison
from simulations.experiment import GRID
from tests.unit.experiments.views.conftest import Carried

_View = TypeVar("_View", bound=Shown)


def one(found: Carried, kind: type[_View], place: int = 0) -> _View:
    return [view for view in found.views.views if isinstance(view, kind)][place]


def compared(found: Carried) -> Comparison:
    answer = found.result.answers[0]
    assert isinstance(answer, Comparison)
    return answer


def estimate(value: float, low: float | None, high: float | None) -> Estimate:
    return Estimate(value=value, low=low, high=high, confidence=0.95, values=5)


def test_key_figures_are_those_of_the_result(carried: Callable[[str], Carried]) -> None:
    shown = {kpi.kpi: kpi for kpi in one(carried("compare"), KpisView).data.kpis}
    for kpi in compared(carried("compare")).kpis:
        for interval, figure in (
            (kpi.before, shown[kpi.kpi].before),
            (kpi.after, shown[kpi.kpi].after),
            (kpi.difference, shown[kpi.kpi].difference),
        ):
            assert (interval is None) == (figure is None)
            if interval is not None and figure is not None:
                assert (figure.value, figure.low, figure.high) == (interval.mean, interval.low, interval.high)
    alone = one(carried("simulate"), KpisView).data
    simulated = carried("simulate").result.answers[0]
    assert isinstance(simulated, Simulated)
    assert not alone.compared
    assert {kpi.kpi: kpi.after.value for kpi in alone.kpis if kpi.after} == {
        kpi: interval.mean for kpi, interval in simulated.kpis.items()
    }
    assert all(kpi.before is None and kpi.verdict is None for kpi in alone.kpis)


def test_a_waterfall_goes_from_the_mean_before_to_the_mean_after(carried: Callable[[str], Carried]) -> None:
    """The replications that the levers were seen in are fewer here: its ends are of these, and it says so."""
    found = carried("compare")
    view = one(found, WaterfallView)
    for waterfall in view.data.waterfalls:
        level = waterfall.before.value
        for bar in waterfall.bars:
            assert bar.start == level
            assert bar.end == pytest.approx(bar.start + (bar.change.value if bar.change else 0.0))
            level = bar.end
        assert waterfall.after.value == pytest.approx(level)
    on_paper = view.data.waterfalls[-1]
    comparison = compared(found)
    assert (on_paper.before.value, on_paper.after.value) == (
        comparison.before.longest_limit, comparison.after.longest_limit,
    )  # fmt: skip
    assert any("2" in note.en and "replications" in note.en for note in view.notes)


def test_both_ways_of_dividing_a_saving_add_up_to_it(carried: Callable[[str], Carried]) -> None:
    found = carried("attribute")
    difference = {kpi.kpi: kpi.difference for kpi in one(found, KpisView).data.kpis}
    waterfalls = one(found, WaterfallView).data.waterfalls
    assert {each.way for each in waterfalls} == {"in_order", "over_orders"}
    for each in waterfalls:
        whole = difference.get(each.kpi)
        if whole is not None:
            assert each.bars[-1].end - each.before.value == pytest.approx(whole.value, abs=1e-9)


def test_limits_over_drawn_orders_are_no_more_exact_than_the_draw(carried: Callable[[str], Carried]) -> None:
    found = carried("attribute")
    [answer] = found.result.answers
    assert isinstance(answer, Attributed)
    assert answer.attribution.orders_taken == "drawn"
    view = one(found, WaterfallView)
    exact, drawn = (each for each in view.data.waterfalls if each.kpi == "longest_limit")
    assert all(bar.change is not None and bar.change.low == bar.change.value for bar in exact.bars)
    for bar, lever in zip(drawn.bars, answer.attribution.lanes[0].levers, strict=True):
        assert bar.change is not None
        half = lever.on_paper.orders_half_width
        assert bar.change.value == lever.on_paper.over_orders
        assert bar.change.high == (None if half is None else lever.on_paper.over_orders + half)
        assert bar.verdict != "equal" or half is not None
    assert any("that were drawn" in note.en for note in view.notes)


def test_without_replications_for_levers_nothing_is_said_to_rest_on_them(carried: Callable[[str], Carried]) -> None:
    view = one(carried("compare the ends"), WaterfallView)
    assert [each.kpi for each in view.data.waterfalls] == ["longest_limit"]
    assert not any("replications" in note.en for note in view.notes)


def test_distributions_have_the_quantiles_of_the_result_and_its_limits(carried: Callable[[str], Carried]) -> None:
    found, comparison = carried("compare"), compared(carried("compare"))
    view = one(found, DistributionView)
    processing, cycle = view.data.measures
    assert view.data.shares == GRID
    assert [series.quantiles for series in processing.series] == [
        comparison.before.processing_time, comparison.after.processing_time,
    ]  # fmt: skip
    box = cycle.series[1].box
    assert box is not None
    assert (box.p25, box.p50, box.p95) == tuple(comparison.after.cycle_time[GRID.index(at)] for at in (0.25, 0.5, 0.95))
    assert {mark.value for mark in processing.marks if mark.kind != "target"} == {
        float(limit.working_days) for limit in comparison.limits
    }
    assert cycle.marks == ()


def test_steps_are_ranked_by_the_time_that_a_case_spends_there(carried: Callable[[str], Carried]) -> None:
    found, comparison = carried("compare"), compared(carried("compare"))
    steps = one(found, BottlenecksView).data.steps
    after = {step.step: step for step in comparison.after.steps}
    there = [step for step in steps if step.step in after]
    spent = [step.sides[-1].spent_hours for step in there]
    assert spent == sorted(spent, reverse=True)
    assert [step.rank for step in steps] == list(range(1, len(steps) + 1))
    assert {step.step for step in steps} == set(after) | {step.step for step in comparison.before.steps}
    for step in there:
        figures, side = after[step.step], step.sides[-1]
        assert side.spent_hours == pytest.approx(figures.per_case * figures.sojourn_hours, abs=1e-6)
        assert side.queued_hours == figures.per_case * figures.waiting_hours
        busy = {pool.pool: pool.utilisation.mean for pool in comparison.after.pools}
        assert (side.utilisation.value if side.utilisation else None) == busy.get(figures.pool)


def test_all_holders_together_have_a_case_for_its_cycle_time(carried: Callable[[str], Carried]) -> None:
    found = carried("compare")
    kpis = {kpi.kpi: kpi for kpi in one(found, KpisView).data.kpis}
    for side in one(found, WaitingView).data.sides:
        whole = kpis["cycle_time.mean"].before if side.side == "before" else kpis["cycle_time.mean"].after
        assert whole is not None
        assert side.total_days == pytest.approx(whole.value)
        assert math.fsum(part.share or 0.0 for part in side.parts) == pytest.approx(1)


def test_heat_has_every_step_of_the_lane_with_classes_in_words(carried: Callable[[str], Carried]) -> None:
    found, comparison = carried("compare"), compared(carried("compare"))
    data = one(found, HeatView).data
    scales = {scale.measure: scale for scale in data.scales}
    for side, figures in zip(data.sides, (comparison.before, comparison.after), strict=True):
        assert side.lane_hash == figures.lane_hash
        assert found.models[side.model].lane.id == side.lane
        assert [step.step for step in side.steps] == [step.step for step in figures.steps]
        for step, measured in zip(side.steps, figures.steps, strict=True):
            assert step.values["waiting"].value == measured.waiting_hours
            assert step.values["rework"].value == measured.rework_share
            for measure, value in step.values.items():
                if value.value is None or value.level is None:
                    assert value.value is value.level is None
                    continue
                above = scales[measure].classes[value.level].above
                assert above is None or value.value > above
                assert value.level == 4 or value.value <= (scales[measure].classes[value.level + 1].above or 0.0)
    assert [level_of("utilisation", value) for value in (0.0, 0.5, 0.51, 0.85, 0.99)] == [0, 0, 1, 2, 4]


def test_what_is_missing_to_a_published_figure_is_said(carried: Callable[[str], Carried]) -> None:
    view = one(carried("compare"), TargetsView)
    aimed = next(target for target in view.data.targets if target.aimed_at)
    assert aimed.reached is not None
    assert aimed.verdict == "missed"
    assert "not reached" in view.sentence.en
    assert "未达到" in view.sentence.zh


def test_precision_is_told_as_it_was_asked_for(carried: Callable[[str], Carried]) -> None:
    found = carried("simulate precisely")
    data = one(found, PrecisionView).data
    assert found.result.precision is not None
    assert (data.wanted, data.reached_at) == (0.1, found.result.precision.at)
    assert found.views.design.replications == found.result.precision.replications == data.replications
    cycle = next(each for each in data.figures if each.kpi == "cycle_time.mean")
    assert cycle.relative == pytest.approx(found.result.precision.relative["cycle_time.mean"])
    assert cycle.wanted == 0.1


def test_a_single_replication_has_no_interval_and_says_so(carried: Callable[[str], Carried]) -> None:
    found = carried("compare once")
    assert "a single replication gives no interval" in one(found, KpisView).sentence.en
    assert {kpi.verdict for kpi in one(found, KpisView).data.kpis} <= {"unclear", None}
    assert "nobody can tell" in one(found, PrecisionView).sentence.en
    assert "nobody can tell which" in one(found, WaterfallView).sentence.en
    assert any("single replication" in caution.en for caution in found.views.cautions)


@pytest.mark.parametrize(
    ("difference", "verdict", "said"),
    [
        (estimate(-2.0, -3.0, -1.0), "better", "2 less (95 % interval 1 to 3)"),
        (estimate(2.0, 1.0, 3.0), "worse", "2 more (95 % interval 1 to 3)"),
        (estimate(-2.0, -5.0, 1.0), "unclear", "no clear difference"),
        (estimate(0.0, 0.0, 0.0), "equal", "no change"),
        (estimate(-2.0, None, None), "unclear", "no interval"),
        (estimate(0.0, None, None), "unclear", "no interval"),
    ],
)
def test_a_difference_is_called_clear_only_where_its_interval_is(difference: Estimate, verdict: str, said: str) -> None:
    before, after = estimate(10.0, 9.0, 11.0), estimate(10.0 + difference.value, 7.0, 13.0)
    unit = UNIT[UnitName.WORKING_DAYS]
    sentence = change_sentence(kpi_title("processing_time.median"), unit, before, after, difference)
    assert said in sentence.en
    assert ("没有明显差异" in sentence.zh) == (verdict == "unclear" and difference.low is not None)
    assert verdict_of(difference, "lower") == verdict


def test_intervals_of_shares_end_where_shares_do() -> None:
    share = UNIT[UnitName.SHARE]
    assert interval_of(estimate(0.9, 0.7, 1.1), share).en == "(95 % interval 70.0 to 100.0)"
    assert interval_of(estimate(0.1, -0.1, 0.3), share).en == "(95 % interval 0.0 to 30.0)"
