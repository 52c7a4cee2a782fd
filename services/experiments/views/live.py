"""Live figures beside simulated ones of the very same lane, measured by the same functions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from services.experiments.report.language import Both
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.views.key_figures import HEADLINES
from services.experiments.views.of_lanes import KpiShown
from services.experiments.views.of_studies import (
    LiveAgainstSimulatedData,
    LiveAgainstSimulatedView,
    LiveKpi,
    LivePool,
    LiveStep,
)
from services.experiments.views.shapes import Cell, Estimate
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import Sided, Told
from services.experiments.views.wording import both, capitalised, estimated, said, with_interval, written
from services.insights.statistics import LaneStatistics, VersionStatistics
from workflows.instants import format_instant
from workflows.measures.kpis import KPIS


def live_view(
    told: Told, sided: Sided, statistics: LaneStatistics, version: VersionStatistics
) -> LiveAgainstSimulatedView:
    """Live cases that started under a lane, beside the simulation of that lane.

    Parameters
    ----------
    sided : the lane, on one side of what was told
    version : the figures of the cases that started under that very lane
    """
    kpis = tuple(_kpi(told.kpi(kpi), sided, version) for kpi in KPIS)
    rows: list[Mapping[str, Cell]] = [
        {
            "kpi": kpi.kpi, "title": kpi.title, "unit": kpi.unit.name.value, "live": kpi.live,
            "live_cases": float(kpi.cases), "simulated": kpi.simulated, "usual_low": kpi.usual_low,
            "usual_high": kpi.usual_high, "verdict": kpi.verdict,
        }
        for kpi in kpis
    ]  # fmt: skip
    columns = [
        column("kpi", "code"), column("title", "words"), column("unit", "unit"), column("live", "number"),
        column("live_cases", "number", "cases"), column("simulated", "estimate"), column("usual_low", "number"),
        column("usual_high", "number"), column("verdict", "text"),
    ]  # fmt: skip
    confidence = number(told.footer.confidence * 100)
    return LiveAgainstSimulatedView(
        id="live_against_simulated",
        about=said(both_of(sided.lane.title)),
        lane=sided.lane.id,
        title=said(text("live_against_simulated.title")),
        sentence=said(_sentence(kpis, version)),
        notes=(said(text("live.note.usual", confidence=confidence)), said(text("live.note.pools"))),
        table=table(columns, rows),
        footer=told.footer,
        data=LiveAgainstSimulatedData(
            lane_hash=version.lane_hash,
            start=format_instant(statistics.start),
            end=format_instant(statistics.end),
            at=format_instant(statistics.at),
            submitted=version.submitted,
            finished=version.finished,
            simulated_cases=sided.figures.cases / max(told.footer.replications, 1),
            headlines=HEADLINES,
            kpis=kpis,
            steps=_steps(sided, version),
            pools=_pools(sided, version),
        ),
    )


def _kpi(shown: KpiShown, sided: Sided, version: VersionStatistics) -> LiveKpi:
    simulated = shown.before if sided.side == "before" else shown.after
    live = version.figures[shown.kpi]
    low, high = _usual(simulated)
    verdict = None
    if live.value is not None and low is not None and high is not None:
        verdict = "above" if live.value > high else "below" if live.value < low else "within"
    return LiveKpi.model_validate(
        {
            "kpi": shown.kpi, "title": shown.title, "unit": shown.unit, "live": live.value, "cases": live.cases,
            "simulated": simulated, "usual_low": low, "usual_high": high, "verdict": verdict,
        }
    )  # fmt: skip


def _usual(simulated: Estimate | None) -> tuple[float | None, float | None]:
    """Between what one more replication comes to: the spread of single values about a mean that is itself uncertain.

    Half the interval on the mean is t s / sqrt(n), and that of a further value t s sqrt(1 + 1/n).
    """
    if simulated is None or simulated.low is None or simulated.high is None:
        return None, None
    half = (simulated.high - simulated.low) / 2 * math.sqrt(simulated.values + 1)
    return simulated.value - half, simulated.value + half


def _steps(sided: Sided, version: VersionStatistics) -> tuple[LiveStep, ...]:
    live = {step.step: step for step in version.steps}
    return tuple(
        LiveStep(
            step=each.step,
            title=said(both_of(each.title)),
            live_done=live[each.step].done,
            live_waiting_hours=live[each.step].waiting_time.mean,
            live_service_hours=live[each.step].service_time.mean,
            simulated_waiting_hours=each.waiting_hours,
            simulated_service_hours=each.service_hours,
        )
        for each in sided.figures.steps
        if each.step in live
    )


def _pools(sided: Sided, version: VersionStatistics) -> tuple[LivePool, ...]:
    live = {pool.pool: pool for pool in version.pools}
    return tuple(
        LivePool(
            pool=each.pool,
            title=said(both_of(each.title)),
            live_utilisation=live[each.pool].utilisation,
            simulated_utilisation=estimated(each.utilisation),
        )
        for each in sided.figures.pools
        if each.pool in live
    )


def _sentence(kpis: tuple[LiveKpi, ...], version: VersionStatistics) -> Both:
    by_id = {kpi.kpi: kpi for kpi in kpis}
    order = ("processing_time.median", "cycle_time.median")
    kpi = next((by_id[id_] for id_ in order if by_id[id_].live is not None and by_id[id_].simulated), None)
    if kpi is None or kpi.live is None or kpi.simulated is None:
        return text("live.none", cases=version.submitted)
    values: dict[str, Both | str | int] = {
        "kpi": capitalised(both(kpi.title)),
        "live": written(kpi.live, kpi.unit),
        "unit": both(kpi.unit.title),
        "cases": kpi.cases,
    }
    if kpi.verdict is None or kpi.usual_low is None or kpi.usual_high is None:
        return text("live.single", simulated=with_interval(kpi.simulated, kpi.unit), **values)
    low, high = (written(max(end, 0.0), kpi.unit, kpi.live) for end in (kpi.usual_low, kpi.usual_high))
    return text(f"live.{kpi.verdict}", low=low, high=high, **values)
