"""Studies of one lane in views: sweeps, trade-offs, what is best, what moves a figure, how long to warm up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from services.designs.parameters import title_of_parameter
from services.experiments.provenance import provenances
from services.experiments.report.language import Both, same
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.views.asking import Asking
from services.experiments.views.key_figures import HEADLINES
from services.experiments.views.of_studies import (
    CandidateShown,
    InputShown,
    SelectionData,
    SelectionView,
    SensitivityData,
    SensitivityView,
    SweepData,
    SweepPoint,
    SweepView,
    SweptKpi,
    WarmUpData,
    WarmUpPoint,
    WarmUpView,
)
from services.experiments.views.shapes import Cell, Estimate, Unit, UnitName, Words
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.wording import (
    UNIT,
    both,
    capitalised,
    change_sentence,
    estimate_of,
    kpi_title,
    listed,
    said,
    unit_of,
    value_text,
    verdict_of,
    with_interval,
    written,
)
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.sweeping import Sweep
from simulations.transient import WarmUp
from workflows.definition.lane import Lane
from workflows.measures.kpis import KPIS


def sweep_views(asking: Asking, found: Sweep) -> Iterator[SweepView]:
    """What comes of every value: for the lane in question, then for each lane beside it."""
    for place in range(len(found.values[0].lanes)):
        yield _sweep(asking, found, place)


def selection_view(asking: Asking, found: LaneSelected) -> SelectionView:
    """Which is the best."""
    unit = unit_of(found.kpi)
    candidates = tuple(
        CandidateShown(
            name=each.name,
            title=said(both_of(each.title)),
            mean=each.mean,
            replications=each.replications,
            best=each.name == found.best,
        )
        for each in found.candidates
    )
    best = next(each for each in candidates if each.best)
    others = [each for each in candidates if not each.best]
    values: dict[str, Both | str] = {
        "best": both(best.title),
        "kpi": both(kpi_title(found.kpi)),
        "mean": written(best.mean, unit),
        "unit": both(unit.title),
        "indifference": written(found.wanted.indifference, unit),
        "confidence": number(found.wanted.confidence * 100),
        "others": listed([same(written(each.mean, unit)) for each in others]) if others else same("–"),
    }
    rows: list[Mapping[str, Cell]] = [
        {
            "name": each.name, "title": each.title, "mean": each.mean, "replications": float(each.replications),
            "best": "best" if each.best else "",
        }
        for each in candidates
    ]  # fmt: skip
    columns = [
        column("name", "code"), column("title", "words"), column("mean", "number", unit.name.value),
        column("replications", "number", "replications"), column("best", "text"),
    ]  # fmt: skip
    return SelectionView(
        id="selection",
        about=kpi_title(found.kpi),
        lane=None,
        title=said(text("selection.title")),
        sentence=said(text("selection.settled" if found.settled else "selection.open", **values)),
        notes=(said(text("selection.note")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "selected", min(each.replications for each in found.candidates)),
        data=SelectionData(
            kpi=found.kpi,
            kpi_title=kpi_title(found.kpi),
            unit=unit,
            better=KPIS[found.kpi].better,
            indifference=found.wanted.indifference,
            confidence=found.wanted.confidence,
            settled=found.settled,
            candidates=candidates,
        ),
    )


def sensitivity_view(asking: Asking, found: Sensitivity) -> SensitivityView:
    """Which numbers of a lane move a figure."""
    unit = unit_of(found.kpi)
    inputs = tuple(_inputs(found, asking.models[0].lane))
    rows: list[Mapping[str, Cell]] = [
        {
            "name": each.name, "title": each.title, "low": each.low, "high": each.high, "size": each.size,
            "effect": each.effect, "spread": each.spread, "alone_share": each.alone, "total_share": each.total,
            "matters": "matters" if each.matters else "no_clear_effect",
        }
        for each in inputs
    ]  # fmt: skip
    by_effect = (
        column("size", "estimate", unit.name.value), column("effect", "number", unit.name.value),
        column("spread", "number", unit.name.value),
    )  # fmt: skip
    by_share = column("alone_share", "estimate", "share"), column("total_share", "estimate", "share")
    columns = [
        column("name", "code"), column("title", "words"), column("low", "number"), column("high", "number"),
        *(by_effect if found.method == "morris" else by_share), column("matters", "text"),
    ]  # fmt: skip
    return SensitivityView(
        id="sensitivity",
        about=said(both_of(found.title)),
        lane=found.lane,
        title=said(text("sensitivity.title")),
        sentence=said(_moves_most(found, inputs, unit)),
        notes=(said(text(f"sensitivity.note.{found.method}")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "bootstrap"),
        data=SensitivityData(
            method=found.method,
            kpi=found.kpi,
            kpi_title=kpi_title(found.kpi),
            unit=unit,
            inputs=inputs,
            lanes=found.lanes,
        ),
    )


def warm_up_view(asking: Asking, found: WarmUp) -> WarmUpView:
    """How long a lane takes from empty until it is what it usually is."""
    points = tuple(WarmUpPoint(day=cut.day, statistic=cut.statistic, cycle_days=cut.cycle_time) for cut in found.cuts)
    rows: list[Mapping[str, Cell]] = [
        {"day": each.day, "statistic": each.statistic, "cycle_days": each.cycle_days} for each in points
    ]
    columns = [
        column("day", "number", "days"), column("statistic", "number"), column("cycle_days", "number", "days"),
    ]  # fmt: skip
    key = "warm_up.open" if not found.settled else "warm_up.settled" if found.days else "warm_up.none"
    return WarmUpView(
        id="warm_up",
        about=said(both_of(found.title)),
        lane=found.lane,
        title=said(text("warm_up.title")),
        sentence=said(text(key, days=found.days, cases=found.cases, looked_at=found.looked_at)),
        notes=(said(text("warm_up.note")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "none"),
        data=WarmUpData(
            days=found.days, cases=found.cases, looked_at=found.looked_at, settled=found.settled, points=points
        ),
    )


def _sweep(asking: Asking, found: Sweep, place: int) -> SweepView:
    lanes = [each.lanes[place] for each in found.values]
    kpis = tuple(_swept(found, place, number) for number in range(len(lanes[0].kpis)))
    limits = tuple(lane.longest_limit for lane in lanes)
    rows: list[Mapping[str, Cell]] = [
        {
            "kpi": kpi.kpi, "title": kpi.title, "unit": kpi.unit.name.value, "value": point.label,
            "before": kpi.before, "after": point.reached, "difference": point.difference, "verdict": point.verdict,
            "limits": float(limit),
        }
        for kpi in kpis
        for point, limit in zip(kpi.points, limits, strict=True)
    ]  # fmt: skip
    columns = [
        column("kpi", "code"), column("title", "words"), column("unit", "unit"), column("value", "text"),
        column("before", "estimate"), column("after", "estimate"), column("difference", "estimate"),
        column("verdict", "text"), column("limits", "number", "working_days"),
    ]  # fmt: skip
    return SweepView(
        id="sweep",
        about=said(both_of(lanes[0].title if place else found.title)),
        lane=lanes[0].lane,
        title=said(text("sweep.title")),
        sentence=said(_from_first_to_last(found, kpis)),
        notes=(said(text("studies.note.common")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "paired"),
        data=SweepData(
            lever=found.lever,
            called=said(both_of(found.called)),
            parameter=found.parameter,
            parameter_title=said(title_of_parameter(found.lever, found.parameter)),
            headlines=HEADLINES,
            kpis=kpis,
            longest_limits=limits,
        ),
    )


def _swept(found: Sweep, place: int, number_of_kpi: int) -> SweptKpi:
    figures = [each.lanes[place].kpis[number_of_kpi] for each in found.values]
    known = KPIS[figures[0].kpi]
    points = []
    for value, figure in zip(found.values, figures, strict=True):
        difference = estimate_of(figure.difference)
        points.append(
            SweepPoint(
                value=value.value,
                label=value_text(value.value),
                number=_number(value.value),
                reached=estimate_of(figure.after),
                difference=difference,
                verdict=verdict_of(difference, known.better),
            )
        )
    return SweptKpi(
        kpi=figures[0].kpi,
        title=kpi_title(figures[0].kpi),
        unit=unit_of(figures[0].kpi),
        better=known.better,
        before=estimate_of(figures[0].before),
        points=tuple(points),
    )


def _number(value: JsonValue) -> float | None:
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def _from_first_to_last(found: Sweep, kpis: tuple[SweptKpi, ...]) -> Both:
    """What the last value changes, and what the first one does."""
    kpi = next(
        (kpi for id_ in ("processing_time.mean", "cycle_time.mean") for kpi in kpis if kpi.kpi == id_ and kpi.before),
        None,
    )
    if kpi is None:
        return text("nothing")
    parameter = both_of(title_of_parameter(found.lever, found.parameter))
    sentences = [
        text("sweep.at", parameter=parameter, value=point.label).then(
            change_sentence(kpi.title, kpi.unit, kpi.before, point.reached, point.difference)
        )
        for point in dict.fromkeys((kpi.points[0], kpi.points[-1]))
    ]
    return sentences[0] if len(sentences) == 1 else sentences[0].then(sentences[1])


def _inputs(found: Sensitivity, lane: Lane) -> Iterator[InputShown]:
    ranges = {each.name: each for each in found.inputs}
    titles = {each.place: said(both_of(each.of)) for each in provenances(lane)}
    confidence, values = found.design.confidence, found.lanes
    for effect in found.effects:
        size = _boot(effect.size, effect.size_half_width, confidence, values)
        yield InputShown(
            name=effect.name,
            title=titles.get(effect.name, Words(zh=effect.name, en=effect.name)),
            low=ranges[effect.name].low,
            high=ranges[effect.name].high,
            size=size,
            effect=effect.effect,
            spread=effect.spread,
            matters=effect.size > effect.size_half_width,
        )
    for share in found.shares:
        yield InputShown(
            name=share.name,
            title=titles.get(share.name, Words(zh=share.name, en=share.name)),
            low=ranges[share.name].low,
            high=ranges[share.name].high,
            alone=_boot(share.alone, share.alone_half_width, confidence, values),
            total=_boot(share.total, share.total_half_width, confidence, values),
            matters=share.total > share.total_half_width,
        )


def _boot(value: float, half: float, confidence: float, values: int) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half, confidence=confidence, values=values)


def _moves_most(found: Sensitivity, inputs: tuple[InputShown, ...], unit: Unit) -> Both:
    kpi = both(kpi_title(found.kpi))
    first = next(iter(inputs), None)
    if first is None or not first.matters:
        return text("sensitivity.none", kpi=kpi)
    title = both(first.title)
    name = title if first.title.en == first.name else Both(f"{title.zh}（{first.name}）", f"{title.en} ({first.name})")
    if first.size is not None:
        return text("sensitivity.morris", kpi=kpi, name=capitalised(name), size=with_interval(first.size, unit))
    assert first.total is not None  # by one method or the other
    share = with_interval(first.total, UNIT[UnitName.SHARE])
    return text("sensitivity.sobol", kpi=kpi, name=capitalised(name), share=share)
