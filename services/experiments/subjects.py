"""What a name or a file given to an experiment is: a lane, a scenario or a package."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from services.experiments.models import is_model, model_lane
from services.experiments.simulating import ENDINGS, has_field
from workflows.definition.catalogue import find_lane, lane_ids
from workflows.definition.lane import Lane
from workflows.definition.loading import read_text
from workflows.errors import UnknownNameError
from workflows.levers.checking import check_package, check_scenario
from workflows.levers.package import Package, read_package, shipped_packages, shipped_scenario
from workflows.levers.scenario import Scenario, read_scenario, shipped_scenarios

Subject: TypeAlias = Lane | Scenario | Package


def find_subject(name: str) -> Subject:
    """The lane, the scenario or the package of that id, or in that file.

    Raises
    ------
    UnknownNameError
        If it is neither an id nor a file.
    InvalidFileError
        With what is wrong with the file, and where in it.
    """
    scenarios, packages = shipped_scenarios(), shipped_packages()
    if name in scenarios:
        return scenarios[name]
    if name in packages:
        return packages[name]
    if is_model(name):
        return model_lane(name)
    if name in lane_ids() or not name.endswith(ENDINGS):
        try:
            return find_lane(name)
        except UnknownNameError as error:
            known = (*lane_ids(), *scenarios, *packages)
            raise UnknownNameError("lane, scenario, package or file", name, known) from error
    text = read_text(Path(name))
    if has_field(text, "scenarios"):
        package = read_package(text, name)
        check_package(package, find_scenario)
        return package.model
    if has_field(text, "base"):
        scenario = read_scenario(text, name)
        check_scenario(scenario)
        return scenario.model
    return find_lane(name)


def find_scenario(name: str) -> Scenario:
    """A shipped scenario by its id, or one in a file by its path.

    Raises
    ------
    UnknownNameError
        If it is no path and no shipped scenario is called so.
    InvalidFileError
        With what is wrong with the file, and where in it.
    """
    if not name.endswith(ENDINGS):
        return shipped_scenario(name)
    scenario = read_scenario(read_text(Path(name)), name)
    check_scenario(scenario)
    return scenario.model


def scenarios_of(package: Package) -> tuple[Scenario, ...]:
    """The scenarios that a package names."""
    return tuple(map(find_scenario, package.scenarios))
