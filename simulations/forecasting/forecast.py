"""A forecast: what many possible futures, all from the state of now, have in common.

Replications are exchangeable with what will come, as far as the lanes are right. So the interval between the i-th and
the j-th smallest of R of them holds the truth with a chance of exactly (j - i) / (R + 1), whatever its law: with 99
replications, the 10th and the 90th make an interval of 80 %. That is what a back-test holds a forecast to.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field, NonNegativeFloat, NonNegativeInt

from simulations.forecasting.outlook import Outlook, outlook
from simulations.forecasting.situation import HORIZONS, Situation, future_of, understood
from workflows.definition.provenance import Frozen, Title
from workflows.instants import Instant, Milliseconds

LOW: Final = 0.1
HIGH: Final = 0.9
FEWEST: Final = 9
"""Replications of which the first and the last make an interval of 80 %."""

Replications = Annotated[int, Field(ge=FEWEST, le=9_999)]


class Quantiles(Frozen):
    """A span of time of a case filed now."""

    median: Milliseconds
    ninetieth: Milliseconds


class ExpectedBreaches(Frozen):
    """How many cases are expected to go past a limit that they have not gone past yet.

    Parameters
    ----------
    horizon : working days from now
    cases : mean over the replications
    low, high : between which the number lies with a chance of 80 %
    departments : English name to the mean of those that the department has when they do; `""`: not with any
    """

    horizon: NonNegativeInt
    cases: NonNegativeFloat
    low: NonNegativeInt
    high: NonNegativeInt
    departments: dict[str, NonNegativeFloat]


class LaneForecast(Frozen):
    """What is expected of a lane.

    Parameters
    ----------
    open_cases : under way now
    processing_time : of a case filed now, working time; none if none of them is accepted and decided
    cycle_time : of a case filed now, calendar time; none if cases of the lane do not arrive by themselves
    """

    lane: str
    open_cases: NonNegativeInt
    breaches: tuple[ExpectedBreaches, ...]
    processing_time: Quantiles | None
    cycle_time: Quantiles | None


class ExpectedUse(Frozen):
    """How busy people are expected to be.

    Parameters
    ----------
    horizon : working days from now
    share : of their working time from now on, mean over the replications; none if they are not on duty until then
    """

    horizon: NonNegativeInt
    share: NonNegativeFloat | None


class PoolForecast(Frozen):
    """What is expected of a pool."""

    pool: str
    title: Title
    department: Title
    utilisation: tuple[ExpectedUse, ...]


class DepartmentForecast(Frozen):
    """What is expected of a department: of all its pools together."""

    department: Title
    utilisation: tuple[ExpectedUse, ...]
    breaches: tuple[NonNegativeFloat, ...]


class CaseForecast(Frozen):
    """When a case under way is expected to be delivered, or to end without that.

    Parameters
    ----------
    expected_at : median
    low_at, high_at : between which it lies with a chance of 80 %
    """

    case: str
    lane: str
    expected_at: Instant
    low_at: Instant
    high_at: Instant


class Outlasted(Frozen):
    """Work that has taken longer than its lane says that it can, and is taken to begin anew."""

    lane: str
    step: str
    items: NonNegativeInt


class Forecast(Frozen):
    """What is expected, as things stand at an instant.

    Parameters
    ----------
    coverage : chance with which an interval holds what comes, if the lanes are right
    ends : end of each horizon
    left_out : open cases of which nothing can be said
    """

    at: Instant
    seed: NonNegativeInt
    replications: Replications
    coverage: float
    horizons: tuple[NonNegativeInt, ...] = HORIZONS
    ends: tuple[Instant, ...]
    lanes: tuple[LaneForecast, ...]
    pools: tuple[PoolForecast, ...]
    departments: tuple[DepartmentForecast, ...]
    cases: tuple[CaseForecast, ...]
    outlasted: tuple[Outlasted, ...]
    left_out: tuple[str, ...]


def forecast(
    situation: Situation, seed: int, replications: int, told: Callable[[int], None] = lambda done: None
) -> Forecast:
    """Forecast from a situation. The same arguments give the same forecast, on any machine.

    Parameters
    ----------
    replications : at least 9
    told : called with how many of them are done
    """
    known = understood(situation)
    outlooks = []
    for number in range(replications):
        outlooks.append(outlook(known, future_of(known, seed, number)))
        told(number + 1)
    return summed_up(known, seed, outlooks)


def summed_up(situation: Situation, seed: int, outlooks: Sequence[Outlook]) -> Forecast:
    """What several possible futures have in common."""
    pools = _pools(situation, outlooks)
    low, high = ranks(len(outlooks))
    return Forecast(
        at=situation.now,
        seed=seed,
        replications=len(outlooks),
        coverage=(high - low) / (len(outlooks) + 1),
        ends=situation.ends,
        lanes=_lanes(situation, outlooks),
        pools=pools,
        departments=_departments(situation, outlooks),
        cases=tuple(
            _case(lane, case, [each.completed_at[lane, case] for each in outlooks])
            for lane, case in sorted(outlooks[0].completed_at)
        ),
        outlasted=tuple(
            Outlasted(lane=lane, step=step, items=items)
            for (lane, step), items in sorted(outlooks[0].outlasted.items())
        ),
        left_out=situation.left_out,
    )


def ranks(replications: int) -> tuple[int, int]:
    """Which of the ordered replications bound an interval, from 1: at least that of 80 %, as far as they allow."""
    low = max(math.floor(LOW * (replications + 1) + _ROUNDING), 1)
    return low, replications + 1 - low


_ROUNDING: Final = 1e-9


def _at(share: float, ordered: Sequence[int]) -> int:
    """The value below which a share of the values lies."""
    rank = math.ceil(share * (len(ordered) + 1) - _ROUNDING)
    return ordered[min(rank, len(ordered)) - 1]


def _case(lane: str, case: str, completed_at: Iterable[Instant]) -> CaseForecast:
    ordered = sorted(completed_at)
    low, high = ranks(len(ordered))
    return CaseForecast(
        case=case, lane=lane, expected_at=_at(0.5, ordered), low_at=ordered[low - 1], high_at=ordered[high - 1]
    )


def _lanes(situation: Situation, outlooks: Sequence[Outlook]) -> tuple[LaneForecast, ...]:
    open_cases = Counter(situation.named(each.lane) for each in situation.known)
    ids = sorted({*open_cases, *(situation.named(lane) for lane in situation.arriving)})
    return tuple(
        LaneForecast(
            lane=id_,
            open_cases=open_cases[id_],
            breaches=tuple(_breaches(id_, index, outlooks) for index in range(len(HORIZONS))),
            processing_time=_quantiles(id_, [each.processing_time for each in outlooks]),
            cycle_time=_quantiles(id_, [each.cycle_time for each in outlooks]),
        )
        for id_ in ids
    )


def _breaches(lane: str, index: int, outlooks: Sequence[Outlook]) -> ExpectedBreaches:
    counted = [each.breaches[index] for each in outlooks]
    totals = sorted(sum(count for (of, _), count in each.items() if of == lane) for each in counted)
    low, high = ranks(len(totals))
    departments = sorted({department for each in counted for of, department in each if of == lane})
    return ExpectedBreaches(
        horizon=HORIZONS[index],
        cases=_mean(totals),
        low=totals[low - 1],
        high=totals[high - 1],
        departments={each: _mean([found[lane, each] for found in counted]) for each in departments},
    )


def _quantiles(lane: str, found: Sequence[Mapping[str, Milliseconds]]) -> Quantiles | None:
    spans = sorted(each[lane] for each in found if lane in each)
    return Quantiles(median=_at(0.5, spans), ninetieth=_at(0.9, spans)) if spans else None


def _pools(situation: Situation, outlooks: Sequence[Outlook]) -> tuple[PoolForecast, ...]:
    pools = {id_: pool for plan in situation.plans.values() for id_, pool in plan.lane.pools.items()}
    used = sorted({pool for each in outlooks for pool in each.uses})
    return tuple(
        PoolForecast(
            pool=id_, title=pools[id_].title, department=pools[id_].department, utilisation=_uses([id_], outlooks)
        )
        for id_ in used
    )


def _departments(situation: Situation, outlooks: Sequence[Outlook]) -> tuple[DepartmentForecast, ...]:
    titles: dict[str, Title] = {}
    members: dict[str, list[str]] = {}
    for each in _pools(situation, outlooks):
        titles.setdefault(each.department.en, each.department)
        members.setdefault(each.department.en, []).append(each.pool)
    return tuple(
        DepartmentForecast(
            department=titles[name],
            utilisation=_uses(members[name], outlooks),
            breaches=tuple(
                _mean([sum(n for (_, at), n in each.breaches[index].items() if at == name) for each in outlooks])
                for index in range(len(HORIZONS))
            ),
        )
        for name in sorted(members)
    )


def _uses(pools: Sequence[str], outlooks: Sequence[Outlook]) -> tuple[ExpectedUse, ...]:
    """How busy some pools are together. A future in which none of their lanes has a case keeps nobody busy."""
    found = []
    for index, horizon in enumerate(HORIZONS):
        uses = [each.uses[pool][index] for each in outlooks for pool in pools if pool in each.uses]
        staffed = sum(use.staffed_time for use in uses)
        share = sum(use.busy_time for use in uses) / staffed if staffed else None
        found.append(ExpectedUse(horizon=horizon, share=share))
    return tuple(found)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)
