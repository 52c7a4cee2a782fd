"""What is drawn stands where the numbers say."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.experiments.report.charts import Bar, distribution, stacked, waterfall
from services.experiments.report.language import same
from services.experiments.report.savings import added, savings_of
from services.experiments.report.scale import Scale
from simulations.comparison import Comparison
from simulations.experiment import GRID
from simulations.statistics.intervals import mean_interval

VALUES = st.floats(min_value=0, max_value=1e5, allow_nan=False)
SAMPLES = st.lists(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4), min_size=1, max_size=5)


def percent(place: str) -> float:
    assert place.endswith("%")
    return float(place[:-1])


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_an_axis_holds_its_values_in_their_order(values: list[float]) -> None:
    scale = Scale.over(values)
    places = [percent(scale.percent(value)) for value in sorted(values)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= 100
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)
    assert 1 <= len(scale.ticks) <= 8


@settings(deadline=None)  # the first interval of all loads scipy
@given(st.lists(st.floats(-50, 20), max_size=8))
def test_the_bars_of_a_waterfall_hang_together(changes: list[float]) -> None:
    start = 500.0
    before, after = (mean_interval([value, value]) for value in (start, start + sum(changes)))
    column = waterfall(before, [mean_interval([change, change]) for change in changes], after)
    first, *middle, last = column.bars
    level = percent(first.width)
    for change, bar in zip(changes, middle, strict=True):
        left, right = percent(bar.start), percent(bar.start) + percent(bar.width)
        begins, ends = (left, right) if change > 0 else (right, left)
        assert begins == pytest.approx(level, abs=0.03)
        assert bar.kind == ("saving" if change < 0 else "increase")
        level = ends
    assert percent(last.width) == pytest.approx(level, abs=0.03)


def test_parts_of_a_stack_follow_each_other_and_nothing_is_drawn_of_nothing() -> None:
    bars = stacked([("working", 2.0), ("third_party", 0.0), ("applicant", 6.0)], Scale(0.0, 10.0, 2.0))
    assert bars == (Bar("0%", "20%", "working", label="2"), Bar("20%", "60%", "applicant", label="6"))


def test_a_distribution_runs_through_its_quantiles() -> None:
    quantiles = tuple(100 * share for share in GRID)
    chart = distribution(same("t"), same("x"), quantiles, (), [(50.0, same("limit")), (50.0, same("target"))])
    scale = Scale.over([99.0])
    middle = f"{percent(scale.percent(50.0)):g},50"
    assert middle in chart.before.split("L")
    assert chart.after == ""
    assert [(rule.at, rule.label.en) for rule in chart.rules] == [(scale.percent(50.0), "limit; target")]


def test_a_line_far_outside_is_said_rather_than_drawn() -> None:
    chart = distribution(same("t"), same("x"), [1.0] * len(GRID), [2.0] * len(GRID), [(283.0, same("limit 283"))])
    assert chart.rules == ()
    assert chart.beyond
    assert chart.beyond.en == "Beyond the axis: limit 283"


@settings(deadline=None)  # the first interval of all loads scipy
@given(SAMPLES)
def test_the_interval_of_levers_added_up_is_never_too_narrow(samples: list[list[float]]) -> None:
    together = added([mean_interval(sample) for sample in samples])
    exact = mean_interval([sum(values) for values in zip(*samples, strict=True)])
    assert together
    assert together.mean == pytest.approx(exact.mean, abs=1e-9)
    assert together.half_width is not None
    assert exact.half_width is not None
    assert together.half_width >= exact.half_width - 1e-6


def test_levers_account_for_the_whole_way_and_those_of_one_name_are_one_row(comparison: Comparison) -> None:
    first, *others = comparison.levers
    twice = comparison.model_copy(update={"levers": (first, first, *others)})
    savings = savings_of(twice)
    assert savings.grouped
    assert [row.number for row in savings.rows] == ["", "1–2", "3", "4", ""]
    assert savings.rows[1].title.en == "One-time notification (2 times)"
    assert not savings_of(comparison).grouped


def test_a_waterfall_of_fewer_replications_starts_and_ends_with_those(comparison: Comparison) -> None:
    savings = savings_of(comparison)
    start = comparison.levers_start["cycle_time.mean"].mean
    end = start + sum(lever.changes["cycle_time.mean"].mean for lever in comparison.levers)
    assert savings.replications == 2
    assert savings.rows[0].values[1].split(" ")[0] == f"{start:.1f}"
    assert savings.rows[-1].values[1] == f"{end:.1f}"
    assert fmean([start, end]) > 10
