"""A package: the scenarios of one city, run together as one reform.

Every scenario brings its lane. They run at the same time, and departments that they name alike are the same people. The
principles under which the city puts its reform are groups of levers; they are introduced one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from pydantic import Field

from workflows.definition.loading import Loaded, parse_model
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.values import Identifier
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.horizon import Horizon
from workflows.levers.overrides import ArrivalsOverride, PoolOverride
from workflows.levers.rewriting import revised
from workflows.levers.scenario import Base, LaneBeside, Scenario, seen_from, shipped_scenarios
from workflows.working_time.calendars import Calendar

_PACKAGE: Final = "workflows.scenarios"
_FOLDER: Final = "packages"

ScenarioOf: TypeAlias = Callable[[str], Scenario]
"""Gives the scenario that a package names."""

Set = TypeVar("Set")


class Principle(Frozen):
    """One of the headings of a reform, and the levers under it.

    Parameters
    ----------
    levers : ids of levers, each with all of its uses; or names of single uses, which count before ids
    provenance : where the city says so
    """

    id: Identifier
    title: Title
    levers: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(min_length=1)]
    provenance: Provenance


class Package(Frozen):
    """Scenarios that are one reform of one city.

    Parameters
    ----------
    format : version of this file format
    scenarios : ids of shipped scenarios, or paths of scenario files as seen from the package's own file
    added : levers that the city uses besides, after those of the scenario of that name
    principles : headings under which every lever of the scenarios stands once, in the order of their introduction; left
        out, one scenario is introduced after the other
    calendars, pools, arrivals : what is set on both sides; before what the scenarios set
    design : how long and how often it is simulated; the scenarios' own do not count
    notes : what a reader should know
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    scenarios: Annotated[tuple[Base, ...], Field(min_length=1, max_length=50)]
    added: dict[Base, tuple[Lever, ...]] = {}
    principles: tuple[Principle, ...] = ()
    calendars: dict[Identifier, Calendar] = {}
    pools: dict[Identifier, PoolOverride] = {}
    arrivals: dict[Identifier, ArrivalsOverride] = {}
    design: Horizon | None = None
    notes: Title | None = None


def shipped_scenario(id_: str) -> Scenario:
    """A shipped scenario.

    Raises
    ------
    UnknownNameError
        If no shipped scenario is called so.
    """
    scenarios = shipped_scenarios()
    if id_ not in scenarios:
        raise UnknownNameError("scenario", id_, list(scenarios))
    return scenarios[id_]


def read_package(text: str, file: str) -> Loaded[Package]:
    """Read a package from YAML text; scenarios that are paths are taken as seen from `file`.

    Raises
    ------
    InvalidFileError
        With everything that is wrong with the text.
    """
    loaded = parse_model(text, file, Package)
    package, places = loaded.model, loaded.places
    scenarios = tuple(seen_from(file, name, places.of("scenarios", at)) for at, name in enumerate(package.scenarios))
    added = {seen_from(file, name, places.of("added", name)): levers for name, levers in package.added.items()}
    return Loaded(revised(package, scenarios=scenarios, added=added), places)


def joint_scenario(package: Package, scenarios: Sequence[Scenario]) -> Scenario:
    """The package as one scenario: the lane of its first one, with all other lanes beside it.

    Parameters
    ----------
    scenarios : those that the package names, in its order

    Raises
    ------
    InvalidInputError
        If two scenarios set different things for one pool, calendar or lane, and the package does not say which holds.
    """
    first, *others = (
        revised(scenario, levers=(*scenario.levers, *package.added.get(name, ())))
        for name, scenario in zip(package.scenarios, scenarios, strict=True)
    )
    beside = [*first.beside]
    for scenario in others:
        beside.append(LaneBeside(base=scenario.base, scope=scenario.scope, levers=scenario.levers))
        beside += scenario.beside
    return Scenario(
        id=package.id,
        title=package.title,
        base=first.base,
        scope=first.scope,
        levers=first.levers,
        beside=tuple(beside),
        calendars=_merged("calendars", package.calendars, [scenario.calendars for scenario in scenarios]),
        pools=_merged("pools", package.pools, [scenario.pools for scenario in scenarios]),
        arrivals=_merged("arrivals", package.arrivals, [scenario.arrivals for scenario in scenarios]),
        design=package.design,
        notes=package.notes,
    )


def _merged(what: str, own: Mapping[str, Set], theirs: Sequence[Mapping[str, Set]]) -> dict[str, Set]:
    merged: dict[str, Set] = {}
    for each in theirs:
        for id_, value in each.items():
            if id_ not in own and merged.setdefault(id_, value) != value:
                raise InvalidInputError(
                    f"expected scenarios that set the same {what} for {id_!r}; found two that do not. "
                    "Set it in the package, which counts before them."
                )
    return {**merged, **own}


def principle_of(lever: Lever, principles: Sequence[Principle]) -> int:
    """The place of the principle under which a use of a lever stands.

    Raises
    ------
    InvalidInputError
        If it stands under none, or under several.
    """
    names = (lever.called.zh, lever.called.en) if lever.name else ()
    by_name = [at for at, principle in enumerate(principles) if set(names) & set(principle.levers)]
    by_id = [at for at, principle in enumerate(principles) if lever.lever in principle.levers]
    found = by_name or by_id
    if len(found) != 1:
        raise InvalidInputError(
            f"expected every use of a lever under one principle; found {lever.called.en!r} ({lever.lever}) under "
            f"{'none' if not found else ' and '.join(principles[at].id for at in found)}. "
            f"Write {lever.lever}, or its name, under one of {', '.join(principle.id for principle in principles)}."
        )
    return found[0]


def under_principles(scenario: Scenario, principles: Sequence[Principle], count: int) -> Scenario:
    """The scenario with the levers of its first principles alone.

    Parameters
    ----------
    count : how many of the principles are introduced
    """

    def introduced(levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
        return tuple(lever for lever in levers if principle_of(lever, principles) < count)

    beside = tuple(revised(lane, levers=introduced(lane.levers)) for lane in scenario.beside)
    return revised(scenario, levers=introduced(scenario.levers), beside=beside)


@lru_cache(maxsize=1)
def shipped_packages() -> Mapping[str, Package]:
    """The packages that come with Greenlane, by id, in alphabetical order of their files."""
    folder = files(_PACKAGE) / _FOLDER
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    packages = (read_package(file.read_text("utf-8"), file.name).model for file in found)
    return MappingProxyType({package.id: package for package in packages})
