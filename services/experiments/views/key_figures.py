"""Key figures, and how well they are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from services.experiments.report.language import Both
from services.experiments.report.numbers import number
from services.experiments.simulating import Simulated
from services.experiments.views.of_lanes import (
    KpisData,
    KpiShown,
    KpisView,
    PrecisionData,
    PrecisionShown,
    PrecisionView,
)
from services.experiments.views.shapes import Estimate, Words
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import Told
from services.experiments.views.wording import (
    change_sentence,
    estimate_of,
    kpi_title,
    said,
    unit_of,
    verdict_of,
    with_interval,
)
from simulations.precise import Reached
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KPIS

HEADLINES: Final = (
    "processing_time.median", "processing_time.p90", "cycle_time.median", "cycle_time.p90", "on_time.promised",
    "on_time.statutory", "visits", "documents",
)  # fmt: skip
"""What matters most, in order."""

Compared: TypeAlias = tuple[Interval | None, Interval | None, Interval | None]
"""Before, after and difference."""

_Group: TypeAlias = Literal["time", "promise", "effort", "money", "load", "holding"]
_GROUPS: Final[tuple[tuple[str, _Group], ...]] = (
    ("processing_", "time"),
    ("cycle_time", "time"),
    ("on_time", "promise"),
    ("approved", "promise"),
    ("corrected", "promise"),
    ("agency_cost", "money"),
    ("fees", "money"),
    ("work_in_progress", "load"),
    ("holding.", "holding"),
)


def shown_alone(simulated: Simulated) -> tuple[KpiShown, ...]:
    """Key figures of a lane that is compared with none."""
    return tuple(
        _shown(kpi, None, estimate_of(simulated.kpis.get(kpi)), None).model_copy(
            update={
                "usual": estimate_of(simulated.median.get(kpi)),
                "nine_in_ten": estimate_of(simulated.p90.get(kpi)),
            }
        )
        for kpi in KPIS
    )


def shown_compared(found: Mapping[str, Compared]) -> tuple[KpiShown, ...]:
    """Key figures of a lane before and after: KPI id to before, after and difference."""
    return tuple(_shown(kpi, *map(estimate_of, found.get(kpi, (None, None, None)))) for kpi in KPIS)


def kpis_view(told: Told) -> KpisView:
    """Key figures."""
    usual = any(kpi.usual for kpi in told.kpis)
    sides = ("before", "after", "difference") if told.compared else ("after",)
    columns = [
        column("kpi", "code"), column("title", "words"), column("unit", "unit"),
        *(column(side if told.compared else "alone", "estimate") for side in sides),
        *((column("verdict", "text"),) if told.compared else ()),
        *((column("usual", "estimate"), column("nine_in_ten", "estimate")) if usual else ()),
    ]  # fmt: skip
    rows = [
        {
            "kpi": kpi.kpi,
            "title": kpi.title,
            "unit": kpi.unit.name,
            "alone": kpi.after,
            "before": kpi.before,
            "after": kpi.after,
            "difference": kpi.difference,
            "verdict": kpi.verdict,
            "usual": kpi.usual,
            "nine_in_ten": kpi.nine_in_ten,
        }
        for kpi in told.kpis
    ]
    return KpisView(
        id="kpis",
        about=told.about,
        lane=told.lane,
        title=said(text("kpis.title")),
        sentence=said(_sentence(told)),
        notes=(said(text("kpis.note.usual")),) if usual else (),
        table=table(columns, rows),
        footer=told.footer,
        data=KpisData(compared=told.compared, headlines=HEADLINES, kpis=told.kpis),
    )


def precision_view(told: Told, reached: Reached | None) -> PrecisionView:
    """How well the key figures are known.

    Parameters
    ----------
    reached : how a precision that was asked for was come by
    """
    wanted = None if reached is None else reached.precision.relative
    figures = tuple(_precisions(told, reached))
    columns = [
        column("kpi", "code"), column("title", "words"), column("unit", "unit"), column("series", "text"),
        column("figure", "estimate"), column("relative", "number", "share"), column("wanted", "number", "share"),
    ]  # fmt: skip
    rows = [
        {
            "kpi": each.kpi,
            "title": each.title,
            "unit": each.unit.name,
            "series": each.series,
            "figure": each.figure,
            "relative": each.relative,
            "wanted": each.wanted,
        }
        for each in figures
    ]
    return PrecisionView(
        id="precision",
        about=told.about,
        lane=told.lane,
        title=said(text("precision.title")),
        sentence=said(_precision_sentence(told, reached, figures)),
        notes=(said(text("precision.note")),),
        table=table(columns, rows),
        footer=told.footer,
        data=PrecisionData(
            wanted=wanted,
            reached_at=None if reached is None else reached.at,
            replications=told.footer.replications,
            most=None if reached is None else reached.precision.most,
            figures=figures,
        ),
    )


def _shown(kpi: str, before: Estimate | None, after: Estimate | None, difference: Estimate | None) -> KpiShown:
    known = KPIS[kpi]
    return KpiShown(
        kpi=kpi,
        title=kpi_title(kpi),
        unit=unit_of(kpi),
        better=known.better,
        group=next((group for beginning, group in _GROUPS if kpi.startswith(beginning)), "effort"),
        before=before,
        after=after,
        difference=difference,
        verdict=verdict_of(difference, known.better),
    )


def _sentence(told: Told) -> Both:
    """Of the first two headlines that are known: how long it takes by the law's clock, and by the applicant's."""
    found = [kpi for id_ in ("processing_time.median", "cycle_time.median") for kpi in (told.kpi(id_),) if kpi.after]
    if not found:
        return text("nothing")
    said_ = [
        change_sentence(kpi.title, kpi.unit, kpi.before, kpi.after, kpi.difference)
        if told.compared
        else text("alone", measure=_measure(kpi.title), estimate=with_interval(kpi.after, kpi.unit))
        for kpi in found
        if kpi.after is not None
    ]
    return said_[0] if len(said_) == 1 else said_[0].then(said_[1])


def _measure(title: Words) -> Both:
    return Both(title.zh, title.en[:1].upper() + title.en[1:])


def _precisions(told: Told, reached: Reached | None) -> Iterator[PrecisionShown]:
    asked = HEADLINES if reached is None else tuple(dict.fromkeys((*reached.kpis, *HEADLINES)))
    for kpi in (told.kpi(id_) for id_ in asked):
        wanted = reached.precision.relative if reached is not None and kpi.kpi in reached.kpis else None
        series = (
            (("before", kpi.before), ("after", kpi.after), ("difference", kpi.difference))
            if told.compared
            else (("alone", kpi.after),)
        )
        for name, figure in series:
            if figure is not None:
                base = kpi.before if name == "difference" else figure
                yield PrecisionShown.model_validate(
                    {
                        "kpi": kpi.kpi,
                        "title": kpi.title,
                        "unit": kpi.unit,
                        "series": name,
                        "figure": figure,
                        "relative": _relative(figure, base),
                        "wanted": wanted,
                    }
                )


def _relative(figure: Estimate, base: Estimate | None) -> float | None:
    if figure.low is None or figure.high is None or base is None or base.value == 0:
        return None
    return (figure.high - figure.low) / 2 / abs(base.value)


def _precision_sentence(told: Told, reached: Reached | None, figures: tuple[PrecisionShown, ...]) -> Both:
    known = [each for each in figures if each.relative is not None and each.series != "difference"]
    if not known:
        return text("precision.single")
    widest = max(known, key=lambda each: each.relative or 0.0)
    share = f"{number((widest.relative or 0.0) * 100)}%"
    sentence = text("precision.sentence", count=told.footer.replications, share=share, measure=_lower(widest.title))
    if reached is None:
        return sentence
    wanted = f"{number(reached.precision.relative * 100)}%"
    if reached.at is None:
        return text("precision.missed", wanted=wanted, most=reached.replications).then(sentence)
    return text("precision.reached", wanted=wanted, count=reached.at).then(sentence)


def _lower(title: Words) -> Both:
    return Both(title.zh, title.en)
