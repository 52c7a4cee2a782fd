"""One comparison as the page shows it: everything worked out, nothing left to a template but the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.experiments.report.charts import Bar, Distribution, Tick, distribution, stacked
from services.experiments.report.language import Both, both
from services.experiments.report.numbers import NOTHING, UNITS, mean_of, number, signed, with_half
from services.experiments.report.savings import Savings, savings_of
from services.experiments.report.scale import Scale, tick_label
from services.experiments.report.sentences import (
    change_verdict,
    difference_sentence,
    main_target,
    target_sentence,
    target_verdict,
    working_days,
)
from services.experiments.report.texts import text
from services.experiments.report.workload import PoolRow, StepRow, pool_rows, step_rows
from services.experiments.result import Grounds
from simulations.comparison import Comparison, KpiComparison, TargetGap
from workflows.measures.kpis import KPIS

_SENTENCES: Final = ("processing_time.median", "processing_time.p90", "cycle_time.median")
_TILES: Final = (
    "processing_time.median", "processing_time.p90", "cycle_time.median", "cycle_time.p90", "on_time.promised",
    "on_time.statutory", "visits", "documents",
)  # fmt: skip
_HOLDERS: Final = tuple(kpi for kpi in KPIS if kpi.startswith("holding."))


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI in words.

    Attributes
    ----------
    verdict : ``better``, ``worse``, ``equal``, ``unclear`` or nothing
    remark : what else there is to say, such as the limit
    """

    kpi: str
    title: Both
    unit: Both
    before: str
    after: str
    difference: str
    verdict: str
    remark: Both | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Cycle time by holder: two bars, and the figures that they are drawn from."""

    before: tuple[Bar, ...]
    after: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    figures: tuple[Figure, ...]
    alt: Both


@dataclass(frozen=True, slots=True)
class Target:
    """A published figure against what was reached."""

    title: Both
    days: str
    source: str
    kind: Both
    simulated: str
    on_paper: int
    factor: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Section:
    """One comparison."""

    anchor: str
    comparison: Comparison
    grounds: Grounds | None
    lane: Both
    title: Both
    sentences: tuple[Both, ...]
    target: Both | None
    cautions: tuple[Both, ...]
    tiles: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    distributions: tuple[Distribution, ...]
    savings: Savings
    targets: tuple[Target, ...]
    holding: Holding
    steps: tuple[StepRow, ...]
    outside: tuple[StepRow, ...]
    pools: tuple[PoolRow, ...]


def section_of(comparison: Comparison, grounds: Grounds | None) -> Section:
    """Work out everything that the page says about one comparison."""
    kpis = {kpi.kpi: kpi for kpi in comparison.kpis}
    aim = main_target(comparison)
    return Section(
        anchor=comparison.scenario,
        comparison=comparison,
        grounds=grounds,
        lane=both(grounds.lane if grounds else comparison.title),
        title=both(comparison.title),
        sentences=tuple(difference_sentence(kpis[kpi]) for kpi in _SENTENCES),
        target=target_sentence(aim, len(comparison.levers)) if aim else None,
        cautions=tuple(_cautions(comparison)),
        tiles=tuple(_tile(kpis[kpi], comparison) for kpi in _TILES),
        figures=tuple(figure_of(kpi) for kpi in comparison.kpis),
        distributions=_distributions(comparison),
        savings=savings_of(comparison),
        targets=tuple(_target(gap) for gap in comparison.targets),
        holding=_holding(kpis),
        steps=step_rows(comparison, of_departments=True),
        outside=step_rows(comparison, of_departments=False),
        pools=pool_rows(comparison),
    )


def _cautions(comparison: Comparison) -> Iterator[Both]:
    """What makes the figures look other than they are."""
    design = comparison.design
    longest = next(kpi.before for kpi in comparison.kpis if kpi.kpi == "cycle_time.p90")
    if design.cases is not None:
        yield text("caution.cases", cases=design.cases)
    elif longest and longest.mean > design.warm_up_days:
        yield text("caution.warm_up", warm_up=design.warm_up_days, cycle=number(longest.mean))
    if not design.background:
        yield text("caution.alone")
    unfinished = comparison.before.unfinished + comparison.after.unfinished
    if unfinished:
        yield text("caution.unfinished", count=unfinished)
    if design.replications == 1:
        yield text("caution.single")


def figure_of(kpi: KpiComparison, title: Both | None = None, remark: Both | None = None) -> Figure:
    """One KPI in words."""
    known = KPIS[kpi.kpi]
    return Figure(
        kpi=kpi.kpi,
        title=title or both(known.title),
        unit=UNITS[known.unit],
        before=with_half(kpi.before, known.unit),
        after=with_half(kpi.after, known.unit),
        difference=signed(kpi.difference, known.unit),
        verdict=change_verdict(kpi.difference, known.better),
        remark=remark,
    )


def _tile(kpi: KpiComparison, comparison: Comparison) -> Figure:
    kind = kpi.kpi.removeprefix("on_time.")
    days = [working_days(limit.working_days) for limit in comparison.limits if limit.kind == kind]
    limits = Both("、".join(one.zh for one in days), ", ".join(one.en for one in days))
    remark = text("kpi.limit", days=limits) if days else None
    if kpi.kpi.startswith("on_time.") and not (kpi.before and kpi.after):
        missing = [side for side, mean in (("before", kpi.before), ("after", kpi.after)) if mean is None]
        without = text(f"kpi.no_limit.{missing[0]}" if len(missing) == 1 else "kpi.no_limit")
        remark = Both(f"{without.zh}；{remark.zh}", f"{without.en}; {remark.en}") if remark else without
    full = figure_of(kpi, text(f"kpi.{kpi.kpi}"), remark)
    unit = KPIS[kpi.kpi].unit
    return Figure(
        kpi=full.kpi,
        title=full.title,
        unit=full.unit,
        before=mean_of(kpi.before, unit),
        after=mean_of(kpi.after, unit),
        difference=full.difference,
        verdict=full.verdict,
        remark=full.remark,
    )


def _distributions(comparison: Comparison) -> tuple[Distribution, ...]:
    before, after = comparison.before, comparison.after
    return (
        distribution(
            text("curves.processing"),
            text("curves.processing.axis"),
            before.processing_time,
            after.processing_time,
            tuple(_lines(comparison)),
        ),
        distribution(text("curves.cycle"), text("curves.cycle.axis"), before.cycle_time, after.cycle_time),
    )


def _lines(comparison: Comparison) -> Iterator[tuple[float, Both]]:
    for limit in comparison.limits:
        yield float(limit.working_days), text(f"rule.{limit.kind}", days=limit.working_days)
    aim = main_target(comparison)
    if aim:
        yield aim.target.working_days, text("rule.target", days=number(aim.target.working_days))


def _target(gap: TargetGap) -> Target:
    return Target(
        title=both(gap.target.title),
        days=number(gap.target.working_days),
        source=gap.target.provenance.basis,
        kind=text(f"source.{gap.target.provenance.source}"),
        simulated=with_half(gap.reached),
        on_paper=gap.on_paper,
        factor=NOTHING if gap.limits_factor is None else number(gap.limits_factor),
        verdict=target_verdict(gap),
    )


def _holding(kpis: dict[str, KpiComparison]) -> Holding:
    parts = [
        [
            (kpi.removeprefix("holding."), interval.mean if interval else 0.0)
            for kpi in _HOLDERS
            for interval in (kpis[kpi].before if side == "before" else kpis[kpi].after,)
        ]
        for side in ("before", "after")
    ]
    totals = [sum(length for _, length in side) for side in parts]
    scale = Scale.over(totals)
    shown = [kpi for index, kpi in enumerate(_HOLDERS) if any(side[index][1] for side in parts)]
    return Holding(
        before=stacked(parts[0], scale),
        after=stacked(parts[1], scale),
        ticks=tuple(Tick(scale.percent(value), tick_label(value)) for value in scale.ticks),
        figures=tuple(figure_of(kpis[kpi]) for kpi in shown),
        alt=text("holding.alt", before=number(totals[0]), after=number(totals[1])),
    )
