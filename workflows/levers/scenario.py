"""A scenario: a lane that somebody wrote, and the levers that make another one of it.

The lane after a reform is always derived. What is compared is ``before`` against ``after``; what each lever contributes
is read off the lanes between (:func:`steps_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from workflows.definition.catalogue import find_lane
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import Identifier
from workflows.levers.catalogue import Lever, apply_levers
from workflows.levers.rewriting import revised

_PACKAGE: Final = "workflows.scenarios"

LaneOf: TypeAlias = Callable[[str], Lane]
"""Gives the lane that a scenario's `base` names."""


class Scenario(Frozen):
    """Which reform of which lane.

    Parameters
    ----------
    format : version of this file format
    base : id of a shipped lane, or path of a lane file (ending in .yaml or .yml) as seen from the scenario's own file
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


def parse_scenario(text: str, file: str) -> Scenario:
    """Read a scenario from YAML text; a `base` that is a path is taken as seen from `file`.

    Parameters
    ----------
    file : path of the file that the text came from, for that and for messages

    Raises
    ------
    InvalidFileError
        With everything that is wrong with the text.
    """
    scenario = parse_model(text, file, Scenario).model
    folder, slash, _ = file.replace("\\", "/").rpartition("/")
    if scenario.base.endswith((".yaml", ".yml")) and not scenario.base.startswith("/"):
        return revised(scenario, base=f"{folder}{slash}{scenario.base}")
    return scenario


def before(scenario: Scenario, lane_of: LaneOf = find_lane) -> Lane:
    """The lane as it is, within the scope of the scenario."""
    return apply_levers(lane_of(scenario.base), scenario.scope)


def after(scenario: Scenario, lane_of: LaneOf = find_lane) -> Lane:
    """The lane as the levers leave it, within the scope of the scenario."""
    return apply_levers(before(scenario, lane_of), scenario.levers)


def steps_of(scenario: Scenario, lane_of: LaneOf = find_lane) -> tuple[tuple[Lever, Lane], ...]:
    """Every lever of the reform with the lane as it and those before it leave it: the bars of a waterfall."""
    lane = before(scenario, lane_of)
    bars: list[tuple[Lever, Lane]] = []
    for lever in scenario.levers:
        lane = lever.apply(lane)
        bars.append((lever, lane))
    return tuple(bars)


@lru_cache(maxsize=1)
def shipped_scenarios() -> Mapping[str, Scenario]:
    """The scenarios that come with Greenlane, by id, in alphabetical order of their files."""
    found = sorted(
        (file for file in files(_PACKAGE).iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    scenarios = (parse_scenario(file.read_text("utf-8"), file.name) for file in found)
    return MappingProxyType({scenario.id: scenario for scenario in scenarios})
