"""What a comparison says, in plain sentences."""

from __future__ import annotations

from services.experiments.report.language import Both, same
from services.experiments.report.numbers import UNITS, ends, number, signed, with_half
from services.experiments.report.texts import text
from simulations.comparison import Comparison, KpiComparison, LaneComparison, TargetGap, aim_of
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KPIS


def difference_sentence(kpi: KpiComparison) -> Both:
    """What became of one KPI, with the interval of the difference."""
    unit = KPIS[kpi.kpi].unit
    measure = text(f"measure.{kpi.kpi}")
    if kpi.before is None or kpi.after is None or kpi.difference is None:
        return text("sentence.unknown", measure=measure)
    values: dict[str, Both | str] = {
        "measure": measure,
        "before": number(kpi.before.mean, unit),
        "after": number(kpi.after.mean, unit),
        "unit": UNITS[unit],
    }
    between = ends(kpi.difference, unit)
    if between is None:
        return text("sentence.single", **values)
    if kpi.difference.mean == 0 and kpi.difference.half_width == 0:
        return text("sentence.equal", **values)
    if not kpi.difference.excludes_zero:
        return text("sentence.unclear", difference=signed(kpi.difference, unit), **values)
    return text(
        "sentence.less" if kpi.difference.mean < 0 else "sentence.more",
        size=number(abs(kpi.difference.mean), unit),
        low=between[0],
        high=between[1],
        confidence=number(kpi.difference.confidence * 100),
        **values,
    )


def target_sentence(gap: TargetGap, levers: int) -> Both:
    """What levers reach on paper and in simulation, and what is missing to a published figure.

    Parameters
    ----------
    levers : how many were applied
    """
    target = gap.target.working_days
    on_paper = "none" if gap.limits_factor is None else "within" if gap.on_paper <= target else "above"
    paper = text(
        f"target.paper.{on_paper}",
        levers=levers,
        paper=working_days(gap.on_paper),
        target=number(target),
        title=gap.target.title,
        factor=number(gap.limits_factor or 0.0),
    )
    verdict = target_verdict(gap)
    if gap.reached is None:
        return paper.then(text("target.unknown"))
    return paper.then(text(f"target.{verdict}", reached=with_half(gap.reached)))


def main_target(comparison: Comparison | LaneComparison) -> TargetGap | None:
    """The gap to the published figure that the reform aims at."""
    aim = aim_of(comparison.limits, [gap.target for gap in comparison.targets])
    return next((gap for gap in comparison.targets if gap.target == aim), None)


def target_verdict(gap: TargetGap) -> str:
    """``reached`` or ``missed`` where the whole interval says so, else ``open``; ``unknown`` if no case tells."""
    if gap.reached is None:
        return "unknown"
    half = gap.reached.half_width
    if half is None:
        return "open"
    if gap.reached.mean + half <= gap.target.working_days:
        return "reached"
    return "missed" if gap.reached.mean - half > gap.target.working_days else "open"


def change_verdict(difference: Interval | None, better: str) -> str:
    """``better``, ``worse``, ``equal``, ``unclear`` or, without a difference, nothing."""
    if difference is None:
        return ""
    if difference.mean == 0 and not difference.half_width:
        return "equal"
    if not difference.excludes_zero:
        return "unclear"
    return "better" if (difference.mean < 0) == (better == "lower") else "worse"


def working_days(days: float) -> Both:
    """A number of working days in words."""
    plural = "" if days == 1 else "s"
    return Both(f"{number(days)} 个工作日", f"{number(days)} working day{plural}") if days else same("0")
