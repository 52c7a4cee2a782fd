"""Sentences say what the interval allows, and no more."""

from __future__ import annotations

import pytest

from services.experiments.report.sentences import (
    change_verdict,
    difference_sentence,
    main_target,
    target_sentence,
    target_verdict,
)
from simulations.comparison import Comparison, KpiComparison, TargetGap
from simulations.statistics.intervals import Interval
from workflows.definition.lane import LaneLimit, LimitKind, Target
from workflows.definition.provenance import Provenance, Source, Title

SEED = Provenance(source=Source.SEED, basis="DD-001")


def interval(mean: float, half_width: float | None = 0.5) -> Interval:
    return Interval(mean=mean, half_width=half_width, confidence=0.95, values=20)


def median(before: float, after: float, half_width: float | None) -> KpiComparison:
    difference = interval(after - before, half_width)
    return KpiComparison(
        kpi="processing_time.median", before=interval(before), after=interval(after), difference=difference
    )


def gap(working_days: float, reached: Interval | None, on_paper: int) -> TargetGap:
    target = Target(title=Title(zh="丹东", en="Dandong"), working_days=working_days, provenance=SEED)
    factor = working_days / on_paper if on_paper else None
    return TargetGap(target=target, reached=reached, on_paper=on_paper, limits_factor=factor)


def test_a_saving_is_said_with_its_interval() -> None:
    sentence = difference_sentence(median(52.31, 11.18, 0.87))
    assert sentence.en == (
        "The median processing time falls from 52.3 to 11.2 working days: 41.1 less (95 % interval 40.3 to 42.0)."
    )
    assert sentence.zh == "办理时长中位数从 52.3 降到 11.2 个工作日，少 41.1 个工作日（95% 区间 40.3 到 42.0）。"


def test_a_rise_is_said_to_be_one() -> None:
    assert "rises from 10 to 12 working days: 2 more" in difference_sentence(median(10, 12, 1.0)).en


@pytest.mark.parametrize(
    ("after", "half_width", "words"),
    [
        pytest.param(12.0, 2.5, "the difference of +2 ± 2 may be chance", id="the interval holds zero"),
        pytest.param(12.0, None, "a single replication gives no interval", id="one replication"),
        pytest.param(10.0, 0.0, "does not change", id="exactly the same"),
    ],
)
def test_no_saving_is_claimed_that_the_interval_does_not_show(
    after: float, half_width: float | None, words: str
) -> None:
    assert words in difference_sentence(median(10.0, after, half_width)).en


def test_without_a_value_nothing_is_compared() -> None:
    kpi = KpiComparison(kpi="cycle_time.median", before=None, after=interval(3), difference=None)
    assert "nothing can be compared" in difference_sentence(kpi).en


@pytest.mark.parametrize(
    ("reached", "verdict"),
    [
        pytest.param(interval(39.4, 0.5), "reached", id="all of the interval within"),
        pytest.param(interval(39.6, 0.5), "open", id="the interval holds the figure"),
        pytest.param(interval(40.6, 0.5), "missed", id="all of the interval above"),
        pytest.param(interval(39.4, None), "open", id="no interval"),
        pytest.param(None, "unknown", id="no case tells"),
    ],
)
def test_a_target_is_reached_only_if_the_whole_interval_says_so(reached: Interval | None, verdict: str) -> None:
    assert target_verdict(gap(40, reached, 55)) == verdict


def test_what_is_missing_to_a_target_is_said() -> None:
    assert target_sentence(gap(40, interval(73.27, 8.09), 55), levers=10).en == (
        "Levers 1 to 10 bring the limits to 55 working days on paper; to reach 40 (Dandong) every item limit would "
        "have to fall to 0.73 of what it is then. Simulated, nine cases in ten are decided within 73.3 ± 8.1 legal "
        "working days: not reached."
    )


def test_paper_says_nothing_where_no_item_has_a_limit() -> None:
    assert "paper says nothing about 3 (Dandong)" in target_sentence(gap(3, None, 0), levers=2).en


def test_the_target_is_the_figure_that_the_reform_promises(comparison: Comparison) -> None:
    gaps = (gap(283, None, 55), gap(40, None, 55))
    promised = LaneLimit(working_days=40, kind=LimitKind.PROMISED, provenance=SEED)
    with_promise = comparison.model_copy(update={"targets": gaps, "limits": (promised,)})
    assert main_target(with_promise) == gaps[1]
    assert main_target(with_promise.model_copy(update={"limits": ()})) == gaps[0]
    assert main_target(with_promise.model_copy(update={"targets": ()})) is None


def test_fewer_is_better_only_where_it_is() -> None:
    fall = interval(-2.0, 0.5)
    assert (change_verdict(fall, "lower"), change_verdict(fall, "higher")) == ("better", "worse")
    assert change_verdict(interval(-0.4, 0.5), "lower") == "unclear"
    assert change_verdict(interval(0.0, 0.0), "lower") == "equal"
