"""Whether the reform that a file describes can be carried out: every lever fits, and everything that is set exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.definition.lane import Lane
from workflows.definition.loading import Loaded
from workflows.definition.places import Places
from workflows.errors import InvalidFileError, Problem, UnknownNameError
from workflows.levers.misfits import at_place, misfit
from workflows.levers.package import Package, ScenarioOf, joint_scenario, principle_of, shipped_scenario
from workflows.levers.scenario import LaneOf, Scenario, base_lane, lanes_after, lanes_before, swept
from workflows.levers.stages import principle_stages
from workflows.levers.together import apply_together, called_beside


def check_scenario(loaded: Loaded[Scenario], lane_of: LaneOf = base_lane) -> tuple[Lane, ...]:
    """See that a scenario can be carried out.

    Returns
    -------
    the lane that is compared and those beside it, after

    Raises
    ------
    InvalidFileError
        With the place of the first thing that does not fit: a lane that cannot be read, a lever that does not fit as
        those before it left the lane, a value of the sweep; or with all that is set for what does not exist.
    """
    scenario, places = loaded.model, loaded.places
    lanes = lanes_after(scenario, lane_of, places)
    _check_what_is_set(scenario, lanes_before(scenario, lane_of), lanes, places)
    for at, (_, one) in enumerate(swept(scenario, places)):
        with at_place(places, "sweep", "values", at):
            lanes_after(one, lane_of)
    return lanes


def check_package(
    loaded: Loaded[Package], scenario_of: ScenarioOf = shipped_scenario, lane_of: LaneOf = base_lane
) -> tuple[Lane, ...]:
    """See that a package can be carried out; as :func:`check_scenario`, for every principle."""
    package, places = loaded.model, loaded.places
    scenarios = []
    for at, name in enumerate(package.scenarios):
        with at_place(places, "scenarios", at):
            scenarios.append(scenario_of(name))
            lanes = lanes_after(scenarios[-1], lane_of)
        for number, lever in enumerate(package.added.get(name, ())):
            with at_place(places, "added", name, number):
                lanes = apply_together(lever, lanes, 0, scenarios[-1].overrides)
    unknown = [*_unknown("added", "scenario of the package", package.added, set(package.scenarios), places)]
    if unknown:
        raise InvalidFileError(unknown)
    with at_place(places, "scenarios"):
        joint = joint_scenario(package, scenarios)
        old, new = lanes_before(joint, lane_of), lanes_after(joint, lane_of)
    _check_what_is_set(joint, old, new, places)
    if package.principles:
        _check_principles(package, joint, places)
        principle_stages(joint, package.principles, lane_of, places)
    return new


def _check_what_is_set(scenario: Scenario, old: tuple[Lane, ...], new: tuple[Lane, ...], places: Places) -> None:
    with at_place(places, "pools"):
        lanes = [*old, *new, *called_beside(old, scenario.overrides), *called_beside(new, scenario.overrides)]
    pools = {id_ for lane in lanes for id_ in lane.pools}
    problems = [
        *_unknown("pools", "pool", scenario.pools, pools, places),
        *_unknown("arrivals", "lane of the scenario", scenario.arrivals, {lane.id for lane in lanes}, places),
    ]
    if problems:
        raise InvalidFileError(problems)


def _check_principles(package: Package, joint: Scenario, places: Places) -> None:
    levers = [*joint.levers, *(lever for lane in joint.beside for lever in lane.levers)]
    known = {name for lever in levers for name in (lever.lever, lever.called.zh, lever.called.en)}
    problems = [
        misfit(
            UnknownNameError("lever of the scenarios", name, sorted(known)),
            places.of("principles", at, "levers", place),
        )
        for at, principle in enumerate(package.principles)
        for place, name in enumerate(principle.levers)
        if name not in known
    ]
    if problems:
        raise InvalidFileError(problems)
    with at_place(places, "principles"):
        for lever in levers:
            principle_of(lever, package.principles)


def _unknown(field: str, kind: str, names: Mapping[str, object], known: set[str], places: Places) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield misfit(UnknownNameError(kind, name, sorted(known)), places.of(field, name))
