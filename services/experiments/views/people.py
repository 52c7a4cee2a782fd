"""How many people a goal takes, and what a shorter time costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from services.experiments.report.language import Both
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.views.asking import Asking
from services.experiments.views.of_studies import (
    ParetoData,
    ParetoPoint,
    ParetoView,
    PoolCount,
    StaffingData,
    StaffingTried,
    StaffingView,
)
from services.experiments.views.shapes import Cell, Estimate, Unit, UnitName, Words
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.told import lanes_of
from services.experiments.views.wording import (
    UNIT,
    both,
    estimate_of,
    estimated,
    kpi_title,
    listed,
    said,
    unit_of,
    with_interval,
    written,
)
from simulations.experiment import Model
from simulations.goals import Goal
from simulations.staffing import StaffingFound
from simulations.statistics.staffing import Judged
from simulations.trade_off import TradeOff, TradeOffs

_SIGNS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def staffing_view(asking: Asking, found: StaffingFound) -> StaffingView:
    """How many people a goal takes."""
    unit, cost_unit = _goal_unit(found.goal), _cost_unit(in_yuan=found.in_yuan)
    titles = _pool_titles(asking.models[0])
    tried = tuple(_tried(found, judged, titles) for judged in found.found.tried)
    place = None if found.found.chosen is None else found.found.tried.index(found.found.chosen)
    rows: list[Mapping[str, Cell]] = [
        {
            "members": each.label, "cost": each.cost, "found": each.found, "verdict": each.verdict,
            "role": each.role,
        }
        for each in tried
    ]  # fmt: skip
    columns = [
        column("members", "words"), column("cost", "number", cost_unit.name.value),
        column("found", "estimate", unit.name.value), column("verdict", "text"), column("role", "text"),
    ]  # fmt: skip
    return StaffingView(
        id="staffing",
        about=said(both_of(found.title)),
        lane=found.lane,
        title=said(text("staffing.title")),
        sentence=said(_enough(found, None if place is None else tried[place], unit, cost_unit)),
        notes=(said(text("staffing.note")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "judged", min(each.found.values for each in found.found.tried)),
        data=StaffingData(
            goal=found.goal.text,
            goal_title=_goal_title(found.goal),
            unit=unit,
            bound=found.goal.value,
            comparison=found.goal.comparison,
            cost_unit=cost_unit,
            tried=tried,
            chosen=place,
            proven=found.proven,
            kept=estimate_of(found.kept),
            exhausted=found.found.exhausted,
        ),
    )


def pareto_view(asking: Asking, found: TradeOffs) -> ParetoView:
    """What is worth choosing."""
    unit, cost_unit = unit_of(found.kpi), _cost_unit(in_yuan=found.in_yuan)
    titles = _pool_titles(asking.models[0])
    points = tuple(_point(found, each, titles) for each in found.front)
    rows: list[Mapping[str, Cell]] = [
        {
            "members": _counted(each.members), "levers": said(listed([both(one) for one in each.levers])),
            "cost": each.cost, "reached": each.reached,
        }
        for each in points
    ]  # fmt: skip
    columns = [
        column("members", "words"), column("levers", "words"), column("cost", "number", cost_unit.name.value),
        column("reached", "estimate", unit.name.value),
    ]  # fmt: skip
    if columns[-1].id == "reached":
        columns[-1] = columns[-1].model_copy(update={"title": kpi_title(found.kpi)})
    return ParetoView(
        id="pareto",
        about=said(both_of(found.title)),
        lane=found.lane,
        title=said(text("pareto.title")),
        sentence=said(_worth(found, points, unit, cost_unit)),
        notes=(said(text("studies.note.common")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "means"),
        data=ParetoData(
            kpi=found.kpi,
            kpi_title=kpi_title(found.kpi),
            unit=unit,
            cost_unit=cost_unit,
            points=points,
            tried=found.tried,
            of=found.of,
        ),
    )


def _tried(found: StaffingFound, judged: Judged, titles: Mapping[str, Words]) -> StaffingTried:
    members = tuple(
        PoolCount(pool=each.pool, title=titles[each.pool], members=count)
        for each, count in zip(found.pools, judged.members, strict=True)
    )
    chosen = found.found.chosen
    role = "chosen" if chosen == judged else "fewer" if judged in found.found.fewer else "tried"
    return StaffingTried.model_validate(
        {
            "members": members,
            "label": _counted(members),
            "cost": math.fsum(count * price for count, price in zip(judged.members, found.prices, strict=True)),
            "found": estimated(judged.found),
            "verdict": judged.verdict.value,
            "role": role,
        }
    )


def _counted(members: Sequence[PoolCount]) -> Words:
    return said(
        listed([Both(f"{each.title.zh} {each.members} 人", f"{each.title.en} {each.members}") for each in members])
    )


def _goal_unit(goal: Goal) -> Unit:
    return UNIT[UnitName.SHARE] if goal.of_share else unit_of(goal.kpi)


def _goal_title(goal: Goal) -> Words:
    if goal.days is None:
        return kpi_title(goal.kpi)
    time = text(f"goal.{goal.kpi}")
    return said(text("goal.within", time=time, days=goal.days))


def _cost_unit(*, in_yuan: bool) -> Unit:
    return UNIT[UnitName.YUAN_PER_HOUR if in_yuan else UnitName.PEOPLE]


def _pool_titles(model: Model) -> dict[str, Words]:
    titles: dict[str, Words] = {}
    for lane in lanes_of(model):
        for id_, pool in lane.pools.items():
            titles.setdefault(id_, Words(zh=pool.title.zh, en=pool.title.en))
    return titles


def _enough(found: StaffingFound, chosen: StaffingTried | None, unit: Unit, cost_unit: Unit) -> Both:
    goal = found.goal
    bound = f"{_SIGNS[goal.comparison]} {written(goal.value, unit)}"
    values: dict[str, Both | str | int] = {
        "goal": both(_goal_title(goal)),
        "wanted": Both(f"{bound} {unit.title.zh}", f"{bound} {unit.title.en}"),
        "tried": len(found.found.tried),
    }
    if chosen is None:
        return text("staffing.none", **values)
    sentence = text(
        "staffing.proven" if found.proven else "staffing.chosen",
        members=both(chosen.label),
        cost=number(chosen.cost),
        cost_unit=both(cost_unit.title),
        found=with_interval(chosen.found, unit),
        **values,
    )
    kept = estimate_of(found.kept)
    return sentence if kept is None else sentence.then(text("staffing.kept", kept=with_interval(kept, _share())))


def _share() -> Unit:
    return UNIT[UnitName.SHARE]


def _point(found: TradeOffs, choice: TradeOff, titles: Mapping[str, Words]) -> ParetoPoint:
    members = tuple(
        PoolCount(pool=pool, title=titles.get(pool, Words(zh=pool, en=pool)), members=count)
        for pool, count in choice.members.items()
    )
    levers = tuple(said(both_of(found.levers[place].called)) for place in choice.levers)
    label = listed([both(_counted(members)), *(both(each) for each in levers)])
    return ParetoPoint(
        members=members, levers=levers, label=said(label), cost=choice.cost, reached=estimated(choice.reached)
    )


def _worth(found: TradeOffs, points: Sequence[ParetoPoint], unit: Unit, cost_unit: Unit) -> Both:
    if not points:
        return text("nothing")
    cheapest, dearest = points[0], points[-1]
    values: dict[str, Both | str | int] = {
        "count": len(points),
        "tried": found.tried,
        "of": found.of,
        "kpi": both(kpi_title(found.kpi)),
        "cheapest": both(cheapest.label),
        "cheapest_cost": number(cheapest.cost),
        "cheapest_reached": with_interval(cheapest.reached, unit),
        "cost_unit": both(cost_unit.title),
    }
    if len(points) == 1:
        return text("pareto.one", **values)
    sentence = text(
        "pareto.some",
        best=both(dearest.label),
        best_cost=number(dearest.cost),
        best_reached=with_interval(dearest.reached, unit),
        **values,
    )
    return sentence.then(text("pareto.overlap")) if _overlap(cheapest.reached, dearest.reached) else sentence


def _overlap(one: Estimate, other: Estimate) -> bool:
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return True
    return one.low <= other.high and other.low <= one.high
