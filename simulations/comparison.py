"""Before against after, and what each lever contributes: paired replications under common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from pydantic import NonNegativeFloat, NonNegativeInt

from simulations.experiment import Design, Model, Observed, run_replications
from simulations.figures import Side, side_of
from simulations.statistics.intervals import Interval, mean_interval, paired_interval, variance_reduction
from workflows.definition.lane import Lane, LaneLimit, LimitKind, Target
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen, Title
from workflows.measures import KPIS


class KpiComparison(Frozen):
    """One KPI before and after.

    Parameters
    ----------
    before, after : mean over replications with its interval; none if the KPI has no value in some replication
    difference : after - before, paired by replication
    variance_reduction : share of the variance of the difference that common random numbers saved, against replications
        that have nothing to do with each other; none if there was no variance
    """

    kpi: str
    before: Interval | None
    after: Interval | None
    difference: Interval | None
    variance_reduction: float | None = None


class LeverSaving(Frozen):
    """What one lever changes, given those before it.

    Parameters
    ----------
    lever : its id
    called : what the scenario calls this use of it
    changes : KPI id to after - before this lever, paired by replication
    longest_limit : working days that the limits come to once it is applied
    """

    lever: str
    called: Title
    changes: dict[str, Interval]
    longest_limit: NonNegativeInt


class TargetGap(Frozen):
    """A published figure against what was reached.

    Parameters
    ----------
    reached : legal working days of the case at the 90th percentile, after
    on_paper : working days that the limits come to, after
    limits_factor : factor by which every item limit would have to be multiplied for the limits to come to the figure;
        above 1 they come to less already
    """

    target: Target
    reached: Interval | None
    on_paper: NonNegativeInt
    limits_factor: NonNegativeFloat | None


class LaneComparison(Frozen):
    """What becomes of one lane that runs beside the one in question; fields as those of :class:`Comparison`.

    Parameters
    ----------
    lane : its id
    levers : the same stages as for the lane in question, and what each changes here
    """

    lane: str
    title: Title
    before: Side
    after: Side
    kpis: tuple[KpiComparison, ...]
    levers: tuple[LeverSaving, ...]
    levers_start: dict[str, Interval]
    limits: tuple[LaneLimit, ...]
    targets: tuple[TargetGap, ...]


class Comparison(Frozen):
    """The whole answer to "what will this reform save?".

    Parameters
    ----------
    scenario : its id
    lane, lane_title : the lane in question, as it is
    levers : in order; their changes add up to the difference between before and after over the same replications
    levers_start : KPI id to its mean before over those replications: where a waterfall begins; empty, as are the
        changes, if the design has none for levers
    limits : of the lane after
    beside : the lanes beside it, from the same runs
    """

    scenario: str
    title: Title
    lane: str
    lane_title: Title
    design: Design
    before: Side
    after: Side
    kpis: tuple[KpiComparison, ...]
    levers: tuple[LeverSaving, ...]
    levers_start: dict[str, Interval]
    limits: tuple[LaneLimit, ...]
    targets: tuple[TargetGap, ...]
    beside: tuple[LaneComparison, ...] = ()


Stage = tuple[str, Title, Model]
"""A lever's id, what it is called, and the model once it is applied."""


def compare(
    scenario: str,
    title: Title,
    before: Model,
    stages: Sequence[Stage],
    design: Design,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Comparison:
    """Compare a lane with what levers make of it, one after the other, and so every lane beside it.

    Parameters
    ----------
    stages : what each lever leads to; the last is the lane after. At least one, each with the same lanes beside
    executor : where replications run
    progress : told how many replications of how many are done
    """
    models = [before, *(model for _, _, model in stages)]
    observed: list[list[Observed]] = [[] for _ in models]
    shared = min(design.lever_replications, design.replications)
    counts = [design.replications, *(shared for _ in models[1:-1]), design.replications]
    for done, (index, result) in enumerate(run_replications(models, design, counts, executor), start=1):
        observed[index].append(result)
        progress(done, sum(counts))
    own, *beside = (
        _compared(number, models, stages, [[each.of(number) for each in results] for results in observed], design)
        for number in range(len(before.measured))
    )
    return Comparison(
        scenario=scenario,
        title=title,
        lane=own.lane,
        lane_title=own.title,
        design=design,
        before=own.before,
        after=own.after,
        kpis=own.kpis,
        levers=own.levers,
        levers_start=own.levers_start,
        limits=own.limits,
        targets=own.targets,
        beside=tuple(beside),
    )


def _compared(
    number: int, models: Sequence[Model], stages: Sequence[Stage], observed: list[list[Observed]], design: Design
) -> LaneComparison:
    shared = min(design.lever_replications, design.replications)
    lanes = [model.measured[number] for model in models]
    old, new = observed[0], observed[-1]
    return LaneComparison(
        lane=lanes[0].id,
        title=lanes[0].title,
        before=side_of(models[0], old, design, lanes[0]),
        after=side_of(models[-1], new, design, lanes[-1]),
        kpis=tuple(kpi_comparison(kpi, old, new, design) for kpi in KPIS),
        levers=tuple(
            _saving(lever, called, lanes[index + 1], observed[index][:shared], observed[index + 1][:shared], design)
            for index, (lever, called, _) in enumerate(stages)
        ),
        levers_start=_means(old[:shared], design),
        limits=lanes[-1].limits,
        targets=tuple(target_gap(target, lanes[-1], new, design) for target in lanes[-1].targets),
    )


def _values(kpi: str, observed: Sequence[Observed]) -> list[float] | None:
    values = [result.summary.value(kpi) for result in observed]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _interval(values: list[float] | None, design: Design) -> Interval | None:
    return mean_interval(values, design.confidence) if values else None


def _means(observed: Sequence[Observed], design: Design) -> dict[str, Interval]:
    means = {kpi: _interval(_values(kpi, observed), design) for kpi in KPIS}
    return {kpi: mean for kpi, mean in means.items() if mean is not None}


def kpi_comparison(kpi: str, old: Sequence[Observed], new: Sequence[Observed], design: Design) -> KpiComparison:
    """One KPI over the replications before and after, which are paired."""
    before, after = _values(kpi, old), _values(kpi, new)
    both = bool(before) and bool(after)
    return KpiComparison(
        kpi=kpi,
        before=_interval(before, design),
        after=_interval(after, design),
        difference=paired_interval(before or (), after or (), design.confidence) if both else None,
        variance_reduction=variance_reduction(before or (), after or ()) if both else None,
    )


def _saving(
    lever: str, called: Title, lane: Lane, old: Sequence[Observed], new: Sequence[Observed], design: Design
) -> LeverSaving:
    changes = {kpi: kpi_comparison(kpi, old, new, design).difference for kpi in KPIS}
    return LeverSaving(
        lever=lever,
        called=called,
        changes={kpi: change for kpi, change in changes.items() if change is not None},
        longest_limit=longest_limit(lane),
    )


def aim_of(limits: Sequence[LaneLimit], targets: Sequence[Target]) -> Target | None:
    """The published figure that a reform aims at: the one that it promises as a limit, else the lane's first."""
    promised = {limit.working_days for limit in limits if limit.kind is LimitKind.PROMISED}
    aimed = [target for target in targets if target.working_days in promised]
    return next(iter((*aimed, *targets)), None)


def target_gap(target: Target, lane: Lane, new: Sequence[Observed], design: Design) -> TargetGap:
    """A published figure against what a lane after a reform came to."""
    on_paper = longest_limit(lane)
    return TargetGap(
        target=target,
        reached=_interval(_values("processing_days.p90", new), design),
        on_paper=on_paper,
        limits_factor=target.working_days / on_paper if on_paper else None,
    )
