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
from services.experiments.answering import answer, people_needed
from services.experiments.questions import how_it_does
from services.experiments.report.warm_up_chart import warm_up_svg
from services.experiments.service import horizon_of
from services.experiments.side_by_side import processes
from services.experiments.simulating import designed
from services.experiments.studies import (
    how_long_to_warm_up,
    how_many_people,
    what_moves_it,
    what_shorter_costs,
    which_is_best,
)
from services.experiments.subjects import find_subject
from simulations.inputs import inputs_of
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.statistics.selection import Selection
from simulations.statistics.staffing import Judged
from simulations.trade_off import TradeOffs
from simulations.transient import WarmUp


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
class SensitivityAsked:
    """Which numbers are varied.

    Attributes
    ----------
    inputs : with their ranges, as written
    size : as usual if absent
    """

    lane: str
    inputs: tuple[str, ...]
    kpi: str
    method: Literal["morris", "sobol"]
    size: int | None


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
        question = how_long_to_warm_up(find_subject(lane))
        found = answer(question, design, executor, progress_line(language))
    assert isinstance(found, WarmUp)
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
    question = which_is_best([(name, find_subject(name)) for name in names], kpi, wanted)
    # One design for all of them: what a scenario asks for counts only if it is the first.
    design = experiment.design_of(horizon_of(names[0])).model_copy(update={"confidence": wanted.confidence})
    with processes(experiment.workers) as executor:
        found = answer(question, design, executor, progress_line(language))
    assert isinstance(found, LaneSelected)
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
    question = how_many_people(find_subject(asked.lane), asked.pools, asked.goal, asked.most)
    design = experiment.design_of(horizon_of(asked.lane)).model_copy(update={"confidence": asked.confidence})
    names = ", ".join(text.partition("=")[0].strip() for text in asked.pools)

    def told(judged: Judged) -> None:
        members = ", ".join(map(str, judged.members))
        verdict = say(language, f"staff.{judged.verdict}")
        tell(say(language, "staff.judged", pools=names, members=members, verdict=verdict))

    with processes(experiment.workers) as executor:
        found = people_needed(question, design, executor, told)
    if as_json:
        write_json(found)
    else:
        write_staffing(language, found)
    return found.proven


def find_sensitivity(language: str, asked: SensitivityAsked, experiment: Experiment, *, as_json: bool) -> None:
    """Tell which numbers of a lane move a figure."""
    question = what_moves_it(find_subject(asked.lane), asked.inputs, asked.kpi, asked.method, asked.size)
    design = experiment.design_of(horizon_of(asked.lane))
    with processes(experiment.workers) as executor:
        found = answer(question, design, executor, progress_line(language))
    assert isinstance(found, Sensitivity)
    if as_json:
        write_json(found)
    else:
        write_sensitivity(language, found)


def write_inputs(language: str, lane: str, *, as_json: bool) -> None:
    """List the numbers of a lane that can be varied."""
    [model] = how_it_does(find_subject(lane)).models
    inputs = inputs_of(model.lane).values()
    if as_json:
        write_json({"inputs": [{"name": each.name, "value": each.value, "unit": each.unit} for each in inputs]})
        return
    columns = [say(language, f"sensitivity.{name}") for name in ("input", "value", "unit")]
    rows = [(each.name, number(each.value), say(language, f"input_unit.{each.unit}")) for each in inputs]
    write_table(say(language, "sensitivity.inputs"), columns, rows)


def find_trade_offs(language: str, asked: TradeOffAsked, experiment: Experiment, *, as_json: bool) -> None:
    """Find what a shorter time costs."""
    question = what_shorter_costs(
        find_subject(asked.lane), asked.pools, asked.kpi, asked.trials, with_levers=asked.with_levers
    )
    design = experiment.design_of(horizon_of(asked.lane))
    with processes(experiment.workers) as executor:
        found = answer(question, design, executor, progress_line(language))
    assert isinstance(found, TradeOffs)
    if as_json:
        write_json(found)
    else:
        write_trade_offs(language, found)
