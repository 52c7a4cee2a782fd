"""Steps: where the time goes, and what is laid over the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.experiments.report.language import Both
from services.experiments.report.numbers import number
from services.experiments.views.of_steps import (
    BottlenecksData,
    BottlenecksView,
    HeatClass,
    HeatData,
    HeatMeasure,
    HeatScale,
    HeatSide,
    HeatStep,
    HeatValue,
    HeatView,
    StepShown,
    StepSide,
)
from services.experiments.views.shapes import Cell, Estimate, UnitName, Words
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import Sided, Told
from services.experiments.views.wording import UNIT, both, estimate_of, said, with_interval, written
from simulations.figures import StepFigures

_BOUNDS: Final[Mapping[HeatMeasure, tuple[UnitName, tuple[float, ...]]]] = {
    "waiting": (UnitName.HOURS, (1.0, 8.0, 24.0, 72.0)),
    "utilisation": (UnitName.SHARE, (0.5, 0.7, 0.85, 0.95)),
    "count": (UnitName.TIMES, (0.0, 0.5, 0.9, 1.1)),
    "rework": (UnitName.SHARE, (0.01, 0.05, 0.1, 0.2)),
}
"""Fixed, so that a colour means the same in every experiment. Above 85 % a queue grows fast with every further case."""

SCALES: Final = tuple(
    HeatScale(
        measure=measure,
        title=said(text(f"heat.{measure}")),
        unit=UNIT[unit],
        classes=tuple(
            HeatClass(above=above, title=said(text(f"class.{measure}.{level}")))
            for level, above in enumerate((None, *bounds))
        ),
    )
    for measure, (unit, bounds) in _BOUNDS.items()
)


def level_of(measure: HeatMeasure, value: float) -> int:
    """The place of a value's class in its scale."""
    return sum(value > bound for bound in _BOUNDS[measure][1])


def bottlenecks_view(told: Told) -> BottlenecksView:
    """Steps by the time that cases spend there, after the reform if there is one."""
    by_step: dict[str, list[tuple[Sided, StepFigures]]] = {}
    for sided in reversed(told.sides):
        for figures in sided.figures.steps:
            by_step.setdefault(figures.step, []).insert(0, (sided, figures))
    ordered = sorted(by_step.values(), key=lambda found: -_rank_of(found))
    steps = tuple(_step(rank, found) for rank, found in enumerate(ordered, start=1))
    rows: list[Mapping[str, Cell]] = [
        {
            "rank": float(step.rank), "step": step.step, "title": step.title, "pool": step.pool_title,
            "side": side.side, "per_case": side.per_case,
            "spent": side.spent or _certain(side.spent_hours), "queued": side.queued_hours,
            "waiting": side.waiting_hours, "service": side.service_hours, "sojourn": side.sojourn_hours,
            "rework": side.rework_share, "utilisation": side.utilisation,
        }
        for step in steps
        for side in step.sides
    ]  # fmt: skip
    columns = [
        column("rank", "number"), column("step", "code"), column("title", "words"), column("pool", "words"),
        column("side", "text"), column("per_case", "number", "times"), column("spent", "estimate", "hours"),
        column("queued", "number", "hours"), column("waiting", "number", "hours"),
        column("service", "number", "hours"), column("sojourn", "number", "hours"),
        column("rework", "number", "share"), column("utilisation", "estimate", "share"),
    ]  # fmt: skip
    return BottlenecksView(
        id="bottlenecks",
        about=told.about,
        lane=told.lane,
        title=said(text("bottlenecks.title")),
        sentence=said(_narrowest(told, steps)),
        notes=(said(text("bottlenecks.note")),),
        table=table(columns, rows),
        footer=told.footer,
        data=BottlenecksData(compared=told.compared, steps=steps),
    )


def heat_view(told: Told) -> HeatView:
    """What is laid over the map."""
    sides = tuple(_heat_side(sided) for sided in told.sides)
    measures: tuple[HeatMeasure, ...] = tuple(_BOUNDS)
    rows: list[Mapping[str, Cell]] = []
    for side in sides:
        for step in side.steps:
            row: dict[str, Cell] = {"side": side.side, "step": step.step, "title": step.title}
            for scale in SCALES:
                found = step.values[scale.measure]
                row[scale.measure] = found.value
                row[f"{scale.measure}_class"] = None if found.level is None else scale.classes[found.level].title
            rows.append(row)
    columns = [column("side", "text"), column("step", "code"), column("title", "words")]
    for measure in measures:
        columns.append(column(measure, "number", _BOUNDS[measure][0].value))
        columns.append(column(f"{measure}_class", "words"))
    return HeatView(
        id="heat",
        about=told.about,
        lane=told.lane,
        title=said(text("heat.title")),
        sentence=said(_hottest(sides[-1])),
        notes=(said(text("heat.note")),),
        table=table(columns, rows),
        footer=told.footer,
        data=HeatData(scales=SCALES, sides=sides),
    )


def _rank_of(found: list[tuple[Sided, StepFigures]]) -> float:
    """Time there at the last of the sides; what a reform has taken out comes after all that is left."""
    sided, figures = found[-1]
    spent = _spent(figures)
    return spent if sided.side != "before" else spent * 1e-9


def _spent(figures: StepFigures) -> float:
    return figures.spent_hours.mean if figures.spent_hours else figures.per_case * figures.sojourn_hours


def _step(rank: int, found: list[tuple[Sided, StepFigures]]) -> StepShown:
    sided, figures = found[-1]
    pool = sided.lane.pools.get(figures.pool)
    return StepShown(
        rank=rank,
        step=figures.step,
        title=_titled(figures),
        pool=figures.pool or None,
        pool_title=None if pool is None else Words(zh=pool.title.zh, en=pool.title.en),
        sides=tuple(_side(*each) for each in found),
    )


def _side(sided: Sided, figures: StepFigures) -> StepSide:
    busy = {pool.pool: pool.utilisation for pool in sided.figures.pools}
    return StepSide(
        side=sided.side,
        per_case=figures.per_case,
        spent_hours=_spent(figures),
        spent=estimate_of(figures.spent_hours),
        queued_hours=figures.per_case * figures.waiting_hours,
        waiting_hours=figures.waiting_hours,
        service_hours=figures.service_hours,
        sojourn_hours=figures.sojourn_hours,
        rework_share=figures.rework_share,
        utilisation=estimate_of(busy.get(figures.pool)),
    )


def _titled(figures: StepFigures) -> Words:
    return Words(zh=figures.title.zh, en=figures.title.en)


def _certain(value: float) -> Estimate:
    """Of an older result, which tells no interval."""
    return Estimate(value=value, low=None, high=None, confidence=0.95, values=1)


def _narrowest(told: Told, steps: tuple[StepShown, ...]) -> Both:
    """Where most time goes, and how busy whoever does it is; and who is busiest of all, if that is somebody else."""
    there = [(step, step.sides[-1]) for step in steps if step.sides[-1].side != "before"]
    if not there or there[0][1].spent_hours <= 0:
        return text("nothing")
    step, side = there[0]
    sentence = text(
        "bottlenecks.most",
        step=both(step.title),
        spent=with_interval(side.spent or _certain(side.spent_hours), UNIT[UnitName.HOURS]),
        queued=number(side.queued_hours),
    )
    share = UNIT[UnitName.SHARE]
    if side.utilisation is not None and step.pool_title is not None:
        busy = with_interval(side.utilisation, share)
        sentence = sentence.then(text("bottlenecks.busy", pool=both(step.pool_title), utilisation=busy))
    pools = told.last.figures.pools
    busiest = max(pools, key=lambda pool: pool.utilisation.mean) if pools else None
    if busiest is None or busiest.pool == step.pool:
        return sentence
    estimate = estimate_of(busiest.utilisation)
    assert estimate is not None
    busy = with_interval(estimate, share)
    return sentence.then(text("bottlenecks.busiest", pool=busiest.title, utilisation=busy))


def _heat_side(sided: Sided) -> HeatSide:
    busy = {pool.pool: pool.utilisation.mean for pool in sided.figures.pools}
    return HeatSide(
        side=sided.side,
        lane=sided.lane.id,
        lane_hash=sided.figures.lane_hash,
        model=sided.model,
        steps=tuple(
            HeatStep(
                step=figures.step,
                title=_titled(figures),
                values={
                    "waiting": _heat("waiting", figures.waiting_hours),
                    "utilisation": _heat("utilisation", busy.get(figures.pool)),
                    "count": _heat("count", figures.per_case),
                    "rework": _heat("rework", figures.rework_share),
                },
            )
            for figures in sided.figures.steps
        ),
    )


def _heat(measure: HeatMeasure, value: float | None) -> HeatValue:
    return HeatValue(value=value, level=None if value is None else level_of(measure, value))


def _hottest(side: HeatSide) -> Both:
    waited = [(each.value, each.level, step) for step in side.steps for each in (step.values["waiting"],)]
    known = [(value, level, step) for value, level, step in waited if value is not None and level is not None]
    value, level, step = max(known, key=lambda each: each[0], default=(0.0, 0, None))
    if step is None or value <= 0:
        return text("heat.nothing")
    return text(
        "heat.sentence",
        step=both(step.title),
        waiting=written(value, UNIT[UnitName.HOURS]),
        level=both(SCALES[0].classes[level].title),
    )
