"""What a designer can ask: how does this lane do, and what would that reform save?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from os import cpu_count

from services.experiments.subjects import find_subject, scenarios_of
from simulations.comparison import Comparison, Stage, compare
from simulations.experiment import Design, Model, Observed, run_replications
from simulations.figures import Side, side_of
from simulations.statistics.intervals import Interval, mean_interval
from simulations.sweeping import Sweep, Swept, sweep
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError
from workflows.levers.horizon import Horizon
from workflows.levers.overrides import Overrides
from workflows.levers.package import Package, joint_scenario
from workflows.levers.scenario import Scenario, after, before, lanes_after, lanes_before, swept
from workflows.levers.stages import Stage as LaneStage
from workflows.levers.stages import lane_stages, principle_stages, stages_of
from workflows.levers.sweep import lever_meant
from workflows.levers.together import called_beside
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


def lane_of(name: str) -> Lane:
    """The lane of that name; for a scenario, the lane after its reform.

    Raises
    ------
    InvalidInputError
        If it is a package, which has several lanes.
    """
    subject = find_subject(name)
    if isinstance(subject, Package):
        raise _several_lanes(subject)
    return after(subject) if isinstance(subject, Scenario) else subject


def model_of(lane: Lane) -> Model:
    """A lane with the lanes that it calls."""
    return together((lane,), Overrides())


def together(lanes: tuple[Lane, ...], overrides: Overrides) -> Model:
    """Lanes that run at the same time, the one in question first, with the lanes that they call."""
    return Model(lane=lanes[0], beside=lanes[1:], called=called_beside(lanes, overrides))


def _several_lanes(package: Package) -> InvalidInputError:
    return InvalidInputError(
        f"expected one lane; found package {package.id!r}, which has {len(package.scenarios)} scenarios. "
        "Compare the package alone, or name one of its scenarios."
    )


def designed(design: Design, horizon: Horizon | None) -> Design:
    """A design with what a scenario asks for."""
    asked = {} if horizon is None else horizon.model_dump(exclude_none=True)
    return Design.model_validate(design.model_dump() | asked)


def horizon_of(name: str) -> Horizon | None:
    """What a scenario or a package asks of its experiment; nothing, for a lane."""
    subject = find_subject(name)
    return None if isinstance(subject, Lane) else subject.design


@contextmanager
def processes(count: int | None = None) -> Iterator[Executor]:
    """Processes for replications: as many as asked for, or as the machine has cores."""
    # Spawned, not forked: a fork would copy a process that may be running an engine's threads.
    with ProcessPoolExecutor(count or cpu_count() or 1, mp_context=get_context("spawn")) as executor:
        yield executor


def simulate_lane(
    name: str, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Simulated:
    """Simulate a lane, or the lane after a scenario's reform with those beside it.

    Parameters
    ----------
    name : id of a lane or a scenario, or a file with one
    executor : where replications run; in this process if there is none

    Raises
    ------
    InvalidInputError
        If there is nothing of that name, or it cannot be simulated.
    """
    subject = find_subject(name)
    if isinstance(subject, Package):
        raise _several_lanes(subject)
    lanes = lanes_after(subject) if isinstance(subject, Scenario) else (subject,)
    model = together(lanes, subject.overrides if isinstance(subject, Scenario) else Overrides())
    lane = model.lane
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

    Levers that follow each other and are of one kind are taken together. Lanes beside it run in the same replications.

    Raises
    ------
    InvalidInputError
        If the scenario has no levers: there is nothing to compare.
    """
    return _compare(scenario, stages_of(scenario), design, executor, progress)


def compare_package(
    package: Package, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Comparison:
    """Compare all lanes of a package before and after, and tell what each principle contributes to each lane.

    Without principles it is what the reform of each lane contributes.

    Raises
    ------
    InvalidInputError
        If its scenarios have no levers, or do not fit together.
    """
    joint = joint_scenario(package, scenarios_of(package))
    stages = principle_stages(joint, package.principles) if package.principles else lane_stages(joint)
    return _compare(joint, stages, design, executor, progress)


def _compare(
    scenario: Scenario, stages: Sequence[LaneStage], design: Design, executor: Executor | None, progress: Progress
) -> Comparison:
    overrides = scenario.overrides
    models: list[Stage] = [(stage.id, stage.called, together(stage.lanes, overrides)) for stage in stages]
    old = together(lanes_before(scenario), overrides)
    return compare(scenario.id, scenario.title, old, models, design, executor, progress)


def sweep_scenario(
    scenario: Scenario, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Sweep:
    """Compare a scenario's lane before with the lane after at every value of its sweep.

    Raises
    ------
    InvalidInputError
        If it has no sweep.
    """
    if scenario.sweep is None:
        raise InvalidInputError(
            f"expected a scenario with a sweep; found {scenario.id!r}, which has none. "
            "Add sweep: {lever, parameter, values} to it, or compare it."
        )
    lever = scenario.levers[lever_meant(scenario.sweep, scenario.levers)]
    meant = Swept(
        scenario=scenario.id,
        title=scenario.title,
        lever=lever.lever,
        called=lever.called,
        parameter=scenario.sweep.parameter,
    )
    old = together(lanes_before(scenario), scenario.overrides)
    series = [(value, together(lanes_after(one), one.overrides)) for value, one in swept(scenario)]
    return sweep(meant, old, series, design, executor, progress)


def sweep_named(
    name: str, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Sweep:
    """Sweep the scenario of that id, or in that file.

    Raises
    ------
    InvalidInputError
        If it is none, or has no sweep.
    """
    subject = find_subject(name)
    if not isinstance(subject, Scenario):
        raise InvalidInputError(
            f"expected a scenario with a sweep; found {type(subject).__name__.lower()} {subject.id!r}. "
            "Name a scenario, or a file with one."
        )
    return sweep_scenario(subject, design, executor, progress)


def compare_lanes(
    names: Sequence[str], design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> list[Comparison]:
    """Compare one lane with others.

    Parameters
    ----------
    names : before, then what it is compared with, one comparison each; or a scenario alone, whose own before and after
        are compared lever by lever; or a package alone, principle by principle. Where two are compared, lanes beside
        theirs are left out

    Raises
    ------
    InvalidInputError
        If a lane is compared with nothing, or a package with something.
    """
    first = find_subject(names[0])
    if len(names) == 1:
        if isinstance(first, Scenario):
            return [compare_scenario(first, design, executor, progress)]
        if isinstance(first, Package):
            return [compare_package(first, design, executor, progress)]
        raise InvalidInputError(
            f"expected something to compare lane {first.id!r} with; found nothing. "
            "Name a scenario or another lane after it."
        )
    if isinstance(first, Package):
        raise _several_lanes(first)
    old = before(first) if isinstance(first, Scenario) else first
    comparisons = []
    for name in names[1:]:
        other = find_subject(name)
        stage: Stage = (other.id, other.title, model_of(lane_of(name)))
        comparisons.append(compare(other.id, other.title, model_of(old), [stage], design, executor, progress))
    return comparisons
