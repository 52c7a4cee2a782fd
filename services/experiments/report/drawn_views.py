"""Views as the printed report draws them: where every mark stands, worked out from the view alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.experiments.report.cells import PrintedTable, figure, printed
from services.experiments.report.charts import Bar, Column, Distribution, Tick, distribution, stacked, waterfall
from services.experiments.report.language import Both
from services.experiments.report.numbers import NOTHING, number, signed
from services.experiments.report.scale import Scale, place, tick_label
from services.experiments.report.texts import text
from services.experiments.views.document import View
from services.experiments.views.of_courses import CourseBar, GanttView, UtilisationByHourView, WorkInProgressView
from services.experiments.views.of_lanes import DistributionView, KpiShown, KpisView, Waterfall, WaterfallView
from services.experiments.views.of_steps import WaitingView
from services.experiments.views.of_studies import SweepView
from services.experiments.views.shapes import Estimate
from services.experiments.views.wording import both, written
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KPIS, KpiUnit

_DRAWN: Final = {
    "bottlenecks": "spent", "sweep": "after", "pareto": "reached", "staffing": "found", "targets": "reached",
}  # fmt: skip
"""View to the column whose figures are drawn along one axis."""
_SHARES: Final = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95)
_DAY: Final = 24.0
"""Hours."""
_POOLS: Final = 4
"""Pools whose week is printed, the busiest of each side."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline."""

    title: Both
    unit: Both
    before: str
    after: str
    change: str
    verdict: str


@dataclass(frozen=True, slots=True)
class DrawnWaterfall:
    """A waterfall; one row a bar of the column."""

    title: Both
    column: Column
    rows: tuple[tuple[Both, str], ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Who has a case for how long, in one lane."""

    title: Both
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A pool over the week: per cent and class of each hour, a row a day; only hours in which somebody is on duty."""

    title: Both
    hours: tuple[int, ...]
    days: tuple[tuple[Both, tuple[tuple[str, int | None], ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Work under way on one side: the mean, and the band of its interval, as SVG paths in a square of 100 by 100."""

    side: str
    title: Both
    mean: str
    band: str


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A step of a case."""

    title: Both
    doer: Both
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A case on one side."""

    title: Both
    rows: tuple[CourseRow, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class DrawnView:
    """A view on paper; what it does not draw is empty."""

    id: str
    title: Both
    about: Both
    sentence: Both
    notes: tuple[Both, ...]
    table: PrintedTable
    replications: int
    interval: Both
    tiles: tuple[Tile, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    waterfalls: tuple[DrawnWaterfall, ...] = ()
    stacks: tuple[Stack, ...] = ()
    ticks: tuple[Tick, ...] = ()
    weeks: tuple[Week, ...] = ()
    lines: tuple[Line, ...] = ()
    days: tuple[str, str] = ("", "")
    courses: tuple[Course, ...] = ()


def drawn(view: View) -> DrawnView:
    """A view as it is printed."""
    whole = DrawnView(
        id=view.id,
        title=both(view.title),
        about=both(view.about),
        sentence=both(view.sentence),
        notes=tuple(map(both, view.notes)),
        table=_table(view),
        replications=view.footer.replications,
        interval=both(view.footer.interval),
    )
    match view:
        case KpisView():
            kpis = {kpi.kpi: kpi for kpi in view.data.kpis}
            return replace(whole, tiles=tuple(_tile(kpis[kpi]) for kpi in view.data.headlines if kpis[kpi].after))
        case DistributionView():
            return replace(whole, distributions=tuple(_distributions(view)))
        case WaterfallView():
            return replace(whole, waterfalls=tuple(map(_waterfall, view.data.waterfalls)))
        case WaitingView():
            scale = Scale.over([side.total_days for side in view.data.sides])
            return replace(whole, stacks=tuple(_stacks(view, scale)), ticks=_ticks(scale))
        case UtilisationByHourView():
            return replace(whole, weeks=tuple(_weeks(view)))
        case WorkInProgressView():
            scale = _of_lines(view)
            days = view.data.days[0], view.data.days[-1]
            return replace(whole, lines=tuple(_lines(view, scale)), ticks=_ticks(scale), days=days)
        case GanttView():
            return replace(whole, courses=tuple(_courses(view)))
        case _:
            return whole


def _table(view: View) -> PrintedTable:
    """The table, of long ones what a reader of paper needs."""
    table = view.table
    match view:
        case DistributionView():
            kept = tuple(row for row in table.rows if row["share"] in _SHARES)
        case SweepView():
            kept = tuple(row for row in table.rows if row["kpi"] in view.data.headlines)
        case UtilisationByHourView() | WorkInProgressView():
            kept = ()
        case _:
            kept = table.rows
    shown = printed(table.model_copy(update={"rows": kept}), drawn=_DRAWN.get(view.view))
    return replace(shown, left_out=shown.left_out + len(table.rows) - len(kept))


def _tile(kpi: KpiShown) -> Tile:
    change = "" if kpi.difference is None else signed(_interval(kpi.difference), _kpi_unit(kpi))
    after = NOTHING if kpi.after is None else written(kpi.after.value, kpi.unit)
    before = "" if kpi.before is None else written(kpi.before.value, kpi.unit)
    return Tile(both(kpi.title), both(kpi.unit.title), before, after, change, kpi.verdict or "")


def _kpi_unit(kpi: KpiShown) -> KpiUnit:
    return KPIS[kpi.kpi].unit


def _distributions(view: DistributionView) -> Iterator[Distribution]:
    for measure in view.data.measures:
        curves = {series.side: series.quantiles for series in measure.series}
        yield distribution(
            both(measure.title),
            both(measure.unit.title),
            curves.get("before", ()),
            curves.get("after") or curves.get("alone", ()),
            [(mark.value, both(mark.title)) for mark in measure.marks],
        )


def _waterfall(found: Waterfall) -> DrawnWaterfall:
    changes = [None if bar.change is None else _interval(bar.change) for bar in found.bars]
    rows = [(text("before"), figure(found.before, found.unit))]
    rows += [(both(bar.title), NOTHING if bar.change is None else figure(bar.change, found.unit)) for bar in found.bars]
    rows.append((text("after"), figure(found.after, found.unit)))
    title, unit, way = both(found.title), both(found.unit.title), text(f"way.{found.way}")
    return DrawnWaterfall(
        Both(f"{title.zh}（{unit.zh}，{way.zh}）", f"{title.en} ({unit.en}, {way.en})"),
        waterfall(_interval(found.before), changes, _interval(found.after)),
        tuple(rows),
    )


def _interval(estimate: Estimate) -> Interval:
    half = None if estimate.low is None or estimate.high is None else (estimate.high - estimate.low) / 2
    return Interval(mean=estimate.value, half_width=half, confidence=estimate.confidence, values=estimate.values)


def _stacks(view: WaitingView, scale: Scale) -> Iterator[Stack]:
    for side in view.data.sides:
        parts = [(part.holder, part.days.value if part.days else 0.0) for part in side.parts]
        yield Stack(both(side.title), stacked(parts, scale))


def _ticks(scale: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(scale.percent(value), tick_label(value)) for value in scale.ticks)


def _weeks(view: UtilisationByHourView) -> Iterator[Week]:
    sides = dict.fromkeys(pool.side for pool in view.data.pools)
    for side in sides:
        pools = sorted((pool for pool in view.data.pools if pool.side == side), key=lambda pool: -pool.whole.value)
        for pool in pools[:_POOLS]:
            hours = tuple(
                hour for hour in range(24) if any(pool.utilisation[day][hour] is not None for day in range(7))
            )
            title, called = both(pool.title), text(f"side.{side}")
            yield Week(
                Both(f"{title.zh}（{called.zh}）", f"{title.en} ({called.en})"),
                hours,
                tuple(
                    (both(name), tuple(_hour(pool.utilisation[day][hour], pool.levels[day][hour]) for hour in hours))
                    for day, name in enumerate(view.data.days)
                ),
            )


def _hour(busy: float | None, level: int | None) -> tuple[str, int | None]:
    return ("" if busy is None else f"{busy * 100:.0f}", level)


def _of_lines(view: WorkInProgressView) -> Scale:
    sides = view.data.sides
    return Scale.over(value for side in sides for value in (*side.mean, *side.high) if value is not None)


def _lines(view: WorkInProgressView, scale: Scale) -> Iterator[Line]:
    sides, days = view.data.sides, max(len(view.data.days) - 1, 1)

    def path(values: Sequence[float | None]) -> list[str]:
        return [
            f"{place(100 * day / days)},{place(100 - 100 * scale.share(value))}"
            for day, value in enumerate(values)
            if value is not None
        ]

    for side in sides:
        band = [*path(side.low), *reversed(path(side.high))]
        yield Line(
            side.side,
            both(side.title),
            f"M{'L'.join(path(side.mean))}",
            f"M{'L'.join(band)}Z" if band else "",
        )


def _courses(view: GanttView) -> Iterator[Course]:
    for case in view.data.cases:
        scale = Scale.over([side.ended / _DAY for side in case.sides])
        for side in case.sides:
            title, called = both(case.title), text(f"side.{side.side}")
            days = number(side.cycle_days)
            yield Course(
                Both(f"{title.zh}，{called.zh}：{days} 天", f"{title.en}, {called.en}: {days} days"),
                tuple(_course_row(bar, scale) for bar in side.bars),
                _ticks(scale),
            )


def _course_row(bar: CourseBar, scale: Scale) -> CourseRow:
    return CourseRow(
        both(bar.title),
        both(bar.doer),
        tuple(
            Bar(
                start=scale.percent(spell.start / _DAY),
                width=f"{place((scale.share(spell.end / _DAY) - scale.share(spell.start / _DAY)) * 100)}%",
                kind=spell.holder,
            )
            for spell in bar.spells
        ),
    )
