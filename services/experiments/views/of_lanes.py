"""Views of how a lane does, or of a lane before and after a reform."""

from __future__ import annotations

from typing import Literal

from pydantic import NonNegativeInt

from services.experiments.views.shapes import Estimate, Shown, Side, Unit, Verdict, Words
from workflows.definition.provenance import Frozen


class KpiShown(Frozen):
    """One key figure.

    Parameters
    ----------
    group : what kind of figure it is, to show them together
    before : none if there is nothing before, or some replication has no value
    after : of the lane alone, if it is compared with none
    difference : after - before, paired by replication
    verdict : of the difference
    usual, nine_in_ten : of a lane alone: every other replication, and nine in ten, come to no more
    """

    kpi: str
    title: Words
    unit: Unit
    better: Literal["lower", "higher"]
    group: Literal["time", "promise", "effort", "money", "load", "holding"]
    before: Estimate | None
    after: Estimate | None
    difference: Estimate | None
    verdict: Verdict | None
    usual: Estimate | None = None
    nine_in_ten: Estimate | None = None


class KpisData(Frozen):
    """Key figures.

    Parameters
    ----------
    compared : whether there is a before
    headlines : ids of those that matter most, in order
    """

    compared: bool
    headlines: tuple[str, ...]
    kpis: tuple[KpiShown, ...]


class KpisView(Shown):
    """Key figures."""

    view: Literal["kpis"] = "kpis"
    data: KpisData


class Box(Frozen):
    """Five quantiles of a distribution: 5, 25, 50, 75 and 95 %."""

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float


class DistributionSeries(Frozen):
    """The distribution of one lane.

    Parameters
    ----------
    quantiles : at the shares of the view, mean over replications; empty if no case tells
    """

    side: Side
    title: Words
    quantiles: tuple[float, ...]
    box: Box | None


class MarkedValue(Frozen):
    """A value to be marked across a chart."""

    value: float
    kind: Literal["promised", "statutory", "target"]
    title: Words


class TimeDistribution(Frozen):
    """How one time is distributed over cases.

    Parameters
    ----------
    marks : limits and published figures; only processing time has some, which is what they limit
    """

    measure: Literal["processing_time", "cycle_time"]
    title: Words
    unit: Unit
    series: tuple[DistributionSeries, ...]
    marks: tuple[MarkedValue, ...]


class DistributionData(Frozen):
    """Distributions over cases.

    Parameters
    ----------
    shares : of cases that take no longer, from 0.01 to 0.99
    """

    shares: tuple[float, ...]
    measures: tuple[TimeDistribution, ...]


class DistributionView(Shown):
    """Not only the mean: which share of the cases takes how long."""

    view: Literal["distribution"] = "distribution"
    data: DistributionData


class WaterfallBar(Frozen):
    """One lever.

    Parameters
    ----------
    lever : its id, or that of the principle under which several are introduced
    change : none if some replication has no value
    start, end : levels between which the bar hangs
    verdict : of the change
    """

    lever: str
    title: Words
    change: Estimate | None
    start: float
    end: float
    verdict: Verdict | None


class Waterfall(Frozen):
    """From the mean before over each lever to the mean after.

    Parameters
    ----------
    kpi : a mean, since only means add up; `longest_limit` for the working days that limits come to on paper
    way : each lever given those before it, or averaged over all orders in which they can be introduced
    before, after : without an interval on paper
    """

    kpi: str
    title: Words
    unit: Unit
    way: Literal["in_order", "over_orders"]
    before: Estimate
    bars: tuple[WaterfallBar, ...]
    after: Estimate


class WaterfallData(Frozen):
    """Savings by lever."""

    waterfalls: tuple[Waterfall, ...]


class WaterfallView(Shown):
    """What each lever saves."""

    view: Literal["waterfall"] = "waterfall"
    data: WaterfallData


class TargetShown(Frozen):
    """A published figure against what was reached.

    Parameters
    ----------
    source : kind of source, then which
    reached : legal working days within which nine cases in ten are decided, after
    on_paper : working days that the limits come to, after
    limits_factor : by which every item limit would have to be multiplied for the limits to come to the figure
    verdict : the whole interval says so, or too few replications tell, or none does
    aimed_at : whether it is the figure that the reform aims at
    """

    title: Words
    working_days: float
    source: Words
    reached: Estimate | None
    on_paper: NonNegativeInt
    limits_factor: float | None
    verdict: Literal["reached", "missed", "open", "unknown"]
    aimed_at: bool


class Remedy(Frozen):
    """Something that was tried to close the gap to the figure that is aimed at.

    Parameters
    ----------
    kind : shorter limits, one more member of the busiest pool, or another lever
    saved : change of the mean processing time in working days, paired; none for limits
    reached : legal working days within which nine cases in ten are decided then
    helps : whether it saves something that can be told from nothing; for limits, whether the figure is reached
    """

    kind: Literal["limits", "member", "lever"]
    title: Words
    saved: Estimate | None
    reached: Estimate | None
    helps: bool


class TargetsData(Frozen):
    """What is missing to published figures.

    Parameters
    ----------
    remedies : of an attribution only, which looks for them
    untried : ids of levers that might help and need parameters that only a designer can give
    """

    unit: Unit
    targets: tuple[TargetShown, ...]
    remedies: tuple[Remedy, ...] = ()
    untried: tuple[str, ...] = ()


class TargetsView(Shown):
    """What is missing to the published figures, and what would close the gap."""

    view: Literal["targets"] = "targets"
    data: TargetsData


class PrecisionShown(Frozen):
    """How well one figure is known.

    Parameters
    ----------
    series : which of the lanes, or the difference
    relative : half-width of the interval as a share of the mean; of a difference, of the mean before. None where there
        is no interval, or the mean is 0
    wanted : what was asked for; none if nothing was
    """

    kpi: str
    title: Words
    unit: Unit
    series: Literal["before", "after", "alone", "difference"]
    figure: Estimate
    relative: float | None
    wanted: float | None


class PrecisionData(Frozen):
    """How well the figures are known.

    Parameters
    ----------
    wanted : half-width asked for, as a share of the mean; none if a number of replications was asked for instead
    reached_at : replications after which all figures had it; none if nothing was asked, or they never had
    most : replications after which it was to be given up
    """

    wanted: float | None
    reached_at: int | None
    replications: int
    most: int | None
    figures: tuple[PrecisionShown, ...]


class PrecisionView(Shown):
    """How far the figures can be trusted, and how many replications that took."""

    view: Literal["precision"] = "precision"
    data: PrecisionData
