"""How times are distributed over cases, and who has a case for how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, cast

from services.experiments.report.language import Both
from services.experiments.report.numbers import number
from services.experiments.views.of_lanes import (
    Box,
    DistributionData,
    DistributionSeries,
    DistributionView,
    KpiShown,
    MarkedValue,
    TimeDistribution,
)
from services.experiments.views.of_steps import (
    HeldDifference,
    HeldPart,
    HeldSide,
    HolderName,
    WaitingData,
    WaitingView,
)
from services.experiments.views.shapes import Cell, UnitName
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import Sided, Told
from services.experiments.views.wording import UNIT, both, capitalised, change_sentence, kpi_title, said, with_interval
from simulations.comparison import aim_of
from simulations.experiment import GRID
from workflows.measures.kpis import KPIS

_PREFIX: Final = "holding."
_HOLDERS: Final = tuple(kpi for kpi in KPIS if kpi.startswith(_PREFIX))
_MEASURES: Final[tuple[tuple[Literal["processing_time", "cycle_time"], UnitName], ...]] = (
    ("processing_time", UnitName.WORKING_DAYS),
    ("cycle_time", UnitName.DAYS),
)


def distribution_view(told: Told) -> DistributionView:
    """How times are distributed over cases."""
    measures = tuple(
        TimeDistribution(
            measure=measure,
            title=said(text(f"distribution.{measure}")),
            unit=UNIT[unit],
            series=tuple(_series(sided, measure) for sided in told.sides),
            marks=tuple(_marks(told)) if measure == "processing_time" else (),
        )
        for measure, unit in _MEASURES
    )
    names = [f"{measure}_{sided.side}" for measure, _ in _MEASURES for sided in told.sides]
    units = [unit.value for _, unit in _MEASURES for _ in told.sides]
    curves = [series.quantiles for each in measures for series in each.series]
    rows: list[Mapping[str, Cell]] = [
        {"share": share, **{name: curve[at] if curve else None for name, curve in zip(names, curves, strict=True)}}
        for at, share in enumerate(GRID)
    ]
    return DistributionView(
        id="distribution",
        about=told.about,
        lane=told.lane,
        title=said(text("distribution.title")),
        sentence=said(_slow_ones(told)),
        notes=(said(text("distribution.note")),),
        table=table(
            [
                column("share", "number", "share"),
                *(column(name, "number", unit) for name, unit in zip(names, units, strict=True)),
            ],
            rows,
        ),
        footer=told.footer,
        data=DistributionData(shares=GRID, measures=measures),
    )


def waiting_view(told: Told) -> WaitingView:
    """Who has a case for how long."""
    kpis = [told.kpi(kpi) for kpi in _HOLDERS]
    sides = tuple(_held(sided, kpis) for sided in told.sides)
    differences = tuple(
        HeldDifference(holder=_holder(kpi.kpi), difference=kpi.difference, verdict=kpi.verdict) for kpi in kpis
    )
    changed = {each.holder: each.difference for each in differences}
    rows: list[Mapping[str, Cell]] = [
        {
            "side": side.side,
            "holder": part.holder,
            "title": part.title,
            "days": part.days,
            "of_whole": part.share,
            "difference": changed[part.holder] if side.side == "after" else None,
        }
        for side in sides
        for part in side.parts
    ]
    return WaitingView(
        id="waiting",
        about=told.about,
        lane=told.lane,
        title=said(text("waiting.title")),
        sentence=said(_longest_holder(told, sides[-1])),
        notes=(said(text("waiting.note")),),
        table=table(
            [
                column("side", "text"), column("holder", "code"), column("title", "words"),
                column("days", "estimate", "days"), column("of_whole", "number", "share"),
                *((column("difference", "estimate", "days"),) if told.compared else ()),
            ],
            rows,
        ),
        footer=told.footer,
        data=WaitingData(unit=UNIT[UnitName.DAYS], sides=sides, differences=differences if told.compared else ()),
    )  # fmt: skip


def _series(sided: Sided, measure: Literal["processing_time", "cycle_time"]) -> DistributionSeries:
    quantiles = sided.figures.processing_time if measure == "processing_time" else sided.figures.cycle_time
    return DistributionSeries(side=sided.side, title=sided.title, quantiles=quantiles, box=_box(quantiles))


def _box(quantiles: tuple[float, ...]) -> Box | None:
    if not quantiles:
        return None
    p5, p25, p50, p75, p95 = (quantiles[GRID.index(share)] for share in (0.05, 0.25, 0.5, 0.75, 0.95))
    return Box(p5=p5, p25=p25, p50=p50, p75=p75, p95=p95)


def _marks(told: Told) -> Iterator[MarkedValue]:
    for limit in told.limits:
        days = number(limit.working_days)
        yield MarkedValue(
            value=float(limit.working_days), kind=limit.kind.value, title=said(text(f"mark.{limit.kind}", days=days))
        )
    aim = aim_of(told.limits, [gap.target for gap in told.targets])
    if aim is not None:
        days = number(aim.working_days)
        yield MarkedValue(value=float(aim.working_days), kind="target", title=said(text("mark.target", days=days)))


def _slow_ones(told: Told) -> Both:
    """Of the slow cases, since the mean is told elsewhere: nine in ten come to no more."""
    found = [kpi for id_ in ("processing_time.p90", "cycle_time.p90") for kpi in (told.kpi(id_),) if kpi.after]
    if not found:
        return text("nothing")
    sentences = [_one(told, kpi) for kpi in found]
    return sentences[0] if len(sentences) == 1 else sentences[0].then(sentences[1])


def _one(told: Told, kpi: KpiShown) -> Both:
    if told.compared:
        return change_sentence(kpi.title, kpi.unit, kpi.before, kpi.after, kpi.difference)
    assert kpi.after is not None  # only such figures are told of
    return text("alone", measure=capitalised(both(kpi.title)), estimate=with_interval(kpi.after, kpi.unit))


def _holder(kpi: str) -> HolderName:
    # The list of key figures is where holders are named.
    return cast(HolderName, kpi.removeprefix(_PREFIX))


def _held(sided: Sided, kpis: list[KpiShown]) -> HeldSide:
    days = [kpi.before if sided.side == "before" else kpi.after for kpi in kpis]
    total = sum(each.value for each in days if each is not None)
    return HeldSide(
        side=sided.side,
        title=sided.title,
        total_days=total,
        parts=tuple(
            HeldPart(
                holder=_holder(kpi.kpi),
                title=kpi_title(kpi.kpi),
                days=each,
                share=each.value / total if each is not None and total > 0 else None,
            )
            for kpi, each in zip(kpis, days, strict=True)
        ),
    )


def _longest_holder(told: Told, side: HeldSide) -> Both:
    known = [(part.days, part) for part in side.parts if part.days is not None]
    if not known or side.total_days <= 0:
        return text("nothing")
    days, part = max(known, key=lambda pair: pair[0].value)
    sentence = text(
        "waiting.most",
        total=number(side.total_days),
        holder=text(f"holder.{part.holder}"),
        estimate=with_interval(days, UNIT[UnitName.DAYS]),
    )
    if not told.compared:
        return sentence
    kpi = told.kpi("holding.queueing")
    return sentence.then(change_sentence(kpi.title, kpi.unit, kpi.before, kpi.after, kpi.difference))
