"""What each lever saves, and what is missing to published figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

from services.experiments.attribution import Attributed
from services.experiments.report.language import Both
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.report.sentences import target_verdict, working_days
from services.experiments.report.texts import text as report_text
from services.experiments.views.of_lanes import (
    Remedy,
    TargetsData,
    TargetShown,
    TargetsView,
    Waterfall,
    WaterfallBar,
    WaterfallData,
    WaterfallView,
)
from services.experiments.views.shapes import Cell, Estimate, UnitName, Words
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import Told
from services.experiments.views.wording import (
    UNIT,
    both,
    capitalised,
    estimate_of,
    estimated,
    interval_of,
    kpi_title,
    said,
    unit_of,
    verdict_of,
    with_interval,
    written,
)
from simulations.attribution.attribution import Attribution, LaneAttribution, OnPaper
from simulations.attribution.limit_gap import LimitGap
from simulations.comparison import TargetGap, aim_of
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KPIS

ON_PAPER: Final = "longest_limit"
_ADD_UP: Final = ("processing_time.mean", "cycle_time.mean", "visits", "documents", "agency_cost", "fees")
"""Means over cases, because only means add up over levers."""
_FIRST: Final = _ADD_UP[:2]
"""Those that are shown although no lever changes them."""

Way = Literal["in_order", "over_orders"]
Change = tuple[str, Words, Interval | None]
"""A lever's id, what it is called, and what it changes."""


def waterfall_view(told: Told) -> WaterfallView | None:
    """What each lever of a comparison saves, given those before it; none without levers."""
    if not told.levers or told.longest_limits is None:
        return None
    waterfalls = []
    for kpi in _ADD_UP:
        start = told.levers_start.get(kpi)
        changes = [(each.lever, said(both_of(each.called)), each.changes.get(kpi)) for each in told.levers]
        if start is not None and (kpi in _FIRST or _moved(changes)):
            waterfalls.append(_waterfall(kpi, "in_order", start, changes, _end(told, kpi)))
    before, _ = told.longest_limits
    levels = [before, *(each.longest_limit for each in told.levers)]
    named = [(each.lever, said(both_of(each.called))) for each in told.levers]
    waterfalls.append(_on_paper("in_order", before, [_exact(new - old) for old, new in pairwise(levels)], named))
    notes = [said(text("waterfall.note.in_order"))]
    if 0 < told.lever_replications < told.footer.replications:  # of none, only the limits are told
        notes.append(said(text("waterfall.note.replications", count=told.lever_replications)))
    return _view(told, waterfalls, notes)


def attributed_view(told: Told, attribution: Attribution, of: LaneAttribution) -> WaterfallView:
    """What each lever of an attribution saves in one of its lanes: given those before it, and over orders."""
    named = [(each.lever, said(both_of(each.called))) for each in of.levers]
    waterfalls = []
    for kpi in _ADD_UP:
        start, end = of.before.get(kpi), of.after.get(kpi)
        orders = [each.over_orders.get(kpi) for each in of.levers]
        ways: tuple[tuple[Way, list[Interval | None]], ...] = (
            ("in_order", [each.in_order.get(kpi) for each in of.levers]),
            ("over_orders", [None if each is None else each.change for each in orders]),
        )
        for way, intervals in ways:
            changes = [(*name, change) for name, change in zip(named, intervals, strict=True)]
            if start is not None and (kpi in _FIRST or _moved(changes)):
                waterfalls.append(_waterfall(kpi, way, start, changes, end))
    before = of.on_paper_before
    in_order = [_exact(each.on_paper.in_order) for each in of.levers]
    over_orders = [_over_orders(each.on_paper, attribution) for each in of.levers]
    waterfalls.append(_on_paper("in_order", before, in_order, named))
    waterfalls.append(_on_paper("over_orders", before, over_orders, named))
    averaged = text(f"waterfall.note.orders.{attribution.orders_taken}", count=attribution.orders)
    return _view(told, waterfalls, [said(text("waterfall.note.in_order")), said(averaged)])


def targets_view(told: Told, found: Attributed | None = None) -> TargetsView | None:
    """What is missing to published figures; none if none was published.

    Parameters
    ----------
    found : an attribution, which looks for what would close the gap
    """
    gap = None if found is None else found.gap
    gaps = told.targets if gap is None else (gap.gap,)
    if not gaps:
        return None
    aim = aim_of(told.limits, [each.target for each in gaps]) or gaps[0].target
    targets = tuple(_target(each, aimed=each.target == aim) for each in gaps)
    remedies = () if gap is None else tuple(_remedies(gap))
    rows: list[Mapping[str, Cell]] = [
        {
            "kind": "target", "title": each.title, "working_days": each.working_days, "source": each.source,
            "reached": each.reached, "on_paper": float(each.on_paper), "limits_factor": each.limits_factor,
            "verdict": each.verdict, "saved": None,
        }
        for each in targets
    ]  # fmt: skip
    rows += [
        {
            "kind": each.kind, "title": each.title, "working_days": None, "source": None, "reached": each.reached,
            "on_paper": None, "limits_factor": None, "verdict": "helps" if each.helps else "does_not_help",
            "saved": each.saved,
        }
        for each in remedies
    ]  # fmt: skip
    days = UnitName.WORKING_DAYS.value
    columns = [
        column("kind", "text"), column("title", "words"), column("working_days", "number", days),
        column("source", "words"), column("reached", "estimate", days), column("on_paper", "number", days),
        column("limits_factor", "number"), column("verdict", "text"), column("saved", "estimate", days),
    ]  # fmt: skip
    return TargetsView(
        id="targets",
        about=told.about,
        lane=told.lane,
        title=said(text("targets.title")),
        sentence=said(_missing(next(each for each in targets if each.aimed_at))),
        table=table(columns, rows),
        footer=told.footer,
        data=TargetsData(
            unit=UNIT[UnitName.WORKING_DAYS],
            targets=targets,
            remedies=remedies,
            untried=() if gap is None else gap.untried,
        ),
    )


def _view(told: Told, waterfalls: Sequence[Waterfall], notes: Sequence[Words]) -> WaterfallView:
    rows: list[Mapping[str, Cell]] = [
        {
            "kpi": each.kpi, "way": each.way, "unit": each.unit.name.value, "order": float(order), "lever": bar.lever,
            "title": bar.title, "change": bar.change, "start": bar.start, "end": bar.end, "verdict": bar.verdict,
        }
        for each in waterfalls
        for order, bar in enumerate(each.bars, start=1)
    ]  # fmt: skip
    columns = [
        column("kpi", "code"), column("way", "text"), column("unit", "unit"), column("order", "number"),
        column("lever", "code"), column("title", "words"), column("change", "estimate"), column("start", "number"),
        column("end", "number"), column("verdict", "text"),
    ]  # fmt: skip
    return WaterfallView(
        id="waterfall",
        about=told.about,
        lane=told.lane,
        title=said(text("waterfall.title")),
        sentence=said(_saves_most(waterfalls)),
        notes=tuple(notes),
        table=table(columns, rows),
        footer=told.footer,
        data=WaterfallData(waterfalls=tuple(waterfalls)),
    )


def _moved(changes: Iterable[Change]) -> bool:
    return any(change is not None and (change.mean != 0 or change.half_width) for _, _, change in changes)


def _waterfall(kpi: str, way: Way, start: Interval, changes: Sequence[Change], end: Interval | None) -> Waterfall:
    bars, level = [], start.mean
    for lever, title, change in changes:
        before, level = level, level + (change.mean if change else 0.0)
        estimate = estimate_of(change)
        bars.append(
            WaterfallBar(
                lever=lever,
                title=title,
                change=estimate,
                start=before,
                end=level,
                verdict=verdict_of(estimate, KPIS[kpi].better),
            )
        )
    reached = estimate_of(end) or Estimate(
        value=level, low=None, high=None, confidence=start.confidence, values=max(start.values, 1)
    )
    return Waterfall(
        kpi=kpi, title=kpi_title(kpi), unit=unit_of(kpi), way=way, before=estimated(start), bars=tuple(bars),
        after=reached,
    )  # fmt: skip


def _end(told: Told, kpi: str) -> Interval | None:
    """The mean after with its interval, only if it is over the very replications in which the levers were seen."""
    if told.lever_replications < told.footer.replications:
        return None
    after = told.kpi(kpi).after
    if after is None:
        return None
    half = None if after.low is None or after.high is None else (after.high - after.low) / 2
    return Interval(mean=after.value, half_width=half, confidence=after.confidence, values=after.values)


def _on_paper(way: Way, start: float, changes: Sequence[Estimate], named: Sequence[tuple[str, Words]]) -> Waterfall:
    """Arithmetic of limits: nothing of it is estimated, so there are no intervals but for drawn orders."""
    bars, level = [], float(start)
    for (lever, title), change in zip(named, changes, strict=True):
        before, level = level, level + change.value
        bars.append(
            WaterfallBar(
                lever=lever, title=title, change=change, start=before, end=level, verdict=verdict_of(change, "lower")
            )
        )
    return Waterfall(
        kpi=ON_PAPER, title=said(text("waterfall.paper")), unit=UNIT[UnitName.WORKING_DAYS], way=way,
        before=_exact(start), bars=tuple(bars), after=_exact(level),
    )  # fmt: skip


def _exact(value: float) -> Estimate:
    return Estimate(value=value, low=value, high=value, confidence=1.0, values=1)


def _over_orders(paper: OnPaper, attribution: Attribution) -> Estimate:
    """Exact over all orders; over drawn ones, with the interval that allows for their choice, in pairs."""
    value, half = paper.over_orders, paper.orders_half_width
    if attribution.orders_taken == "all":
        return _exact(value)
    return Estimate(
        value=value,
        low=None if half is None else value - half,
        high=None if half is None else value + half,
        confidence=attribution.design.confidence,
        values=max(attribution.orders // 2, 1),
    )


def _saves_most(waterfalls: Sequence[Waterfall]) -> Both:
    ways = {each.way: each for each in waterfalls if each.kpi == _FIRST[0]} or {
        each.way: each for each in waterfalls if each.kpi == _FIRST[1]
    }
    found = ways.get("over_orders") or ways.get("in_order")
    if found is None:
        return text("nothing")
    measure = both(found.title)
    if all(bar.change is None or bar.change.low is None for bar in found.bars):
        return text("waterfall.single", measure=measure)
    better = [(bar.change.value, bar, bar.change) for bar in found.bars if bar.change and bar.verdict == "better"]
    if not better:
        return text("waterfall.none", measure=measure)
    _, bar, change = min(better, key=lambda each: each[0])
    return text(
        "waterfall.most",
        lever=both(bar.title),
        measure=measure,
        change=written(change.value, found.unit),
        unit=both(found.unit.title),
        interval=interval_of(change, found.unit),
    )


def _target(gap: TargetGap, *, aimed: bool) -> TargetShown:
    provenance = gap.target.provenance
    kind = report_text(f"source.{provenance.source}")
    verdicts: Mapping[str, Literal["reached", "missed", "open", "unknown"]] = {
        "reached": "reached", "missed": "missed", "open": "open", "unknown": "unknown",
    }  # fmt: skip
    return TargetShown(
        title=said(both_of(gap.target.title)),
        working_days=float(gap.target.working_days),
        source=Words(zh=f"{kind.zh}：{provenance.basis}", en=f"{kind.en}: {provenance.basis}"),
        reached=estimate_of(gap.reached),
        on_paper=gap.on_paper,
        limits_factor=gap.limits_factor,
        verdict=verdicts[target_verdict(gap)],
        aimed_at=aimed,
    )


def _missing(target: TargetShown) -> Both:
    unit = UNIT[UnitName.WORKING_DAYS]
    values: dict[str, Both | str] = {
        "title": capitalised(both(target.title)),
        "target": working_days(target.working_days),
    }
    if target.reached is not None:
        values["reached"] = with_interval(target.reached, unit)
        values["missing"] = number(max(target.reached.value - target.working_days, 0.0))
    sentence = text(f"targets.{target.verdict}", **values)
    if target.limits_factor is None or target.limits_factor >= 1:
        return sentence
    return sentence.then(text("targets.paper", paper=target.on_paper, factor=number(target.limits_factor)))


def _remedies(gap: LimitGap) -> Iterator[Remedy]:
    wanted = gap.gap.target.working_days
    for limits in gap.limits.tried if gap.limits else ():
        yield Remedy(
            kind="limits",
            title=said(text("targets.limits", factor=number(limits.factor))),
            saved=None,
            reached=estimate_of(limits.reached),
            helps=limits.reached.mean <= wanted,
        )
    for member in gap.members:
        yield Remedy(
            kind="member",
            title=said(text("targets.member", pool=member.title, members=member.members)),
            saved=estimate_of(member.saved),
            reached=estimate_of(member.reached),
            helps=member.kept,
        )
    for lever in gap.levers:
        yield Remedy(
            kind="lever",
            title=said(both_of(lever.lever.called)),
            saved=estimate_of(lever.saved),
            reached=estimate_of(lever.reached),
            helps=lever.saved.excludes_zero and lever.saved.mean < 0,
        )
