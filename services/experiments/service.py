"""What a designer can ask: how does this lane do, and what would that reform save?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from simulations.comparison import Comparison, Stage, compare
from simulations.experiment import Design, Model, Observed, run_replications
from simulations.figures import Side, side_of
from simulations.statistics.intervals import Interval, mean_interval
from workflows.definition.catalogue import find_lane, lane_ids, with_called_lanes
from workflows.definition.lane import Lane
from workflows.definition.loading import read_text
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.scenario import Scenario, after, before, parse_scenario, shipped_scenarios, steps_of
from workflows.measures import KPIS


class Simulated(Frozen):
    """How a lane does.

    Parameters
    ----------
    kpis : KPI id to its mean over replications, where every replication has one
    side : its steps, pools and distributions
    """

    lane: str
    title: Title
    design: Design
    kpis: dict[str, Interval]
    side: Side


Progress = Callable[[int, int], None]
"""Told how many replications of how many are done."""


def find_subject(name: str) -> Lane | Scenario:
    """The lane or the scenario of that id, or in that file.

    Raises
    ------
    UnknownNameError
        If it is neither an id nor a file.
    InvalidFileError
        With everything that is wrong with the file.
    """
    scenarios = shipped_scenarios()
    if name in scenarios:
        return scenarios[name]
    if name in lane_ids() or not _is_file(name):
        try:
            return find_lane(name)
        except UnknownNameError as error:
            raise UnknownNameError("lane, scenario or file", name, (*lane_ids(), *scenarios)) from error
    text = read_text(Path(name))
    return parse_scenario(text, name) if _is_scenario(text) else find_lane(name)


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


def _is_scenario(text: str) -> bool:
    """A scenario has a base, a lane has a body; whatever has neither is told what a lane needs."""
    return any(line.startswith("base:") for line in text.splitlines())


def lane_of(name: str) -> Lane:
    """The lane of that name; for a scenario, the lane after its reform."""
    subject = find_subject(name)
    return after(subject) if isinstance(subject, Scenario) else subject


def model_of(lane: Lane) -> Model:
    """A lane with the lanes that it calls."""
    return Model(lane=lane, called=tuple(other for id_, other in with_called_lanes(lane).items() if id_ != lane.id))


@contextmanager
def processes(count: int | None = None) -> Iterator[Executor]:
    """Processes for replications: as many as asked for, or as the machine has cores."""
    # Spawned, not forked: a fork would copy a process that may be running an engine's threads.
    with ProcessPoolExecutor(count or cpu_count() or 1, mp_context=get_context("spawn")) as executor:
        yield executor


def simulate_lane(
    name: str, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Simulated:
    """Simulate a lane, or the lane after a scenario's reform.

    Parameters
    ----------
    name : id of a lane or a scenario, or a file with one
    executor : where replications run; in this process if there is none

    Raises
    ------
    InvalidInputError
        If there is nothing of that name, or it cannot be simulated.
    """
    lane = lane_of(name)
    model = model_of(lane)
    observed: list[Observed] = []
    for _, result in run_replications([model], design, [design.replications], executor):
        observed.append(result)
        progress(len(observed), design.replications)
    values = {kpi: [result.summary.value(kpi) for result in observed] for kpi in KPIS}
    return Simulated(
        lane=lane.id,
        title=lane.title,
        design=design,
        kpis={
            kpi: mean_interval([value for value in of if value is not None], design.confidence)
            for kpi, of in values.items()
            if None not in of
        },
        side=side_of(model, observed, design),
    )


def compare_scenario(
    scenario: Scenario, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Comparison:
    """Compare a scenario's lane before with the lane after, and tell what each lever contributes.

    Levers that follow each other and are of one kind are taken together.

    Raises
    ------
    InvalidInputError
        If the scenario has no levers: there is nothing to compare.
    """
    stages = [_stage(list(uses)) for _, uses in groupby(steps_of(scenario), key=lambda step: step[0].lever)]
    if not stages:
        raise InvalidInputError(f"scenario {scenario.id!r} has no levers: before and after are the same")
    return compare(scenario.id, scenario.title, model_of(before(scenario)), stages, design, executor, progress)


def _stage(uses: list[tuple[Lever, Lane]]) -> Stage:
    """Uses of one lever after another are one stage: nobody introduces half of a one-window intake."""
    lever, lane = uses[-1]
    return lever.lever, lever.called if len(uses) == 1 else lever.title, model_of(lane)


def compare_lanes(
    names: Sequence[str], design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> list[Comparison]:
    """Compare one lane with others.

    Parameters
    ----------
    names : before, then what it is compared with, one comparison each; or a scenario alone, whose own before and after
        are compared lever by lever

    Raises
    ------
    InvalidInputError
        If a lane is compared with nothing.
    """
    first = find_subject(names[0])
    if len(names) == 1:
        if isinstance(first, Scenario):
            return [compare_scenario(first, design, executor, progress)]
        raise InvalidInputError(
            f"expected something to compare lane {first.id!r} with; found nothing. "
            "Name a scenario or another lane after it."
        )
    old = before(first) if isinstance(first, Scenario) else first
    comparisons = []
    for name in names[1:]:
        other = find_subject(name)
        stage: Stage = (other.id, other.title, model_of(lane_of(name)))
        comparisons.append(compare(other.id, other.title, model_of(old), [stage], design, executor, progress))
    return comparisons
