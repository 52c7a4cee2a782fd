"""A scenario: a lane that somebody wrote, and the levers that make another one of it.

The lane after a reform is always derived. What is compared is ``before`` against ``after``; what each lever contributes
is read off the lanes between (:func:`steps_of`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from workflows.definition.lane import Lane
from workflows.definition.loading import load_lane, load_model, parse_lane, parse_model
from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import Identifier
from workflows.errors import UnknownNameError
from workflows.levers.catalogue import Lever, apply_levers

LaneOf: TypeAlias = Callable[[str], Lane]
"""Gives the lane that a scenario's `base` names."""


class Scenario(Frozen):
    """Which reform of which lane.

    Parameters
    ----------
    format : version of this file format
    base : id of a shipped lane, or path of a lane file as seen from the scenario's own file
    scope : levers on both sides of the comparison, such as ``end_at``
    levers : the reform, in order
    notes : what a reader should know
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    base: Annotated[str, Field(min_length=1, max_length=1_000)]
    scope: tuple[Lever, ...] = ()
    levers: tuple[Lever, ...] = ()
    notes: Title | None = None

    @model_validator(mode="after")
    def _scope_is_no_reform(self) -> Self:
        for lever in self.levers:
            if lever.scope_only:
                raise ValueError(
                    f"expected levers that reform; found {lever.lever}, which narrows what is compared. "
                    "Put it under scope, so that it holds on both sides."
                )
        return self


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file; a `base` that is a path becomes one that can be opened from anywhere.

    Raises
    ------
    InvalidFileError
        With everything that is wrong with the file.
    """
    scenario = load_model(path, Scenario).model
    if not _is_path(scenario.base):
        return scenario
    return scenario.model_copy(update={"base": str((path.parent / scenario.base).resolve())})


def base_lane(base: str) -> Lane:
    """The lane of that id among those shipped, or of that path.

    Raises
    ------
    UnknownNameError
        If no lane of that id is shipped.
    InvalidFileError
        If the file cannot be used.
    """
    if _is_path(base):
        return load_lane(Path(base))
    shipped = _shipped("workflows.lanes")
    lanes = tuple(name for name in shipped if name != "assumptions")
    if base not in lanes:
        raise UnknownNameError("lane", base, lanes)
    return parse_lane(shipped[base], f"{base}.yaml")


def before(scenario: Scenario, lane_of: LaneOf = base_lane) -> Lane:
    """The lane as it is, within the scope of the scenario."""
    return apply_levers(lane_of(scenario.base), scenario.scope)


def after(scenario: Scenario, lane_of: LaneOf = base_lane) -> Lane:
    """The lane as the levers leave it, within the scope of the scenario."""
    return apply_levers(before(scenario, lane_of), scenario.levers)


def steps_of(scenario: Scenario, lane_of: LaneOf = base_lane) -> tuple[tuple[Lever, Lane], ...]:
    """Every lever of the reform with the lane as it and those before it leave it: the bars of a waterfall."""
    lane = before(scenario, lane_of)
    bars: list[tuple[Lever, Lane]] = []
    for lever in scenario.levers:
        lane = lever.apply(lane)
        bars.append((lever, lane))
    return tuple(bars)


def shipped_scenarios() -> dict[str, Scenario]:
    """The scenarios that come with Greenlane, by id."""
    scenarios = (
        parse_model(text, f"{name}.yaml", Scenario).model for name, text in _shipped("workflows.scenarios").items()
    )
    return {scenario.id: scenario for scenario in scenarios}


def _shipped(package: str) -> dict[str, str]:
    """Text of the YAML files of a package, by name without the ending, in alphabetical order."""
    found = (file for file in files(package).iterdir() if file.name.endswith(".yaml"))
    return {
        file.name.removesuffix(".yaml"): file.read_text("utf-8") for file in sorted(found, key=lambda file: file.name)
    }


def _is_path(base: str) -> bool:
    return "/" in base or "\\" in base or base.endswith((".yaml", ".yml"))
