"""Steps and pools, before beside after: where cases spend their time, and how busy departments are."""

from __future__ import annotations

from dataclasses import dataclass

from services.experiments.report.charts import Bar
from services.experiments.report.language import Both, both, same
from services.experiments.report.numbers import NOTHING, number, with_half
from services.experiments.report.scale import Scale
from simulations.comparison import Comparison
from simulations.figures import PoolFigures, StepFigures
from workflows.measures.kpis import KpiUnit


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; each pair is before, after.

    Attributes
    ----------
    status : ``new``, ``gone`` or nothing
    bars : time that a case spends there in all
    """

    step: str
    title: Both
    pool: Both
    status: str
    per_case: tuple[str, str]
    waiting: tuple[str, str]
    service: tuple[str, str]
    sojourn: tuple[str, str]
    bars: tuple[Bar, Bar]


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One pool; each pair is before, after."""

    title: Both
    status: str
    utilisation: tuple[str, str]
    waiting: tuple[str, str]
    bars: tuple[Bar, Bar]


def step_rows(comparison: Comparison, *, of_departments: bool) -> tuple[StepRow, ...]:
    """Steps of both sides, most time of a case first; equal ones in the order of the lanes.

    Parameters
    ----------
    of_departments : those that a pool does, or all the others
    """
    before = {step.step: step for step in comparison.before.steps if bool(step.pool) is of_departments}
    after = {step.step: step for step in comparison.after.steps if bool(step.pool) is of_departments}
    pools = {pool.pool: both(pool.title) for pool in (*comparison.before.pools, *comparison.after.pools)}
    ids = sorted({**before, **after}, key=lambda id_: -max(_spent(before.get(id_)), _spent(after.get(id_))))
    scale = Scale.over(_spent(step) for step in (*before.values(), *after.values()))
    return tuple(
        StepRow(
            step=id_,
            title=both((after.get(id_) or before[id_]).title),
            pool=pools.get((after.get(id_) or before[id_]).pool, same("")),
            status=_status(id_ in before, id_ in after),
            per_case=_pair(old.per_case if old else None, new.per_case if new else None),
            waiting=_pair(old.waiting_hours if old else None, new.waiting_hours if new else None),
            service=_pair(old.service_hours if old else None, new.service_hours if new else None),
            sojourn=_pair(old.sojourn_hours if old else None, new.sojourn_hours if new else None),
            bars=(_bar(_spent(old), "before", scale), _bar(_spent(new), "after", scale)),
        )
        for id_ in ids
        for old, new in ((before.get(id_), after.get(id_)),)
    )


def pool_rows(comparison: Comparison) -> tuple[PoolRow, ...]:
    """Pools of both sides, the busiest before first."""
    before = {pool.pool: pool for pool in comparison.before.pools}
    after = {pool.pool: pool for pool in comparison.after.pools}
    scale = Scale(0.0, 1.0, 0.25)
    ids = sorted({**before, **after}, key=lambda id_: -max(_busy(before.get(id_)), _busy(after.get(id_))))
    return tuple(
        PoolRow(
            title=both((after.get(id_) or before[id_]).title),
            status=_status(id_ in before, id_ in after),
            utilisation=(
                with_half(old.utilisation, KpiUnit.SHARE) if old else NOTHING,
                with_half(new.utilisation, KpiUnit.SHARE) if new else NOTHING,
            ),
            waiting=(
                with_half(old.waiting_hours) if old else NOTHING,
                with_half(new.waiting_hours) if new else NOTHING,
            ),
            bars=(_bar(_busy(old), "before", scale), _bar(_busy(new), "after", scale)),
        )
        for id_ in ids
        for old, new in ((before.get(id_), after.get(id_)),)
    )


def _spent(step: StepFigures | None) -> float:
    """Hours that a case spends at a step in all."""
    return step.per_case * step.sojourn_hours if step else 0.0


def _busy(pool: PoolFigures | None) -> float:
    return pool.utilisation.mean if pool else 0.0


def _status(was: bool, is_: bool) -> str:  # noqa: FBT001 - two facts, not two switches
    return "" if was and is_ else "new" if is_ else "gone"


def _pair(old: float | None, new: float | None) -> tuple[str, str]:
    return (NOTHING if old is None else number(old), NOTHING if new is None else number(new))


def _bar(value: float, kind: str, scale: Scale) -> Bar:
    return Bar(start="0%", width=scale.percent(value), kind=kind)
