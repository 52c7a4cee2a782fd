"""What is missing to a published figure after a reform, and what would close the gap.

Three answers, each with a bounded number of simulations: how far the limits of items would have to fall, how far more
people would go, and which other levers of the catalogue would help. All of them are run in the same replications as the
lane after the reform, and nothing of them is written into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveInt

from simulations.attribution.changes import with_another_member, with_lever, with_limits_cut
from simulations.attribution.coalitions import observe_models
from simulations.comparison import TargetGap, kpi_comparison, target_gap
from simulations.experiment import Design, Model, Observed, pools_of
from simulations.statistics.intervals import Interval
from workflows.definition.lane import Target
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError
from workflows.levers.catalogue import Lever

_REACHED: Final = "processing_days.p90"
_SAVED: Final = "processing_time.mean"


class Effort(Frozen):
    """How much is tried.

    Parameters
    ----------
    additions : members, one after the other
    fruitless : additions that save nothing, before it is given up: pools that are less busy would save less
    levers : other levers, each alone
    """

    additions: NonNegativeInt = 8
    fruitless: PositiveInt = 3
    levers: NonNegativeInt = 12


class LimitsTried(Frozen):
    """What the lane comes to with shorter limits.

    Parameters
    ----------
    factor : by which every item limit is multiplied, rounded up to whole working days
    reached : legal working days at the 90th percentile
    """

    factor: float
    reached: Interval


class LimitsNeeded(Frozen):
    """By which factor item limits would have to fall for the 90th percentile to come within the figure.

    Parameters
    ----------
    factor : the largest, in whole per cent, at which the mean is within it; none if not even one per cent is enough:
        then something else than limits keeps the cases
    surely : the largest at which the whole interval is within it
    perhaps : the largest at which some of the interval is
    tried : all that were tried, ascending
    """

    factor: NonNegativeFloat | None
    surely: NonNegativeFloat | None
    perhaps: NonNegativeFloat | None
    tried: tuple[LimitsTried, ...]


class MemberTried(Frozen):
    """One more member of the pool that was the busiest.

    Parameters
    ----------
    members : that it has then
    utilisation : of the pool before
    saved : change of the mean processing time, in working days, paired by replication
    reached : legal working days at the 90th percentile then
    kept : whether it saved something that can be told from nothing; if not, the next one does without this member
    """

    pool: str
    title: Title
    members: PositiveInt
    utilisation: float
    saved: Interval
    reached: Interval | None
    kept: bool


class LeverTried(Frozen):
    """One more lever, alone.

    Parameters
    ----------
    lever : with its parameters, as a scenario has it
    saved : change of the mean processing time, in working days, paired by replication
    reached : legal working days at the 90th percentile then
    """

    lever: Lever
    saved: Interval
    reached: Interval | None


class LimitGap(Frozen):
    """What is missing to a published figure, and what would close the gap; nothing is tried if nothing is missing.

    Parameters
    ----------
    gap : on paper and as simulated
    missing : working days between the figure and the mean of the 90th percentile; 0 if it is reached
    members : in the order in which they were tried
    levers : the one that saves most first
    untried : ids of levers that shorten processing time, that the reform does not use and that need parameters which
        only a designer can give
    """

    gap: TargetGap
    missing: NonNegativeFloat | None
    limits: LimitsNeeded | None
    members: tuple[MemberTried, ...]
    levers: tuple[LeverTried, ...]
    untried: tuple[str, ...]


@dataclass(frozen=True)
class _Trials:
    """Runs of changed lanes against the lane after the reform."""

    model: Model
    observed: Sequence[Observed]
    target: Target
    design: Design
    executor: Executor | None

    def run(self, *models: Model) -> list[list[Observed]]:
        return observe_models(models, self.design, self.executor)

    def reached(self, observed: Sequence[Observed]) -> Interval | None:
        return kpi_comparison(_REACHED, observed, observed, self.design).after

    def saved(self, old: Sequence[Observed], new: Sequence[Observed]) -> Interval | None:
        return kpi_comparison(_SAVED, old, new, self.design).difference


def limit_gap(
    model: Model,
    target: Target,
    levers: Sequence[Lever],
    untried: Sequence[str],
    design: Design,
    effort: Effort,
    executor: Executor | None = None,
) -> LimitGap:
    """Look for what is missing after a reform.

    Parameters
    ----------
    model : the lane after the reform
    levers : that could be used as well; those that do not fit are left out
    untried : ids of others
    """
    [observed] = observe_models([model], design, executor)
    gap = target_gap(target, model.lane, observed, design)
    trials = _Trials(model, observed, target, design, executor)
    if gap.reached is None or gap.reached.mean <= target.working_days:
        missing = None if gap.reached is None else 0.0
        return LimitGap(gap=gap, missing=missing, limits=None, members=(), levers=(), untried=())
    return LimitGap(
        gap=gap,
        missing=gap.reached.mean - target.working_days,
        limits=_limits(trials, gap.reached),
        members=tuple(_members(trials, effort)),
        levers=_levers(trials, levers, effort.levers),
        untried=tuple(untried),
    )


def _limits(trials: _Trials, reached: Interval) -> LimitsNeeded:
    figure = trials.target.working_days
    search = _LimitSearch(trials, reached)
    return LimitsNeeded(
        factor=search.largest(lambda at: at.mean <= figure),
        surely=search.largest(lambda at: at.high is not None and at.high <= figure),
        perhaps=search.largest(lambda at: at.low is not None and at.low <= figure),
        tried=tuple(
            LimitsTried(factor=percent / 100, reached=at)
            for percent, at in sorted(search.by_percent.items())
            if at is not None
        ),
    )


class _LimitSearch:
    """What the lane comes to when its limits fall to so many per cent.

    Parameters
    ----------
    reached : with the limits as they are
    """

    def __init__(self, trials: _Trials, reached: Interval) -> None:
        self._trials = trials
        self.by_percent: dict[int, Interval | None] = {100: reached}
        # Limits are whole days, so several shares come to the same lane.
        self._by_lane: dict[str, Interval | None] = {trials.model.key: reached}

    def largest(self, enough: Callable[[Interval], bool]) -> float | None:
        """The largest share that is enough, by bisection: shorter limits are taken not to keep cases longer."""
        tried = [percent for percent in self.by_percent if self._is(percent, enough)]
        if not tried and self._is(1, enough):
            tried = [1]
        if not tried:
            return None
        low = max(tried)
        high = min((percent for percent in self.by_percent if percent > low), default=low + 1)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is(middle, enough) else (low, middle)
        return low / 100

    def _is(self, percent: int, enough: Callable[[Interval], bool]) -> bool:
        found = self._reached_at(percent)
        return found is not None and enough(found)

    def _reached_at(self, percent: int) -> Interval | None:
        if percent not in self.by_percent:
            model = with_limits_cut(self._trials.model, percent / 100)
            if model.key not in self._by_lane:
                [observed] = self._trials.run(model)
                self._by_lane[model.key] = self._trials.reached(observed)
            self.by_percent[percent] = self._by_lane[model.key]
        return self.by_percent[percent]


def _members(trials: _Trials, effort: Effort) -> list[MemberTried]:
    model, observed = trials.model, trials.observed
    titles = pools_of(model.lane, model)
    exhausted: set[str] = set()
    tried: list[MemberTried] = []
    while len(tried) < effort.additions and sum(not each.kept for each in tried) < effort.fruitless:
        loads = {id_: load for id_, load in _loads(observed).items() if id_ not in exhausted}
        if not loads:
            break
        pool = max(loads, key=lambda id_: loads[id_])
        try:
            changed, members = with_another_member(model, pool)
        except InvalidInputError:
            exhausted.add(pool)
            continue
        [came] = trials.run(changed)
        saved, reached = trials.saved(observed, came), trials.reached(came)
        if saved is None:
            break
        kept = saved.excludes_zero and saved.mean < 0
        tried.append(
            MemberTried(
                pool=pool,
                title=titles[pool],
                members=members,
                utilisation=loads[pool],
                saved=saved,
                reached=reached,
                kept=kept,
            )
        )
        if not kept:
            exhausted.add(pool)
            continue
        model, observed = changed, came
        if reached is not None and reached.mean <= trials.target.working_days:
            break
    return tried


def _loads(observed: Sequence[Observed]) -> dict[str, float]:
    """Mean utilisation by pool."""
    pools = [use.pool for use in observed[0].pools]
    uses = [[use.utilisation for use in result.pools] for result in observed]
    return {pool: sum(of) / len(of) for pool, of in zip(pools, zip(*uses, strict=True), strict=True)}


def _levers(trials: _Trials, levers: Sequence[Lever], at_most: int) -> tuple[LeverTried, ...]:
    fitting: list[tuple[Lever, Model]] = []
    for lever in levers:
        if len(fitting) < at_most:
            with suppress(InvalidInputError):
                fitting.append((lever, with_lever(trials.model, lever)))
    results = trials.run(*(model for _, model in fitting))
    tried = []
    for (lever, _), came in zip(fitting, results, strict=True):
        saved = trials.saved(trials.observed, came)
        if saved is not None:
            tried.append(LeverTried(lever=lever, saved=saved, reached=trials.reached(came)))
    return tuple(sorted(tried, key=lambda each: each.saved.mean))
