"""What a designer can ask: how does this lane do, and what would that reform save?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from services.experiments.answering import compared, simulated, swept_through
from services.experiments.questions import (
    how_it_does,
    what_a_package_saves,
    what_a_scenario_saves,
    what_each_value_does,
    what_they_save,
)
from services.experiments.simulating import Progress, Simulated
from services.experiments.subjects import find_subject
from simulations.comparison import Comparison
from simulations.experiment import Design
from simulations.sweeping import Sweep
from workflows.definition.lane import Lane
from workflows.levers.horizon import Horizon
from workflows.levers.package import Package
from workflows.levers.scenario import Scenario


def horizon_of(name: str) -> Horizon | None:
    """What a scenario or a package asks of its experiment; nothing, for a lane."""
    subject = find_subject(name)
    return None if isinstance(subject, Lane) else subject.design


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
    return simulated(how_it_does(find_subject(name)), design, executor, progress)


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
    return compared(what_a_scenario_saves(scenario), design, executor, progress)


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
    return compared(what_a_package_saves(package), design, executor, progress)


def sweep_scenario(
    scenario: Scenario, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Sweep:
    """Compare a scenario's lane before with the lane after at every value of its sweep.

    Raises
    ------
    InvalidInputError
        If it has no sweep.
    """
    return swept_through(what_each_value_does(scenario), design, executor, progress)


def sweep_named(
    name: str, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Sweep:
    """Sweep the scenario of that id, or in that file.

    Raises
    ------
    InvalidInputError
        If it is none, or has no sweep.
    """
    return swept_through(what_each_value_does(find_subject(name)), design, executor, progress)


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
    return [compared(question, design, executor, progress) for question in what_they_save(names)]
