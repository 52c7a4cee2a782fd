"""What the commands of studies do and write; what they ask stands in :mod:`services.cli.studies`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from services.cli.experiment import Experiment, progress_line
from services.cli.output import tell, write_json, write_table, write_text
from services.cli.quantities import number
from services.cli.tables_of_studies import (
    write_selected,
    write_sensitivity,
    write_staffing,
    write_trade_offs,
    write_warm_up,
)
from services.cli.texts import say
from services.experiments.report.warm_up_chart import warm_up_svg
from services.experiments.service import horizon_of
from services.experiments.side_by_side import processes
from services.experiments.simulating import designed
from services.experiments.studies import buildable, candidates, model_named, pool_ranges
from simulations.experiment import Design
from simulations.goals import parse_goal
from simulations.inputs import inputs_of
from simulations.remembering import RememberingExecutor
from simulations.selecting import select_lane as select_lane_
from simulations.sensitivity import Study
from simulations.sensitivity import find_sensitivity as find_sensitivity_
from simulations.staffing import find_staffing as find_staffing_
from simulations.statistics.selection import Selection
from simulations.statistics.staffing import Judged
from simulations.trade_off import Space
from simulations.trade_off import find_trade_offs as find_trade_offs_
from simulations.transient import find_warm_up as find_warm_up_


@dataclass(frozen=True, slots=True)
class StaffingAsked:
    """For how many people is asked.

    Attributes
    ----------
    pools : with their ranges, as written
    most : staffings that may be judged
    """

    lane: str
    pools: tuple[str, ...]
    goal: str
    confidence: float
    most: int


@dataclass(frozen=True, slots=True)
class TradeOffAsked:
    """Between what is to be chosen.

    Attributes
    ----------
    pools : with their ranges, as written
    with_levers : whether the levers of the scenario are chosen too
    """

    lane: str
    pools: tuple[str, ...]
    kpi: str
    trials: int
    with_levers: bool


def find_warm_up(
    language: str, lane: str, experiment: Experiment, days: int | None, svg: Path | None, *, as_json: bool
) -> bool:
    """Find how long a warm-up should be, write it, and draw it if there is a file to draw into.

    Returns
    -------
    whether the run was long enough to tell
    """
    design = experiment.design_of(horizon_of(lane))
    if days is not None:
        design = designed(design, None).model_copy(update={"warm_up_days": 0, "window_days": days, "cool_down_days": 0})
    with processes(experiment.workers) as executor:
        found = find_warm_up_(model_named(lane), design, executor, progress_line(language))
    if svg is not None:
        write_text(svg, warm_up_svg(found, cast(Literal["zh-CN", "en"], language)))
    if as_json:
        write_json(found)
    else:
        write_warm_up(language, found)
    return found.settled


def select_lane(
    language: str, names: Sequence[str], kpi: str, wanted: Selection, experiment: Experiment, *, as_json: bool
) -> bool:
    """Select the best of several lanes and write which it is.

    Returns
    -------
    whether that is guaranteed
    """
    among = candidates(names)
    with processes(experiment.workers) as executor:
        remembering = RememberingExecutor(executor)
        design = _shared_design(experiment, names, wanted)
        found = select_lane_(among, kpi, wanted, design, remembering, progress_line(language))
    if as_json:
        write_json(found)
    else:
        write_selected(language, found)
    return found.settled


def find_staffing(language: str, asked: StaffingAsked, experiment: Experiment, *, as_json: bool) -> bool:
    """Find the fewest people who meet a goal and write how many they are.

    Returns
    -------
    whether that is proven
    """
    model, goal = model_named(asked.lane), parse_goal(asked.goal)
    design = experiment.design_of(horizon_of(asked.lane)).model_copy(update={"confidence": asked.confidence})
    ranges = pool_ranges(model, asked.pools)
    names = ", ".join(each.pool for each in ranges)

    def told(judged: Judged) -> None:
        members = ", ".join(map(str, judged.members))
        verdict = say(language, f"staff.{judged.verdict}")
        tell(say(language, "staff.judged", pools=names, members=members, verdict=verdict))

    with processes(experiment.workers) as executor:
        found = find_staffing_(model, ranges, goal, design, RememberingExecutor(executor), asked.most, told)
    if as_json:
        write_json(found)
    else:
        write_staffing(language, found)
    return found.proven


def find_sensitivity(language: str, lane: str, study: Study, experiment: Experiment, *, as_json: bool) -> None:
    """Tell which numbers of a lane move a figure."""
    design = experiment.design_of(horizon_of(lane))
    with processes(experiment.workers) as executor:
        remembering = RememberingExecutor(executor)
        found = find_sensitivity_(model_named(lane), study, design, remembering, progress_line(language))
    if as_json:
        write_json(found)
    else:
        write_sensitivity(language, found)


def write_inputs(language: str, lane: str, *, as_json: bool) -> None:
    """List the numbers of a lane that can be varied."""
    inputs = inputs_of(model_named(lane).lane).values()
    if as_json:
        write_json({"inputs": [{"name": each.name, "value": each.value, "unit": each.unit} for each in inputs]})
        return
    columns = [say(language, f"sensitivity.{name}") for name in ("input", "value", "unit")]
    rows = [(each.name, number(each.value), say(language, f"input_unit.{each.unit}")) for each in inputs]
    write_table(say(language, "sensitivity.inputs"), columns, rows)


def find_trade_offs(language: str, asked: TradeOffAsked, experiment: Experiment, *, as_json: bool) -> None:
    """Find what a shorter time costs."""
    build, levers = buildable(asked.lane, with_levers=asked.with_levers)
    pools = pool_ranges(model_named(asked.lane), asked.pools)
    space = Space(pools=pools, levers=levers, kpi=asked.kpi, trials=asked.trials)
    design = experiment.design_of(horizon_of(asked.lane))
    with processes(experiment.workers) as executor:
        found = find_trade_offs_(space, build, design, RememberingExecutor(executor), progress_line(language))
    if as_json:
        write_json(found)
    else:
        write_trade_offs(language, found)


def _shared_design(experiment: Experiment, names: Sequence[str], wanted: Selection) -> Design:
    """One design for all of them; what a scenario asks for counts only if it is the first."""
    return experiment.design_of(horizon_of(names[0])).model_copy(update={"confidence": wanted.confidence})
