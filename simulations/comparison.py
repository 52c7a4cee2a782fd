"""Before against after, and what each lever contributes: paired replications under common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from pydantic import NonNegativeFloat, NonNegativeInt

from simulations.experiment import Design, Model, Observed, run_replications
from simulations.figures import Side, side_of
from simulations.statistics.intervals import Interval, mean_interval, paired_interval
from workflows.definition.lane import LaneLimit, Target
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen, Title
from workflows.measures import KPIS


class KpiComparison(Frozen):
    """One KPI before and after.

    Parameters
    ----------
    before, after : mean over replications with its interval; none if the KPI has no value in some replication
    difference : after - before, paired by replication
    """

    kpi: str
    before: Interval | None
    after: Interval | None
    difference: Interval | None


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


class Comparison(Frozen):
    """The whole answer to "what will this reform save?".

    Parameters
    ----------
    scenario : its id
    levers : in order; their changes add up to the difference between before and after over the same replications
    levers_start : KPI id to its mean before over those replications: where a waterfall begins
    limits : of the lane after
    """

    scenario: str
    title: Title
    design: Design
    before: Side
    after: Side
    kpis: tuple[KpiComparison, ...]
    levers: tuple[LeverSaving, ...]
    levers_start: dict[str, Interval]
    limits: tuple[LaneLimit, ...]
    targets: tuple[TargetGap, ...]


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
    """Compare a lane with what levers make of it, one after the other.

    Parameters
    ----------
    stages : what each lever leads to; the last is the lane after. At least one
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
    old, new = observed[0], observed[-1]
    lane = models[-1].lane
    return Comparison(
        scenario=scenario,
        title=title,
        design=design,
        before=side_of(before, old, design),
        after=side_of(models[-1], new, design),
        kpis=tuple(_kpi(kpi, old, new, design) for kpi in KPIS),
        levers=tuple(
            _saving(stage, observed[index][:shared], observed[index + 1][:shared], design)
            for index, stage in enumerate(stages)
        ),
        levers_start=_means(old[:shared], design),
        limits=lane.limits,
        targets=tuple(_gap(target, models[-1], new, design) for target in lane.targets),
    )


def _values(kpi: str, observed: Sequence[Observed]) -> list[float] | None:
    values = [result.summary.value(kpi) for result in observed]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _interval(values: list[float] | None, design: Design) -> Interval | None:
    return None if values is None else mean_interval(values, design.confidence)


def _means(observed: Sequence[Observed], design: Design) -> dict[str, Interval]:
    means = {kpi: _interval(_values(kpi, observed), design) for kpi in KPIS}
    return {kpi: mean for kpi, mean in means.items() if mean is not None}


def _kpi(kpi: str, old: Sequence[Observed], new: Sequence[Observed], design: Design) -> KpiComparison:
    before, after = _values(kpi, old), _values(kpi, new)
    both = before is not None and after is not None
    return KpiComparison(
        kpi=kpi,
        before=_interval(before, design),
        after=_interval(after, design),
        difference=paired_interval(before or (), after or (), design.confidence) if both else None,
    )


def _saving(stage: Stage, old: Sequence[Observed], new: Sequence[Observed], design: Design) -> LeverSaving:
    lever, called, model = stage
    changes = {kpi: _kpi(kpi, old, new, design).difference for kpi in KPIS}
    return LeverSaving(
        lever=lever,
        called=called,
        changes={kpi: change for kpi, change in changes.items() if change is not None},
        longest_limit=longest_limit(model.lane),
    )


def _gap(target: Target, model: Model, new: Sequence[Observed], design: Design) -> TargetGap:
    on_paper = longest_limit(model.lane)
    return TargetGap(
        target=target,
        reached=_interval(_values("processing_days.p90", new), design),
        on_paper=on_paper,
        limits_factor=target.working_days / on_paper if on_paper else None,
    )
