"""A scenario: lanes that somebody wrote, and the levers that make others of them.

The lane after a reform is always derived. What is compared is ``before`` against ``after``; what each lever contributes
is read off the lanes between (:func:`steps_of`). Lanes beside the one that is compared run at the same time and queue
at the same departments, on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, JsonValue, model_validator

from workflows.definition.catalogue import find_lane, lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.loading import Loaded, parse_model
from workflows.definition.places import Places
from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier
from workflows.errors import InvalidFileError, Place, Problem, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.horizon import Horizon
from workflows.levers.misfits import at_place
from workflows.levers.overrides import ArrivalsOverride, Overrides, PoolOverride, with_arrivals_set, with_pools_set
from workflows.levers.rewriting import revised
from workflows.levers.sweep import Sweep, lever_meant, with_value
from workflows.levers.together import apply_together, joined
from workflows.working_time.calendars import Calendar

_PACKAGE: Final = "workflows.scenarios"
_ENDINGS: Final = (".yaml", ".yml")
_OUTSIDE: Final = re.compile(r"^[/~]|[\\:]|(^|/)\.\.(/|$)")
"""What leads out of a folder, on any system."""
_FROM_HERE: Final = "a shipped lane or scenario by its id, or a path from the folder of this file downwards, with /"

LaneOf: TypeAlias = Callable[[str], Lane]
"""Gives the lane that a scenario's `base` names."""

Base: TypeAlias = Annotated[str, Field(min_length=1, max_length=1_000)]
Scope: TypeAlias = tuple[Lever, ...]


class LaneBeside(Frozen):
    """A lane that runs beside the one that is compared, and what becomes of it.

    Parameters
    ----------
    base : as that of the scenario
    scope : levers on both sides
    levers : its own reform, in order; left out, it stays as it is
    """

    base: Base
    scope: Scope = ()
    levers: tuple[Lever, ...] = ()

    @model_validator(mode="after")
    def _scope_is_no_reform(self) -> Self:
        _check_reform(self.levers)
        return self


class Scenario(Frozen):
    """Which reform of which lane.

    Parameters
    ----------
    format : version of this file format
    base : id of a shipped lane, or path of a lane file (ending in .yaml or .yml) as seen from the scenario's own file;
        or id of a shipped scenario, whose lane after is then the lane before of a further reform
    scope : levers on both sides of the comparison, such as ``end_at``
    levers : the reform, in order
    beside : other lanes that run at the same time; pools of one id are the same people in all of them
    calendars, pools, arrivals : what is set on both sides: hours, people by pool, cases by lane
    design : how long and how often it is simulated, where it matters
    sweep : a parameter of one lever of `levers` at several values
    notes : what a reader should know
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    base: Base
    scope: Scope = ()
    levers: tuple[Lever, ...] = ()
    beside: tuple[LaneBeside, ...] = ()
    calendars: dict[Identifier, Calendar] = {}
    pools: dict[Identifier, PoolOverride] = {}
    arrivals: dict[Identifier, ArrivalsOverride] = {}
    design: Horizon | None = None
    sweep: Sweep | None = None
    notes: Title | None = None

    @model_validator(mode="after")
    def _scope_is_no_reform(self) -> Self:
        _check_reform(self.levers)
        return self

    @property
    def compared(self) -> LaneBeside:
        """The lane that is compared and its reform, in the form of those beside it."""
        return LaneBeside(base=self.base, scope=self.scope, levers=self.levers)

    @property
    def overrides(self) -> Overrides:
        """What is set on both sides."""
        return Overrides(calendars=self.calendars, pools=self.pools, arrivals=self.arrivals)


def _check_reform(levers: tuple[Lever, ...]) -> None:
    for lever in levers:
        if lever.scope_only:
            raise ValueError(
                f"expected levers that reform; found {lever.lever}, which narrows what is compared. "
                "Put it under scope, so that it holds on both sides."
            )


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
    return read_scenario(text, file).model


def read_scenario(text: str, file: str) -> Loaded[Scenario]:
    """As :func:`parse_scenario`, with the places of what the text says."""
    loaded = parse_model(text, file, Scenario)
    scenario, places = loaded.model, loaded.places
    beside = tuple(
        revised(lane, base=seen_from(file, lane.base, places.of("beside", index, "base")))
        for index, lane in enumerate(scenario.beside)
    )
    base = seen_from(file, scenario.base, places.of("base"))
    return Loaded(revised(scenario, base=base, beside=beside), places)


def seen_from(file: str, name: str, place: Place) -> str:
    """A path in a file, as seen from where the file is read; an id stays what it is.

    Whoever is sent a file and looks it over has no other of their files read by it than those that came with it.

    Parameters
    ----------
    place : of the path

    Raises
    ------
    InvalidFileError
        If it leads out of the file's folder.
    """
    if not name.endswith(_ENDINGS):
        return name
    if _OUTSIDE.search(name):
        expected, remedy = _FROM_HERE, "Put the other file beside this one."
        raise InvalidFileError([Problem("path_outside", place, expected, repr(name), remedy)])
    folder, slash, _ = file.replace("\\", "/").rpartition("/")
    return f"{folder}{slash}{name}"


def base_lane(name: str) -> Lane:
    """The lane that a base names: a shipped lane, that of a shipped scenario after its reform, or one in a file.

    Raises
    ------
    UnknownNameError
        If it is no path, and nothing that is shipped is called so.
    InvalidFileError
        If the file cannot be used.
    """
    scenarios = shipped_scenarios()
    if name in scenarios:
        return after(scenarios[name])
    try:
        return find_lane(name) if name.endswith(_ENDINGS) else shipped_lane(name)
    except UnknownNameError as error:
        raise UnknownNameError("lane or scenario", name, (*lane_ids(), *scenarios)) from error


def before(scenario: Scenario, lane_of: LaneOf = base_lane) -> Lane:
    """The lane as it is, within the scope of the scenario."""
    return lanes_before(scenario, lane_of)[0]


def after(scenario: Scenario, lane_of: LaneOf = base_lane) -> Lane:
    """The lane as the levers leave it, within the scope of the scenario."""
    return lanes_after(scenario, lane_of)[0]


def steps_of(scenario: Scenario, lane_of: LaneOf = base_lane) -> tuple[tuple[Lever, Lane], ...]:
    """Every lever of the reform with the lane as it and those before it leave it: the bars of a waterfall."""
    return tuple((lever, lanes[0]) for lever, lanes in lanes_between(scenario, lane_of))


def lanes_before(scenario: Scenario, lane_of: LaneOf = base_lane, places: Places | None = None) -> tuple[Lane, ...]:
    """The lane that is compared and those beside it, as they are.

    Parameters
    ----------
    places : of the scenario's file, to tell where in it stands what does not fit

    Raises
    ------
    InvalidInputError
        If something does not fit; with its place, if places are given.
    """
    lanes: tuple[Lane, ...] = ()
    for number, lane in enumerate((scenario.compared, *scenario.beside)):
        path = ("beside", number - 1) if number else ()
        with at_place(places, *path, "base"):
            base = lane_of(lane.base)
        for at, lever in enumerate(lane.scope):
            with at_place(places, *path, "scope", at):
                base = lever.apply(base)
        with at_place(places, "pools"):
            base = with_pools_set(base, scenario.overrides, base.pools)
        with at_place(places, "arrivals", base.id):
            base = with_arrivals_set(base, scenario.overrides)
        with at_place(places, *path, "base"):
            lanes = joined((*lanes, base))
    return lanes


def lanes_between(
    scenario: Scenario, lane_of: LaneOf = base_lane, places: Places | None = None
) -> tuple[tuple[Lever, tuple[Lane, ...]], ...]:
    """Every lever of the lane that is compared, with all lanes as it and those before it leave them.

    The lanes beside it are still as they are, but for departments that it shares with them.
    """
    lanes = lanes_before(scenario, lane_of, places)
    steps: list[tuple[Lever, tuple[Lane, ...]]] = []
    for at, lever in enumerate(scenario.levers):
        with at_place(places, "levers", at):
            lanes = apply_together(lever, lanes, 0, scenario.overrides)
        steps.append((lever, lanes))
    return tuple(steps)


def lanes_beside(
    scenario: Scenario, lanes: tuple[Lane, ...], places: Places | None = None
) -> tuple[tuple[Lane, ...], ...]:
    """All lanes as each reform of a lane beside leaves them, one after the other.

    Parameters
    ----------
    lanes : as the levers of the lane that is compared leave them

    Returns
    -------
    one item for each lane beside that has levers
    """
    steps = []
    for number, beside in enumerate(scenario.beside, start=1):
        for at, lever in enumerate(beside.levers):
            with at_place(places, "beside", number - 1, "levers", at):
                lanes = apply_together(lever, lanes, number, scenario.overrides)
        if beside.levers:
            steps.append(lanes)
    return tuple(steps)


def lanes_after(scenario: Scenario, lane_of: LaneOf = base_lane, places: Places | None = None) -> tuple[Lane, ...]:
    """The lane that is compared and those beside it, as all levers leave them."""
    between = lanes_between(scenario, lane_of, places)
    own = between[-1][1] if between else lanes_before(scenario, lane_of, places)
    return (own, *lanes_beside(scenario, own, places))[-1]


def swept(scenario: Scenario, places: Places | None = None) -> tuple[tuple[JsonValue, Scenario], ...]:
    """The scenario once for every value of its sweep.

    Raises
    ------
    InvalidInputError
        If the lever, its parameter or a value is none; with its place, if places are given.
    """
    if scenario.sweep is None:
        return ()
    with at_place(places, "sweep", "lever"):
        lever = lever_meant(scenario.sweep, scenario.levers)
    series = []
    for at, value in enumerate(scenario.sweep.values):
        with at_place(places, "sweep", "values", at):
            changed = with_value(scenario.levers[lever], scenario.sweep.parameter, value)
        levers = (*scenario.levers[:lever], changed, *scenario.levers[lever + 1 :])
        series.append((value, revised(scenario, levers=levers)))
    return tuple(series)


@lru_cache(maxsize=1)
def shipped_scenarios() -> Mapping[str, Scenario]:
    """The scenarios that come with Greenlane, by id, in alphabetical order of their files."""
    found = sorted(
        (file for file in files(_PACKAGE).iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    scenarios = (parse_scenario(file.read_text("utf-8"), file.name) for file in found)
    return MappingProxyType({scenario.id: scenario for scenario in scenarios})
